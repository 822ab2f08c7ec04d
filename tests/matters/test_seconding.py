"""征集附议 · residents stand behind a proposal, one by one."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from tests.matters.proposing import NEIGHBOURS, case, staff, submitted, told
from yishi.ledger.models import LedgerEntry
from yishi.matters.models import Matter, Second
from yishi.procedure.lifecycle import NotYours, Refused
from yishi.procedure.matter import MatterState
from yishi.procedure.people import Role


@pytest.fixture
def matter(session, home, time):
    return submitted(session, home, time)


@pytest.fixture
def public(session, matter):
    session.commit()
    return matter.url


def test_the_fifth_second_brings_a_proposal_to_review(session, matter, time):
    *four, fifth = NEIGHBOURS
    for name in four:
        matter.take("second", case(session, name, time))
        assert matter.state is MatterState.SECONDING
    matter.take("second", case(session, fifth, time))
    assert matter.state is MatterState.REVIEW and matter.due_at is not None
    assert told(session, matter) == [("submit", "林秀兰"), *(("second", name) for name in NEIGHBOURS)]


def test_what_the_rule_counted_is_on_the_ledger(session, matter, time):
    matter.take("second", case(session, "赵春梅", time))
    entry = session.scalars(select(LedgerEntry).where(LedgerEntry.step == "second")).one()
    assert (entry.source, entry.target, entry.rule_set) == ("seconding", "seconding", "luohu10@1")


def test_a_proposer_does_not_second_their_own(session, matter, time):
    with pytest.raises(Refused, match="提出人以外"):
        matter.take("second", case(session, "林秀兰", time))


def test_nobody_seconds_twice(session, matter, time):
    matter.take("second", case(session, "赵春梅", time))
    with pytest.raises(Refused, match="每人只附议一次"):
        matter.take("second", case(session, "赵春梅", time))
    assert matter.seconds == 1


def test_a_councillor_seconds_too(session, matter, time):
    matter.take("second", case(session, "陈国栋", time, Role.COUNCILLOR))
    assert matter.seconds == 1


@pytest.mark.parametrize("roles", [{Role.STAFF}, {Role.CHAIR}, {Role.SUPERVISOR}, {Role.STREET}, {Role.ADMIN}, {Role.LIAISON}])
def test_who_neither_lives_nor_sits_here_does_not_second(session, matter, time, roles):
    with pytest.raises(NotYours):
        matter.take("second", case(session, "王主任", time, *roles))


def test_a_second_is_taken_back_and_may_be_given_again(session, matter, time):
    matter.take("second", case(session, "赵春梅", time))
    matter.take("unsecond", case(session, "赵春梅", time))
    assert (matter.seconds, list(matter.seconders)) == (0, [])
    with pytest.raises(Refused, match="您还没有附议"):
        matter.take("unsecond", case(session, "赵春梅", time))
    matter.take("second", case(session, "赵春梅", time))
    assert (matter.seconds, list(matter.seconders)) == (1, ["赵春梅"])


def test_a_second_is_taken_back_in_review_too_and_then_it_waits(session, matter, time, person, public):
    for name in NEIGHBOURS:
        matter.take("second", case(session, name, time))
    session.commit()
    person("赵春梅").opens(public).presses("收回附议").sees("4人附议，需要5人")
    wang = person("王主任").opens(public).sees("附议人数还够，不够的先退回提出人重新征集", "现有4人")
    assert wang.posts(f"{public}/accept", checked="yes").status == 409
    assert person("赵春梅").posts(f"{public}/unsecond").status == 409
    wang.opens(public).presses("退回补正", reason="少了一位附议人，请再征集")
    person("林秀兰").opens(f"{public}/preview").presses("重新提交", known="yes").sees("征集附议", "4人附议")
    person("许静").opens(public).presses("附议").sees("受理审查")


def test_who_took_it_back_may_second_again(session, matter, time):
    for _ in range(2):
        matter.take("second", case(session, "赵春梅", time))
        assert matter.seconds == 1 and matter.seconders == ["赵春梅"]
        matter.take("unsecond", case(session, "赵春梅", time))
        assert matter.seconds == 0 and not matter.seconders


def test_the_names_are_public(person, visitor, public):
    person("赵春梅").opens(public).presses("附议").sees("1人附议，需要5人", "赵春梅", "收回附议")
    visitor.opens(public).sees("赵春梅").is_not_offered("收回附议")


def test_two_presses_of_one_person_are_one_second(person, public, database):
    zhao = person("赵春梅").opens(public)
    with ThreadPoolExecutor(4) as together:
        list(together.map(lambda _: person("赵春梅").posts(f"{public}/second"), range(4)))
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Second)) == 1
        assert session.get(Matter, 1).seconds == 1
    assert zhao.opens(public).sees("每人只附议一次").status == 200


def test_five_at_the_same_moment_are_five(person, public, database):
    people = [person(name) for name in NEIGHBOURS]
    with ThreadPoolExecutor(5) as together:
        list(together.map(lambda somebody: somebody.posts(f"{public}/second"), people))
    with database.reading() as session:
        it = session.get(Matter, 1)
        assert (it.seconds, it.state) == (5, MatterState.REVIEW)


def test_from_elsewhere_it_is_neither_seconded_nor_known(person, public):
    stranger = person("江北人")
    assert stranger.posts(f"{public}/second").status == 403
    assert stranger.posts(public.replace("/liuyin/", "/wangjiang/") + "/second").status == 404


def test_a_step_that_does_not_exist_is_refused(person, public):
    assert person("赵春梅").posts(f"{public}/steal").status == 409
    assert person("赵春梅").posts(f"{public}/add_second").status == 409


def test_the_proposer_withdraws_with_a_reason(session, matter, time):
    with pytest.raises(NotYours):
        matter.take("withdraw", case(session, "赵春梅", time, reason="替她撤回"))
    with pytest.raises(Refused, match="请填写理由"):
        matter.take("withdraw", case(session, "林秀兰", time))
    matter.take("withdraw", case(session, "林秀兰", time, reason="物业已经修好"))
    assert matter.state is MatterState.WITHDRAWN
    with pytest.raises(Refused):
        matter.take("second", case(session, "赵春梅", time))
    with pytest.raises(Refused):
        matter.take("accept", staff(session, time, checked="yes"))


def test_the_reason_of_a_withdrawal_is_shown(person, visitor, public):
    person("林秀兰").opens(public).presses("撤回提案", reason="物业已经修好")
    visitor.opens(public).sees("已撤回", "物业已经修好")
