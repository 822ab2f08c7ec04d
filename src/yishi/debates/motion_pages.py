"""动议页 · moving a motion or an amendment, and its own page: the change, the second, the discussion, the vote, the result."""

from litestar import Response

from ..matters.models import Matter
from ..matters.page import matter_page
from ..procedure.amendment import Amendment, AmendmentForm
from ..procedure.asking import Ask, Kind, options
from ..procedure.debate import Stance
from ..procedure.debate_motion import MotionState, member
from ..procedure.motions import MotionKind
from ..procedure.people import everyone, signed_in
from ..procedure.plan_form import TEXT as PLAN_TEXT
from ..procedure.poll import Openness, turnout
from ..web.handlers import get, post
from ..web.paging import paged
from ..web.visit import Visit
from . import amendments, queries
from .models import run_on
from .motions import Motion, MotionBallot
from .moving import REASON, UNTIL, movable, move
from .turns import turn
from .web import HAND, at_work, floor, show, spoken

HOW = Ask("how", "怎样改", Kind.CHOICE, choices=options(AmendmentForm))
PARAGRAPH = Ask("paragraph", "第几段", Kind.NUMBER, highest=10_000, hint="增加一段时，加在这一段之后；加在最前面填0")
WORDS = Ask("text", "新的文字", required=False, longest=PLAN_TEXT.longest, hint="写成一段；删去一段时不用写")
PROCEDURAL = tuple(kind for kind in MotionKind if kind is not MotionKind.AMEND)
KIND = Ask("kind", "哪一种动议", Kind.CHOICE, choices=tuple((kind.value, kind.label) for kind in PROCEDURAL))
TONES = {
    MotionState.CARRIED: "for",
    MotionState.LOST: "against",
    MotionState.VOTING: "seal",
    MotionState.SECONDING: "wait",
    MotionState.DEBATING: "info",
}


@post("/c/{community:str}/matters/{matter_id:int}/debate/move", only=signed_in, back=show)
def move_procedural(visit: Visit, matter_id: int) -> Response:
    debate = at_work(visit, matter_id)
    kind = MotionKind(visit.answers(KIND)["kind"])
    asks = (UNTIL, REASON) if kind is MotionKind.POSTPONE else (REASON,)
    written = visit.answers(*asks)
    motion = move(debate, visit.case, kind, written["reason"], until=written.get("until"))
    return visit.go(motion.url, f"已提出：{motion.kind.label}")


@get("/c/{community:str}/matters/{matter_id:int}/debate/amend", only=everyone)
def write_amendment(visit: Visit, matter_id: int) -> Response:
    """The frozen plan, paragraph by paragraph, and the form to change one of them."""
    matter = visit.find(Matter, matter_id)
    debate = visit.existing(matter.debate)
    paragraphs = amendments.plan_paragraphs(debate)
    number = visit.number("paragraph")
    chosen = paragraphs[number - 1] if number and number <= len(paragraphs) else ""
    return matter_page(
        visit, matter, "debates/amend.html", tab="debate", debate=debate, paragraphs=paragraphs,
        number=number if chosen else None, asks=(HOW, PARAGRAPH, WORDS, REASON),
        values={"how": AmendmentForm.REWRITE.value, "paragraph": number, "text": chosen} if chosen else {},
        reasons=movable(debate, visit.actor, visit.at)[MotionKind.AMEND],
        undecided={motion.paragraph: motion for motion in amendments.undecided(debate)},
    )  # fmt: skip


@post("/c/{community:str}/matters/{matter_id:int}/debate/amend", only=member, back=write_amendment)
def move_amendment(visit: Visit, matter_id: int) -> Response:
    debate = at_work(visit, matter_id)
    written = visit.answers(HOW, PARAGRAPH, WORDS, REASON)
    form = AmendmentForm(written["how"])
    new = Amendment(form, written["paragraph"], "" if form is AmendmentForm.STRIKE else written["text"])
    motion = move(debate, visit.case, MotionKind.AMEND, written["reason"], amendment=new)
    return visit.go(motion.url, "修正案已提出")


@get("/c/{community:str}/matters/{matter_id:int}/debate/motions/{motion_id:int}", only=everyone)
def show_motion(visit: Visit, matter_id: int, motion_id: int) -> Response:
    matter = visit.find(Matter, matter_id)
    motion = visit.find(Motion, motion_id, matter_id=matter.id)
    voting = motion.state is MotionState.VOTING and motion.due_at is not None and visit.at < motion.due_at
    electors = motion.elector_ids
    return matter_page(
        visit, matter, "debates/motion.html", tab="debate", motion=motion, **floor(visit, motion.debate, motion),
        acts=motion.offers(visit.case), changes=amendments.changes(motion) if motion.form else (),
        place=motion.amendment.place if motion.form else "", seconders=queries.seconders(visit.session, motion),
        mine=motion.ballot_of(visit.actor.id) if voting else None, voting=voting, tone=TONES.get(motion.state, "plain"),
        turnout=turnout(motion.voted, len(electors), Openness.OPEN) if voting else "",
        roll=paged(visit, queries.roll(motion), MotionBallot.id, newest_first=False, name="line") if motion.sum else None,
    )  # fmt: skip


@post("/c/{community:str}/matters/{matter_id:int}/debate/motions/{motion_id:int}/speak", only=member, back=show_motion)
def speak_on_amendment(visit: Visit, matter_id: int, motion_id: int) -> Response:
    motion = _at_work(visit, matter_id, motion_id)
    said = spoken(visit, turn(motion.debate, visit.case, motion))
    return visit.go(motion.url, f"已发言：这是您在这件修正案上的第{said.turn}次发言")


@post("/c/{community:str}/matters/{matter_id:int}/debate/motions/{motion_id:int}/raise", only=member, back=show_motion)
def raise_hand_on_amendment(visit: Visit, matter_id: int, motion_id: int) -> Response:
    motion = _at_work(visit, matter_id, motion_id)
    turn(motion.debate, visit.case, motion).raise_hand(Stance(visit.answers(HAND)["side"]))
    return visit.go(motion.url, "已举手，轮到您这一方时您先说")


@post("/c/{community:str}/matters/{matter_id:int}/debate/motions/{motion_id:int}/lower", only=member, back=show_motion)
def lower_hand_on_amendment(visit: Visit, matter_id: int, motion_id: int) -> Response:
    motion = _at_work(visit, matter_id, motion_id)
    turn(motion.debate, visit.case, motion).lower_hand()
    return visit.go(motion.url, "手已放下")


@post("/c/{community:str}/matters/{matter_id:int}/debate/motions/{motion_id:int}/{step:str}", only=signed_in, back=show_motion)
def take_motion(visit: Visit, matter_id: int, motion_id: int, step: str) -> Response:
    """附议、收回、投票, as the table has them; what follows at once is done at once."""
    motion = _at_work(visit, matter_id, motion_id)
    done = motion.take(step, visit.case)
    run_on(motion, visit.at)
    return visit.go(motion.url, f"已{done.step.label}")


def _at_work(visit: Visit, matter_id: int, motion_id: int) -> Motion:
    at_work(visit, matter_id)
    return visit.find(Motion, motion_id, matter_id=matter_id)
