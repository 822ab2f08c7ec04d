"""截止前不漏票 · while a poll is open nobody learns what was chosen, nor how the count stands, whatever their office.

Seen to fail: with `Ballot.choice` among the columns of `roll` while open, the two walks differ at once; with the choice in
what `cast` gives the ledger, it is found there cell by cell. That a walk can see a choice, the one after the closing shows.
"""

import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from urllib.parse import urljoin, urlsplit

import openpyxl
import pytest
import structlog
from sqlalchemy import text

from tests.person import Person as Browsing
from tests.polls.conftest import AYE, marks
from yishi.ledger import tick
from yishi.polls.models import Ballot, Poll
from yishi.procedure.lifecycle import Case
from yishi.procedure.poll import Choice, PollState
from yishi.web import errors, gate

EVERYBODY = ("陈国栋", "梁志强", "周敏", "郑秘书", "王主任", "管理员", "街道老李", "望江主任")
START = ("/", "/c/liuyin", "/c/liuyin/polls", "/c/liuyin/polls?past=1", "/c/liuyin/notices", "/c/liuyin/ledger", "/c/liuyin/todo",
         "/c/liuyin/supervision", "/c/liuyin/matters")  # fmt: skip
MANY = 90  # pages for one person


def walk(who: Browsing, poll: Poll) -> Iterator[tuple[str, str]]:
    """Every page, file and list that somebody reaches from where they may start, without what differs on every visit."""
    here = [*START, poll.url, *(f"{poll.url}/{page}" for page in ("ballot", "receipt", "record.json", "roll/1"))]
    here += [f"{poll.matter.url}/{page}" for page in ("poll", "record", "dossier", "dossier.json")]
    seen: set[str] = set()
    while here and len(seen) < MANY:
        address = here.pop(0)
        if address in seen:
            continue
        seen.add(address)
        who.opens(address)
        yield address, _said(who)
        for link in who.page.select("a[href]"):
            target = urlsplit(urljoin(who.url, str(link["href"])))
            path = target.path + (f"?{target.query}" if target.query else "")
            if path.startswith("/c/liuyin") and path not in seen:
                here.append(path)


def _said(who: Browsing) -> str:
    """What an answer says: a page without the key of its forms, a workbook by its cells."""
    if who.response.headers.get("content-type", "").startswith("application/vnd"):
        book = openpyxl.load_workbook(io.BytesIO(who.response.content))
        return str([row for sheet in book for row in sheet.values])
    return re.sub(r'name="_key" value="[^"]+"', "", who.text)


@pytest.fixture
def turned(database) -> Callable[[], None]:
    """Every ballot says something else, and nothing else is changed."""

    turning = "CASE choice WHEN 'aye' THEN 'no' WHEN 'no' THEN 'abstain' ELSE 'aye' END"

    def turn() -> None:
        with database.writing() as session:
            session.execute(text(f"UPDATE ballots SET choice = {turning}"))

    return turn


@pytest.fixture
def running(poll, votes) -> Poll:
    votes(6, 3, 1)
    return poll


@pytest.mark.parametrize("name", [None, *EVERYBODY])
def test_whatever_was_chosen_every_page_reads_the_same(person, visitor, running, turned, name):
    who = person(name) if name else visitor
    own = f"{running.url}/receipt"
    before = {address: page for address, page in walk(who, running) if address != own}
    assert len(before) > 20
    turned()
    after = {address: page for address, page in walk(who, running) if address != own}
    assert before.keys() == after.keys()
    assert [address for address in before if before[address] != after[address]] == []


def test_the_comparison_sees_a_choice_once_it_may_be_told(visitor, running, turned, actor, time):
    for name in ("方敏", "梁志强"):
        running.cast(Case(actor(name), time.at), AYE)
    assert running.state is PollState.CLOSED
    running._sa_instance_state.session.commit()
    before = dict(walk(visitor, running))
    turned()
    after = dict(walk(visitor, running))
    told = {address for address in before if before[address] != after[address]}
    assert {running.url, f"{running.matter.url}/poll", f"{running.url}/record.json"} <= told


def test_a_voter_alone_reads_their_own_choice(person, running, kept):
    person("陈国栋").opens(f"{running.url}/receipt").sees("您投的是 赞成")
    for name in ("梁志强", "周敏", "管理员", "郑秘书"):
        assert person(name).opens(f"{running.url}/receipt").status == 404


def test_the_record_of_a_running_poll_has_no_result(visitor, running):
    record = visitor.opens(f"{running.url}/record.json").response.json()
    assert (record["state"], record["voted"], record["result"], record["roll"]) == ("open", 10, None, None)
    assert not re.search(r'"(choice|salt|figures|outcome)"', visitor.text)


def test_only_the_ballots_themselves_hold_the_choices(database, running):
    """Every other table, cell by cell: nothing in it follows from a choice but the salted digests."""
    with database.reading() as session:
        tables = [t for t in running.metadata.tables if t != "ballots"]
        cells = [str(cell) for table in tables for row in session.execute(text(f'SELECT * FROM "{table}"')) for cell in row]
    about = [cell for cell in cells if re.search(r"\b(aye|abstain)\b|['\"]no['\"]", cell)]
    assert about == []


def test_the_figures_are_empty_until_the_closing(kept, running):
    (poll,) = kept(Poll)
    assert (poll.figures, poll.outcome, poll.sum) == (None, None, "")


@pytest.fixture
def logged(monkeypatch) -> io.StringIO:
    """What the server writes to its log, through the processors it really runs with."""
    paper = io.StringIO()
    for module in (gate, errors, tick):
        monkeypatch.setattr(module, "log", structlog.wrap_logger(structlog.PrintLogger(paper), **structlog.get_config()))
    return paper


@pytest.mark.parametrize("choice", list(Choice))
def test_no_log_tells_a_choice(person, logged, poll, choice):
    chen = marks(person("陈国栋"), poll, choice)
    chen.opens(f"{poll.url}/ballot").presses("下一步：核对", choice="aye").presses("投出选票")
    chen.posts(f"{poll.url}/cast", choice="wrong")
    written = logged.getvalue()
    assert f"{poll.url}/cast" in written
    assert not re.search(r"\baye\b|\bno\b|abstain|赞成|反对|弃权|wrong", written)


def test_no_log_tells_a_choice_when_something_breaks_on_it(person, monkeypatch, logged, poll):
    def breaks(ballot: Ballot, paper: str, choice: Choice, at: datetime) -> None:
        raise ValueError(f"cannot keep {choice.value} {choice.label}")

    monkeypatch.setattr(Ballot, "mark", breaks)
    chen = person("陈国栋")
    chen.opens(f"{poll.url}/ballot").presses("下一步：核对", choice="abstain").presses("投出选票")
    assert chen.status == 500
    assert "弃权" not in chen.text
    assert "ValueError" in logged.getvalue()
    assert not re.search(r"abstain|弃权", logged.getvalue())


def test_the_choice_stands_in_no_address(person, poll):
    chen = person("陈国栋")
    chen.opens(f"{poll.url}/ballot")
    form = chen.page.select_one("main form")
    assert form["method"] == "post"
    addresses = [f"{poll.url}/ballot"]
    chen.sends(form, choice="aye")
    addresses.append(chen.url)
    chen.presses("投出选票")
    addresses += [chen.url, *(str(r.headers["location"]) for r in chen.response.history)]
    assert not [a for a in addresses if "aye" in a or "?" in a]


def test_pages_about_a_ballot_are_not_kept_by_the_browser(person, poll):
    chen = person("陈国栋")
    for page in ("ballot", "receipt"):
        chen.opens(f"{poll.url}/{page}")
        assert chen.response.headers["cache-control"] == "no-store"
