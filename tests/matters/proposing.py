"""A proposal in its first stage, and the people who act on it."""

from sqlalchemy import select

from yishi.ledger.models import LedgerEntry
from yishi.ledger.tick import tick
from yishi.matters import drafting
from yishi.matters.models import Matter
from yishi.people.models import Person
from yishi.procedure.lifecycle import Case
from yishi.procedure.matter import MatterKind
from yishi.procedure.people import Actor, Role

WORDS = {
    "title": "更换3栋楼道灯", "need": "3栋的楼道灯坏了9盏。\n把坏灯换成声控灯。", "place": "3栋楼道", "beneficiaries": "3栋的住户",
    "households": "96", "kind": "micro_project", "project_class": "works", "estimate": "5400",
}  # fmt: skip
NEIGHBOURS = ("赵春梅", "孙立", "钱进", "李小平", "胡军")


def someone(session, name) -> Person:
    return session.scalars(select(Person).filter_by(name=name)).one()


def case(session, name, time, *roles, **typed) -> Case:
    """`case(session, "林秀兰", time, reason="…")`: a resident's, unless other roles are given."""
    actor = Actor(someone(session, name).id, name, frozenset(roles or {Role.RESIDENT}))
    return Case(actor, time.at, {key: [value] for key, value in typed.items()})


def staff(session, time, **typed) -> Case:
    return case(session, "王主任", time, Role.STAFF, **typed)


def chair(session, time, **typed) -> Case:
    return case(session, "周敏", time, Role.CHAIR, **typed)


def draft(session, home, time, by="林秀兰", **words) -> Matter:
    """Written out, not submitted."""
    it = drafting.begin(session, home, someone(session, by).id, WORDS["title"], MatterKind.MICRO_PROJECT, time.at)
    assert not drafting.write(it, {name: [text] for name, text in (WORDS | words).items()}, time.at)
    return it


def submitted(session, home, time, by="林秀兰", **words) -> Matter:
    it = draft(session, home, time, by, **words)
    it.take("submit", case(session, by, time, known="yes"))
    return it


def in_review(session, home, time, by="林秀兰", **words) -> Matter:
    it = submitted(session, home, time, by, **words)
    for name in NEIGHBOURS:
        it.take("second", case(session, name, time))
    return it


def clock_strikes(session, database, at) -> int:
    """Let the clock take its rows, with everything known to it before and everything known from it after."""
    session.commit()
    taken = tick(database, at)
    session.expire_all()
    return taken


def told(session, it) -> list[tuple[str, str]]:
    """(step, who) of everything on this matter's record, in order."""
    entries = session.scalars(select(LedgerEntry).where(LedgerEntry.matter_id == it.id).order_by(LedgerEntry.seq))
    return [(entry.step, entry.actor_name) for entry in entries]


def last_entry(session, it) -> LedgerEntry:
    entries = select(LedgerEntry).where(LedgerEntry.matter_id == it.id).order_by(LedgerEntry.seq.desc())
    return session.scalars(entries.limit(1)).one()
