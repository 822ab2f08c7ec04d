"""What the record says of a sitting, in plain words."""

import pytest

from tests.procedure.floor.hall import CHEN, FOR, HE, LIN, LIU, SETS, WU, ZHOU, Hall, debating
from yishi.procedure.floor import apply, begin
from yishi.procedure.floor.sayings import EFFECTS, saying


def told(hall: Hall) -> list[str]:
    floor, lines = begin(hall.floor.setup), []
    for event in hall.log:
        before, floor = floor, apply(floor, event)
        lines.append(saying(before, event, floor))
    return lines


@pytest.mark.parametrize("rules", SETS)
def test_every_event_has_a_sentence(rules):
    hall = (
        debating(rules).speaks(LIN).does(HE, "point_of_order", text="跑题了").does(ZHOU, "rule", sustained=True, text="请回到正题")
    )
    hall.does(HE, "request", stance=FOR).does(HE, "unrequest").does(ZHOU, "remind", to=HE, article="8", reason="插话")
    hall.does(ZHOU, "hand_over", to=WU).does(LIU, "recuse", reason="亲戚").decided(5, 2).does(ZHOU, "take_back")
    hall.does(CHEN, "leave").does(ZHOU, "recess").does(ZHOU, "open").does(ZHOU, "undo").does(ZHOU, "adjourn")
    assert all(told(hall))


@pytest.mark.parametrize("rules", SETS)
def test_the_announcement_says_the_sum_the_effect_and_what_is_pending_next(rules):
    lost = told(debating(rules).does(HE, "amend", text="装三盏").stated(WU).decided(2, 4))[-1]
    assert lost.startswith("“修正案”未通过。") and "应到9人，实到9人" in lost and lost.endswith("现在要议的是“动议”“南门装照明”。")
    carried = told(debating(rules).does(HE, "refer", body="物业小组").stated(WU).decided(6, 0))[-1]
    assert "赞成6票，反对0票，弃权0票" in carried and carried.endswith("交物业小组研究。")
    limited = told(debating(rules).does(HE, "limit_debate", seconds=30).stated(WU).decided(6, 0))[-1]
    assert "发言从此受限（每次30秒）。现在要议的是" in limited


def test_every_kind_that_can_be_carried_has_an_effect():
    from yishi.procedure.floor import QuestionKind

    assert set(QuestionKind) - set(EFFECTS) == {"refer", "postpone", "appeal", "report"}
