"""截止 · the count, the verdict with its sum, the published names, and what follows for the matter."""

import hashlib
import json
from fractions import Fraction
from math import floor

import pytest
from sqlalchemy import update

from tests.polls.conftest import AYE
from yishi.ledger.models import LedgerEntry
from yishi.ledger.tick import tick
from yishi.matters.models import Matter
from yishi.notices.models import Notice
from yishi.polls.models import ABOUT, Ballot, Poll
from yishi.polls.questions import PutToVote, put_to_vote
from yishi.procedure.lifecycle import Case
from yishi.procedure.matter import MatterState
from yishi.procedure.people import Role
from yishi.procedure.poll import Choice, PollState, Purpose
from yishi.procedure.tally import Outcome


def test_when_all_have_voted_it_closes_at_once(person, visitor, matter, poll, votes, time):
    votes(9, 2, 1)
    assert (poll.state, poll.closed_at, poll.outcome) == (PollState.CLOSED, time.at, Outcome.CARRIED)
    assert poll.sum == (
        "应到12人，参加表决12人；法定人数须超过应到12人的三分之二，即至少9人，已达到；赞成9票，反对2票，弃权1票；赞成多于反对，通过。"
    )
    assert (matter.state, matter.poll_sum) == (MatterState.POSTED, poll.sum)
    visitor.opens(poll).sees("表决通过", poll.sum, "陈国栋 居民议事员 赞成", "梁志强 居民议事员 弃权", "9票")
    visitor.opens(f"{matter.url}/poll").sees("表决通过", "陈国栋 居民议事员 赞成")
    visitor.opens("/c/liuyin/polls?past=1").sees("通过", poll.sum)
    visitor.opens("/c/liuyin/polls").sees("现在没有正在进行的表决")


@pytest.mark.parametrize(
    ("counts", "outcome", "state"),
    [
        ((9, 2, 0), Outcome.CARRIED, MatterState.POSTED),
        ((5, 4, 0), Outcome.CARRIED, MatterState.POSTED),
        ((1, 0, 8), Outcome.CARRIED, MatterState.POSTED),
        ((4, 4, 1), Outcome.LOST, MatterState.REJECTED),
        ((0, 0, 9), Outcome.LOST, MatterState.REJECTED),
        ((8, 0, 0), Outcome.INQUORATE, MatterState.DEBATING),
        ((0, 0, 0), Outcome.INQUORATE, MatterState.DEBATING),
    ],
)
def test_the_clock_closes_it_and_the_outcome_opens_its_row(database, kept, matter, poll, votes, counts, outcome, state):
    votes(*counts)
    at = poll.closes_at
    assert tick(database, at) >= 1
    (closed,) = kept(Poll)
    assert (closed.state, closed.outcome, closed.closed_at) == (PollState.CLOSED, outcome, at)
    assert kept(Matter)[0].state is state
    assert tick(database, at) == 0, "once"


def test_before_its_time_the_clock_leaves_it_alone(database, kept, poll, votes, time):
    votes(8, 3)
    time.at = poll.closes_at
    time.passes(seconds=-1)
    assert tick(database, time.at) == 0
    assert kept(Poll)[0].state is PollState.OPEN


def test_who_closed_it_is_the_system(database, kept, poll, votes):
    votes(9, 2)
    tick(database, poll.closes_at)
    acts = [(e.subject.partition("/")[0], e.step, e.actor_name) for e in kept(LedgerEntry)][-3:]
    assert acts == [("poll", "close", "系统"), ("matter", "post_notice", "系统"), ("matter", "close", "系统")]


def test_a_call_to_vote_comes_down_when_the_voting_ends_before_its_time(visitor, kept, poll, votes):
    visitor.opens("/c/liuyin/notices").sees("关于“南门照明”开始表决的公告")
    votes(9, 2, 1)
    visitor.opens("/c/liuyin/notices").does_not_see("开始表决的公告")
    call = next(it for it in kept(Notice) if it.kind.value == "poll")
    visitor.opens(f"/c/liuyin/notices/{call.id}").sees("公告", "表决提前截止，结果另行公示")


def test_the_result_is_posted_for_its_days_and_takes_objections(visitor, kept, matter, poll, votes, time):
    votes(9, 2, 1)
    notice = next(it for it in kept(Notice) if it.kind.value == "result")
    assert (notice.takes_objections, notice.until, notice.poll_id) == (True, matter.due_at, poll.id)
    visitor.opens("/c/liuyin/notices").sees("关于“南门照明”表决结果的公示", "可提异议")
    visitor.opens(f"/c/liuyin/notices/{notice.id}").sees(
        "表决通过。", poll.sum, "应到 参加表决 赞成 反对 弃权", "12人 12人 9票 2票 1票", "扫码看全文和方案，查计票清单，提出异议"
    )


def test_staff_confirm_after_the_posting_days(matter, votes, actor, time):
    votes(9, 2, 1)
    staff = Case(actor("王主任", Role.STAFF), time.at)
    assert any("才满" in reason for offer in matter.offers(staff) if offer.step.name == "confirm" for reason in offer.reasons)
    later = Case(staff.actor, matter.due_at)
    assert [offer.reasons for offer in matter.offers(later) if offer.step.name == "confirm"] == [()]


def test_a_lost_vote_is_told_and_takes_no_objections(visitor, kept, poll, votes):
    votes(5, 6, 1)
    notice = next(it for it in kept(Notice) if it.kind.value == "result")
    assert notice.takes_objections is False
    visitor.opens(f"/c/liuyin/notices/{notice.id}").sees("表决没有通过。").does_not_see("还没有人提出异议")
    visitor.opens(poll).sees("表决未通过")


def test_without_a_quorum_the_matter_is_debated_and_voted_again(database, session, visitor, kept, matter, poll, votes, actor):
    votes(8)
    at = poll.closes_at
    tick(database, at)
    visitor.opens(poll).sees("未达法定人数", "表决无效")
    notice = next(it for it in kept(Notice) if it.kind.value == "result")
    visitor.opens(f"/c/liuyin/notices/{notice.id}").sees("参加的人不够，这次表决无效，要重新表决")
    session.expire_all()
    chair = Case(actor("周敏", Role.CHAIR), at)
    again = put_to_vote(matter, chair, Purpose.DECISION, matter, title="南门照明", question="再问一次？", digest="a" * 64)
    assert matter.poll.id == again.id != poll.id
    assert (matter.poll_over, matter.poll_has_quorum, matter.poll_carried, matter.poll_sum) == (False, False, False, "")


def test_names_are_published_as_they_were_cast(session, visitor, poll, votes):
    votes(9, 2, 1)
    visitor.opens(poll)
    rows = [
        [" ".join(c.get_text(" ").split()) for c in row.find_all(["th", "td"])]
        for row in visitor.page.select("main table tbody tr")
    ]
    cast = {b.elector.name: b.choice.label for b in session.query(Ballot)}
    assert {name: choice for name, _, choice in rows} == cast
    assert len(rows) == 12


# -- counting again ------------------------------------------------------------------------------------------------------


def digest_of(content: dict) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def recounted(record: dict) -> str:
    """A stranger's program: the standard library and the published record, nothing of ours."""
    lines = [line for line in record["roll"] if line["standing"] == "entitled"]
    cast = [line for line in lines if line["choice"]]
    for line in cast:
        ballot = {
            "format": "yishi-ballot-1", "paper": record["paper"], "elector": line["elector"], "choice": line["choice"],
            "salt": line["salt"], "cast_at": line["cast_at"],
        }  # fmt: skip
        if digest_of(ballot) != line["digest"]:
            return f"the ballot of {line['name']} is not the one that was cast"
    paper = {
        "format": "yishi-poll-1", "matter": record["matter"], "question": record["question"], "subject": record["digest"],
        "options": [option["value"] for option in record["options"]], "closes_at": record["closes_at"],
    }  # fmt: skip
    if digest_of(paper) != record["paper"]:
        return "the ballot paper was changed"
    votes = {value: sum(line["choice"] == value for line in cast) for value in ("aye", "no", "abstain")}
    if floor(Fraction(record["quorum"]["share"]) * len(lines)) >= len(cast):
        return "inquorate"
    return "carried" if votes["aye"] > votes["no"] else "lost"


@pytest.mark.parametrize("counts", [(9, 2, 1), (5, 6, 1), (8, 0, 0), (5, 4, 0), (4, 4, 4)])
def test_a_stranger_counts_again_from_the_published_record(database, visitor, kept, poll, votes, counts):
    votes(*counts)
    tick(database, poll.closes_at)
    record = json.loads(visitor.opens(f"{poll.url}/record.json").text)
    assert recounted(record) == record["result"]["outcome"] == kept(Poll)[0].outcome
    cast = {e.given["digest"] for e in kept(LedgerEntry, step="cast")}
    assert {line["digest"] for line in record["roll"] if line["digest"]} == cast, "what the ledger fixed is what was counted"


def test_a_ballot_changed_behind_our_back_is_found(database, session, visitor, poll, votes):
    votes(9, 2, 1)
    first = session.query(Ballot.id).filter_by(choice=AYE).first()[0]
    session.execute(update(Ballot).where(Ballot.id == first).values(choice=Choice.NO))
    session.commit()
    assert (
        recounted(json.loads(visitor.opens(f"{poll.url}/record.json").text)) == "the ballot of 陈国栋 is not the one that was cast"
    )


def test_a_question_changed_behind_our_back_is_found(session, visitor, poll, votes):
    votes(9, 2, 1)
    session.execute(update(Poll).values(question="是否同意不办？"))
    session.commit()
    assert recounted(json.loads(visitor.opens(f"{poll.url}/record.json").text)) == "the ballot paper was changed"


# -- another kind of question ---------------------------------------------------------------------------------------------


def test_a_poll_about_something_else_tells_its_own_subject(session, matter, actor, time, monkeypatch):
    heard = []

    class Change:
        id = 7
        noticed_at = time.at

        def poll_closed(self, poll, case):
            heard.append((poll.outcome, case.actor.name))

    monkeypatch.setattr(Poll, "about", property(lambda self: Change()))
    chair = Case(actor("周敏", Role.CHAIR), time.at)
    poll = put_to_vote(matter, chair, Purpose.CHANGE_ORDER, Change(), title="加灯", question="是否同意？", digest="b" * 64)
    poll.settle(poll.closes_at)
    assert heard == [(Outcome.INQUORATE, "系统")]
    assert matter.poll is None, "a change order's poll is not the matter's own"


def test_a_record_of_another_purpose_is_known_by_it(monkeypatch):
    monkeypatch.setitem(ABOUT, Purpose.CHANGE_ORDER, object)

    class Thing(PutToVote):
        poll_purpose = Purpose.CHANGE_ORDER

    assert ABOUT[Purpose.CHANGE_ORDER] is Thing
    assert ABOUT[Purpose.DECISION] is Matter
