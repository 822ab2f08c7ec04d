"""Any number of further matters: told by the verbs, kept batch by batch, the same each time."""

from sqlalchemy import func, select

from tests.rows import rows_there_are, rows_walked
from yishi.communities.models import Community
from yishi.demo import populate as making
from yishi.ledger.verify import verify
from yishi.matters.models import Matter
from yishi.procedure.matter import MatterState

OVER = {MatterState.LAPSED, MatterState.WITHDRAWN, MatterState.DECLINED, MatterState.REJECTED, MatterState.CLOSED}


def made_since(database, before):
    with database.reading() as session:
        made = session.execute(select(Matter.title, Matter.state, Matter.created_at).where(Matter.id > before).order_by(Matter.id))
        return [tuple(it) for it in made]


def last(database):
    with database.reading() as session:
        return session.scalar(select(func.max(Matter.id)))


def test_so_many_as_were_asked_for_in_batches(database, time, monkeypatch):
    monkeypatch.setattr(making, "BATCH", 16)
    before, begun = last(database), []
    making.populate(database, 40, time.at, lambda: begun.append(1))
    made = made_since(database, before)
    assert len(made) == len(begun) == 40
    assert sum(state in OVER for _, state, _ in made) > 30
    with database.reading() as session:
        assert rows_walked(session) <= rows_there_are()
        assert [it for c in session.scalars(select(Community)).all() if (it := verify(session, c).broken)] == []


def test_a_seed_tells_the_same_again(database, time):
    runs = []
    for _ in range(2):
        before = last(database)
        making.populate(database, 12, time.at, seed=3)
        runs.append(made_since(database, before))
    assert runs[0] == runs[1]
