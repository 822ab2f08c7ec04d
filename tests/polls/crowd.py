"""A large council: as many more councillors as a race needs, each signed in with a token of their own."""

from datetime import timedelta

from sqlalchemy import select

from tests.conftest import Time
from tests.world import seat
from yishi.communities.models import BodyKind, Community
from yishi.db import Database
from yishi.people.models import Person, SignIn
from yishi.procedure.people import Role
from yishi.web.sign_ins import csrf_for, digest


def crowd(database: Database, time: Time, count: int) -> list[str]:
    """Their names, 议员001 and so on: each holds a seat of the council of 柳荫社区 and has signed in."""
    names = [f"议员{number:03}" for number in range(1, count + 1)]
    with database.writing() as session:
        home = session.scalars(select(Community).filter_by(slug="liuyin")).one()
        people = [Person(name=name, created_at=time.at) for name in names]
        session.add_all(people)
        session.flush()
        for person in people:
            seat(session, home, BodyKind.COUNCIL, person, Role.COUNCILLOR, "居民议事员")
            session.add(
                SignIn(
                    token_digest=digest(token(person.name)), person_id=person.id, created_at=time.at, seen_at=time.at,
                    expires_at=time.at + timedelta(days=30),
                )
            )  # fmt: skip
    return names


def token(name: str) -> str:
    """What the browser of this councillor shows."""
    return name.replace("议员", "token-")


def paper_of(name: str, choice: str, key: str) -> dict[str, str]:
    """What the review page of this councillor would send."""
    return {"_csrf": csrf_for(token(name)), "_key": key, "choice": choice, "replaces": ""}
