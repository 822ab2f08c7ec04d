"""一事一档 · one file with everything that is public about a matter, and nothing that is not."""

import json

import pytest
from sqlalchemy import select

from yishi.communities.models import RuleSetVersion
from yishi.matters.models import Matter
from yishi.people.models import Person
from yishi.procedure.lifecycle import Case
from yishi.procedure.matter import MatterKind
from yishi.procedure.people import Actor


@pytest.fixture
def matter(session, home, time):
    lin = session.scalars(select(Person).filter_by(name="林秀兰")).one()
    it = Matter(
        community_id=home.id, kind=MatterKind.ISSUE, title="南门照明", need="在南门加装<b>路灯</b>", place="南门", beneficiaries="全体居民",
        proposer_id=lin.id, rule_set_version_id=session.scalars(select(RuleSetVersion.id)).first(),
        created_at=time.at, entered_at=time.at, touched_at=time.at,
    )  # fmt: skip
    session.add(it)
    session.flush()
    draft = it.url
    yield it, Case(Actor(lin.id, "林秀兰"), time.at), draft


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
