"""监督台账 · the dense table of a community: sorted, filtered, by pages, in sum, and in Excel."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from sqlalchemy import select

from tests import world
from yishi.communities.models import Community, Unit
from yishi.deliveries.models import Delivery
from yishi.procedure.matter import MatterState

PAGE = "/c/liuyin/supervision"


@pytest.fixture
def many(session, home, unit, time):
    """`many(120)`: deliveries with days due, money and progress that differ, every fourth of them closed."""

    def make(count, community=home, title="事项"):
        other = session.scalar(select(Unit).filter_by(name="示例灯具店")) or Unit(
            community_id=community.id, name="示例灯具店", kind="企业"
        )
        for n in range(count):
            matter = world.matter(
                session, community, time.at, title=f"{title}{n}", number=f"{community.slug}-{title}-{n:06}",
                state=MatterState.CLOSED if n % 4 == 3 else MatterState.DELIVERING,
            )  # fmt: skip
            session.add(
                Delivery(
                    community_id=community.id, matter=matter, unit=other if n % 5 == 0 else unit, over=n % 4 == 3,
                    budget=n * 100 + 5, spent=n * 7, progress=n % 101, due=date(2026, 3, 1) + timedelta(days=n % 30),
                    started_at=time.at,
                )
            )  # fmt: skip
        session.commit()

    return make


def titles(someone):
    return [it.get_text() for it in someone.page.select("tbody th a")]


def test_it_lists_what_is_not_closed_by_the_day_it_is_due(visitor, many):
    many(12)
    visitor.opens(PAGE)
    assert titles(visitor) == [f"事项{n}" for n in (0, 1, 2, 4, 5, 6, 8, 9, 10)]
    visitor.sees("共9件", "逾期1件", "逾期1天", "示例灯具店", "¥10.05")
    assert len(visitor.page.select('tr[data-mark="overdue"]')) == 1


@pytest.mark.parametrize("sort", ["due", "progress", "budget", "spent", "number"])
@pytest.mark.parametrize("down", ["", "1"])
@pytest.mark.parametrize("show", ["open", "all", "over"])
def test_the_pages_hold_every_row_once_in_order(visitor, many, sort, down, show):
    many(130)
    visitor.opens(f"{PAGE}?sort={sort}&down={down}&show={show}")
    found = titles(visitor)
    while more := visitor.page.find("a", string="下一页"):
        visitor.opens(more["href"])
        found += titles(visitor)
    key = {
        "due": lambda n: n % 30,
        "progress": lambda n: n % 101,
        "budget": lambda n: n,
        "spent": lambda n: n,
        "number": lambda n: n,
    }[sort]
    wanted = [n for n in range(130) if show == "all" or (n % 4 == 3) == (show == "over")]
    assert found == [f"事项{n}" for n in sorted(wanted, key=lambda n: (key(n), n), reverse=bool(down))]


def test_it_is_filtered_by_unit_and_lateness(visitor, many, unit):
    many(40)
    visitor.opens(f"{PAGE}?show=late")
    assert titles(visitor) == ["事项0", "事项30"]
    visitor.opens(f"{PAGE}?unit={unit.id}")
    assert "事项0" not in titles(visitor) and "事项1" in titles(visitor)
    form = visitor.page.select_one("form[aria-label=筛选台账]")
    visitor.sends(form, unit="", show="late").sees("事项30").does_not_see("事项1 ")


@pytest.mark.parametrize(
    "address",
    [
        "?sort=; drop",
        "?after=x",
        "?after=2026-13-45_1",
        "?unit=abc",
        "?unit=99999999999999999999",
        "?show=x",
        "?sort=budget&after=_",
    ],
)
def test_an_address_that_cannot_be_read_is_as_if_it_were_plain(visitor, many, address):
    many(3)
    assert visitor.opens(PAGE + address).status == 200
    assert titles(visitor) == ["事项0", "事项1", "事项2"]


def test_another_community_is_not_in_it(visitor, session, many):
    many(3)
    many(2, community=session.scalars(select(Community).filter_by(slug="wangjiang")).one(), title="望江事")
    visitor.opens(PAGE).does_not_see("望江事")
    visitor.opens("/c/wangjiang/supervision").sees("望江事0").does_not_see("事项0")


def test_an_empty_ledger_says_so(visitor):
    visitor.opens(PAGE).sees("现在没有正在办的事项")


def test_it_costs_the_same_however_many_there_are(visitor, many, queries):
    many(3)
    with queries() as few:
        visitor.opens(PAGE)
    many(200, title="更多")
    with queries() as lots:
        visitor.opens(PAGE)
    assert len(few) == len(lots) <= 6


def test_the_workbook_holds_the_same_rows(visitor, many):
    many(60)
    visitor.opens(f"{PAGE}.xlsx?show=all&sort=number")
    assert "attachment" in visitor.response.headers["content-disposition"]
    sheet = openpyxl.load_workbook(io.BytesIO(visitor.response.content)).active
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert len(rows) == 60
    assert {row[1]: (row[7], row[8], row[9]) for row in rows}["事项12"] == (12.05, 0.84, 11.21)


def test_a_workbook_that_is_cut_says_so(visitor, many, monkeypatch):
    monkeypatch.setattr("yishi.deliveries.queries.MOST_EXPORTED", 5)
    many(12)
    visitor.opens(f"{PAGE}.xlsx?show=all")
    rows = list(openpyxl.load_workbook(io.BytesIO(visitor.response.content)).active.iter_rows(min_row=3, values_only=True))
    assert len(rows) == 6 and "只导出了前5件" in rows[-1][0]


def test_a_name_that_looks_like_a_formula_stays_text(visitor, session, many):
    many(1, title='=HYPERLINK("http://x")')
    visitor.opens(f"{PAGE}.xlsx")
    cell = openpyxl.load_workbook(io.BytesIO(visitor.response.content)).active["B3"]
    assert cell.data_type == "s" and cell.value.startswith("=HYPERLINK")
