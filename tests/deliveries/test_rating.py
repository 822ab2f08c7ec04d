"""居民评价 · once each, unseen until the window closes; a dispute brings a new acceptance."""

import json

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests import world
from yishi.deliveries.acceptance import checks_now
from yishi.deliveries.ratings import Rating
from yishi.ledger.tick import tick
from yishi.matters.models import Matter
from yishi.notices.models import Notice
from yishi.procedure.lifecycle import Case, NotYours, Refused
from yishi.procedure.matter import MatterState
from yishi.procedure.parameter_forms import Grade
from yishi.procedure.people import SYSTEM, Role


def test_a_resident_rates_once(accepted, at):
    accepted.take("rate", at("赵春梅", rating="good", remark="亮了"))
    with pytest.raises(Refused, match="每人只评价一次"):
        accepted.take("rate", at("赵春梅", rating="bad"))


def test_the_database_holds_one_rating_a_person(session, accepted, at):
    who = at("赵春梅").actor.id
    for _ in range(2):
        session.add(
            Rating(
                community_id=accepted.community_id,
                matter_id=accepted.id,
                round=1,
                person_id=who,
                grade=Grade.GOOD,
                at=at("赵春梅").at,
            )
        )
    with pytest.raises(IntegrityError):
        session.flush()


def test_only_residents_rate_and_not_their_own_work(accepted, at, actor, unit, time):
    for who in ("王主任", "物业小何"):
        with pytest.raises(NotYours):
            accepted.take("rate", at(who, rating="good"))
    lives_here_too = Case(actor("物业小何", Role.LIAISON, Role.RESIDENT, unit=unit.id), time.at, {"rating": ["good"]})
    with pytest.raises(Refused, match="不评价自己办的事"):
        accepted.take("rate", lives_here_too)


def test_the_ledger_says_who_rated_and_not_how(accepted, at, ledger):
    accepted.take("rate", at("赵春梅", rating="bad", remark="北门还黑"))
    entry = ledger()[-1]
    assert (entry.step, entry.actor_name, entry.given) == ("rate", "赵春梅", {})
    assert "北门还黑" not in json.dumps(entry.content(), ensure_ascii=False)


def test_the_verdict_is_reckoned_when_the_window_closes(database, session, accepted, at, time):
    for who, rating in (("赵春梅", "good"), ("孙立", "fair"), ("钱进", "bad"), ("胡军", "good")):
        accepted.take("rate", at(who, rating=rating))
    session.commit()
    time.passes(days=15)
    assert tick(database, time.at) == 0
    time.passes(days=1)
    assert tick(database, time.at) == 1
    session.expire_all()
    matter = session.get(Matter, accepted.id)
    assert matter.state is MatterState.CLOSED and matter.delivery.over
    assert matter.delivery.verdict is Grade.GOOD
    assert "共4人评价：满意2人，基本满意1人，不满意1人" in matter.delivery.verdict_sum
    assert "结论为满意" in session.scalars(select(Notice).order_by(Notice.id.desc())).first().text


def test_nobody_rating_leaves_no_verdict(accepted, time):
    time.passes(days=16)
    accepted.take("close", Case(SYSTEM, time.at))
    assert accepted.delivery.verdict is None and accepted.delivery.verdict_sum == "没有人评价，不作结论。"


def test_a_dispute_brings_it_back_to_acceptance(accepted, at, session):
    accepted.take("rate", at("赵春梅", rating="good"))
    disputed(accepted, at)
    assert accepted.state is MatterState.ACCEPTING and not accepted.delivery.over
    assert [it.text for it in checks_now(accepted.delivery)][-3:] == [
        "居民反映的已解决：南门不亮", "居民反映的已解决：东门不亮", "居民反映的已解决：北门一盏不亮"
    ]  # fmt: skip
    assert accepted.signature_ids == []
    for check in checks_now(accepted.delivery):
        check.take("pass", at("监督员甲"))
    for name in ("监督员甲", "监督员乙", "监督员丙"):
        accepted.take("sign", at(name))
    accepted.take("rate", at("赵春梅", rating="fair"))
    assert accepted.disputes_signed == 0
    accepted.take("dispute", at("孙立", reason="还是不亮"))
    assert accepted.state is MatterState.RATING and accepted.disputes_signed == 1
    with pytest.raises(Refused, match="只提一次"):
        accepted.take("dispute", at("孙立", reason="还是不亮"))


def test_what_was_rated_in_an_interrupted_round_is_kept_and_is_no_verdict(accepted, at, session, time, visitor):
    for who, rating in (("赵春梅", "good"), ("钱进", "bad")):
        accepted.take("rate", at(who, rating=rating, remark="第一次的话"))
    disputed(accepted, at)
    for check in checks_now(accepted.delivery):
        check.take("pass", at("监督员甲"))
    for name in ("监督员甲", "监督员乙", "监督员丙"):
        accepted.take("sign", at(name))
    accepted.take("rate", at("赵春梅", rating="good"))
    session.commit()
    page = visitor.opens(f"{accepted.url}/supervision").sees("第1次验收以后的评价：中断", "已有2人评价")
    page.does_not_see("满意1人", "第一次的话")
    time.passes(days=16)
    accepted.take("close", Case(SYSTEM, time.at))
    session.commit()
    assert accepted.delivery.verdict_sum.startswith("共1人评价")
    visitor.opens(f"{accepted.url}/supervision").sees("其中满意1人，基本满意0人，不满意1人")
    rounds = json.loads(visitor.opens(f"{accepted.url}/dossier.json").text)["delivery"]["ratings"]
    assert [(it["round"], it["rated"], bool(it["interrupted_at"])) for it in rounds] == [(1, 2, True), (2, 1, False)]


def test_under_the_consensus_rules_one_is_enough(accepted, at, session, home, time):
    world.adopt(session, home, time.at, disputes_needed="1")
    accepted.rule_set_version_id = home.rule_set_version_id
    session.flush()
    session.refresh(accepted)
    accepted.take("dispute", at("孙立", reason="北门一盏不亮"))
    assert accepted.state is MatterState.ACCEPTING


def disputed(matter, at):
    for who, reason in (("林秀兰", "南门不亮"), ("赵春梅", "东门不亮"), ("孙立", "北门一盏不亮")):
        matter.take("dispute", at(who, reason=reason))


def test_a_closed_matter_may_be_disputed_in_time(accepted, at, time):
    time.passes(days=16)
    accepted.take("close", Case(SYSTEM, time.at))
    time.passes(days=29)
    accepted.take("dispute", at("胡军", reason="西门不亮"))
    assert accepted.state is MatterState.CLOSED and accepted.delivery.over
    for who in ("林秀兰", "孙立"):
        accepted.take("dispute", at(who, reason="不亮"))
    assert accepted.state is MatterState.ACCEPTING and accepted.delivery.over is False and accepted.delivery.verdict_sum == ""


def test_who_said_so_while_others_rated_counts_after_the_closing(accepted, at, time):
    accepted.take("dispute", at("胡军", reason="西门不亮"))
    time.passes(days=16)
    accepted.take("close", Case(SYSTEM, time.at))
    with pytest.raises(Refused, match="只提一次"):
        accepted.take("dispute", at("胡军", reason="西门不亮"))
    for who in ("林秀兰", "孙立"):
        accepted.take("dispute", at(who, reason="不亮"))
    assert accepted.state is MatterState.ACCEPTING


def test_too_late_is_too_late(accepted, at, time):
    time.passes(days=16)
    accepted.take("close", Case(SYSTEM, time.at))
    time.passes(days=31)
    with pytest.raises(Refused, match="期限已经过了"):
        accepted.take("dispute", at("孙立", reason="北门一盏不亮"))
