"""What the rest of the site shows of what a sitting decided: the poll, the notice, the debate, the whole file of the matter."""

import json

import pytest
from sqlalchemy import select

from tests.sittings.conftest import Choice, Do, Stance
from yishi.ledger.tick import tick
from yishi.notices.models import Notice
from yishi.notices.objections import Objection, file_objection
from yishi.polls.models import Poll
from yishi.procedure.debate_motion import DebateState
from yishi.procedure.lifecycle import Case
from yishi.procedure.matter import MatterState
from yishi.procedure.people import Actor, Role
from yishi.sittings.models import AgendaItem

NAME = "柳荫社区居民议事会第一次会议"


@pytest.fixture
def decided(session, opened, does):
    """陈国栋 by telephone, the others by hand; one paper is spoilt; 何丽 recused."""
    does("周敏", Do.CALL_ITEM, item=0)
    does("陈国栋", Do.REQUEST, stance=Stance.FOR)
    does("周敏", Do.GRANT)
    does("陈国栋", Do.FINISH)
    does("何丽", Do.RECUSE, reason="亲戚做灯具生意")
    does("周敏", Do.PUT)
    does("陈国栋", Do.VOTE, choice=Choice.AYE)
    does("郑秘书", Do.COUNT, ayes=5, noes=1, invalid=1)
    does("周敏", Do.ANNOUNCE)
    does("周敏", Do.ADJOURN)
    opened.take("circulate", Case(Actor(opened.secretary_id, "郑秘书", frozenset({Role.SECRETARY})), opened.adjourned_at))
    session.commit()
    return opened


@pytest.fixture
def posted(session, decided):
    it = decided.items[0].matter
    assert it.url
    session.commit()
    return it


def test_the_poll_says_that_hands_were_counted_in_the_hall(session, decided, visitor):
    poll = session.scalars(select(Poll)).one()
    visitor.opens(poll).sees(
        NAME,
        "会上表决",
        "到会 9人，应到13人",
        "举手和纸票在会场上点数",
        "在场名单",
        "举手、投纸票或没有投票",
        "废票 1票",
        "赞成 6票",
    )
    visitor.does_not_see("选民名册", "截止前", "计票名单")
    assert visitor.page.find("a", string=NAME)["href"].endswith(f"/sittings/{decided.id}/minutes")
    visitor.opens(visitor.page.find("a", string=NAME)["href"]).sees("会议纪要", "正在核对")
    visitor.opens("/c/liuyin/polls?past=1").sees(f"在{NAME}上表决").does_not_see("24:00截止")


def test_whoever_counts_again_is_told_what_has_no_names(session, decided, visitor):
    record = json.loads(visitor.opens(f"{session.scalars(select(Poll)).one().url}/record.json").text)
    hall = record["counted_in_hall"]
    assert (record["held_at"], record["voted"], hall["present"], hall["invalid"]) == (NAME, 8, 9, 1)
    named = [line["choice"] for line in record["roll"] if line["choice"]]
    assert named == ["aye"] and "没有名字" in hall["note"]
    for choice in ("aye", "no", "abstain"):
        assert hall[choice] + named.count(choice) == record["result"]["figures"][choice]
    assert "截止" not in record["terms"]


def test_my_own_ballot_of_the_hall_has_a_receipt_and_cannot_be_changed(session, decided, person):
    poll = session.scalars(select(Poll)).one()
    assert poll.url
    session.commit()
    chen = person("陈国栋")
    chen.opens(f"{poll.url}/receipt").sees("您投的是 赞成", f"在{NAME}上用手机投的", "会上已经宣布").does_not_see("改票", "截止后")
    chen.opens(f"{poll.url}/ballot").sees(f"这次表决在{NAME}上进行").does_not_see("截止前")
    chen.posts(f"{poll.url}/cast", choice="no")
    assert chen.status == 409
    person("吴桂花").opens(f"{poll.url}/ballot").sees(f"这次表决在{NAME}上进行")
    person("吴桂花").opens(poll).is_not_offered("去投票")


def test_the_notice_tells_of_the_sitting_and_of_who_was_there(session, decided, visitor):
    notice = session.scalars(select(Notice).where(Notice.takes_objections)).one()
    visitor.opens(notice).sees(f"{NAME}于3月11日19:30就“南门照明”", "到会", "表决通过。")
    assert notice.figures[:4] == [["应到", "13人"], ["回避", "1人"], ["到会", "9人"], ["参加表决", "8人"]]
    assert "至3月" not in notice.text and "记名" not in notice.text


def test_the_whole_page_of_the_matter_shows_it(posted, decided, visitor):
    visitor.opens(posted).sees("表决通过，结果公示")
    visitor.opens(f"{posted.url}/poll").sees(NAME, "举手、投纸票或没有投票")
    visitor.opens(f"{posted.url}/debate").sees("会上的发言", "陈国栋", "0分1秒", "3月11日(周三)会议")
    visitor.opens(f"{posted.url}/plan").sees("南门")
    visitor.opens(f"{posted.url}/record").sees("会上表决")


def test_the_file_of_the_matter_holds_it_on_paper_and_as_json(posted, decided, visitor):
    visitor.opens(f"{posted.url}/dossier").sees(f"在{NAME}上表决，到会9人", "举手、投纸票或没有投票", "回避", "1秒")
    file = json.loads(visitor.opens(f"{posted.url}/dossier.json").text)
    assert file["polls"][0]["held_at"] == NAME
    (said,) = file["debates"][0]["hall"]
    assert (said["by"], said["stance"], said["seconds"], said["sitting"]) == ("陈国栋", "赞成", 1, NAME)


def test_an_objection_upheld_opens_the_debate_again_and_the_hall_decides_no_more(session, database, decided, posted, actor, time):
    notice = session.scalars(select(Notice).where(Notice.takes_objections)).one()
    file_objection(notice, Case(actor("赵春梅", Role.RESIDENT), time.at), "占了消防通道。")
    objection = session.scalars(select(Objection)).one()
    objection.take("uphold", Case(actor("周敏", Role.CHAIR), time.at, {"answer": ["确实占道。"]}))
    session.commit()
    assert (posted.state, posted.debate.state, len(posted.debates)) == (MatterState.DEBATING, DebateState.NOTICED, 2)
    assert (posted.hall_outcome, posted.in_hall) == ("", False)
    session.commit()
    time.passes(days=1)
    tick(database, time.at)
    session.expire_all()
    assert posted.state is MatterState.DEBATING, "what the hall decided is not carried out twice"


def test_a_matter_that_went_another_way_meanwhile_is_left_where_it_is(session, opened, does, decides, database, time):
    """And what the hall decided is not carried out when it comes back to debate."""
    does("周敏", Do.CALL_ITEM, item=0)
    decides(ayes=7, noes=2)
    matter = opened.items[0].matter
    matter.state = MatterState.PLANNING
    session.commit()
    does("周敏", Do.ADJOURN)
    assert matter.state is MatterState.PLANNING
    assert session.scalars(select(Poll)).all() == [] and matter.hall_outcome == ""
    assert session.scalars(select(AgendaItem).where(AgendaItem.matter_id == matter.id)).one().settled_at is not None


def test_who_was_seated_late_stands_on_the_roll_with_the_reason(session, sitting, request, visitor):
    from tests.matters.proposing import someone
    from yishi.people.models import Seat

    late = session.scalars(select(Seat).where(Seat.person_id == someone(session, "马小云").id)).one()
    late.recorded_at = sitting.items[0].matter.noticed_at
    session.commit()
    does, decides = request.getfixturevalue("does"), request.getfixturevalue("decides")
    request.getfixturevalue("opened")
    does("周敏", Do.CALL_ITEM, item=0)
    decides(ayes=7, noes=1)
    does("周敏", Do.ADJOURN)
    visitor.opens(session.scalars(select(Poll)).one()).sees("席位在这件事公告以后才登记")
