"""A matter whose result hangs on the board of 柳荫社区 for five days."""

import pytest
from sqlalchemy import select

from yishi.communities.models import RuleSetVersion
from yishi.matters.models import Matter
from yishi.notices.models import Notice, post_notice
from yishi.people.models import Person
from yishi.procedure.lifecycle import Case
from yishi.procedure.matter import MatterKind, MatterState
from yishi.procedure.notice import NoticeKind
from yishi.procedure.people import SYSTEM, Actor, Role
from yishi.workdays import calendar


@pytest.fixture
def matter(session, home, time) -> Matter:
    proposer = session.scalars(select(Person).filter_by(name="林秀兰")).one()
    it = Matter(
        community_id=home.id, kind=MatterKind.ISSUE, title="南门照明", need="加灯", place="南门", beneficiaries="全体居民",
        proposer_id=proposer.id, number="柳荫街-柳荫-2026-0001", state=MatterState.POSTED,
        rule_set_version_id=session.scalars(select(RuleSetVersion.id).filter_by(community_id=home.id)).one(),
        created_at=time.at, entered_at=time.at, touched_at=time.at,
    )  # fmt: skip
    session.add(it)
    session.flush()
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


@pytest.fixture
def actor(session):
    """`actor("王主任", Role.STAFF)` as the rules see them."""

    def of(name: str, *roles: Role) -> Actor:
        return Actor(session.scalars(select(Person.id).filter_by(name=name)).one(), name, frozenset(roles))

    return of
