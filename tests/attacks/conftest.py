"""An official who means harm: what they find on the desk, and what others know of it."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests import world
from tests.polls.conftest import matter, poll  # noqa: F401
from yishi.communities.models import Body, BodyKind, Community
from yishi.matters.models import Matter
from yishi.people.models import Person, Seat
from yishi.procedure.matter import MatterState
from yishi.procedure.people import Role

DESK = "/c/liuyin/desk"


@pytest.fixture
def found(database) -> Callable[[Any], list[Any]]:
    """What the database holds now, read apart from everybody else."""

    def read(statement: Any) -> list[Any]:
        with database.reading() as it:
            return list(it.scalars(statement))

    return read


@pytest.fixture
def of(found) -> Callable[[str], Person]:
    return lambda name: found(select(Person).filter_by(name=name))[0]


@pytest.fixture
def sheet(person, of) -> Callable[[Any, str], Any]:
    """`sheet("王主任", "陈国栋")`: the one at the other's sheet, whatever the desk shows there."""

    def opened(who: Any, name: str) -> Any:
        who = person(who) if isinstance(who, str) else who
        return who.opens(f"{DESK}/people/{of(name).id}")

    return opened


@pytest.fixture
def colleague(session, home, time) -> str:
    """A second one at the workstation: 李干事."""
    it = Person(name="李干事", created_at=time.at)
    session.add(it)
    session.flush()
    world.seat(session, home, BodyKind.WORKSTATION, it, Role.STAFF, "社区工作人员")
    session.commit()
    return it.name


@pytest.fixture
def debated(session, home, time) -> Matter:
    """A matter of 柳荫社区 that is being debated."""
    it = world.matter(session, home, time.at, state=MatterState.DEBATING, number="柳荫街-柳荫-2026-0001")
    session.commit()
    return it


@pytest.fixture
def council(found) -> Body:
    wanted = select(Body).join(Community, Community.id == Body.community_id)
    return found(wanted.where(Body.kind == BodyKind.COUNCIL, Community.slug == "liuyin"))[0]


@pytest.fixture
def seats(council) -> Callable[..., Any]:
    """`seats(staff, "林秀兰")`: through the page of the council."""

    def give(who: Any, name: str, **typed: Any) -> Any:
        typed = {"name": name, "role": "councillor", "title": "居民议事员", "since": "2026-03-02", **typed}
        return who.opens(f"{DESK}/bodies/{council.id}/seat").presses("安排席位", **typed)

    return give


@pytest.fixture
def ends(found, of) -> Callable[..., Any]:
    """`ends(staff, "何丽", "2026-03-02")`: the newest seat of that person."""

    def end(who: Any, name: str, until: str, **typed: Any) -> Any:
        it = found(select(Seat).where(Seat.person_id == of(name).id).order_by(Seat.id.desc()))[0]
        return who.opens(f"{DESK}/seats/{it.id}").presses("结束任期", until=until, **typed)

    return end


@pytest.fixture
def ended(session, of) -> Callable[[str, date], None]:
    """A seat that ended before anything of this began."""

    def end(name: str, until: date) -> None:
        session.scalars(select(Seat).where(Seat.person_id == of(name).id)).one().until = until
        session.commit()

    return end


def code_on(page: Any) -> str:
    """The code on the printed sheet, '' when there is none."""
    found = re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", page.words)
    return found[0] if found else ""
