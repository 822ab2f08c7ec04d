"""会上议过 · a matter's pages lead to the sittings that decided or discussed it, and to no others."""

import json
from datetime import timedelta

import pytest

from tests.sittings.conftest import Do
from yishi.ledger.tick import tick
from yishi.procedure.sitting import ItemKind, Outcome, SittingState
from yishi.sittings.minutes import MinutesLine
from yishi.sittings.models import AgendaItem, Sitting, new_secret
from yishi.sittings.of_matter import MOST

NAME = "柳荫社区居民议事会第一次会议"


@pytest.fixture
def matter_url(session, sitting):
    url = sitting.items[0].matter.url
    session.commit()
    return url


def led(person, page):
    """The line that tells of it, and where it leads."""
    link = person.opens(page).page.find("main").find("a", string=NAME)
    return (link.find_parent("p").get_text(), link["href"]) if link else None


def test_a_decision_leads_to_the_sitting_until_its_minutes_are_public_and_then_to_them(
    session, opened, does, decides, by, at_page, matter_url
):
    url, lin = opened.url, at_page("林秀兰")
    does("周敏", Do.CALL_ITEM, item=0)
    decides(ayes=7, noes=2)
    assert led(lin, matter_url) is None  # while it goes on the box says so
    does("周敏", Do.ADJOURN)
    for page in (matter_url, f"{matter_url}/record", f"{matter_url}/dossier"):
        assert led(lin, page) == (f"3月11日(周三)在{NAME}上表决通过。", url), page
    opened.take("circulate", by("郑秘书"))
    session.commit()
    for page in (matter_url, f"{matter_url}/record", f"{matter_url}/dossier"):
        assert led(lin, page)[1] == f"{url}/minutes", page
    (told,) = json.loads(lin.opens(f"{matter_url}/dossier.json").text)["sittings"]
    assert (told["name"], told["outcome"], told["url"]) == (NAME, "通过", f"{url}/minutes")


def test_what_was_only_talked_about_is_told_as_that(session, database, opened, does, at_page, matter_url, time):
    does("周敏", Do.CALL_ITEM, item=0)
    time.passes(hours=13)  # nobody closes it
    tick(database, time.at)
    assert led(at_page("林秀兰"), matter_url)[0].endswith("上议过，没有决定。")
    opened.items[0].kind, opened.items[0].outcome = ItemKind.DISCUSS, None
    session.commit()
    assert led(at_page("林秀兰"), matter_url)[0].endswith("上讨论过。")


def test_what_was_not_reached_is_not_told(opened, does, at_page, matter_url):
    does("周敏", Do.CALL_ITEM, item=1, reason="天气热，先说乘凉")
    does("周敏", Do.ADJOURN)
    assert led(at_page("林秀兰"), matter_url) is None


@pytest.mark.parametrize("state", [SittingState.PLANNED, SittingState.NOTICED, SittingState.CANCELLED, SittingState.FAILED])
def test_a_sitting_that_was_not_held_is_nobodys(session, sitting, at_page, matter_url, state):
    where = {"community_id": sitting.community_id, "sitting_id": sitting.id}
    session.add(MinutesLine(**where, position=1, part="第一项：南门照明", item=0, written="x", text="x"))  # none is ever written
    sitting.state = state
    session.commit()
    for name in ("林秀兰", "周敏", "郑秘书"):
        assert led(at_page(name), matter_url) is None
        assert led(at_page(name), f"{matter_url}/record") is None
        assert json.loads(at_page(name).opens(f"{matter_url}/dossier.json").text)["sittings"] == []


def test_however_many_sittings_the_pages_ask_little(session, sitting, at_page, matter_url, queries):
    lin, pages = at_page("林秀兰"), [matter_url, *(f"{matter_url}/{tab}" for tab in ("record", "dossier"))]

    def cost(page):
        with queries() as seen:
            assert lin.opens(page).status == 200
        return len(seen)

    before = [cost(page) for page in pages]
    same = ("community_id", "body_id", "rule_set_version_id", "place", "chair_id", "secretary_id", "created_at")
    usual = {name: getattr(sitting, name) for name in (*same, "entered_at", "touched_at")}
    matter_id = sitting.items[0].matter_id
    for n in range(2, MOST + 7):
        at = sitting.starts_at - timedelta(days=n)
        it = Sitting(**usual, number=n, title=f"第{n}次", starts_at=at, secret=new_secret(), state=SittingState.SEALED)
        session.add(it)
        session.flush()
        where = {"community_id": it.community_id, "sitting_id": it.id}
        session.add(AgendaItem(**where, position=0, kind=ItemKind.DECIDE, title="x", matter_id=matter_id, outcome=Outcome.OPEN))
        session.add(MinutesLine(**where, position=1, part="第一项：x", item=0, written="x", text="x"))
    session.commit()
    assert [cost(page) for page in pages] == before
    assert len(lin.opens(matter_url).page.find("main").find_all("a", href=lambda it: it and it.endswith("/minutes"))) == MOST
