"""首页 · what this is and where something goes on; in a community first of all what one may do."""

import pytest

from tests import world
from tests.matters.proposing import NEIGHBOURS, case, submitted
from yishi.home.pages import BUSIEST, OTHERS
from yishi.ledger.models import LedgerEntry


@pytest.fixture
def seconded(session, home, time):
    """A proposal with four of the five seconds it needs."""
    it = submitted(session, home, time)
    for name in NEIGHBOURS[:4]:
        it.take("second", case(session, name, time))
    session.commit()
    return it


def test_the_first_page_says_what_this_is(visitor):
    visitor.opens("/").sees("住在社区的人提出要办的事", "登录")
    assert len(visitor.page.select_one(".prose").get_text().strip("。").split("。")) == 2


def test_communities_with_something_going_on_come_first(visitor, seconded):
    page = visitor.opens("/").page
    assert [link.get_text() for link in page.select("[aria-labelledby=busy] .title a")] == ["柳荫社区"]
    visitor.sees("1件事正在办")
    assert "柳荫社区" not in page.select_one("[aria-labelledby=others]").get_text()


def test_every_community_is_there_however_many_there_are(visitor, session, home):
    for n in range(BUSIEST + OTHERS):
        world._place(session, home.level, home.parent, f"more-{n}", f"第{n}社区", f"社{n}")
    session.commit()
    found = {it["href"] for it in visitor.opens("/").page.select("main a")}
    while more := visitor.page.find("a", string="更多"):
        found |= {it["href"] for it in visitor.opens(more["href"]).page.select("main a")}
    assert {f"/c/more-{n}" for n in range(BUSIEST + OTHERS)} | {"/c/liuyin", "/c/wangjiang"} <= found


def test_the_first_page_asks_the_database_little(visitor, queries):
    with queries() as seen:
        visitor.opens("/")
    assert len(seen) <= 3, seen


def test_a_card_says_how_many_are_still_missing(visitor, seconded):
    visitor.opens("/c/liuyin").sees("已有4人附议，还差1人")


def test_proposing_stands_at_the_top_for_whoever_may(person, visitor):
    for someone in (visitor, person("林秀兰")):
        assert someone.opens("/c/liuyin").page.select_one("main a.button").get_text() == "提出事项"
    head = person("江北人").opens("/c/liuyin").page.select_one("main h1").parent
    assert "提出事项" not in head.get_text()


def test_machine_words_of_the_ledger_are_folded_away(visitor, seconded, session):
    seq = session.query(LedgerEntry).filter_by(step="submit").one().seq
    digest = session.query(LedgerEntry).filter_by(step="submit").one().digest
    session.rollback()
    page = visitor.opens(f"/c/liuyin/ledger/{seq}").sees("罗湖议事十条").page
    folded = page.select_one("main details").extract().get_text()
    assert digest in folded and "luohu10@1" in folded
    rest = page.select_one("main").get_text()
    assert digest not in rest and "luohu10" not in rest
