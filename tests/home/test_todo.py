"""待办 · what I owe, and the same number on the badge."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import world
from yishi.home.todo import MOST
from yishi.people.models import Person
from yishi.procedure.lifecycle import Case
from yishi.procedure.matter import MatterState
from yishi.procedure.people import Actor, Role


@pytest.fixture
def under_review(session, home, time):
    """A proposal with five seconders, waiting for the staff."""
    it = world.matter(session, home, time.at)
    it.take("submit", Case(Actor(it.proposer_id, "林秀兰"), time.at, {"known": ["yes"]}))
    for name in ("赵春梅", "孙立", "钱进", "李小平", "胡军"):
        person = session.scalars(select(Person).filter_by(name=name)).one()
        it.take("second", Case(Actor(person.id, name, frozenset({Role.RESIDENT})), time.at))
    session.commit()
    return it.url


def test_the_staff_owe_a_review_and_are_told_when_it_is_late(person, under_review, time):
    wang = person("王主任")
    wang.opens("/c/liuyin/todo").sees("1件", "受理审查", "南门照明", "之后")
    assert wang.page.select_one(".tabbar .badge").get_text().startswith("1")
    time.passes(days=20)
    wang.opens("/c/liuyin/todo").sees("已逾期", "受理审查")


def test_nobody_else_owes_it(person, visitor, under_review):
    person("周敏").opens("/c/liuyin/todo").sees("现在没有欠着的事")
    person("望江主任").opens("/c/wangjiang/todo").sees("现在没有欠着的事")
    assert visitor.opens("/c/liuyin/todo").status == 401


def test_a_returned_proposal_is_its_proposers_duty(person, under_review):
    person("王主任").opens(under_review).presses("退回补正", reason="写清楚几盏灯")
    person("林秀兰").opens("/c/liuyin/todo").sees("补正后再提交", "您是提出人")


def test_whatever_is_cut_off_could_wait_longest(person, session, home, time):
    for n in range(MOST):
        world.matter(
            session, home, time.at, state=MatterState.REVIEW, number=f"柳荫街-柳荫-2026-{n:04}", due_at=time.at + timedelta(days=9)
        )
    world.matter(
        session, home, time.at, title="最急的一件", state=MatterState.REVIEW, number="柳荫街-柳荫-2026-0999", due_at=time.at
    )
    session.commit()
    person("王主任").opens("/c/liuyin/todo").sees("最急的一件", "已逾期")


@pytest.mark.parametrize("name", ["林秀兰", "陈国栋", "王主任", "周敏", "监督员甲", "物业小何", "街道老李", "管理员"])
def test_the_inbox_is_one_statement_for_everybody(person, under_review, queries, name):
    somebody = person(name)
    with queries() as seen:
        somebody.opens("/c/liuyin/todo")
    assert somebody.status == 200 and len(seen) <= 7, seen


def test_the_front_page_asks_little_and_shows_what_waits(visitor, under_review, queries):
    with queries() as seen:
        visitor.opens("/c/liuyin").sees("柳荫社区，现在的事", "五个阶段")
    assert len(seen) <= 12, seen
