"""辩论页 · the debate of a matter: rounds, both sides, answers, the chair's reminders, who may speak and why not."""

from dataclasses import replace
from typing import Any

from litestar import Response

from ..matters.models import Matter
from ..matters.page import matter_page
from ..people.models import Person
from ..procedure.asking import Ask, Kind, options
from ..procedure.calendar import moment_in_words
from ..procedure.debate import OPPOSITE, Stance
from ..procedure.debate_motion import DebateState, member
from ..procedure.matter import plan_group
from ..procedure.motions import Ground, MotionKind, grounds
from ..procedure.people import everyone, presider, secretary
from ..web.handlers import get, post
from ..web.paging import paged
from ..web.visit import Missing, Visit
from . import acts, of_matter, queries  # noqa: F401  what matters know of their debates
from .models import Debate, Speech, run_on
from .motions import Motion
from .moving import REASON, UNTIL, movable
from .turns import Turn, answer, hand_words, remind, turn

BY_WORD = options(Stance)
STANCE = Ask("stance", "先表明立场", Kind.CHOICE, required=False, choices=BY_WORD)
TEXT = Ask("text", "发言", longest=100_000)
HAND = Ask("side", "为哪一方举手", Kind.CHOICE, choices=options(Stance)[:2])
GROUND = Ask("ground", "提醒什么", Kind.CHOICE, choices=options(Ground))
SAID = 40
RULES_AT_WORK = (
    "chair_neutral", "first_timers_first", "address_chair", "stance_first", "online_speech_characters",
    "one_question", "no_attacks", "alternate_sides", "obey_rulings",
)  # fmt: skip


@get("/c/{community:str}/matters/{matter_id:int}/debate", only=everyone)
def show(visit: Visit, matter_id: int) -> Response:
    matter = visit.find(Matter, matter_id)
    debate = _chosen(visit, matter)
    if debate is None:
        return matter_page(visit, matter, "debates/none.html", tab="debate")
    seen = floor(visit, debate, None)
    mine: Turn = seen["turn"]
    return matter_page(
        visit, matter, "debates/show.html", tab="debate", **seen,
        earlier=[it for it in matter.debates if it is not debate],
        rounds=_rounds(debate, mine), chair=_chair(visit, debate), acts=debate.offers(visit.case),
        motions=paged(visit, queries.motions(debate), Motion.id, size=20, name="motion"),
        moves=_moves(visit, debate, mine), reason=REASON, until=UNTIL, waiting=queries.waiting(visit.session, mine),
    )  # fmt: skip


@post("/c/{community:str}/matters/{matter_id:int}/debate/speak", only=member, back=show)
def speak(visit: Visit, matter_id: int) -> Response:
    debate = at_work(visit, matter_id)
    said = spoken(visit, turn(debate, visit.case))
    return visit.go(debate.url, f"已发言：这是您在这件事上的第{said.turn}次发言，记为第{said.seq}段")


@post("/c/{community:str}/matters/{matter_id:int}/debate/raise", only=member, back=show)
def raise_hand(visit: Visit, matter_id: int) -> Response:
    debate = at_work(visit, matter_id)
    turn(debate, visit.case).raise_hand(Stance(visit.answers(HAND)["side"]))
    return visit.go(debate.url, "已举手，轮到您这一方时您先说")


@post("/c/{community:str}/matters/{matter_id:int}/debate/lower", only=member, back=show)
def lower_hand(visit: Visit, matter_id: int) -> Response:
    debate = at_work(visit, matter_id)
    turn(debate, visit.case).lower_hand()
    return visit.go(debate.url, "手已放下")


@post("/c/{community:str}/matters/{matter_id:int}/debate/hand_over", only=presider | secretary, back=show)
def hand_over(visit: Visit, matter_id: int) -> Response:
    debate = at_work(visit, matter_id)
    debate.take("hand_over", visit.case)
    return visit.go(debate.url, f"从现在起由{debate.stand_in.name if debate.stand_in else ''}主持")


@post("/c/{community:str}/matters/{matter_id:int}/debate/speeches/{speech_id:int}/remind", only=presider, back=show)
def remind_speaker(visit: Visit, matter_id: int, speech_id: int) -> Response:
    debate = at_work(visit, matter_id)
    ground = Ground(visit.answers(replace(GROUND, choices=_grounds(debate)))["ground"])
    made = remind(_speech(visit, matter_id, speech_id), visit.case, ground)
    return visit.go(_page_of(made.speech), f"已{made.rung.label}，记录在发言下面")


@post("/c/{community:str}/matters/{matter_id:int}/debate/speeches/{speech_id:int}/answer", only=plan_group, back=show)
def answer_question(visit: Visit, matter_id: int, speech_id: int) -> Response:
    at_work(visit, matter_id)
    made = answer(_speech(visit, matter_id, speech_id), visit.case, visit.answers(replace(TEXT, label="答复"))["text"])
    return visit.go(_page_of(made.speech), "已答复，记录在提问下面")


# -- what the pages are made of ----------------------------------------------------------------------------------------


def at_work(visit: Visit, matter_id: int) -> Debate:
    """The debate of a matter, after the clock has taken what is due: nobody acts on a round or a vote that has passed."""
    matter = visit.find(Matter, matter_id)
    for motion in [] if matter.debate is None else matter.debate.open_motions():
        run_on(motion, visit.at)
    debate: Debate | None = matter.debate
    if debate is None:
        raise Missing
    if debate.pending:
        run_on(debate, visit.at)
    return debate


def spoken(visit: Visit, mine: Turn) -> Speech:
    written = visit.answers(STANCE, TEXT)
    return mine.speak(Stance(written["stance"]) if written["stance"] else None, written["text"])


def floor(visit: Visit, debate: Debate, motion: Motion | None) -> dict[str, Any]:
    """Both sides of one question, and this person's place in it."""
    mine = turn(debate, visit.case, motion)
    said = paged(visit, queries.speeches(debate, motion), Speech.id, newest_first=False, size=SAID)
    cap = debate.rule_set.online_speech_characters
    return {
        "debate": debate, "turn": mine, "said": said, "sides": queries.by_side(visit.session, debate, motion),
        "speakers": queries.by_person(visit.session, debate, motion),
        "stance": replace(STANCE, choices=tuple((s.value, s.label) for s in mine.open_to), required=debate.rule_set.stance_first),
        "text": replace(TEXT, longest=cap, hint="对着主持人说，不回复某个人；只说这件事"),
        "reply": replace(TEXT, label="答复", longest=cap, hint="对着主持人说，会公开"),
        "hand": HAND, "blocked": [hand_words(mine, s, until) for s in OPPOSITE if (until := _until(mine, s))],
        "ground": replace(GROUND, choices=_grounds(debate)), "presides": debate.pending and debate.presided_by(visit.actor),
        "answers": debate.pending and visit.actor.id in debate.matter.plan_group_ids,
        "articles": _articles(debate), "act_url": motion.url if motion else debate.url,
    }  # fmt: skip


def _until(mine: Turn, stance: Stance) -> Any:
    return None if mine.reasons else mine.waits_until(stance)


def _chosen(visit: Visit, matter: Matter) -> Debate | None:
    """The debate asked for by its number, else the latest."""
    debates: list[Debate] = matter.debates
    number = visit.number("number") if visit.asked("number") else len(debates)
    found = next((it for it in debates if it.number == number), None)
    if found is None and debates:
        raise Missing
    return found


def _speech(visit: Visit, matter_id: int, speech_id: int) -> Speech:
    speech = visit.find(Speech, speech_id)
    if speech.debate.matter_id != matter_id:
        raise Missing
    return speech


def _page_of(speech: Speech) -> str:
    url = speech.debate.url
    return f"{url}/motions/{speech.motion_id}" if speech.motion_id else url


def _grounds(debate: Debate) -> tuple[tuple[str, str], ...]:
    return tuple((ground.value, ground.label) for ground in grounds(debate.rule_set))


def _rounds(debate: Debate, mine: Turn) -> list[tuple[str, str, str]]:
    """For each round: its name, how it stands, how many spoke in it."""
    rows = []
    for number, end in enumerate(debate.round_ends, 1):
        running = debate.state is DebateState.SPEAKING and mine.question.round_at(mine.at) == number
        over = end <= mine.at or debate.state not in (DebateState.NOTICED, DebateState.SPEAKING)
        how = f"进行中，到{moment_in_words(end)}为止" if running else "已结束" if over else f"到{moment_in_words(end)}为止"
        rows.append((f"第{number}轮", how, f"{len(mine.question.spoken_in(number))}段"))
    return rows


def _chair(visit: Visit, debate: Debate) -> str:
    """Who directs the debate, by name."""
    person_id = debate.presiding_id(visit.at)
    person = visit.session.get(Person, person_id) if person_id else None
    return person.name if person else ""


def _moves(visit: Visit, debate: Debate, mine: Turn) -> list[tuple[MotionKind, tuple[str, ...]]]:
    """The motions that this person may think of, each with what stands in its way."""
    actor, matter = visit.actor, debate.matter
    if actor.id is None or not debate.pending:
        return []
    theirs = {MotionKind.WITHDRAW} if actor.id == matter.proposer_id else set()
    kinds = [kind for kind in MotionKind if kind in theirs or (kind is not MotionKind.WITHDRAW and member.includes(actor, None))]
    reasons = movable(debate, actor, visit.at, mine.question) if kinds else {}
    return [(kind, tuple(reasons[kind])) for kind in kinds]


def _articles(debate: Debate) -> list[Any]:
    """The articles that this debate runs under, once each."""
    found = [debate.rule_set.article(name) for name in RULES_AT_WORK if debate.rule_set.parameters[name].value]
    return sorted({article.number: article for article in found if article}.values(), key=lambda article: article.number)
