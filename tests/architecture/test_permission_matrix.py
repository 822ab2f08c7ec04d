"""谁能做什么 · every address × everybody: whoever is not in its audience is told so, and nothing has changed.

The audience is the one written on the handler, so this proves that it is kept, wherever the address leads; docs/permissions.md is
for judging whether it is right. An address that cannot be filled in here fails: say in STRINGS what stands in it.
"""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from tests.architecture import samples
from tests.architecture.samples import ID, KEY
from tests.world import FOUNDED, SINCE
from yishi.app import PAGES
from yishi.clock import today
from yishi.communities.models import Body, BodyKind, Community
from yishi.db import Base
from yishi.people.models import Person, Seat
from yishi.procedure.people import VISITOR, Role
from yishi.web.handlers import routes
from yishi.web.sign_ins import actor_in

WHO = {
    "visitor": None, "resident": "赵春梅", "neighbour": "江北人", "councillor": "陈国栋", "chair": "周敏", "secretary": "郑秘书",
    "staff": "王主任", "supervisor": "监督员甲", "liaison": "物业小何", "street": "街道老李", "admin": "管理员",
    "staff next door": "望江主任", "street next door": "桥头老张", "chair next door": "望江主持",
    "suspended": "邓秀珍", "proposer": "林秀兰",
}  # fmt: skip
STRINGS = {"step": "accept", "key": KEY, "name": "review", "act": "leave"}
OPEN_TO_ALL = {"/sign-in", "/sign-in/demo", "/demo/clock", "/sign-out", "/size", "/invitation", "/invitation/accept"}
ROUTES = sorted(
    ((path, handler.opt["page"]) for handler in routes(*PAGES) for path in handler.paths), key=lambda it: (it[0], it[1].writes)
)
MORE_THAN_A_ROW = {  # a file on the disk, two plans: what it takes to open these is in the tests of the feature
    "/c/{community:str}/files/{key:str}", "/c/{community:str}/files/{key:str}/small",
    "/c/{community:str}/matters/{matter_id:int}/plan/compare", "/c/{community:str}/matters/{matter_id:int}/plan/variants",
}  # fmt: skip
PART = re.compile(r"{(\w+):(\w+)}")
RECORD = re.compile(r"{\w+:int}|{key:str}")


def filled(path: str, community: str) -> str:
    """`/c/{community:str}/matters/{id:int}` as somebody would open it."""
    known = {"community": community, **STRINGS}
    return PART.sub(lambda part: str(ID) if part[2] == "int" else known[part[1]], path)


@pytest.fixture(autouse=True)
def world(database, time):
    """Somebody is suspended, and there is another street with an office of its own."""
    with database.writing() as session:
        session.scalars(select(Person).filter_by(name=WHO["suspended"])).one().suspended_at = time.at
        here = session.scalars(select(Community).filter_by(slug="liuyin-street")).one()
        street = Community(
            level=here.level, parent_id=here.parent_id, slug="qiaotou-street", name="桥头街道", short="桥头", path=""
        )
        officer = Person(name=WHO["street next door"], created_at=time.at)
        session.add_all([street, officer])
        session.flush()
        street.path = here.path.replace(f"/{here.id}/", f"/{street.id}/")
        office = Body(community_id=street.id, kind=BodyKind.STREET_OFFICE, name="桥头街道办事处")
        session.add(office)
        session.flush()
        session.add(
            Seat(
                community_id=street.id, body_id=office.id, person_id=officer.id, role=Role.STREET, title="街道工作人员",
                since=SINCE, recorded_at=FOUNDED,
            )
        )  # fmt: skip


@pytest.fixture
def rows(database):
    with database.writing() as session:
        samples.build(session)


@pytest.fixture
def anybody(person, visitor):
    """`anybody("staff")`: their browser."""
    return lambda who: person(WHO[who]) if WHO[who] else visitor


@pytest.fixture
def admitted(database, time):
    """`admitted("staff", path, page)`: is this person in the audience of the page, here, today?"""
    actors = {}

    def actor(who, slug):
        with database.reading() as session:
            someone = session.scalars(select(Person).filter_by(name=WHO[who])).one()
            community = session.scalars(select(Community).filter_by(slug=slug)).one() if slug else None
            return actor_in(session, someone, community, today(time.at))

    def asked(who, path, page, slug="liuyin"):
        place = slug if "{community" in path else ""
        if (who, place) not in actors:
            actors[who, place] = VISITOR if who in ("visitor", "suspended") else actor(who, place)
        it = actors[who, place]
        return (page.only.of_record and it.id is not None) or page.only.includes(it, None)

    return asked


@pytest.fixture
def everything(database):
    """Every row of every table, as one comparable thing."""

    def read():
        with database.reading() as session:
            return {table.name: session.execute(select(table).order_by(table.c.id)).all() for table in Base.metadata.sorted_tables}

    return read


def asks(someone, path: str, page) -> int:
    """By hand, with a good token; the status of the very answer."""
    if page.writes:
        return someone.ask("POST", path, data={"_csrf": someone.token}, follow_redirects=False).status_code
    return someone.ask("GET", path, follow_redirects=False).status_code


def changed(before: dict, after: dict) -> Iterator[str]:
    return (name for name in before if before[name] != after[name])


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("who", WHO)
def test_whoever_is_not_in_the_audience_is_refused_and_nothing_changes(who, anybody, admitted, everything):
    someone, before = anybody(who), everything()
    refused = 401 if who in ("visitor", "suspended") else 403
    wrong = []
    for path, page in ROUTES:
        if not admitted(who, path, page):
            status = asks(someone, filled(path, "liuyin"), page)
            if status != refused:
                wrong.append((path, page.only.label, status))
    assert not wrong
    assert not list(changed(before, everything()))


@pytest.mark.usefixtures("rows")
@pytest.mark.parametrize("who", ["visitor", "neighbour", "staff", "street", "admin", "staff next door", "street next door"])
def test_a_record_is_unknown_in_every_other_community(who, anybody, admitted, everything):
    """Whatever one is, next door's numbers lead nowhere: the same 404 as for what does not exist."""
    someone, before = anybody(who), everything()
    wrong = []
    for path, page in ROUTES:
        if path.startswith("/c/{community") and RECORD.search(path) and admitted(who, path, page, "wangjiang"):
            status = asks(someone, filled(path, "wangjiang"), page)
            if status != 404:
                wrong.append((path, status))
    assert not wrong
    assert not list(changed(before, everything()))


@pytest.mark.usefixtures("rows")
def test_the_numbers_lead_to_something_at_home(anybody, admitted):
    """Or the test above would prove nothing."""
    found = set()
    for who in ("proposer", "councillor", "chair", "staff", "admin"):
        someone = anybody(who)
        for path, page in ROUTES:
            if (
                not page.writes
                and path not in found
                and admitted(who, path, page)
                and asks(someone, filled(path, "liuyin"), page) != 404
            ):
                found.add(path)
    empty = {path for path, page in ROUTES if not page.writes and RECORD.search(path)} - found - MORE_THAN_A_ROW
    assert not empty, chr(10).join(sorted(empty))


@pytest.mark.parametrize("who", WHO)
def test_a_page_without_a_record_opens_for_everybody_it_is_for(who, anybody, admitted):
    someone = anybody(who)
    plain = [(path, page) for path, page in ROUTES if not page.writes and not RECORD.search(path)]
    answers = {path: asks(someone, filled(path, "liuyin"), page) for path, page in plain if admitted(who, path, page)}
    assert answers and not {path: status for path, status in answers.items() if status not in (200, 303, 404)}


def test_every_address_can_be_filled_in():
    unknown = [
        path
        for path, _ in ROUTES
        for name, kind in PART.findall(path)
        if kind not in ("int", "str") or (kind == "str" and name not in {"community", *STRINGS})
    ]
    assert not unknown, "say in STRINGS what stands there"


def test_nobody_acts_without_an_account_but_to_get_one():
    assert {path for path, page in ROUTES if page.writes and page.only.includes(VISITOR, None)} == OPEN_TO_ALL


def test_an_office_next_door_is_no_office_here(admitted):
    for path, page in ROUTES:
        if "{community" in path:
            for who in ("staff next door", "chair next door", "street next door"):
                assert admitted(who, path, page) <= admitted("neighbour", path, page), (who, path)
