"""审计记录 · anybody reads the chain, and recomputes it from the published JSON."""

import hashlib
import json

import pytest
from sqlalchemy import select

from yishi.clock import now
from yishi.communities.models import Community
from yishi.ledger.models import record
from yishi.ledger.verify import verify
from yishi.procedure.lifecycle import Case
from yishi.procedure.people import Actor


@pytest.fixture
def chain(session, home):
    for n in range(1, 61):
        case = Case(Actor(1, "王主任"), now())
        record(session, case, community_id=home.id, subject="test/1", step="do", label=f"第{n}个动作", given={"n": n})
    session.commit()


def test_the_newest_come_first_and_older_ones_are_a_page_away(visitor, chain):
    visitor.opens("/c/liuyin/ledger").sees("共60条", "第60个动作").does_not_see("第10个动作")
    visitor.opens("/c/liuyin/ledger?after=11").sees("第10个动作")
    visitor.opens("/c/liuyin/ledger/7").sees("第7个动作", "内容与指纹相符")
    assert visitor.opens("/c/liuyin/ledger/61").status == 404


def test_a_stranger_recomputes_the_chain_from_the_json(visitor, chain):
    published = json.loads(visitor.opens("/c/liuyin/ledger.json").text)
    previous = published["beginning"]
    for entry in published["entries"]:
        digest = entry.pop("digest")
        assert entry["previous"] == previous
        text = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert hashlib.sha256(text.encode()).hexdigest() == digest
        previous = digest


def test_verification_is_sound_and_another_community_has_its_own_chain(session, chain):
    home, other = (session.scalars(select(Community).filter_by(slug=slug)).one() for slug in ("liuyin", "wangjiang"))
    assert verify(session, home).broken is None and verify(session, home).entries == 60
    assert verify(session, other).entries == 0


def test_the_page_asks_little(visitor, chain, queries):
    with queries() as seen:
        visitor.opens("/c/liuyin/ledger")
    assert len(seen) <= 4, seen


def test_rules_are_read_and_printed(visitor, home):
    visitor.opens("/c/liuyin/rules").sees("主持中立", "服从裁判", "据公开资料整理", "附议人数")
    visitor.opens(f"/c/liuyin/rules/{home.rule_set_version_id}/print").sees("第一条", "第十条")
    assert visitor.opens(f"/c/wangjiang/rules/{home.rule_set_version_id}").status == 404
