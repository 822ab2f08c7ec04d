"""学规则 · the articles as cards with pictures, and a short quiz. The quiz keeps a person's best result, for them alone."""

import re
from fractions import Fraction
from types import MappingProxyType

from litestar import Response
from sqlalchemy import Select, select

from ..procedure.asking import Ask, Kind
from ..procedure.people import everyone, signed_in
from ..procedure.quiz import Question, Result, marked, questions
from ..procedure.rule_set import Article, RuleSet
from ..web.handlers import get, post
from ..web.visit import Visit
from .models import QUIZ, Practice

PICTURES = MappingProxyType({
    "chair_neutral": "scales", "hands_first": "hand", "address_chair": "facing", "stance_first": "sides", "speech_seconds": "glass",
    "no_interrupting": "ear", "one_question": "one", "no_attacks": "words", "alternate_sides": "turns", "obey_rulings": "stop",
    "motion_seconders": "two", "first_timers_first": "hand", "amendment_passing": "pen", "close_debate": "stop", "quorum": "three",
    "passing": "box",
})  # fmt: skip


@get("/c/{community:str}/training", only=everyone)
def cards(visit: Visit) -> Response:
    rules = in_force(visit)
    return visit.page(
        "training/cards.html", rules=rules, cards=[(it, picture(it), short(it.text)) for it in rules.articles] if rules else []
    )


@get("/c/{community:str}/training/quiz", only=signed_in)
def quiz(visit: Visit) -> Response:
    """One question a page; what was answered before stands in the address."""
    rules = in_force(visit)
    asked = questions(rules) if rules else ()
    given = _given(visit, asked)
    if asked and len(given) == len(asked):
        return visit.go(_result(visit, given))
    return visit.page(
        "training/quiz.html", best=_best(visit), rules=rules, asked=asked, number=len(given), given=_written(given),
        ask=_ask(asked[len(given)]) if asked else None, needed=marked(rules, ()).needed if rules else 0,
    )  # fmt: skip


@post("/c/{community:str}/training/quiz", only=signed_in, back=quiz)
def answer(visit: Visit) -> Response:
    rules = in_force(visit)
    asked = questions(rules) if rules else ()
    given = _given(visit, asked)
    if rules is None or len(given) == len(asked):
        return visit.go(_result(visit, given))
    given = (*given, int(visit.answers(_ask(asked[len(given)]))["choice"]))
    if len(given) < len(asked):
        return visit.go(f"{visit.here.url}/training/quiz?given={_written(given)}")
    _keep(visit, given, marked(rules, given))
    return visit.go(_result(visit, given))


@get("/c/{community:str}/training/quiz/result", only=signed_in)
def result(visit: Visit) -> Response:
    rules = in_force(visit)
    given = _given(visit, questions(rules)) if rules else ()
    if rules is None or len(given) < len(questions(rules)):
        return visit.go(f"{visit.here.url}/training/quiz")
    return visit.page("training/quiz_result.html", rules=rules, result=marked(rules, given), best=_best(visit))


# -- what the pages are made of ----------------------------------------------------------------------------------------


def in_force(visit: Visit) -> RuleSet | None:
    version = visit.here.rule_set_version
    return version.rules if version else None


def picture(article: Article) -> str:
    return next((PICTURES[name] for name in article.binds if name in PICTURES), "paper")


def short(text: str) -> str:
    """Two sentences at most; the page of the rules has the rest."""
    return "".join(re.split(r"(?<=[。！？])", text)[:2])


def _ask(question: Question) -> Ask:
    return Ask("choice", "答案", Kind.CHOICE, choices=tuple((str(n), words) for n, words in enumerate(question.options)))


def _given(visit: Visit, asked: tuple[Question, ...]) -> tuple[int, ...]:
    """The answers in the address, as far as they are answers."""
    given: list[int] = []
    for question, letter in zip(asked, visit.asked("given"), strict=False):
        if letter not in "0123456789" or int(letter) >= len(question.options):
            break
        given.append(int(letter))
    return tuple(given)


def _written(given: tuple[int, ...]) -> str:
    return "".join(map(str, given))


def _result(visit: Visit, given: tuple[int, ...]) -> str:
    return f"{visit.here.url}/training/quiz/result?given={_written(given)}"


def _mine(visit: Visit) -> Select[Practice]:
    mine = (Practice.person_id == visit.actor.id, Practice.community_id == visit.here.id, Practice.scenario == QUIZ)
    return select(Practice).where(*mine).order_by(Practice.id).limit(1)


def _best(visit: Visit) -> Practice | None:
    return visit.session.scalar(_mine(visit))


def _keep(visit: Visit, given: tuple[int, ...], result: Result) -> None:
    """The better of this result and the one before; the later of two that are as good."""
    assert visit.actor.id is not None
    it = visit.session.scalar(_mine(visit).with_for_update())
    if it is None:
        it = Practice(
            person_id=visit.actor.id, community_id=visit.here.id, scenario=QUIZ, role="", started_at=visit.at, commands=[]
        )
        visit.session.add(it)
    if not it.commands or Fraction(result.right, len(given)) >= Fraction(it.done, len(it.commands)):
        it.commands, it.finished_at = list(given), visit.at
        it.mistakes = [mark.question.article.label for mark in result.wrong]
