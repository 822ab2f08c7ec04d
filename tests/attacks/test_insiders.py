"""内部人 · what somebody with a seat, or a few friends, might try against the others within the letter of the rules."""

from datetime import date

import pytest
from sqlalchemy import select

from tests import world
from tests.deliveries.conftest import accepted, at, finished, matter, posted, unit  # noqa: F401  a matter that is being rated
from tests.matters import planning
from tests.matters.proposing import NEIGHBOURS, case, draft, in_review, someone, staff, submitted
from yishi.communities.models import BodyKind
from yishi.debates import of_matter as _debates  # noqa: F401
from yishi.deliveries.ratings import Rating, RatingRound
from yishi.matters import drafting
from yishi.matters.plan_choices import choose
from yishi.people.models import Person, Residence
from yishi.procedure.lifecycle import NotYours, Refused
from yishi.procedure.matter import MatterState
from yishi.procedure.people import Role
from yishi.procedure.plan import Section


@pytest.fixture
def plan(session, home, time):
    """Out for comment since this morning."""
    it = planning.accepted(session, planning.matter_in_review(session, home, time), time)
    planning.saved(session, it, time)
    return planning.published(session, it, time)


@pytest.fixture
def undebated(monkeypatch):
    """Without a debate that opens."""
    from yishi.matters.models import Matter

    monkeypatch.setattr(Matter, "open_debate", lambda self, case, given: None, raising=False)


def freeze(session, it, time):
    it.take("freeze", case(session, "林秀兰", time))


def test_a_plan_is_not_rewritten_after_the_consultation_and_frozen_at_once(session, plan, time, undebated):
    time.passes(days=8)
    planning.saved(session, plan, time, text="全部换成最贵的。")
    with pytest.raises(Refused, match=r"现行版3月10日9:00公布，3月13日24:00以后才能定稿"):
        freeze(session, plan, time)
    comment = plan.comment_on(plan.plan, Section.TEXT, "怎么换成最贵的？", case(session, "赵春梅", time))
    comment.take("answer", case(session, "林秀兰", time, disposition="declined", answer="质量好"))
    time.passes(days=2)
    planning.saved(session, plan, time, text="再贵一点。")
    time.is_here("2026-03-14 00:30")
    with pytest.raises(Refused, match="3月15日24:00"):
        freeze(session, plan, time)
    time.is_here("2026-03-16 00:00")
    freeze(session, plan, time)
    assert plan.state is MatterState.DEBATING


def test_a_choice_made_before_a_referral_carries_no_rewritten_variant(session, home, time, undebated):
    plan = planning.accepted(session, planning.matter_in_review(session, home, time), time)
    planning.saved(session, plan, time)
    planning.saved(session, plan, time, "B", title="只换旧灯")
    planning.published(session, plan, time)
    choose(plan, "B", "省钱", case(session, "林秀兰", time))
    time.passes(days=8)
    freeze(session, plan, time)
    plan.state = MatterState.PLANNING
    plan.reopen_planning(case(session, "林秀兰", time), {})
    assert plan.plan_choice is None and plan.plan.variant == "B"
    planning.saved(session, plan, time, "B", title="全部换成最贵的")
    planning.published(session, plan, time)
    time.passes(days=8)
    with pytest.raises(Refused, match="牵头人还没有选定"):
        freeze(session, plan, time)


def test_seconds_for_one_thing_are_not_carried_to_another(session, home, time, person, visitor):
    it = in_review(session, home, time)
    it.take("return", staff(session, time, reason="写清楚"))
    drafting.write(it, {"place": ["林秀兰家门口"], "estimate": ["90000"], "need": ["修我家门口的路。"]}, time.at)
    session.commit()
    visitor.opens(it.url).sees("3栋楼道").does_not_see("林秀兰家门口", "修我家门口的路")
    visitor.opens("/c/liuyin/search?q=家门口").does_not_see("更换3栋楼道灯")
    it.take("submit", case(session, "林秀兰", time, known="yes"))
    session.commit()
    assert (it.state, it.seconds) == (MatterState.SECONDING, 0)
    visitor.opens(it.url).sees("补正前后", "林秀兰家门口", "¥90,000.00", "还没有人附议")
    person("赵春梅").opens("/c/liuyin/todo").sees("提案改了地点、估算费用，请再看是否附议")
    it.state = MatterState.REVIEW
    with pytest.raises(Refused, match="利害关系"):
        it.take("accept", case(session, "赵春梅", time, Role.STAFF, checked="yes"))


def test_a_text_changed_little_by_little_is_held_against_what_was_seconded(session, home, time):
    it = in_review(session, home, time)
    for text in ("3栋的灯坏了9盏，换灯。", "3栋的灯换掉，顺便修路。", "修路。"):
        it.take("return", staff(session, time, reason="写清楚"))
        drafting.write(it, {"need": [text]}, time.at)
        it.take("submit", case(session, "林秀兰", time, known="yes"))
    struck = "".join(text for paragraph in it.changes.text for what, text in paragraph if what == "out")
    assert "坏了9盏" in struck and it.state is MatterState.REVIEW


def test_a_seconder_who_takes_it_back_to_review_it_may_not(session, home, time):
    it = in_review(session, home, time)
    it.take("unsecond", case(session, "赵春梅", time))
    with pytest.raises(Refused, match="利害关系"):
        it.take("accept", case(session, "赵春梅", time, Role.STAFF, checked="yes"))
    with pytest.raises(Refused, match="现有4人"):
        it.take("accept", staff(session, time, checked="yes"))
    it.take("return", staff(session, time, reason="请再征集一位附议人"))
    it.take("submit", case(session, "林秀兰", time, known="yes"))
    assert (it.state, it.seconds) == (MatterState.SECONDING, 4)


def test_one_resident_alone_stops_no_rating(session, accepted, at, time, visitor):  # noqa: F811
    for who in NEIGHBOURS:
        accepted.take("rate", at(who, rating="good", remark="很好"))
    accepted.take("dispute", at("许静", reason="北门一盏不亮"))
    with pytest.raises(Refused, match="只提一次"):
        accepted.take("dispute", at("许静", reason="还是不亮"))
    assert accepted.state is MatterState.RATING
    accepted.take("dispute", at("林秀兰", reason="南门也不亮"))
    session.commit()
    visitor.opens(f"{accepted.url}/supervision").sees("这一次已有2人，满3人就中断评价，重新验收", "需要3人，已有2人")
    accepted.take("dispute", at("周阿婆", reason="东门也不亮"))
    session.commit()
    assert accepted.state is MatterState.ACCEPTING
    round = session.scalars(select(RatingRound)).one()
    assert (round.rated, round.interrupted_at, round.verdict_sum) == (5, time.at, "")
    assert len(session.scalars(select(Rating)).all()) == 5
    visitor.opens(f"{accepted.url}/supervision").sees("第1次验收以后的评价：中断", "已有5人评价").does_not_see("满意5人", "很好")


def test_nobody_is_moved_in_to_rate(session, accepted, at, time, home):  # noqa: F811
    accepted_since = time.at
    time.passes(days=1)
    friend = Person(name="新来的", created_at=time.at)
    session.add(friend)
    session.flush()
    session.add(Residence(community_id=home.id, person_id=friend.id, since=date(2026, 1, 1), recorded_at=time.at))
    session.commit()
    for step, typed in (("rate", {"rating": "bad"}), ("dispute", {"reason": "不亮"})):
        with pytest.raises(Refused, match="您的居住登记是3月3日9:00记下的"):
            accepted.take(step, at("新来的", **typed))
    friend_home = session.scalars(select(Residence).filter_by(person_id=friend.id)).one()
    friend_home.recorded_at = accepted_since
    accepted.take("rate", at("新来的", rating="bad"))


def test_who_moved_out_and_is_brought_back_is_put_down_anew(session, home, time, person):
    it = session.scalars(select(Residence).filter_by(person_id=someone(session, "许静").id)).one()
    it.until = date(2026, 2, 1)
    session.commit()
    time.passes(days=3)
    wang = person("王主任").opens(f"/c/liuyin/desk/people/{it.person_id}")
    wang.posts(f"/c/liuyin/desk/people/{it.person_id}/move-out", until="2026-12-31")
    session.refresh(it)
    assert (it.until, it.recorded_at) == (date(2026, 12, 31), time.at)


def test_one_person_floods_no_review(session, home, time, person):
    for n in range(3):
        submitted(session, home, time, title=f"第{n}件楼道灯要换")
    fourth = draft(session, home, time)
    with pytest.raises(Refused, match="最多3件，另外已有3件：.*第0件楼道灯要换.*第2件楼道灯要换"):
        fourth.take("submit", case(session, "林秀兰", time, known="yes"))
    session.commit()
    lin = person("林秀兰").opens(f"{fourth.url}/preview").presses("提交", known="yes")
    assert lin.status == 409
    lin.sees("最多3件", "第1件楼道灯要换")
    assert lin.posts(f"{fourth.url}/submit").status == 409


def test_a_chair_who_stands_behind_a_proposal_does_not_leave_its_appeal_to_nobody(session, home, time, person):
    zhou = someone(session, "周敏")
    session.add(Residence(community_id=home.id, person_id=zhou.id, since=world.SINCE, recorded_at=world.MORNING))
    it = submitted(session, home, time)
    for name in ("周敏", *NEIGHBOURS[1:]):
        it.take("second", case(session, name, time))
    it.take("unsecond", case(session, "周敏", time))
    it.take("decline", staff(session, time, article="7", reason="写了三件事"))
    it.take("appeal", case(session, "林秀兰", time, reason="只有一件"))
    assert it.appeal_to is Role.STREET
    with pytest.raises(NotYours):
        it.take("decline", case(session, "周敏", time, Role.CHAIR, article="7", reason="不"))
    session.commit()
    person("周敏").opens("/c/liuyin/todo").does_not_see("复核申诉")
    li = person("街道老李").opens("/c/liuyin-street/todo").sees("复核申诉", "更换3栋楼道灯")
    assert li.page.select_one(f"a[href='{it.url}']") is not None
    li.opens("/c/liuyin-street/overdue").sees("由街道复核的申诉")
    li.opens(it.url).sees("由街道复核").presses("退回补正", reason="再写清楚").sees("已办理：退回补正")


def test_another_chair_who_is_free_hears_it(session, home, time):
    world.seat(session, home, BodyKind.COUNCIL, someone(session, "何丽"), Role.CHAIR, "副主持人")
    it = submitted(session, home, time, by="何丽")
    for name in NEIGHBOURS:
        it.take("second", case(session, name, time))
    it.take("decline", staff(session, time, article="7", reason="写了三件事"))
    it.take("appeal", case(session, "何丽", time, reason="只有一件"))
    assert it.appeal_to is Role.CHAIR
