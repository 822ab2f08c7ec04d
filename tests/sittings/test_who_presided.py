"""Another presides: whoever had the chair at the end may sign the minutes, and they are named where the chair is named."""

from io import BytesIO

import pytest
from docx import Document

from tests.matters.proposing import someone
from tests.sittings.conftest import Do
from yishi.procedure.lifecycle import Refused
from yishi.procedure.sitting import SittingState
from yishi.sittings.statistics import statistics


@pytest.fixture
def handed(session, opened, does, decides, by):
    """周敏 has to go: 何丽 presides to the end. The minutes went round."""
    does("周敏", Do.CALL_ITEM, item=0)
    does("周敏", Do.HAND_OVER, to="何丽")
    does("郑秘书", Do.LEAVE, to="周敏")
    does("何丽", Do.PUT)
    does("郑秘书", Do.COUNT, ayes=6, noes=1)
    does("何丽", Do.ANNOUNCE)
    does("何丽", Do.ADJOURN)
    opened.take("circulate", by("郑秘书"))
    session.commit()
    return opened


@pytest.mark.parametrize("name", ["何丽", "周敏"])
def test_the_planned_chair_signs_or_whoever_presided_last(session, handed, by, time, visitor, name):
    time.at = handed.due_at
    handed.take("approve", by(name))
    assert handed.state is SittingState.SEALED
    session.commit()
    visitor.opens(f"{handed.url}/minutes").sees(f"{name}于")
    visitor.opens(f"{handed.url}/minutes/print").sees("主持人（何丽）签字", f"由{name}签认")


def test_nobody_else_signs(handed, by, time):
    time.at = handed.due_at
    with pytest.raises(Refused):
        handed.take("approve", by("陈国栋"))


def test_where_nobody_else_presided_the_chair_alone_signs(session, opened, does, by, time):
    does("周敏", Do.ADJOURN)
    opened.take("circulate", by("郑秘书"))
    time.at = opened.due_at
    assert opened.presided_by_id == opened.chair_id == someone(session, "周敏").id
    with pytest.raises(Refused):
        opened.take("approve", by("何丽"))


def test_who_presided_stands_under_the_minutes(session, handed, visitor):
    visitor.opens(f"{handed.url}/minutes").sees("由主持人周敏或者散会时主持的何丽签认")
    paper = Document(BytesIO(visitor.opens(f"{handed.url}/minutes.docx").response.content))
    assert any(it.text.startswith("主持人（何丽）签字") for it in paper.paragraphs)


def test_who_presided_is_not_among_those_who_did_not_speak(handed):
    told = statistics(handed)
    assert told.presided == "周敏、何丽"
    assert not {"周敏", "何丽"} & set(told.silent)
    assert "陈国栋" in told.silent


def test_handed_over_before_the_opening_the_other_presided_from_the_beginning(session, noticed, does, by):
    for name in ("陈国栋", "何丽", "吴桂花", "黄伟强", "刘洋", "谢明", "马小云", "罗建华", "邓秀珍"):
        does("郑秘书", Do.CHECK_IN, to=name)
    does("郑秘书", Do.HAND_OVER, to="何丽")
    does("何丽", Do.OPEN)
    does("何丽", Do.ADJOURN)
    assert "主持：何丽" in [it.text for it in noticed.minutes_lines]
    assert noticed.signer.name == statistics(noticed).presided == "何丽"


def test_when_the_time_to_read_is_over_the_page_waits_for_the_chair(handed, visitor, time):
    time.at = handed.due_at
    visitor.opens(f"{handed.url}/minutes").sees("核对期已满，等主持人").does_not_see("已逾期", "正在核对")
