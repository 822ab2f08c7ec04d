"""What is kept of a sitting agrees with itself: speeches with the minutes, the ledger with the chain, the roll with the rules."""

import pytest
from sqlalchemy import select

from tests.matters.proposing import someone
from tests.sittings.conftest import Choice, Do, Stance
from tests.world import adopt
from yishi.communities.models import Unit
from yishi.people.models import Seat
from yishi.polls.models import Elector
from yishi.procedure.sitting import SittingState
from yishi.sittings.chain import broken
from yishi.sittings.events import HallSpeech
from yishi.sittings.minutes_keeping import told


@pytest.fixture
def rules(session, home, sitting, time):
    """`rules(counts_units="true")`: the community goes on to other rules, before the notice of the sitting is sent."""

    def become(**values):
        adopt(session, home, time.at, **values)
        session.commit()

    return become


@pytest.fixture
def asking(does):
    """陈国栋 asks to speak on the plan, and is given the floor."""
    does("周敏", Do.CALL_ITEM, item=0)
    does("陈国栋", Do.REQUEST, stance=Stance.FOR)
    does("周敏", Do.GRANT)


def speeches(session, sitting):
    """Those of the debate, and those of the minutes."""
    kept = [(it.speaker_id, it.stance, it.seconds) for it in session.scalars(select(HallSpeech).order_by(HallSpeech.id))]
    return kept, [(it.person_id, it.stance, it.seconds) for it in told(sitting).turns]


def test_a_speech_ended_twice_is_one_speech(session, opened, asking, does, decides):
    does("周敏", Do.FINISH)
    does("周敏", Do.UNDO)
    does("陈国栋", Do.FINISH)
    decides(ayes=7, noes=2)
    does("周敏", Do.ADJOURN)
    kept, written = speeches(session, opened)
    assert kept == written and len(kept) == 1
    assert opened.items[0].matter.debate.spoken_in_hall == 1


def test_a_speech_that_the_chair_stops_is_a_speech(session, opened, asking, does, decides):
    does("周敏", Do.SILENCE, to="陈国栋", reason="一再骂人")
    decides(ayes=7, noes=2)
    does("周敏", Do.ADJOURN)
    kept, written = speeches(session, opened)
    assert kept == written and len(kept) == 1


def test_a_speech_that_was_not_granted_after_all_is_none(session, opened, asking, does, decides):
    does("周敏", Do.UNDO)
    does("陈国栋", Do.UNREQUEST)
    decides(ayes=7, noes=2)
    does("周敏", Do.ADJOURN)
    assert speeches(session, opened) == ([], [])


@pytest.mark.parametrize("title", ["digest", "events", "items"])
def test_a_matter_may_be_called_anything(session, noticed, request, does, decides, title):
    noticed.items[0].title = title
    session.commit()
    opened = request.getfixturevalue("opened")
    does("周敏", Do.CALL_ITEM, item=0)
    decides(ayes=7, noes=2)
    does("周敏", Do.ADJOURN)
    assert (opened.state, broken(session, opened)) == (SittingState.ADJOURNED, "")


def test_where_units_are_the_members_those_of_one_unit_are_one(session, home, rules, request):
    rules(counts_units="true")
    unit = session.scalars(select(Unit).filter_by(community_id=home.id)).one()
    both = [someone(session, name).id for name in ("陈国栋", "何丽")]
    for seat in session.scalars(select(Seat).where(Seat.person_id.in_(both))):
        seat.unit_id = unit.id
    session.commit()
    noticed = request.getfixturevalue("noticed")
    assert {it.unit for it in noticed.roll if it.person_id in both} == {"柳荫物业服务中心"}
    assert (len(noticed.roll), len(noticed.floor.members)) == (13, 12)


def test_a_chair_who_broke_the_tie_stands_on_the_roll_with_their_ballot(session, rules, request):
    rules(chair_vote='"tie"')
    does = request.getfixturevalue("does")
    request.getfixturevalue("opened")
    does("周敏", Do.CALL_ITEM, item=0)
    does("周敏", Do.PUT)
    does("郑秘书", Do.COUNT, ayes=4, noes=4)
    does("周敏", Do.VOTE, choice=Choice.AYE)
    does("周敏", Do.ANNOUNCE)
    does("周敏", Do.ADJOURN)
    chair = session.scalars(select(Elector).filter_by(name="周敏")).one()
    assert chair.ballot is not None
    assert chair.poll.figures["aye"] == 5
