"""A sitting of the council of 柳荫: planned, noticed, and what happens at it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.debates.conftest import debate, matter  # noqa: F401
from tests.matters.proposing import someone
from tests.world import COUNCIL
from yishi.communities.models import Body, BodyKind
from yishi.procedure.debate import Stance
from yishi.procedure.floor import Command, Do
from yishi.procedure.lifecycle import Case
from yishi.procedure.people import Actor, Role
from yishi.procedure.poll import Choice
from yishi.procedure.sitting import ItemKind
from yishi.sittings.models import AgendaItem, Sitting, new_secret

MEMBERS = ("周敏", *COUNCIL)
HALL = "/c/liuyin/sittings/1"


@pytest.fixture
def by(session, time):
    """`by("周敏")`: a case of theirs, now, in the office they hold."""

    def now(name, **typed):
        offices = {"周敏": Role.CHAIR, "郑秘书": Role.SECRETARY, "王主任": Role.STAFF, "林秀兰": Role.RESIDENT}
        role = offices.get(name, Role.COUNCILLOR)
        person = someone(session, name)
        return Case(Actor(person.id, name, frozenset({role})), time.at, {key: [value] for key, value in typed.items()})

    return now


@pytest.fixture
def sitting(session, home, debate, time, by):  # noqa: F811
    """第一次会议, planned for 19:30 five days on, to decide on 南门照明 and to talk about the summer."""
    body = session.scalars(select(Body).filter_by(community_id=home.id, kind=BodyKind.COUNCIL)).one()
    it = Sitting(
        community_id=home.id, body=body, rule_set_version_id=home.rule_set_version_id, number=1, title="第一次会议",
        starts_at=time.at + timedelta(days=5, hours=10, minutes=30), place="社区会议室", secret=new_secret(),
        chair_id=someone(session, "周敏").id, secretary_id=someone(session, "郑秘书").id, created_at=time.at, entered_at=time.at,
        touched_at=time.at,
    )  # fmt: skip
    session.add(it)
    session.flush()
    lamp = AgendaItem(
        community_id=home.id, sitting_id=it.id, position=0, kind=ItemKind.DECIDE, title=debate.matter.title,
        matter_id=debate.matter_id, minutes=40,
    )  # fmt: skip
    summer = AgendaItem(community_id=home.id, sitting_id=it.id, position=1, kind=ItemKind.DISCUSS, title="夏天怎么乘凉", minutes=20)
    session.add_all([lamp, summer])
    session.commit()
    return it


@pytest.fixture
def noticed(session, sitting, time, by):
    """Everybody was told, and it is half past seven."""
    sitting.take("announce", by("郑秘书"))
    time.at = sitting.starts_at
    assert sitting.url and sitting.roll
    session.commit()
    return sitting


@pytest.fixture
def does(session, noticed, time):
    """`does("陈国栋", Do.REQUEST, stance=Stance.FOR)`, a second after what was before; `to` is a name."""

    def act(name, do, to=None, **more):
        time.at += timedelta(seconds=1)
        session.expire_all()
        whom = someone(session, to).id if to else None
        command = Command(do=do, by=someone(session, name).id, to=whom, **more)
        noticed.act(command, Case(Actor(command.by, name), time.at))
        floor = noticed.floor
        session.commit()
        session.info.pop("floor_written", None)
        return floor

    return act


@pytest.fixture
def opened(session, noticed, does):
    """All but three are there, and the chair has opened it."""
    for name in MEMBERS[:10]:
        does("郑秘书", Do.CHECK_IN, to=name)
    does("周敏", Do.OPEN)
    return noticed


@pytest.fixture
def decides(does):
    """`decides(ayes=7, noes=2)`: the pending question is put, the secretary counts hands, the chair announces."""

    def vote(**figures):
        does("周敏", Do.PUT)
        does("郑秘书", Do.COUNT, **figures)
        return does("周敏", Do.ANNOUNCE)

    return vote


@pytest.fixture
def at_page(person, session):
    """`at_page("周敏")`: at the pages, beside the test's own session: what it has read is let go before each request."""

    def enter(name):
        session.rollback()
        it = person(name)
        ask = it.ask

        def asked(*given, **options):
            session.rollback()
            session.expire_all()
            return ask(*given, **options)

        asked.cookies = ask.cookies
        it.ask = asked
        return it

    return enter


@pytest.fixture
def secretary(at_page):
    return at_page("郑秘书")


__all__ = ["Choice", "Do", "Stance"]
