"""欢迎 · the address, and for each ready-made person one thing that waits for them right now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from rich.console import Console
from rich.table import Table
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from ..communities.models import Community
from ..matters.models import Matter
from ..polls.models import Poll
from ..procedure.matter import MatterState
from ..procedure.poll import PollState
from ..procedure.sitting import SittingState
from ..sittings.models import Sitting
from . import names

S = MatterState


@dataclass(frozen=True, slots=True)
class Door:
    """Who one may be, as what, and what there is to do: where, in words."""

    role: str
    name: str
    act: str
    path: str


def doors(session: Session, at: datetime) -> list[Door]:
    """What is not there any more is replaced by the inbox."""
    home = session.scalars(select(Community).where(Community.slug == names.ALIVE[0][0])).one()
    found = {role: (act, path) for role, act, path in _waiting(session, home, at)}
    inbox = ("看看有什么等着办", f"{home.url}/todo")
    return [Door(role, name, *found.get(role, inbox)) for role, name in _SIGNS]


def tell(console: Console, address: str, doors: list[Door]) -> None:
    """On the terminal; a press on a path opens the sign-in page and then the place itself, where the terminal can do that."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in ("身份", "姓名", "现在可以试", "在哪里"):
        table.add_column(title, overflow="fold")
    for it in doors:
        link = f"{address}/sign-in?next={quote(it.path, safe='')}"
        table.add_row(it.role, it.name, it.act, f"[link={link}]{it.path}[/link]")
    console.print(f"\n议事演示：[bold]{address}[/bold]  在 {address}/sign-in 选一个身份，不用口令。\n", highlight=False)
    console.print(table, highlight=False)
    console.print("\n人和事都是编的。按 Ctrl-C 停止；下次运行接着用，删掉数据目录就从头来过。", highlight=False)
    console.file.flush()


_SIGNS = (
    ("居民", names.RESIDENT), ("议事员", names.COUNCILLOR), ("主持人", names.CHAIR), ("秘书", names.SECRETARY),
    ("社区工作人员", names.STAFF), ("居民监督员", names.SUPERVISOR), ("承接单位", names.LIAISON), ("街道", names.STREET),
    ("平台管理员", names.ADMIN),
)  # fmt: skip


def _waiting(session: Session, home: Community, at: datetime) -> Iterator[tuple[str, str, str]]:
    """(role, act, path) for everything that can be found."""
    here = select(Matter).where(Matter.community_id == home.id).order_by(Matter.id.desc()).limit(1)
    wanted: tuple[tuple[str, str, Select[Matter], str], ...] = (
        ("居民", "说说办得怎么样", here.where(Matter.state == S.RATING), ""),
        ("社区工作人员", "公示期满，确认生效", here.where(Matter.state == S.POSTED, Matter.due_at <= at), ""),
        ("居民监督员", "逐项验收、签字", here.where(Matter.state == S.ACCEPTING), "/supervision"),
        ("承接单位", "报告施工进展", here.where(Matter.state == S.DELIVERING), "/supervision"),
        ("街道", "督促超期的受理审查", here.where(Matter.state == S.REVIEW, Matter.escalated), "/urge"),
    )
    for role, act, statement, tab in wanted:
        if matter := session.scalar(statement):
            yield role, act, f"{matter.url}{tab}"
    running = select(Poll).where(Poll.community_id == home.id, Poll.state == PollState.OPEN, Poll.closes_at > at)
    if poll := session.scalar(running.order_by(Poll.id.desc()).limit(1)):
        yield "议事员", "投出一票", poll.url
    ahead = (
        select(Sitting).where(Sitting.community_id == home.id, Sitting.state == SittingState.NOTICED).order_by(Sitting.starts_at)
    )
    if sitting := session.scalar(ahead.limit(1)):
        yield "主持人", "主持今天的会议", f"{sitting.url}/room"
        yield "秘书", "给今天的会议签到", f"{sitting.url}/room"
    yield "平台管理员", "看组织和账号", "/admin"
