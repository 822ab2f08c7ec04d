"""修正方案 · an amendment to a plan changes one numbered paragraph as it stands at that moment; any other says what it wants."""

import json
from functools import reduce

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.procedure.floor.hall import CHEN, HE, HUANG, LIN, LUOHU, PLAN, PLANNED, ROBERT, SETS, WU, ZHOU, Hall, in_session, setup
from yishi.procedure.amendment import Amendment, AmendmentForm, amended, amendment_refusals
from yishi.procedure.floor import Item, OutOfOrder, apply, begin
from yishi.procedure.floor.attendance import Meeting
from yishi.procedure.floor.decisions import heard
from yishi.procedure.floor.events import read, written
from yishi.procedure.floor.minutes import RESOLVED, minutes
from yishi.procedure.floor.sayings import saying

INSERT, STRIKE, REWRITE = "insert", "strike", "rewrite"
LATER = "每晚六点到十点亮。"


def planned(rules: str = LUOHU) -> Hall:
    """A plan of three paragraphs is before the assembly."""
    return in_session(rules, items=PLANNED)


def moves(hall, form, paragraph, text="", by=HE):
    return hall.does(by, "amend", form=form, paragraph=paragraph, text=text).stated(WU)


def told(hall):
    """Each event as its sentence."""
    floor, said = begin(hall.floor.setup), []
    for event in hall.log:
        before, floor = floor, apply(floor, event)
        said.append(saying(before, event, floor))
    return said


def written_down(hall):
    return "\n".join(line.text for line in minutes(hall.floor.setup, hall.log, Meeting()).lines)


@pytest.fixture(params=SETS)
def rules(request):
    return request.param


@pytest.mark.parametrize(
    ("change", "after"),
    [
        ((REWRITE, 2, LATER), (PLAN[0], LATER, PLAN[2])),
        ((INSERT, 0, "为方便夜间出行。"), ("为方便夜间出行。", *PLAN)),
        ((INSERT, 3, "完工后公示。"), (*PLAN, "完工后公示。")),
        ((STRIKE, 1), PLAN[1:]),
    ],
)
def test_an_amendment_that_carries_changes_its_paragraph(rules, change, after):
    hall = moves(planned(rules), *change).decided(8)
    assert (hall.kind, hall.floor.pending.paragraphs) == ("main", after)


def test_one_that_is_lost_changes_nothing(rules):
    assert moves(planned(rules), REWRITE, 2, LATER).decided(0, 8).floor.pending.paragraphs == PLAN


def test_the_second_counts_as_the_first_has_left_it(rules):
    hall = moves(planned(rules), INSERT, 0, "为方便夜间出行。").decided(8)
    hall = moves(hall, REWRITE, 3, LATER).decided(8)
    assert hall.floor.pending.paragraphs == ("为方便夜间出行。", PLAN[0], LATER, PLAN[2])
    assert heard(hall.floor.setup, hall.log).amendments == {0: hall.floor.pending.changes}


@pytest.mark.parametrize(
    ("given_", "says"),
    [
        ({"text": "装三盏"}, "请写明改第几段、怎样改"),
        ({"form": REWRITE, "paragraph": 4, "text": LATER}, "方案一共有3段，没有第4段"),
        ({"form": REWRITE, "paragraph": 2, "text": f" {PLAN[1]} "}, "改写后的文字和原文一样"),
        ({"form": REWRITE, "paragraph": 2}, "请写一段新的文字，不要分段"),
        ({"form": INSERT, "paragraph": 2, "text": "一段\n又一段"}, "请写一段新的文字，不要分段"),
        ({"form": STRIKE, "paragraph": 2, "text": LATER}, "删去一段不用写新的文字"),
    ],
)
def test_what_is_not_one_change_of_one_paragraph_is_not_in_order(rules, given_, says):
    assert says in planned(rules).may_not(HE, "amend", "not_in_order", **given_)


def test_the_last_paragraph_stays(rules):
    hall = planned(rules)
    for _ in range(2):
        hall = moves(hall, STRIKE, 1).decided(8)
    assert "至少要留一段" in hall.may_not(HE, "amend", "not_in_order", form=STRIKE, paragraph=1)
    assert hall.floor.pending.paragraphs == PLAN[2:]


def test_an_amendment_to_it_gives_the_paragraph_other_words():
    hall = moves(planned(ROBERT), REWRITE, 2, LATER)
    for same in (LATER, PLAN[1], "一段\n又一段", " "):
        hall.may_not(HUANG, "amend", text=same)
    hall.does(HUANG, "amend", text="每晚六点到九点亮。").stated(WU)
    assert hall.floor.pending.words == f"修正案里的“{LATER}”改为“每晚六点到九点亮。”"
    hall.decided(8)
    assert hall.floor.pending.words == f"改写第2段：“{PLAN[1]}”改为“每晚六点到九点亮。”"
    assert hall.decided(8).floor.pending.paragraphs == (PLAN[0], "每晚六点到九点亮。", PLAN[2])


def test_a_paragraph_to_be_struck_has_no_words_to_change():
    hall = moves(planned(ROBERT), STRIKE, 2)
    assert "没有文字可改" in hall.may_not(HUANG, "amend", "not_in_order", text=LATER)
    assert "amend" not in hall.legal(HUANG)


def test_what_concerns_one_paragraph_is_put_whole(rules):
    hall = moves(planned(rules), REWRITE, 2, "六点亮；十点灭。")
    assert "不分开表决" in hall.may_not(HE, "divide", "not_in_order")
    if rules == ROBERT:
        hall.does(HUANG, "amend", text="七点亮；九点灭。").stated(WU).may_not(HE, "divide", "not_in_order")


def test_another_motion_on_the_item_is_amended_in_words(rules):
    hall = planned(rules).decided(8).pending("另外装一个监控")
    hall.does(HE, "amend", text="装两个").stated(WU).decided(8)
    assert (hall.floor.pending.amendments, hall.floor.pending.paragraphs) == (("装两个",), ())


def test_a_reconsidered_plan_stands_as_it_was_amended(rules):
    hall = moves(planned(rules), REWRITE, 2, LATER).decided(8).decided(8)
    hall.does(CHEN, "reconsider").stated(LIN).decided(8)
    assert hall.floor.pending.paragraphs[1] == LATER
    assert moves(hall, STRIKE, 3).decided(8).floor.pending.paragraphs == (PLAN[0], LATER)
    assert [it.place for it in heard(hall.floor.setup, hall.log).amendments[0]] == ["改写第2段", "删去第3段"]


@pytest.mark.parametrize("kind", ["refer", "table", "withdraw", "lost", "left"])
def test_what_was_amended_stands_whatever_became_of_the_motion(rules, kind):
    hall = moves(planned(rules), REWRITE, 2, LATER).decided(8)
    if kind in ("refer", "table", "withdraw"):
        hall.does(CHEN if kind == "withdraw" else HE, kind, **({"body": "方案小组"} if kind == "refer" else {}))
        hall.stated(WU).decided(8)
    if kind == "lost":
        hall.decided(0, 8)
    if kind == "left":
        for person in (CHEN, LIN, HE, HUANG, WU, 6):
            hall.does(person, "leave")
        hall.does(ZHOU, "adjourn")
    assert [it.place for it in heard(hall.floor.setup, hall.log).amendments[0]] == ["改写第2段"]
    resolved = [line.text for line in minutes(hall.floor.setup, hall.log, Meeting()).lines if line.part == RESOLVED]
    assert f"修正：改写第2段：“{PLAN[1]}”改为“{LATER}”" in resolved[0]


def test_a_chair_takes_back_what_was_announced_with_what_it_changed(rules):
    hall = moves(planned(rules), REWRITE, 2, LATER).decided(8).does(ZHOU, "undo")
    assert heard(hall.floor.setup, hall.log).amendments == {0: ()}


def test_what_a_chair_takes_back_leaves_an_amendment_that_was_moved_meanwhile(rules):
    hall = planned(rules).does(ZHOU, "remind", to=LIN).does(HE, "amend", form=REWRITE, paragraph=2, text=LATER).does(ZHOU, "undo")
    assert hall.floor.proposed.brief == "改写第2段"


def test_everybody_is_told_what_is_changed_in_plain_words():
    hall = moves(planned(), REWRITE, 2, LATER).decided(7, 1)
    words = f"“改写第2段：‘{PLAN[1]}’改为‘{LATER}’”"
    said = told(hall)
    assert sum(words in it for it in said) == 3  # moved, stated, put
    assert f"修正案{words}付诸表决" in written_down(hall.decided(8))
    assert f"；修正：改写第2段：“{PLAN[1]}”改为“{LATER}”。" in written_down(hall)


def test_what_was_kept_before_there_were_paragraphs_is_read():
    """As it stands in databases: no form, no paragraph."""
    hall = in_session().pending().does(HE, "amend", text="装三盏")
    row = json.loads(json.dumps(written(hall.log[-1])))
    for name in ("form", "paragraph"):
        del row["terms"][name]
    assert read(row) == hall.log[-1]


WORDS = ("", *PLAN, LATER, "新的一段。", "一\n二")
changes = st.lists(
    st.tuples(st.sampled_from(AmendmentForm), st.integers(-1, 6), st.sampled_from(WORDS), st.booleans()), max_size=12
)  # fmt: skip


@settings(max_examples=150)
@given(st.sampled_from(SETS), changes)
def test_a_plan_is_what_the_amendments_carried_make_of_it(rules, wanted):
    hall, stands, lost = planned(rules), PLAN, None
    for form, paragraph, text, carries in wanted:
        new = Amendment(form, paragraph, text)
        try:
            hall.does(HE, "amend", form=form, paragraph=paragraph, text=text)
        except OutOfOrder:
            assert amendment_refusals(stands, new) or new == lost
            continue
        assert not amendment_refusals(stands, new)
        hall.stated(WU).decided(8 if carries else 0, 0 if carries else 8)
        stands, lost = (amended(stands, new), None) if carries else (stands, new)
        assert hall.floor.pending.paragraphs == stands
    assert stands
    assert (
        reduce(apply, [read(json.loads(json.dumps(written(it)))) for it in hall.log], begin(setup(rules, items=PLANNED)))
        == hall.floor
    )


def test_a_call_that_was_undone_leaves_no_amendment_behind():
    items = (Item("甲", motion="甲？", mover_id=CHEN, paragraphs=PLAN), Item("乙", motion="乙？", mover_id=CHEN, paragraphs=PLAN))
    hall = Hall(LUOHU, items=items).gathered().does(ZHOU, "open").does(ZHOU, "call_item", item=0).does(ZHOU, "undo")
    hall.does(ZHOU, "call_item", item=1, reason="先议这个")
    hall.does(HE, "amend", form=AmendmentForm.REWRITE, paragraph=2, text="改了").stated(WU).decided(8)
    assert {item: len(changes) for item, changes in heard(hall.floor.setup, hall.log).amendments.items()} == {1: 1}
