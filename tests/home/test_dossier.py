"""一事一档 · one file with everything that is public about a matter, and nothing that is not."""

import json

import pytest

from tests import world
from yishi.polls.models import Poll
from yishi.procedure.lifecycle import Case
from yishi.procedure.matter import MatterState
from yishi.procedure.people import Actor
from yishi.procedure.poll import Choice, PollState, Purpose
from yishi.procedure.tally import Outcome


@pytest.fixture
def matter(session, home, time):
    it = world.matter(session, home, time.at, need="在南门加装<b>路灯</b>")
    return it, Case(Actor(it.proposer_id, "林秀兰"), time.at, {"known": ["yes"]}), it.url


def test_the_file_is_printed_and_is_data(person, visitor, session, matter):
    it, case, url = matter
    it.take("submit", case)
    session.commit()
    person("陈国栋").opens(url).presses("附议")
    visitor.opens(f"{url}/dossier").sees("南门照明", "在南门加装<b>路灯</b>", "附议1人：陈国栋", "第1号")
    file = json.loads(visitor.opens(f"{url}/dossier.json").text)
    assert file["format"] == "yishi-dossier-1" and file["seconders"][0]["name"] == "陈国栋"
    assert [entry["step"] for entry in file["ledger"]] == ["submit", "second"]


def test_a_draft_has_no_file_not_even_for_its_proposer(person, session, matter):
    _, _, url = matter
    session.commit()
    assert person("林秀兰").opens(f"{url}/dossier.json").status == 404
    assert person("江北人").opens(f"{url}/dossier").status == 404


@pytest.fixture
def voted_online(session, home, time):
    """A matter under way, on whose change order the council votes; `how` is what has become of that poll."""
    it = world.matter(session, home, time.at, number="柳荫街-柳荫-2026-0001", state=MatterState.DELIVERING)

    def put(**how):
        poll = Poll(
            community_id=home.id, matter=it, purpose=Purpose.CHANGE_ORDER, about_id=1, title="南门照明：庭院灯变更",
            question="是否同意增加到¥1,300.00？", digest="0" * 64, paper="1" * 64, members=12, seated_before=time.at,
            opened_at=time.at, closes_at=time.at, due_at=time.at, entered_at=time.at, touched_at=time.at, **how,
        )  # fmt: skip
        session.add(poll)
        session.flush()
        url = it.url
        session.commit()
        return url

    return put


def test_a_vote_on_a_change_order_that_is_open_is_in_the_file(visitor, voted_online):
    visitor.opens(f"{voted_online()}/dossier").sees("表决：南门照明：庭院灯变更", "截止前不公布票数")
    assert visitor.status == 200


def test_a_vote_on_a_change_order_that_is_over_is_in_the_file(visitor, voted_online, time):
    figures = {"members": 12, "recused": 0, "voted": 0, **{choice.value: 0 for choice in Choice}}
    over = {"state": PollState.CLOSED, "closed_at": time.at, "outcome": Outcome.INQUORATE, "figures": figures, "sum": "投票0人"}
    visitor.opens(f"{voted_online(**over)}/dossier").sees("表决：南门照明：庭院灯变更", "投票0人").does_not_see("上表决，到会")
    assert visitor.status == 200
