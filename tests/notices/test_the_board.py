"""公示栏 · what hangs there, how it is found, and what a stranger reads on a sheet."""

import re
from datetime import timedelta

import pytest

from yishi.ledger.models import LedgerEntry
from yishi.notices.models import Notice, post_notice
from yishi.procedure.lifecycle import Case
from yishi.procedure.notice import NoticeKind
from yishi.procedure.people import SYSTEM

BOARD = "/c/liuyin/notices"


def test_a_stranger_reads_the_sheet(visitor, notice):
    visitor.opens(BOARD).sees("关于“南门照明”表决结果的公示", "结果公示", "柳荫街-柳荫-2026-0001", "可提异议", "还剩5天")
    visitor.opens(notice).sees(
        "公示", "表决通过。", "应到", "12人", "9票", "柳荫社区居民议事会", "2026年3月2日", "3月7日(周六)24:00"
    )
    visitor.is_not_offered("提异议")


def test_the_sheet_carries_its_own_address_for_a_telephone(visitor, notice):
    visitor.opens(notice)
    drawing = visitor.page.select_one(".door [role=img] svg path")
    assert drawing is not None
    assert drawing["d"]
    assert not visitor.page.select(".door [style]")


def test_the_digest_on_the_sheet_is_in_the_ledger_and_can_be_recomputed(session, visitor, notice):
    entry = session.query(LedgerEntry).filter_by(step="post_notice").one()
    assert entry.given["digest"] == notice.digest == notice.computed()
    shown = re.sub(r"(.{4})(?!$)", r"\1 ", notice.digest[:16])
    visitor.opens(notice).sees(shown)
    session.expire_all()
    assert session.get(Notice, notice.id).computed() == notice.digest


@pytest.mark.parametrize("change", ["title", "text", "sign"])
def test_a_changed_sheet_no_longer_agrees_with_its_digest(notice, change):
    setattr(notice, change, getattr(notice, change) + "。")
    assert notice.computed() != notice.digest


def test_a_sheet_leaves_the_board_when_its_days_are_over_and_stays_readable(visitor, notice, time):
    time.at = notice.until
    visitor.opens(BOARD).does_not_see("南门照明").sees("现在没有正在公示的内容")
    visitor.opens(f"{BOARD}?all=1").sees("南门照明", "已期满")
    visitor.opens(notice).sees("公示期已满", "表决通过。")


def test_any_feature_may_post_to_the_board(session, matter, visitor, time):
    matter.announce(
        Case(SYSTEM, time.at), NoticeKind.CONSULTING, "“南门照明”方案征询意见", "请提意见。", time.at + timedelta(days=7)
    )
    session.commit()
    visitor.opens(BOARD).sees("征询意见", "“南门照明”方案征询意见").does_not_see("可提异议")
    visitor.opens(visitor.page.select_one(".entry a")["href"]).sees("请提意见。")
    visitor.does_not_see("还没有人提出异议")


def test_the_board_turns_its_pages(session, matter, visitor, time):
    for number in range(45):
        post_notice(session, Case(SYSTEM, time.at), matter, NoticeKind.OTHER, f"第{number:03}号公告", "内容")
    session.commit()
    seen: list[str] = []
    visitor.opens(BOARD)
    while True:
        seen += re.findall(r"第(\d{3})号公告", visitor.words)
        more = visitor.page.select_one(".pager a")
        if more is None or more.get_text() != "更多":
            break
        visitor.opens(str(more["href"]))
    assert seen == [f"{number:03}" for number in reversed(range(45))]


def test_markup_in_a_notice_is_shown_as_typed(session, matter, visitor, time):
    notice = post_notice(
        session, Case(SYSTEM, time.at), matter, NoticeKind.OTHER, "<script>alert(1)</script>", "<img src=x onerror=alert(1)>"
    )
    session.commit()
    visitor.opens(notice).sees("<script>alert(1)</script>", "<img src=x onerror=alert(1)>")
    assert not visitor.page.select("img, main script")


@pytest.mark.parametrize("address", ["?after=-1", "?after=abc", "?after=99999999999999999999", "?all=%00", "?all=1&after=1"])
def test_odd_addresses_of_the_board_do_no_harm(visitor, notice, address):
    assert visitor.opens(BOARD + address).status == 200


def test_another_community_does_not_have_the_sheet(visitor, notice):
    assert visitor.opens(notice.url.replace("/liuyin/", "/wangjiang/")).status == 404
    visitor.opens("/c/wangjiang/notices?all=1").does_not_see("南门照明")


def test_the_pages_ask_the_database_little(visitor, session, matter, notice, queries, time):
    for number in range(30):
        post_notice(session, Case(SYSTEM, time.at), matter, NoticeKind.OTHER, f"第{number}号", "内容")
    session.commit()
    with queries() as seen:
        visitor.opens(BOARD)
    assert len(seen) <= 4, seen
    with queries() as seen:
        visitor.opens(notice)
    assert len(seen) <= 9, seen
