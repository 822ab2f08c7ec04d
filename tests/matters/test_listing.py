"""事项列表 · finding a matter among many."""

import pytest

from tests import world
from yishi.procedure.lifecycle import Case
from yishi.procedure.people import Actor


@pytest.fixture
def seventy(session, home, time):
    """Seventy proposals, the newest is 第70件."""
    world.adopt(session, home, time.at, open_proposals_cap="100")
    for n in range(1, 71):
        it = world.matter(session, home, time.at, title=f"第{n}件")
        it.take("submit", Case(Actor(it.proposer_id, "林秀兰"), time.at, {"known": ["yes"]}))
    session.commit()


def test_every_matter_is_reached_by_turning_pages(visitor, seventy):
    seen, address = [], "/c/liuyin/matters"
    while address:
        visitor.opens(address)
        seen += [link.get_text() for link in visitor.page.select(".entry .title a")]
        more = visitor.page.select_one(".pager a[href*='after=']")
        address = more["href"] if more else ""
    assert seen == [f"第{n}件" for n in range(70, 0, -1)]


def test_a_filter_that_nothing_meets_says_so(visitor, seventy):
    visitor.opens("/c/liuyin/matters?stage=vote").sees("没有符合条件的事项")
    visitor.opens("/c/liuyin/matters?stage=nonsense&after=x&kind='").sees("第70件")


def test_words_find_a_matter(visitor, seventy):
    visitor.opens("/c/liuyin/search?q=路灯").sees("第70件")
    visitor.opens("/c/liuyin/search?q=电梯").sees("没有找到“电梯”")
    visitor.opens("/c/liuyin/search?q=%25").sees("没有找到")


def test_another_community_lists_none_of_it(visitor, seventy):
    visitor.opens("/c/wangjiang/matters").does_not_see("第70件")
    visitor.opens("/c/wangjiang/search?q=路灯").does_not_see("第70件")


def test_the_list_costs_a_few_queries(visitor, seventy, queries):
    with queries() as seen:
        visitor.opens("/c/liuyin/matters")
    assert len(seen) <= 4, seen
