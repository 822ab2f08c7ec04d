"""A matter whose result hangs on the board of 柳荫社区 for five days."""

import pytest

from tests import world
from yishi.matters.models import Matter
from yishi.notices.models import Notice, post_notice
from yishi.procedure.lifecycle import Case
from yishi.procedure.matter import MatterState
from yishi.procedure.notice import NoticeKind
from yishi.procedure.people import SYSTEM
from yishi.workdays import calendar


@pytest.fixture
def matter(session, home, time) -> Matter:
    it = world.matter(session, home, time.at, number="柳荫街-柳荫-2026-0001", state=MatterState.POSTED)
    it.due_at = calendar.deadline(time.at, it.rule_set.posting_days)
    return it


@pytest.fixture
def notice(session, matter, time) -> Notice:
    it = post_notice(
        session, Case(SYSTEM, time.at), matter, NoticeKind.RESULT, "关于“南门照明”表决结果的公示",
        "表决通过。\n\n赞成9票，多于反对2票。", matter.due_at, takes_objections=True,
        figures=[("应到", "12人"), ("赞成", "9票"), ("反对", "2票"), ("弃权", "1票")],
    )  # fmt: skip
    session.commit()
    return it
