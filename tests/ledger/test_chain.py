"""审计记录 · append-only, chained, and the verifier names the first broken link."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from yishi.clock import now
from yishi.ledger.models import record
from yishi.ledger.verify import verify
from yishi.procedure.lifecycle import Case
from yishi.procedure.people import Actor


@pytest.fixture
def chain(session, home):
    for n in range(1, 41):
        record(session, Case(Actor(1, "王主任"), now()), community_id=home.id, subject="test/1", step="do", label=f"第{n}个动作")
    session.commit()


@pytest.mark.parametrize("statement", ["UPDATE ledger_entries SET label = '别的'", "DELETE FROM ledger_entries"])
def test_the_database_refuses_to_change_what_was_written(session, chain, statement):
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE ledger_entries SET label = '别的' WHERE seq = 17", "第17号的内容与指纹不符"),
        ("UPDATE ledger_entries SET actor_id = 2 WHERE seq = 1", "第1号的内容与指纹不符"),
        ("DELETE FROM ledger_entries WHERE seq = 23", "第23号不见了，下一条是第24号"),
        ("DELETE FROM ledger_entries WHERE seq > 38", "第38号之后被截断：账上应有40条"),
        ("UPDATE ledger_entries SET previous = digest WHERE seq = 9", "第9号没有接上前一条"),
    ],
)
def test_the_first_broken_link_is_named(session, home, chain, tamper, statement, sentence):
    assert verify(session, home).broken is None
    tamper(statement)
    assert verify(session, home).broken == sentence


def test_an_entry_rewritten_with_a_fresh_digest_breaks_the_one_behind_it(session, home, chain, tamper):
    tamper("UPDATE ledger_entries SET digest = (SELECT digest FROM ledger_entries AS other WHERE other.seq = 1) WHERE seq = 12")
    assert verify(session, home).broken == "第12号的内容与指纹不符"
