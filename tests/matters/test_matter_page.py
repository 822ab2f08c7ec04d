"""事项页 · what a stranger, a resident and the proposer see on the matter's page."""

import pytest

from tests import world
from yishi.procedure.lifecycle import Case
from yishi.procedure.people import Actor


@pytest.fixture
def matter(session, home, time):
    it = world.matter(session, home, time.at)
    it.take("submit", Case(Actor(it.proposer_id, "林秀兰"), time.at, {"known": ["yes"]}))
    session.commit()
    return it.url


def test_a_stranger_knows_what_is_decided_and_where_it_stands(visitor, matter):
    visitor.opens(matter).sees("南门照明", "柳荫街-柳荫-2026-0001", "正在征集附议", "需要5人，已有0人")
    visitor.is_not_offered("附议")


def test_a_neighbour_seconds_with_one_press(person, matter):
    chen = person("陈国栋")
    chen.opens(matter).presses("附议").sees("需要5人，已有1人", "已办理：附议")
    chen.opens(matter).sees("每人只附议一次")


def test_the_proposer_is_not_offered_the_wrong_act(person, matter):
    lin = person("林秀兰")
    lin.opens(matter).is_not_offered("附议").does_not_see("附议人须是提出人以外的人")
    lin.posts(f"{matter}/second").sees("附议人须是提出人以外的人")
    assert lin.status == 409


def test_the_record_tells_everything(person, visitor, matter):
    person("陈国栋").opens(matter).presses("附议")
    visitor.opens(f"{matter}/record").sees("提交", "附议", "需要5人，已有0人")


def test_another_community_knows_nothing_of_it(person, matter):
    stranger = person("江北人")
    stranger.opens(matter.replace("/liuyin/", "/wangjiang/"))
    assert stranger.status == 404
    stranger.posts(f"{matter}/second")
    assert stranger.status == 403


def test_the_page_asks_the_database_little(visitor, matter, queries):
    with queries() as seen:
        visitor.opens(matter)
    assert len(seen) <= 9, seen
