"""事项列表 · finding a matter among many."""

import pytest
from sqlalchemy import select

from yishi.communities.models import RuleSetVersion
from yishi.matters.models import Matter
from yishi.people.models import Person
from yishi.procedure.lifecycle import Case
from yishi.procedure.matter import MatterKind
from yishi.procedure.people import Actor
from yishi.procedure.similar import bigrams


@pytest.fixture
def seventy(session, home, time):
    """Seventy proposals, the newest is 第70件."""
    proposer = session.scalars(select(Person).filter_by(name="林秀兰")).one()
    rules = session.scalars(select(RuleSetVersion.id)).first()
    for n in range(1, 71):
        it = Matter(
            community_id=home.id, kind=MatterKind.ISSUE, title=f"第{n}件", need="在南门加装路灯", place="南门",
            beneficiaries="全体居民", proposer_id=proposer.id, rule_set_version_id=rules, search=bigrams(f"第{n}件 路灯"),
            created_at=time.at, entered_at=time.at, touched_at=time.at,
        )  # fmt: skip
        session.add(it)
        session.flush()
        it.take("submit", Case(Actor(proposer.id, "林秀兰"), time.at))
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
