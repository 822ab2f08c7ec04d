"""受理审查 · staff accept, return or refuse a proposal, with reasons; the council's chair hears an appeal."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, or_, select

from ..clock import today
from ..db import session_of
from ..ledger.models import LedgerEntry, consequence, fact
from ..people.authority import in_force
from ..people.models import Person, Seat
from ..procedure.lifecycle import Case, Unanswered
from ..procedure.people import Role
from .correcting import begin_correction
from .models import Matter, Second

NEGATIVE_LIST = "negative_list"
NOT_LISTED = "none"
GROUNDS = (NEGATIVE_LIST, "class_caps")  # parameters on which a proposal may be refused
MOST_OFFERED = 200  # names in the list from which a lead is chosen
OUTCOMES = ("return", "decline", "appeal", "withdraw")


@fact(Matter)
def negative_choices(self: Any) -> Sequence[tuple[str, str]]:
    return [*((it.key, it.text) for it in self.rule_set.negative_list), (NOT_LISTED, "不在负面清单里")]


@fact(Matter)
def article_choices(self: Any) -> Sequence[tuple[str, str]]:
    """What a refusal may cite: the entries of the annex that bar a proposal, then every article."""
    rules = self.rule_set
    annex = [(name, rules.cites(name)) for name in GROUNDS if rules.article(name) is None]
    return [*annex, *((str(it.number), f"{it.label} {it.title}") for it in rules.articles)]


@fact(Matter)
def lead_choices(self: Any) -> Sequence[tuple[str, str]]:
    """Who may be named lead of the plan group at acceptance, as of the last act; acceptance looks once more."""
    people = _able_to_lead(self, today(self.touched_at)).order_by(Person.name, Person.id).limit(MOST_OFFERED)
    return [(str(id), name) for id, name in session_of(self).execute(people)]


def may_lead(matter: Any, person_id: int, day: date) -> bool:
    return session_of(matter).execute(_able_to_lead(matter, day).where(Person.id == person_id)).first() is not None


def _able_to_lead(matter: Any, day: date) -> Select[int, str]:
    """The proposer, the council's members, those who seconded."""
    seated = select(Seat.person_id).where(
        Seat.community_id == matter.community_id, Seat.role == Role.COUNCILLOR, in_force(Seat, day)
    )
    seconded = select(Second.person_id).where(Second.matter_id == matter.id, Second.ended_at.is_(None))
    able = or_(Person.id.in_(seated), Person.id.in_(seconded), Person.id == matter.proposer_id)
    return select(Person.id, Person.name).where(able)


@fact(Matter)
def last_word(self: Any) -> LedgerEntry | None:
    """The latest return, refusal, appeal or withdrawal, with its reason."""
    found = select(LedgerEntry).where(
        LedgerEntry.matter_id == self.id, LedgerEntry.subject == self.subject, LedgerEntry.step.in_(OUTCOMES)
    )  # fmt: skip
    return self._session.scalar(found.order_by(LedgerEntry.seq.desc()).limit(1))


@consequence(Matter)
def hand_back(self: Any, case: Case, given: Mapping[str, Any]) -> None:
    """退给提出人补正，编号和附议都保留；改动在重新提交以前不公开"""
    _handled(self, case)
    begin_correction(self, case.at)


@consequence(Matter)
def record_refusal(self: Any, case: Case, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """记下不予受理的条款和理由，开始计申诉期"""
    item = next((it.text for it in self.rule_set.negative_list if it.key == given["negative"]), None)
    by_list = given["article"] == NEGATIVE_LIST
    if by_list and item is None:
        raise Unanswered({"negative": "按负面清单不予受理，请选择是清单的哪一项"})
    if item and not by_list:
        raise Unanswered({"article": "选了负面清单里的一项，依据的规则条款也要选“负面清单”"})
    _handled(self, case)
    cited = dict(self.article_choices)[given["article"]]
    return {"article": cited, "negative": item}


@consequence(Matter)
def record_appeal(self: Any, case: Case, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """转由议事会主持人复核；主持人都有利害关系的，转由街道复核"""
    self.appeals += 1
    self.escalated = False
    self.appeal_to = _hears(self, case)
    return {"heard_by": self.appeal_to.label}


@consequence(Matter)
def escalate(self: Any, case: Case, given: Mapping[str, Any]) -> None:
    """受理超过期限，上报街道；主持人都已不能复核的申诉，转由街道复核"""
    self.escalated = True
    if self.appealed and self.appeal_to is not Role.STREET:
        self.appeal_to = _hears(self, case)


def _hears(matter: Any, case: Case) -> Role:
    """The chair; the street when there is none who neither proposed nor seconded it nor refused it."""
    free = select(Seat.id).join(Person, Person.id == Seat.person_id).where(
        Seat.community_id == matter.community_id, Seat.role == Role.CHAIR, in_force(Seat, today(case.at)),
        Person.suspended_at.is_(None), Seat.person_id.not_in([it for it in (matter.proposer_id, matter.handled_by_id) if it]),
        Seat.person_id.not_in(select(Second.person_id).where(Second.matter_id == matter.id)),
    )  # fmt: skip
    return Role.CHAIR if session_of(matter).scalar(free.limit(1)) is not None else Role.STREET


def _handled(matter: Any, case: Case) -> None:
    """Who decided first, for the day of an appeal; whoever hears the appeal does not take that place."""
    matter.escalated = False
    if not matter.appealed:
        matter.handled_by_id = case.actor.id
