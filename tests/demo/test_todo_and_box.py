"""待办与“您现在可以”· what the inbox says is owed can be done where it leads, and the box of a matter knows of it."""

import re

import pytest
from sqlalchemy import or_, select

from yishi.communities.models import Community
from yishi.demo import names
from yishi.home import todo
from yishi.matters.acts import acts_of
from yishi.matters.models import Matter
from yishi.people.models import Person, Seat
from yishi.procedure.matter import OVER, MatterState
from yishi.web.sign_ins import actor_in
from yishi.web.visit import Sent, Visit

HERE = f"/c/{names.ALIVE[0][0]}"
OF_A_MATTER = re.compile(rf"({HERE}/matters/\d+)")


def people(session) -> list[str]:
    """One of each kind that holds a seat here or above, a resident, and everybody of the council."""
    home = session.scalars(select(Community).where(Community.slug == names.ALIVE[0][0])).one()
    seated = select(Person.name).join(Seat, Seat.person_id == Person.id)
    here = or_(Seat.community_id == home.id, Seat.community_id.in_(home.ancestor_ids))
    return sorted({*session.scalars(seated.where(here)), names.RESIDENT})


@pytest.fixture
def reader(database):
    """Beside the writer, of which there is one."""
    with database.reading() as it:
        yield it


@pytest.fixture
def seen_as(reader, time):
    """`seen_as("陈国栋")`: a visit of theirs to the community, without a request."""
    home = reader.scalars(select(Community).where(Community.slug == names.ALIVE[0][0])).one()

    def visit(name):
        it = Visit(None, reader, None, time.at, Sent(), writes=False, community=home)
        who = reader.scalars(select(Person).where(Person.name == name).order_by(Person.id).limit(1)).one()
        it.actor = actor_in(reader, who, home, it.today)
        return it

    return visit


def test_what_the_inbox_says_is_owed_can_be_done_where_it_leads(reader, person, seen_as):
    led = 0
    for name in people(reader):
        rows = {row.url: row for row in todo.rows(seen_as(name))}
        somebody = person(name) if rows else None
        for url, row in rows.items():
            somebody.opens(url.partition("#")[0])
            main = somebody.page.select_one("main")
            acts = [it for it in main.select("form[method=post] button") if not it.get("aria-disabled")]
            boxed = main.select(".now-box a.button")
            assert somebody.status == 200 and (acts or boxed), (name, row)
            led += 1
    assert led > 20


def test_the_box_knows_of_everything_in_the_inbox(reader, seen_as):
    for name in people(reader):
        visit = seen_as(name)
        for row in todo.rows(visit):
            if (found := OF_A_MATTER.match(row.url)) is None:
                continue
            matter = reader.get(Matter, int(found[1].rpartition("/")[2]))
            owed = [act for act in acts_of(visit, matter) if act.owed]
            steps = [offer for offer in matter.offers(visit.case) if not offer.reasons]
            assert owed or steps, (name, row)


def test_the_inbox_knows_of_everything_that_the_box_says_is_owed(reader, seen_as):
    matters = reader.scalars(select(Matter).where(Matter.number.is_not(None), Matter.state.not_in(OVER))).all()
    checked = 0
    for name in people(reader):
        visit = seen_as(name)
        inbox = {row.url for row in todo.rows(visit)}
        matters_owed = {found[1] for url in inbox if (found := OF_A_MATTER.match(url))}
        for matter in matters:
            if matter.community_id != visit.here.id:
                continue
            for act in acts_of(visit, matter):
                if act.owed:
                    checked += 1
                    assert act.url in inbox or f"{matter.url}" in matters_owed, (name, matter.number, act)
    assert checked > 20


def test_nobody_is_told_that_there_is_nothing_while_a_poll_waits_for_them(reader, person):
    voting = reader.scalars(
        select(Matter).join(Community).where(Matter.state == MatterState.VOTING, Community.slug == names.ALIVE[0][0])
    ).first()
    chen = person(names.COUNCILLOR).opens(voting)
    assert chen.page.select_one(".now-box a.button[data-kind=primary]").get_text(strip=True) in ("去投票", "看我的回执")
