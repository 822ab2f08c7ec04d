"""留页 · what a visitor reads may be a page made a moment ago, but never one from before the last act, nor anybody's own."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from yishi.communities.models import Community
from yishi.db import Database

HOME = "/c/liuyin"


def renamed(name):
    return update(Community).where(Community.slug == "liuyin").values(name=name)


def test_the_second_visitor_reads_the_page_made_for_the_first(visitor, browse, queries):
    first = visitor.ask("GET", HOME)
    with queries(kept=True) as seen:
        second = browse()("GET", HOME)
    assert seen == []
    assert second.text == first.text


def test_after_a_commit_no_visitor_reads_the_page_from_before(visitor, database):
    visitor.ask("GET", HOME)
    with database.writing() as session:
        session.execute(renamed("新柳荫社区"))
    assert "新柳荫社区" in visitor.ask("GET", HOME).text


def test_what_another_process_commits_is_seen_two_seconds_later(visitor, database, time):
    visitor.ask("GET", HOME)
    elsewhere = Database(database.url)
    with elsewhere.writing() as session:
        session.execute(renamed("新柳荫社区"))
    elsewhere.close()
    time.at += timedelta(seconds=2)
    assert "新柳荫社区" in visitor.ask("GET", HOME).text


@pytest.mark.parametrize("address", [HOME, f"{HOME}/matters", f"{HOME}/people"])
def test_whoever_has_signed_in_reads_a_page_of_their_own(person, visitor, queries, address):
    visitor.ask("GET", address)
    reader = person("林秀兰")
    reader.ask("GET", address)
    with queries(kept=True) as seen:
        hers = reader.ask("GET", address)
    assert seen != []
    assert "林秀兰" in hers.text
    assert "林秀兰" not in visitor.ask("GET", address).text
    assert hers.headers["cache-control"] == "no-store"


def test_a_page_with_a_sentence_for_one_browser_is_not_kept(browse):
    said = browse({"say": "%E5%B7%B2%E9%80%80%E5%87%BA"})("GET", HOME)
    assert "已退出" in said.text
    assert "已退出" not in browse()("GET", HOME).text


def test_large_type_and_ordinary_type_are_two_pages(browse):
    ordinary = browse()("GET", HOME).text
    large = browse({"size": "elder"})("GET", HOME).text
    assert 'data-size="elder"' in large
    assert 'data-size="elder"' not in ordinary
    assert browse()("GET", HOME).text == ordinary


def test_a_page_asked_for_under_a_forged_host_is_given_to_nobody_else(browse, queries):
    browse()("GET", HOME, headers={"host": "elsewhere.test"})
    with queries(kept=True) as seen:
        browse()("GET", HOME)
    assert seen != []
