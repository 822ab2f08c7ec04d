"""Vote cases collected elsewhere, run where `YISHI_CASES` names their folder (a path, or a name beside any parent folder)."""

import json
import os
import re
from fractions import Fraction
from pathlib import Path

import pytest

from yishi.procedure.tally import Base, Quorum, Tally, Threshold

NAMED = os.environ.get("YISHI_CASES", "")
FOLDERS = [folder for parent in Path(__file__).resolve().parents if NAMED and (folder := parent / NAMED).is_dir()]
CASES = json.loads((FOLDERS[0] / "voting" / "thresholds.json").read_text(encoding="utf-8"))["cases"] if FOLDERS else []
COUNTED = [case for case in CASES if {"yes", "no"} <= set(case["given"])]


def base_of(rule: str) -> Base:
    if "ALL ballots" in rule:
        return Base.BALLOTS
    return Base.PRESENT if "present" in rule else Base.CAST


if COUNTED:

    @pytest.mark.parametrize("case", COUNTED, ids=lambda case: case["id"])
    def test_a_counted_vote_ends_as_recorded(case):
        given = case["given"]
        yes, no, abstain = given["yes"], given["no"], given.get("abstain", 0)
        tally = Tally(yes, no, abstain, yes + no + abstain, yes + no + abstain)
        threshold = Threshold(Fraction(1, 2), base_of(case["rule"]), strict=True)
        assert threshold.met_by(tally) is case["expected"].startswith("ADOPTED")

    def test_the_other_figures_come_out_as_recorded():
        by_id = {case["id"]: case for case in CASES}
        majority, third = Threshold(Fraction(1, 2), Base.CAST, strict=True), Quorum(Fraction(1, 3), strict=False)
        assert needs(by_id["T02"], r"(\d+) needed") == majority.needed(Tally(1000, 0, 0, 1000, 1000))
        assert needs(by_id["T03"], r"majority (\d+)") == Threshold(Fraction(1, 2), Base.MARKED, strict=True).needed(
            Tally(71, 0, 4, 85, 100, invalid=10)
        )
        assert needs(by_id["T08"], r"needs (\d+)") == majority.needed(Tally(183, 0, 0, 183, 183))
        assert needs(by_id["T09"], r"needs (\d+)") == majority.needed(Tally(61, 0, 0, 61, 183))
        assert needs(by_id["T09"], r"with (\d+)") == third.needed(Tally(0, 0, 0, 0, 183))
        seats = by_id["T11"]["given"]
        filled = seats["board_seats"] - seats["vacant"]
        assert needs(by_id["T11"], r"quorum is (\d+)") == Quorum(Fraction(1, 2), strict=True).needed(Tally(0, 0, 0, 0, filled))
        appeal = by_id["T13"]["given"]
        against, sustained = appeal["against_ruling"], appeal["for_ruling"]
        assert majority.met_by(Tally(against, sustained, 0, 13, 13))


def needs(case: dict, figure: str) -> int:
    return int(re.search(figure, case["expected"])[1])
