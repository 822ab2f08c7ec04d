"""申诉 · once, in time, and heard by somebody else."""

from datetime import timedelta

import pytest

from tests.matters.proposing import case, chair, clock_strikes, in_review, last_entry, staff, told
from yishi.communities.models import RuleSetVersion, digest_of
from yishi.procedure.lifecycle import NotYours, Refused
from yishi.procedure.matter import MatterState
from yishi.procedure.people import Role
from yishi.procedure.rule_set import shipped


@pytest.fixture
def declined(session, home, time):
    it = in_review(session, home, time)
    it.take("decline", staff(session, time, article="negative_list", negative="duplicate", reason="政府已列入计划"))
    return it


def appeal(session, it, time, by="林秀兰"):
    it.take("appeal", case(session, by, time, reason="计划里没有这栋楼"))
    return it


def test_the_chair_hears_it(session, declined, time):
    appeal(session, declined, time)
    assert (declined.state, declined.appeals, declined.escalated) == (MatterState.REVIEW, 1, False)
    with pytest.raises(NotYours):
        declined.take("accept", staff(session, time, checked="yes"))
    declined.take("accept", chair(session, time, checked="yes"))
    assert declined.state is MatterState.PLANNING
    assert [step for step, _ in told(session, declined)][-3:] == ["decline", "appeal", "accept"]


def test_only_the_proposer_appeals(session, declined, time):
    for somebody in (case(session, "赵春梅", time, reason="x"), staff(session, time, reason="x"), chair(session, time, reason="x")):
        with pytest.raises(NotYours):
            declined.take("appeal", somebody)


def test_only_once(session, declined, time):
    appeal(session, declined, time)
    declined.take("decline", chair(session, time, article="7", reason="维持原来的决定"))
    with pytest.raises(Refused, match="可以申诉1次，已申诉1次"):
        appeal(session, declined, time)


def test_as_often_as_the_rules_say(session, home, time, declined):
    text = shipped("luohu10").replace("[parameters.appeals_allowed]\nvalue = 1", "[parameters.appeals_allowed]\nvalue = 2")
    version = RuleSetVersion(community_id=home.id, name="luohu10", number=2, title="第二版", text=text, digest=digest_of(text),
                             adopted_on=time.at.date(), recorded_at=time.at)  # fmt: skip
    declined.rule_set_version = version
    session.flush()
    for _ in range(2):
        appeal(session, declined, time)
        declined.take("decline", chair(session, time, article="7", reason="维持"))
    with pytest.raises(Refused, match="已申诉2次"):
        appeal(session, declined, time)


def test_only_in_time(session, declined, time):
    time.at = declined.due_at
    with pytest.raises(Refused, match="申诉期已经过了"):
        appeal(session, declined, time)
    time.at -= timedelta(seconds=1)
    assert appeal(session, declined, time).state is MatterState.REVIEW


def test_who_refused_does_not_hear_the_appeal(session, declined, time):
    appeal(session, declined, time)
    for step in ("accept", "return", "decline"):
        with pytest.raises(Refused, match="原受理人以外的人"):
            declined.take(step, case(session, "王主任", time, Role.STAFF, Role.CHAIR, checked="yes", reason="x", article="7"))


def test_a_reason_is_asked(session, declined, time):
    with pytest.raises(Refused, match="请填写理由"):
        declined.take("appeal", case(session, "林秀兰", time))


def test_the_pages_tell_it(session, declined, person, visitor):
    session.commit()
    person("林秀兰").opens(declined.url).sees("不予受理", "政府已列入计划").presses("申诉", reason="计划里没有这栋楼")
    visitor.opens(declined.url).sees("提出人已申诉，由议事会主持人复核", "计划里没有这栋楼")
    person("王主任").opens(declined.url).is_not_offered("受理")
    person("周敏").opens(declined.url).sees("受理参考").presses("受理", checked="yes").sees("制定方案")


def test_a_refused_proposal_may_be_proposed_anew(session, declined, person):
    session.commit()
    person("赵春梅").opens(declined.url).presses("照这一件重新提出").sees("已复制成您的新草稿")


def test_an_appeal_left_lying_is_told_to_the_street_too(session, declined, time, database):
    appeal(session, declined, time)
    clock_strikes(session, database, declined.due_at)
    assert declined.escalated and last_entry(session, declined).step == "escalate"
