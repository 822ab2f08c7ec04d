"""The numbers and switches which the floor reads, under each rule set."""

import re
from fractions import Fraction

import pytest

from yishi.procedure.parameter_forms import ChairVote, ObserversSpeak, Tellers
from yishi.procedure.parameters import labels
from yishi.procedure.rule_set import load, parse, shipped
from yishi.procedure.tally import Base, Quorum, Threshold

TWO_THIRDS = Threshold(Fraction(2, 3), Base.CAST, strict=False)
FLOOR = (
    "mover_first", "observers_speak", "discuss_reports", "amendment_degrees", "limit_debate", "extend_debate",
    "put_needs_exhausted", "appeal_speeches", "chair_appeal_speeches", "two_tellers", "counts_units", "vote_on_dissent",
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "luohu10", "robert", "consensus"),
    [
        ("speech_seconds", 120, 600, 180),
        ("speeches_per_question", 2, 2, 3),
        ("stance_first", True, False, False),
        ("alternate_sides", True, True, False),
        ("first_timers_first", True, True, True),
        ("mover_first", True, True, True),
        ("chair_neutral", True, True, False),
        ("chair_vote", ChairVote.NEVER, ChairVote.TIE, ChairVote.ALWAYS),
        ("motion_seconders", 1, 1, 0),
        ("amendment_degrees", 1, 2, 1),
        ("quorum", Quorum(Fraction(2, 3), True), Quorum(Fraction(1, 2), True), Quorum(Fraction(1, 2), True)),
        ("counts_units", False, False, True),
        ("vote_on_dissent", False, False, True),
        ("close_debate", TWO_THIRDS, TWO_THIRDS, TWO_THIRDS),
        ("limit_debate", TWO_THIRDS, TWO_THIRDS, TWO_THIRDS),
        ("extend_debate", TWO_THIRDS, TWO_THIRDS, TWO_THIRDS),
        ("put_needs_exhausted", True, True, True),
        ("observers_speak", ObserversSpeak.ASK, ObserversSpeak.NO, ObserversSpeak.YES),
        ("two_tellers", Tellers.PAPER, Tellers.PAPER, Tellers.PAPER),
        ("appeal_speeches", 1, 1, 1),
        ("chair_appeal_speeches", 2, 2, 2),
        ("discuss_reports", True, False, True),
    ],
)
def test_a_parameter_of_the_floor_is_as_the_rule_set_says(name, luohu10, robert, consensus):
    assert [getattr(load(it), name) for it in ("luohu10", "robert", "consensus")] == [luohu10, robert, consensus]


@pytest.mark.parametrize("rules", ["luohu10", "robert", "consensus"])
def test_each_tells_its_source(rules):
    assert all(load(rules).parameters[name].source for name in FLOOR)
    assert not any("规则文本没有写" in load(rules).parameters[name].source for name in FLOOR)


def test_a_text_adopted_before_there_was_a_floor_stays_in_force_and_says_what_it_leaves_open():
    text = shipped("luohu10")
    for name in FLOOR:
        text, found = re.subn(rf"\[parameters\.{name}\]\n(.+\n)+", "", text)
        assert found == 1
    old = parse(text)
    assert set(old.parameters) == set(labels())
    assert (old.amendment_degrees, old.observers_speak, old.put_needs_exhausted) == (1, ObserversSpeak.NO, True)
    assert {old.parameters[name].source for name in FLOOR} == {"规则文本没有写，按本程序的默认值"}
