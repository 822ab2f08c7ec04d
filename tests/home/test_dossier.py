"""一事一档 · one file with everything that is public about a matter, and nothing that is not."""

import json

import pytest

from tests import world
from yishi.procedure.lifecycle import Case
from yishi.procedure.people import Actor


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
