"""人人看得清 · every kind of page of the demonstration, as everybody who may open it, and the forms that come back with errors."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from e2e.reading import Read, faults, forms, send_empty
from e2e.town import Town
from tests.communities.sheets import GOOD, sheet
from yishi.atlas import addressed
from yishi.demo import names
from yishi.home.desk import QUEUES

AT_HOME = "/c/wenhua"
VISITOR = "访客"
READERS = (VISITOR, *names.READY)
DATA = re.compile(r"json$|xlsx$|/text$|/template$|/faults$|/files/|/healthz$|/similar$|/cap$|/live$|docx$")  # and parts of pages
PAGES = [shape.removeprefix("GET ") for shape, page in addressed() if not page.writes and not DATA.search(shape)]

# Read at these addresses.
ELSEWHERE = {
    "/c/{community:str}": ["/c/luohu", "/c/huangbei", "/c/xinxiu", "/c/wenhua"],
    "/c/{community:str}/desk": ["/c/luohu/desk", "/c/huangbei/desk", "/c/wenhua/desk"],
    "/c/{community:str}/desk/seats": ["/c/luohu/desk/seats", "/c/wenhua/desk/seats"],
    "/c/{community:str}/desk/queues/{name:str}": [f"/c/wenhua/desk/queues/{name}" for name in QUEUES],
    "/c/{community:str}/overdue": ["/c/luohu/overdue", "/c/huangbei/overdue"],
    "/c/{community:str}/search": ["/c/wenhua/search?q=路灯", "/c/wenhua/search?q=没有的"],
    "/c/{community:str}/polls": ["/c/wenhua/polls", "/c/wenhua/polls?past=1"],
    "/c/{community:str}/desk/people": ["/c/wenhua/desk/people", "/c/wenhua/desk/people?q=周"],
    "/c/{community:str}/matters/new": ["/c/wenhua/matters/new"],
    "/c/{community:str}/training/quiz/result": ["/c/wenhua/training/quiz/result?given=0000000000000"],
    "/admin/places/{place_id:int}": ["/admin/places/1", "/admin/places/2", "/admin/places/12"],
}

# Read at addresses with these values in them: of all rows that fit, those of the first community.
M = "/c/{community:str}/matters/{matter_id:int}"
S = "/c/{community:str}/sittings/{sitting_id:int}"
PLANNED = "SELECT id FROM sittings WHERE state = 'planned'"
ACTS = " ".join(f"UNION SELECT '{act}'" for act in ("count", "amend", "remind", "divide", "announce", "recuse", "hand_over"))
ROWS = {
    M: "id FROM matters GROUP BY state",
    M + "/plan": "id FROM matters WHERE state IN ('review', 'planning', 'consulting', 'debating', 'closed') GROUP BY state",
    M + "/debate": "id FROM matters WHERE community_id = 12 AND state IN ('consulting', 'debating', 'delivering') GROUP BY id",
    M + "/poll": "id FROM matters WHERE state IN ('debating', 'voting', 'posted', 'rejected') GROUP BY state",
    M + "/supervision": "id FROM matters WHERE state IN ('voting', 'delivering', 'accepting', 'rating', 'closed') GROUP BY state",
    M + "/draft": "id FROM matters WHERE state = 'draft'",
    M + "/draft/remove": "id FROM matters WHERE state = 'draft'",
    M + "/preview": "id FROM matters WHERE state = 'draft'",
    M + "/comments/{comment_id:int}": "matter_id, id FROM comments GROUP BY state",
    M + "/comments/new": "id FROM matters WHERE state = 'consulting'",
    M + "/comments": "id FROM matters WHERE state = 'consulting'",
    M + "/debate/amend": "id FROM matters WHERE state = 'debating' GROUP BY id",
    M + "/debate/motions/{motion_id:int}": "matter_id, id FROM motions GROUP BY kind, state",
    M + "/merges/{merge_id:int}": "matter_id, id FROM merges GROUP BY state",
    M + "/plan/compare": "matter_id FROM plan_versions WHERE number = 2 AND published_at IS NOT NULL",
    M + "/plan/draft": "id FROM matters WHERE state = 'planning'",
    M + "/plan/edit": "id FROM matters WHERE state = 'planning'",
    M + "/plan/group": "id FROM matters WHERE state IN ('planning', 'closed') GROUP BY state",
    M + "/plan/members/{member_id:int}": "matter_id, id FROM plan_members GROUP BY state",
    M + "/plan/variants": "matter_id FROM plan_versions WHERE variant = 'B' AND published_at IS NOT NULL",
    M + "/plan/versions": "matter_id FROM plan_versions WHERE number = 2 AND published_at IS NOT NULL",
    M + "/plan/versions/{version_id:int}": "matter_id, id FROM plan_versions WHERE published_at IS NOT NULL",
    M + "/invite": "id FROM matters WHERE state = 'seconding'",
    M + "/urge": "id FROM matters WHERE state = 'review'",
    M + "/record": "id FROM matters WHERE state = 'closed'",
    M + "/dossier": "id FROM matters WHERE state = 'closed'",
    "/c/{community:str}/notices/{notice_id:int}": "id FROM notices GROUP BY kind",
    "/c/{community:str}/notices/{notice_id:int}/object": "notice_id FROM objections WHERE state = 'waiting'",
    "/c/{community:str}/notices/{notice_id:int}/objections/{objection_id:int}": "notice_id, id FROM objections GROUP BY state",
    "/c/{community:str}/polls/{poll_id:int}": "id FROM polls GROUP BY state",
    "/c/{community:str}/polls/{poll_id:int}/ballot": "id FROM polls WHERE state = 'open'",
    "/c/{community:str}/polls/{poll_id:int}/receipt": "id FROM polls WHERE state = 'open' GROUP BY id",
    "/c/{community:str}/polls/{poll_id:int}/roll/{elector_id:int}": "poll_id, id FROM electors GROUP BY state",
    S: "id FROM sittings GROUP BY state",
    S + "/again": "id FROM sittings WHERE state = 'sealed'",
    S + "/by-hand": "id FROM sittings WHERE state = 'noticed'",
    S + "/check-in": "id FROM sittings WHERE state IN ('noticed', 'sealed') GROUP BY state",
    S + "/door": "id FROM sittings WHERE state = 'noticed'",
    S + "/edit": "id FROM sittings WHERE state = 'planned'",
    S + "/items/{item_id:int}": f"sitting_id, id FROM agenda_items WHERE sitting_id IN ({PLANNED})",
    S + "/notice": "id FROM sittings WHERE state = 'noticed'",
    S + "/roll": "id FROM sittings WHERE state = 'noticed'",
    S + "/room": "id FROM sittings WHERE state = 'noticed'",
    S + "/screen": "id FROM sittings WHERE state = 'noticed'",
    S + "/say/{act:str}": f"id, act FROM sittings, (SELECT 'move' AS act {ACTS}) WHERE state = 'noticed' GROUP BY id, act",
    S + "/minutes": "id FROM sittings WHERE state IN ('sealed', 'noticed') GROUP BY state",
    S + "/minutes/lines/{line_id:int}": "sitting_id, id FROM minutes_lines GROUP BY part",
    S + "/minutes/objections/{objection_id:int}": "sitting_id, id FROM minutes_objections GROUP BY state",
    S + "/minutes/print": "id FROM sittings WHERE state = 'sealed'",
    S + "/minutes/statistics": "id FROM sittings WHERE state = 'sealed'",
    "/c/{community:str}/ledger/{seq:int}": "seq FROM ledger_entries WHERE step = 'accept'",
    "/c/{community:str}/people/{body_id:int}": "id FROM bodies WHERE kind IN ('council', 'workstation') GROUP BY kind",
    "/c/{community:str}/rules/{version_id:int}": "id FROM rule_set_versions",
    "/c/{community:str}/rules/{version_id:int}/print": "id FROM rule_set_versions",
    "/c/{community:str}/desk/bodies/{body_id:int}/seat": "id FROM bodies WHERE kind = 'council'",
    "/c/{community:str}/desk/people/{person_id:int}": "person_id FROM residences",
    "/c/{community:str}/desk/seats/{seat_id:int}": "id FROM seats WHERE until IS NULL AND community_id = 12",
    "/c/{community:str}/desk/units/{unit_id:int}": "id FROM units",
    "/c/{community:str}/desk/roster/{import_id:int}": "id FROM roster_imports GROUP BY phase",
}

RULES_WRITTEN = """SELECT people.name, matters.id FROM matters JOIN people ON people.id = matters.lead_id
    WHERE matters.kind = 'rule_change' AND matters.state = 'planning'"""

# Read by whoever comes to them through a form.
CODE, REVIEW = "/c/{community:str}/desk/people/{person_id:int}/code", "/c/{community:str}/polls/{poll_id:int}/review"
RULE, NEW_RULE, CHANGES = M + "/plan/piece", "/c/{community:str}/desk/rules/piece", "/c/{community:str}/desk/rules/changes"

SCENE = "/c/{community:str}/training/practice/{practice_id:int}"


@pytest.fixture
def town(demonstration: Town) -> Town:
    return demonstration


@pytest.fixture(scope="session")
def read() -> Read:
    """Kept to the end of the run: the last test, which needs no browser, may come after other stories."""
    return Read()


@pytest.fixture
def addresses(town: Town) -> Callable[[], Iterator[tuple[str, str]]]:
    """Every kind of page with the addresses at which it is read."""

    def found() -> Iterator[tuple[str, str]]:
        with town.database.reading() as session:
            homes = dict(session.execute(text("SELECT id, slug FROM communities")).all())
            for page in PAGES:
                if page in ELSEWHERE:
                    yield from ((page, address) for address in ELSEWHERE[page])
                elif page in ROWS:
                    for home, *row in session.execute(text(f"SELECT min(community_id), {ROWS[page]}")):
                        if home:
                            yield page, _filled(page, homes[home], *row)
                elif "{" not in page.replace("{community:str}", ""):
                    yield page, _filled(page, "wenhua")

    return found


@pytest.mark.parametrize("name", READERS)
def test_it_can_be_read(name, town, person, visitor, addresses, read):
    """Every page is fetched; what has parts that none of its kind had before is opened, and every form is once sent empty."""
    reader, found = visitor() if name == VISITOR else person(name), []
    if name == names.STAFF:
        _brings_rosters(reader)
    client = httpx.Client(base_url=town.address, cookies={it["name"]: it["value"] for it in reader.context.cookies()})
    for page, address in addresses():
        answer = client.get(address)
        assert answer.status_code < 500, address
        if why := read.should_see(page if answer.status_code == 200 else "refused", answer.text):
            reader.opens(address)
            found += [f"{name} at {address}: {it}" for it in faults(reader.page, why)]
        for form in forms(answer.text):
            if read.should_send(form):
                send_empty(reader.opens(address).page, form)
                if reader.status >= 400 and (why := read.should_see(f"{page} sent empty", reader.page.content())):
                    found += [
                        f"{name} at {address}, when “{' '.join(form)}” is sent empty: {it}" for it in faults(reader.page, why)
                    ]
    assert not found, "\n" + "\n".join(found)


def test_what_a_form_leads_to_can_be_read(town, person, read):
    with town.database.reading() as session:
        writer, rules = session.execute(text(RULES_WRITTEN)).one()
        [whoever] = session.scalars(text("SELECT min(person_id) FROM residences WHERE community_id = 12"))
        [ballot] = session.scalars(text("SELECT min(id) FROM polls WHERE community_id = 12 AND state = 'open'"))
    voter = person(names.COUNCILLOR).opens(f"{AT_HOME}/polls/{ballot}/ballot")
    staff = person(names.STAFF).opens(f"{AT_HOME}/desk/people/{whoever}").presses("发登录码")
    learner = person(names.RESIDENT).opens(f"{AT_HOME}/training/practice").presses("演议事员林秀兰")
    walk = [
        (CODE, lambda: staff.opens(f"{AT_HOME}/desk/people/{whoever}/code")),
        (REVIEW, lambda: voter.chooses(voter.question, "反对").presses("下一步：核对")),
        (RULE, lambda: person(writer).opens(f"/c/xinnan/matters/{rules}/plan").presses("改写").presses("改附议人数")),
        (NEW_RULE, lambda: staff.opens(f"{AT_HOME}/desk/rules/new").presses("改附议人数")),
        (SCENE, lambda: learner.presses("提出动议").presses("附议")),
        (SCENE, lambda: learner.presses("举手：赞成").presses("说完了").presses("投票：赞成")),
        (CHANGES, lambda: staff.fills("附议人数", "8").presses("改好").presses("看看改了什么，记录通过")),
    ]
    for page, goes in walk:
        reader = goes()
        assert read.should_see(page, reader.page.content()), "it is another page than all others"
        assert not list(faults(reader.page)), page


@pytest.mark.parametrize(
    "address", ["/ui", AT_HOME, f"{AT_HOME}/matters", f"{AT_HOME}/matters/1", f"{AT_HOME}/notices/1", "/sign-in"]
)
def test_it_can_be_read_in_the_dark_and_in_large_type(address, visitor, town):
    reader = visitor(color_scheme="dark")
    reader.context.add_cookies([{"name": "size", "value": "elder", "url": town.address}])
    assert not list(faults(reader.opens(address).page))


def test_no_page_was_left_out(read):
    missed = sorted(set(PAGES) - set(read.parts))
    assert not missed, "nobody reads these: give them a row in ROWS, or a reader"


def _brings_rosters(staff):
    for row in (GOOD, (*GOOD[:1], "12", *GOOD[2:])):
        staff.opens("/c/wenhua/desk/roster").attaches("填好的名册", "名册.xlsx", sheet(row)).presses("上传并核对")


def _filled(page: str, *values: Any) -> str:
    rest = iter(values)
    return re.sub(r"\{\w+:\w+\}", lambda _: str(next(rest)), page)
