"""表决 · the list, a poll's page, the ballot with its review and receipt, recusal, and the record to count again."""

from typing import Any

from litestar import Response
from litestar.datastructures import Cookie

from ..clock import today
from ..matters.models import Matter
from ..matters.page import matter_page
from ..procedure.lifecycle import Refused
from ..procedure.matter import MatterKind
from ..procedure.people import everyone, signed_in
from ..procedure.poll import CHOICE, Choice, PollState, Purpose, turnout
from ..web.handlers import get, post
from ..web.paging import paged
from ..web.visit import Visit
from . import acts, questions, under_way  # noqa: F401  what matters, communities and people know of polls
from .models import Elector, Poll
from .queries import listed, polls_of, public_record, roll, seated_later, turnouts

CARRIED, CARRIED_FOR = "ballot", 15 * 60  # seconds that a choice waits in the browser to be cast
ABSTAINING = "算参加，不计入赞成和反对"
NOTES = {  # what each choice means, by what is asked
    "money": ("同意增加这笔钱", "不同意增加，仍按原来的预算办"),
    MatterKind.MICRO_PROJECT: ("同意按这个方案办", "不同意，这件事不办"),
    MatterKind.ISSUE: ("同意按这个方案办", "不同意按这个方案办"),
    MatterKind.RULE_CHANGE: ("同意照这个文本修订规则", "不同意修订，仍按现行规则"),
}


@get("/c/{community:str}/polls", only=everyone)
def index(visit: Visit) -> Response:
    past = visit.asked("past") == "1"
    polls = paged(visit, listed(visit.here.id, past), Poll.id, size=20)
    voted = {} if past else turnouts(visit.session, [poll.id for poll in polls.rows])
    said = {poll.id: turnout(voted.get(poll.id, 0), poll.members, poll.openness) for poll in polls.rows}
    return visit.page("polls/index.html", polls=polls, past=past, said=said)


@get("/c/{community:str}/matters/{matter_id:int}/poll", only=everyone)
def tab(visit: Visit, matter_id: int) -> Response:
    """表决 · the tab of a matter: its latest poll whole, the earlier ones as links."""
    matter = visit.find(Matter, matter_id)
    polls = visit.session.scalars(polls_of(matter.id).limit(20)).all()
    shown = _seen(visit, polls[0]) if polls else {"poll": None}
    return matter_page(visit, matter, "polls/tab.html", tab="poll", earlier=polls[1:], **shown)


@get("/c/{community:str}/polls/{poll_id:int}", only=everyone)
def show(visit: Visit, poll_id: int) -> Response:
    return visit.page("polls/show.html", **_seen(visit, visit.find(Poll, poll_id)))


@get("/c/{community:str}/polls/{poll_id:int}/record.json", only=everyone)
def show_record(visit: Visit, poll_id: int) -> Response:
    return visit.json(public_record(visit.session, visit.find(Poll, poll_id), visit.at))


@get("/c/{community:str}/polls/{poll_id:int}/ballot", only=signed_in)
def ballot(visit: Visit, poll_id: int) -> Response:
    """选票 · the exact question and its options, never one chosen beforehand."""
    poll = visit.find(Poll, poll_id)
    return visit.page(
        "polls/ballot.html",
        poll=poll,
        bars=poll.bars(visit.actor.id, visit.at),
        own=_own(visit, poll),
        ask=CHOICE,
        notes=_notes(poll),
    )


@get("/c/{community:str}/polls/{poll_id:int}/review", only=signed_in)
def look(visit: Visit, poll_id: int) -> Response:
    """核对 · what was chosen and what follows. Whoever comes without a choice is led to the ballot."""
    poll = visit.find(Poll, poll_id)
    choice, replaces = _carried(visit, poll)
    if choice is None or poll.bars(visit.actor.id, visit.at):
        return visit.go(f"{poll.url}/ballot")
    return visit.page("polls/review.html", poll=poll, choice=choice, replaces=replaces)


@post("/c/{community:str}/polls/{poll_id:int}/review", only=signed_in, back=ballot, unkept=("choice",))
def review(visit: Visit, poll_id: int) -> Response:
    """Nothing is kept here, and the choice stands in no address: the voter's own browser carries it to the next page."""
    poll = visit.find(Poll, poll_id)
    if reasons := poll.bars(visit.actor.id, visit.at):
        raise Refused(*reasons)
    carried = f"{poll.id}.{visit.actor.id}.{_chosen(visit).value}.{_given(visit, 'replaces')}"
    visit.cookies.append(Cookie(CARRIED, value=carried, max_age=CARRIED_FOR))
    return visit.go(f"{poll.url}/review")


@post("/c/{community:str}/polls/{poll_id:int}/cast", only=signed_in, back=ballot, unkept=("choice",))
def cast(visit: Visit, poll_id: int) -> Response:
    poll = visit.find(Poll, poll_id)
    poll.cast(visit.case, _chosen(visit), _given(visit, "replaces"))
    visit.cookies.append(Cookie(CARRIED, value="", max_age=0))
    return visit.go(f"{poll.url}/receipt", "您的票已收到")


@get("/c/{community:str}/polls/{poll_id:int}/receipt", only=signed_in)
def show_receipt(visit: Visit, poll_id: int) -> Response:
    """回执 · for the voter alone."""
    poll = visit.find(Poll, poll_id)
    return visit.page("polls/receipt.html", poll=poll, own=visit.existing(_own(visit, poll)))


@get("/c/{community:str}/polls/{poll_id:int}/roll/{elector_id:int}", only=everyone)
def show_elector(visit: Visit, poll_id: int, elector_id: int) -> Response:
    elector = visit.find(Elector, elector_id, poll_id=poll_id)
    return visit.page("polls/elector.html", elector=elector, poll=elector.poll, offers=elector.offers(visit.case))


@post("/c/{community:str}/polls/{poll_id:int}/roll/{elector_id:int}/{step:str}", only=signed_in, back=show_elector)
def recuse(visit: Visit, poll_id: int, elector_id: int, step: str) -> Response:
    poll = visit.find(Poll, poll_id)
    move = visit.find(Elector, elector_id, poll_id=poll.id).take(step, visit.case)
    return visit.go(poll.url, f"已办理：{move.step.label}")


def _seen(visit: Visit, poll: Poll) -> dict[str, Any]:
    """What anybody sees of a poll, and what this person has in it."""
    own = poll.elector(visit.actor.id)
    return {
        "poll": poll,
        "said": turnout(poll.voted, poll.members, poll.openness) if poll.state is PollState.OPEN else "",
        "own": own,
        "later": visit.session.execute(seated_later(poll, min(visit.today, today(poll.closes_at)))).all(),
        "roll": paged(visit, roll(poll), Elector.id, newest_first=False, size=50, scalars=False),
        "choices": tuple(Choice),
    }


def _notes(poll: Poll) -> dict[Choice, str]:
    """What a choice leads to, in the words of this question."""
    aye, no = NOTES["money" if poll.purpose is Purpose.CHANGE_ORDER else poll.matter.kind]
    return {Choice.AYE: aye, Choice.NO: no, Choice.ABSTAIN: ABSTAINING}


def _own(visit: Visit, poll: Poll) -> Any:
    """This person's own ballot, if they have cast one."""
    elector = poll.elector(visit.actor.id)
    return elector.ballot if elector else None


def _chosen(visit: Visit) -> Choice:
    value = visit.answers(CHOICE)["choice"]
    return next(choice for choice in Choice if choice.value == value)


def _carried(visit: Visit, poll: Poll) -> tuple[Choice | None, str]:
    """What this person chose a moment ago in this poll, and the ballot that it replaces."""
    poll_id, person_id, chosen, replaces, *_ = (*visit.cookie(CARRIED).split("."), "", "", "", "")
    if (poll_id, person_id) != (str(poll.id), str(visit.actor.id)):
        return None, ""
    return next((choice for choice in Choice if choice.value == chosen), None), replaces


def _given(visit: Visit, name: str) -> str:
    return visit.sent.last(name).strip()
