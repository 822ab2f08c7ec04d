from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yishi.procedure.numerals import chinese, share_in_words
from yishi.procedure.tally import Base, Outcome, Quorum, Tally, Threshold, decide, least

HALF, TWO_THIRDS = Fraction(1, 2), Fraction(2, 3)
FOR_ABOVE_AGAINST = Threshold(HALF, Base.CAST, strict=True)
MAJORITY_OF_PRESENT = Threshold(HALF, Base.PRESENT, strict=True)
MAJORITY_OF_MEMBERS = Threshold(HALF, Base.MEMBERS, strict=True)
TWO_THIRDS_OF_CAST = Threshold(TWO_THIRDS, Base.CAST, strict=False)
UNOPPOSED = Threshold(Fraction(1), Base.CAST, strict=False)
LUOHU = Quorum(TWO_THIRDS, strict=True)
MAJORITY = Quorum(HALF, strict=True)

shares = st.fractions(min_value=Fraction(1, 20), max_value=1, max_denominator=20)
thresholds = st.builds(Threshold, shares, st.sampled_from(Base), st.booleans())
quorums = st.builds(Quorum, shares, st.booleans())


@st.composite
def tallies(draw):
    ayes, noes, abstentions, invalid, silent, absent, recused = draw(
        st.tuples(*[st.integers(0, most) for most in (40, 30, 9, 3, 9, 20, 3)])
    )
    present = ayes + noes + abstentions + invalid + silent
    return Tally(ayes, noes, abstentions, present, present + absent + recused, recused, invalid)


def of(ayes, noes, abstentions=0, **others) -> Tally:
    """A tally at which everybody is present, unless told otherwise."""
    present = others.pop("present", ayes + noes + abstentions + others.get("invalid", 0))
    return Tally(ayes, noes, abstentions, present, others.pop("members", present + others.get("recused", 0)), **others)


@pytest.mark.parametrize(
    ("members", "present", "met"),
    [
        (16, 14, True),  # 莲塘, 4 August 2016: 14 of 16
        (16, 11, True),
        (16, 10, False),
        (15, 11, True),
        (15, 10, False),  # exactly two thirds is not more than two thirds
        (13, 9, True),
        (13, 8, False),
        (3, 2, False),
        (3, 3, True),
        (1, 1, True),
        (1, 0, False),
        (0, 0, False),
        (78, 44, False),  # 文华, 5 May 2014: 44 of 78 is above one half, below two thirds
    ],
)
def test_more_than_two_thirds_of_the_members(members, present, met):
    assert LUOHU.met_by(Tally(0, 0, 0, present, members)) is met


@pytest.mark.parametrize(("members", "needed"), [(7, 4), (10, 6), (78, 40), (1, 1), (2, 2)])
def test_a_majority_of_the_members(members, needed):
    """Seven seats filled of ten: the quorum is four (RONR 12th ed. 40:2)."""
    assert MAJORITY.needed(Tally(0, 0, 0, 0, members)) == needed


def test_two_thirds_or_more_is_met_by_exactly_two_thirds():
    assert Quorum(TWO_THIRDS, strict=False).met_by(Tally(0, 0, 0, 10, 15))


def test_nobody_is_never_a_quorum():
    assert not Quorum(TWO_THIRDS, strict=False).met_by(Tally(0, 0, 0, present=0, members=0))


def test_the_recused_leave_the_base():
    assert not LUOHU.met_by(Tally(0, 0, 0, present=8, members=13))
    assert not LUOHU.met_by(Tally(0, 0, 0, present=8, members=13, recused=1))
    assert LUOHU.met_by(Tally(0, 0, 0, present=8, members=13, recused=2))


@pytest.mark.parametrize(
    ("threshold", "tally", "carried"),
    [
        # more ayes than noes
        (FOR_ABOVE_AGAINST, of(9, 8), True),  # 9 to 8: "half plus one, so 9.5" would be wrong
        (FOR_ABOVE_AGAINST, of(3, 0, 7), True),
        (FOR_ABOVE_AGAINST, of(3, 3, 5), False),
        (FOR_ABOVE_AGAINST, of(23, 21, 345), True),
        (FOR_ABOVE_AGAINST, of(1, 0), True),
        (FOR_ABOVE_AGAINST, of(0, 0, 9), False),
        (FOR_ABOVE_AGAINST, of(0, 0), False),
        (FOR_ABOVE_AGAINST, of(0, 1), False),
        (FOR_ABOVE_AGAINST, of(1, 1), False),
        # the same figures under another base
        (Threshold(HALF, Base.BALLOTS, strict=True), of(3, 2, 2), False),
        (FOR_ABOVE_AGAINST, of(3, 2, 2), True),
        (MAJORITY_OF_PRESENT, of(5, 0, 5), False),  # among those present an abstention has the effect of a no
        (MAJORITY_OF_PRESENT, of(6, 0, 5), True),
        (MAJORITY_OF_MEMBERS, of(6, 0, members=12), False),
        (MAJORITY_OF_MEMBERS, of(7, 0, members=12), True),
        (MAJORITY_OF_MEMBERS, of(6, 0, members=12, recused=1), True),
        # 100 members, 60 there, 30 for, 15 against, 15 abstaining
        (FOR_ABOVE_AGAINST, of(30, 15, 15, members=100), True),
        (Threshold(Fraction(66, 100), Base.PRESENT, strict=False), of(30, 15, 15, members=100), False),
        (Threshold(Fraction(66, 100), Base.PRESENT, strict=False), of(39, 15, 6, members=100), False),
        (Threshold(Fraction(66, 100), Base.PRESENT, strict=False), of(40, 15, 5, members=100), True),
        # two thirds of the votes cast: at least twice as many ayes as noes
        (TWO_THIRDS_OF_CAST, of(2, 1), True),
        (TWO_THIRDS_OF_CAST, of(199, 100), False),
        (TWO_THIRDS_OF_CAST, of(200, 100), True),
        # McClintock: 7-4-2 has the majority of those present only, 2-1-10 the two thirds of the votes only
        (MAJORITY_OF_PRESENT, of(7, 4, 2), True),
        (TWO_THIRDS_OF_CAST, of(7, 4, 2), False),
        (MAJORITY_OF_PRESENT, of(2, 1, 10), False),
        (TWO_THIRDS_OF_CAST, of(2, 1, 10), True),
        # 81 votes with ten illegal ones among them: 41 carry, 40 do not
        (Threshold(HALF, Base.MARKED, strict=True), of(41, 30, 4, invalid=10), True),
        (Threshold(HALF, Base.MARKED, strict=True), of(40, 31, 4, invalid=10), False),
        # nobody against
        (UNOPPOSED, of(5, 0, 4), True),
        (UNOPPOSED, of(5, 1), False),
        (UNOPPOSED, of(0, 0, 9), False),
    ],
)
def test_a_threshold_at_its_boundary(threshold, tally, carried):
    assert threshold.met_by(tally) is carried


def test_a_tie_sustains_the_chair_and_one_more_overturns():
    """An appeal asks for more votes against the ruling than for it (Robert 1915)."""
    assert not FOR_ABOVE_AGAINST.met_by(of(ayes=7, noes=7))
    assert FOR_ABOVE_AGAINST.met_by(of(ayes=7, noes=6))


def test_four_bills_of_one_sitting_three_carried_and_one_rejected():
    """As at 民新, 31 March 2021; the figures of the single votes are ours."""
    bills = [of(11, 1, 1), of(12, 0, 1), of(8, 4, 1), of(4, 8, 1)]
    outcomes = [decide(tally, LUOHU, FOR_ABOVE_AGAINST).outcome for tally in bills]
    assert outcomes == [Outcome.CARRIED] * 3 + [Outcome.LOST]


@pytest.mark.parametrize(
    ("tally", "quorum", "threshold", "outcome", "words"),
    [
        (
            Tally(9, 2, 1, present=12, members=13, recused=1), LUOHU, FOR_ABOVE_AGAINST, Outcome.CARRIED,
            "应到13人，回避1人，实到12人；法定人数须超过除去回避的12人的三分之二，即至少9人，已达到；赞成9票，反对2票，弃权1票；赞成多于反对，通过。",
        ),
        (
            Tally(7, 7, 0, present=14, members=16), LUOHU, FOR_ABOVE_AGAINST, Outcome.LOST,
            "应到16人，实到14人；法定人数须超过应到16人的三分之二，即至少11人，已达到；赞成7票，反对7票，弃权0票；赞成与反对票数相等，未通过。",
        ),
        (
            Tally(10, 0, 0, present=10, members=15), LUOHU, FOR_ABOVE_AGAINST, Outcome.INQUORATE,
            "应到15人，实到10人；法定人数须超过应到15人的三分之二，即至少11人，没有达到；赞成10票，反对0票，弃权0票；未达法定人数，表决无效。",
        ),
        (
            Tally(41, 30, 4, present=85, members=100, invalid=10), MAJORITY, Threshold(HALF, Base.MARKED, True), Outcome.CARRIED,
            "应到100人，实到85人；法定人数须超过应到100人的半数，即至少51人，已达到；赞成41票，反对30票，弃权4票，废票10张；"
            "须赞成票超过所投的票（废票计入，空白票不计）的半数（共81票），即赞成至少41票，通过。",
        ),
        (
            Tally(4, 8, 0, present=12, members=12), Quorum(TWO_THIRDS, False), TWO_THIRDS_OF_CAST, Outcome.LOST,
            "应到12人，实到12人；法定人数须达到应到12人的三分之二，即至少8人，已达到；赞成4票，反对8票，弃权0票；"
            "须赞成票达到赞成票与反对票之和的三分之二（共12票），即赞成至少8票，未通过。",
        ),
        (
            Tally(3, 0, 2, present=5, members=5), MAJORITY, UNOPPOSED, Outcome.CARRIED,
            "应到5人，实到5人；法定人数须超过应到5人的半数，即至少3人，已达到；赞成3票，反对0票，弃权2票；有赞成，没有反对，通过。",
        ),
        (
            Tally(3, 1, 1, present=5, members=5), MAJORITY, UNOPPOSED, Outcome.LOST,
            "应到5人，实到5人；法定人数须超过应到5人的半数，即至少3人，已达到；赞成3票，反对1票，弃权1票；还有1票反对，未通过。",
        ),
        (
            Tally(0, 0, 9, present=9, members=9), LUOHU, FOR_ABOVE_AGAINST, Outcome.LOST,
            "应到9人，实到9人；法定人数须超过应到9人的三分之二，即至少7人，已达到；赞成0票，反对0票，弃权9票；没有人投赞成票，未通过。",
        ),
    ],
)  # fmt: skip
def test_a_verdict_says_the_sum_in_words(tally, quorum, threshold, outcome, words):
    verdict = decide(tally, quorum, threshold)
    assert (verdict.outcome, verdict.sum) == (outcome, words)
    assert verdict.carried is (outcome is Outcome.CARRIED)


def test_online_presence_is_having_voted():
    assert decide(of(3, 1), LUOHU, FOR_ABOVE_AGAINST, attending="参加表决").sum.startswith("应到4人，参加表决4人；")


@pytest.mark.parametrize(
    "figures",
    [
        {"ayes": -1, "noes": 0, "abstentions": 0, "present": 3, "members": 3},
        {"ayes": 2, "noes": 1, "abstentions": 1, "present": 3, "members": 3},
        {"ayes": 1, "noes": 0, "abstentions": 0, "present": 4, "members": 3},
        {"ayes": 1, "noes": 1, "abstentions": 1, "present": 3, "members": 3, "recused": 1},
    ],
)
def test_figures_that_cannot_be_are_refused(figures):
    with pytest.raises(ValueError):
        Tally(**figures)


@given(shares, st.integers(0, 10_000), st.booleans())
def test_the_least_number_reaches_the_share_and_one_less_does_not(share, base, strict):
    needed = least(share, base, strict)

    def reaches(count):
        return count > share * base if strict else count >= share * base

    assert reaches(needed)
    assert not reaches(needed - 1)


@given(tallies(), thresholds)
def test_one_more_aye_never_turns_carried_into_lost(tally, threshold):
    another = replace(tally, ayes=tally.ayes + 1, present=tally.present + 1, members=tally.members + 1)
    assert threshold.met_by(another) or not threshold.met_by(tally)


@given(tallies(), quorums, thresholds)
def test_a_no_turned_into_an_aye_never_turns_carried_into_lost(tally, quorum, threshold):
    turned = replace(tally, ayes=tally.ayes + 1, noes=tally.noes - 1) if tally.noes else tally
    assert decide(turned, quorum, threshold).carried or not decide(tally, quorum, threshold).carried


@given(tallies(), quorums, thresholds)
def test_an_abstainer_who_votes_for_never_turns_carried_into_lost(tally, quorum, threshold):
    turned = replace(tally, ayes=tally.ayes + 1, abstentions=tally.abstentions - 1) if tally.abstentions else tally
    assert decide(turned, quorum, threshold).carried or not decide(tally, quorum, threshold).carried


@given(tallies(), quorums, thresholds)
def test_the_word_and_the_sum_agree(tally, quorum, threshold):
    verdict = decide(tally, quorum, threshold)
    assert verdict.sum.endswith({"carried": "，通过。", "lost": "未通过。", "inquorate": "表决无效。"}[verdict.outcome])


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"), (1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (21, "二十一"), (100, "一百"), (101, "一百零一"),
        (110, "一百一十"), (115, "一百一十五"), (1001, "一千零一"), (1010, "一千零一十"), (2020, "二千零二十"), (10000, "10000"),
    ],
)  # fmt: skip
def test_numbers_in_chinese(number, words):
    assert chinese(number) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [("2/3", "三分之二"), ("1/2", "半数"), ("1", "全部"), ("3/5", "五分之三"), ("66/100", "百分之六十六"), ("1/3", "三分之一")],
)
def test_shares_in_chinese(share, words):
    assert share_in_words(Fraction(share)) == words
