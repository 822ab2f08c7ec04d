from dataclasses import dataclass
from datetime import date

import pytest

from yishi.procedure.electorate import Elector, Electorate, freeze
from yishi.procedure.people import Role
from yishi.procedure.rule_set import load

LUOHU, ROBERT = load("luohu10"), load("robert")
DAY = date(2026, 3, 2)
CHAIR = 1


@dataclass
class ASeat:
    person_id: int
    role: Role = Role.COUNCILLOR
    since: date = date(2026, 1, 1)
    until: date | None = None


COUNCIL = [ASeat(CHAIR, Role.CHAIR), *(ASeat(n) for n in range(2, 14))]


def on_roll(electorate) -> list[int]:
    return [elector.person_id for elector in electorate.electors]


@pytest.mark.parametrize(
    ("seat", "entitled"),
    [
        (ASeat(20, since=DAY), True),
        (ASeat(20, since=date(2026, 3, 3)), False),
        (ASeat(20, until=DAY), True),
        (ASeat(20, until=date(2026, 3, 1)), False),
        (ASeat(20, Role.SECRETARY), False),
        (ASeat(20, Role.STAFF), False),
        (ASeat(20, Role.LIAISON), False),
    ],
)
def test_whoever_holds_a_voting_seat_on_the_day_of_opening_is_on_the_roll(seat, entitled):
    assert freeze([seat], DAY, LUOHU).includes(20) is entitled


def test_a_person_with_two_seats_votes_once():
    assert on_roll(freeze([ASeat(2), ASeat(2, until=DAY), ASeat(3)], DAY, LUOHU)) == [2, 3]


def test_the_neutral_chair_of_the_matter_does_not_vote_and_does_not_weigh_on_the_quorum():
    electorate = freeze(COUNCIL, DAY, LUOHU, chair_id=CHAIR)
    assert not electorate.includes(CHAIR)
    assert electorate.members == 12


def test_a_chair_who_directs_another_matter_votes_like_any_member():
    assert freeze(COUNCIL, DAY, LUOHU, chair_id=None).members == 13


def test_in_a_poll_nobody_can_watch_the_chair_of_robert_votes_with_the_rest():
    assert freeze(COUNCIL, DAY, ROBERT, chair_id=CHAIR).includes(CHAIR)


def test_the_recused_stay_on_the_roll_and_leave_the_base():
    electorate = Electorate((Elector(2), Elector(3)), recused=(Elector(5),))
    assert not electorate.includes(5)
    assert electorate.members == 3


def test_a_roll_without_anybody_is_still_a_roll():
    assert freeze([], DAY, LUOHU) == Electorate(())
