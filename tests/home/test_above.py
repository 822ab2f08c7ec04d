"""街道、区的首页 · the communities under a place, never a community's front page with noughts."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import world
from yishi.people.models import CodeRequest, Person
from yishi.procedure.matter import MatterState


@pytest.fixture
def late(session, home, time):
    it = world.matter(
        session, home, time.at, state=MatterState.REVIEW, number="柳荫街-柳荫-2026-0001", due_at=time.at, escalated=True
    )
    session.commit()
    return it


@pytest.mark.parametrize("slug", ["liuyin-street", "shifan"])
def test_it_lists_its_communities_and_what_is_overdue(visitor, late, slug):
    visitor.opens(f"/c/{slug}").sees("柳荫社区", "望江社区", "超期1件").does_not_see("位邻居附议", "提出事项", "五个阶段")


def test_it_offers_no_lists_that_only_communities_have(visitor, home):
    offered = {it["href"] for it in visitor.opens("/c/liuyin-street").page.select("nav a")}
    assert not offered & {f"/c/liuyin-street/{part}" for part in ("matters", "polls", "notices", "supervision", "rules")}
    assert {"/c/liuyin/matters", "/c/liuyin/polls"} <= {it["href"] for it in visitor.opens("/c/liuyin").page.select("nav a")}


@pytest.mark.parametrize("name", ["街道老李", "管理员", "林秀兰"])
def test_nobody_is_led_to_a_page_that_is_refused(person, late, name):
    somebody = person(name).opens("/c/liuyin-street")
    for link in {it["href"] for it in somebody.page.select("main a[href^='/']")}:
        assert person(name).opens(link).status == 200, link


def test_it_asks_little_however_many_communities_there_are(session, person, home, queries):
    for n in range(40):
        world._place(session, home.level, home.parent, f"more-{n}", f"第{n}社区", f"社{n}")
    session.commit()
    li = person("街道老李")
    with queries() as seen:
        li.opens("/c/liuyin-street")
    assert li.status == 200 and len(seen) <= 10, len(seen)
    assert len(li.page.select("main .entry")) == 30
    li.opens(li.page.select_one("main a[href*='after=']")["href"]).sees("第39社区")


def test_a_grid_leads_to_its_community(visitor):
    assert visitor.opens("/c/liuyin-g1").url.endswith("/c/liuyin")


def test_the_inbox_of_a_street_has_the_codes_asked_for_in_its_communities(session, person, home, time):
    people = {it.name: it.id for it in session.scalars(select(Person))}
    session.add(
        CodeRequest(
            community_id=home.id, person_id=people["陈国栋"], asked_by_id=people["王主任"], asked_at=time.at,
            expires_at=time.at + timedelta(days=1),
        )
    )  # fmt: skip
    session.commit()
    li = person("街道老李").opens("/c/liuyin-street/todo").sees("核准登录码", "陈国栋")
    assert li.page.select_one(f"a.button[href='/c/liuyin/desk/people/{people['陈国栋']}']")
    person("王主任").opens("/c/liuyin/todo").does_not_see("核准登录码")
