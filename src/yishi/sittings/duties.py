"""会议的待办 · what somebody owes a sitting: (act, role, path, about, due), as every source of the inbox."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, String, literal, or_, select

from ..procedure.sitting import SittingState
from ..web.owing import AT, HERE, ME, MIDNIGHT, MORNING, NEVER, address
from .events import CAME
from .minutes import WAITING, MinutesObjection
from .models import Attendee, Sitting

S = SittingState
SECRETARY, CHAIR, ON_THE_ROLL, THERE = "本次会议的秘书", "本次会议的主持人", "您在会议名册上", "您到了会"


def duties() -> Iterator[Select]:
    yield _duty("今天开会：签到", SECRETARY, "/room", Sitting.starts_at).where(
        Sitting.secretary_id == ME, Sitting.state == S.NOTICED, Sitting.starts_at >= MORNING, Sitting.starts_at < MIDNIGHT
    )
    yield (
        _duty("回复会议通知", ON_THE_ROLL, "", Sitting.starts_at)
        .join(Attendee, Attendee.sitting_id == Sitting.id)
        .where(Sitting.state == S.NOTICED, Sitting.starts_at > AT)
        .where(Attendee.person_id == ME, Attendee.told_at.is_not(None), Attendee.reply.is_(None))
    )
    yield _duty("整理并交出纪要", SECRETARY).where(Sitting.secretary_id == ME, Sitting.state == S.ADJOURNED)
    objections = select(MinutesObjection.id).where(MinutesObjection.sitting_id == Sitting.id, MinutesObjection.state == WAITING)
    going = Sitting.state == S.CIRCULATED
    there = select(CAME).where(CAME.c.sitting_id == Sitting.id, CAME.c.person_id == Attendee.person_id)
    yield (
        _duty("核对会议纪要", THERE)
        .join(Attendee, Attendee.sitting_id == Sitting.id)
        .where(going, Sitting.due_at > AT, Attendee.person_id == ME, Attendee.read_at.is_(None), there.exists())
    )
    yield _duty("答复对纪要的意见", SECRETARY).where(Sitting.secretary_id == ME, going, objections.exists())
    yield _duty("签认纪要", CHAIR, due=NEVER).where(
        or_(Sitting.chair_id == ME, Sitting.presided_by_id == ME), going, Sitting.due_at <= AT, ~objections.exists()
    )


def _duty(act: str, role: str, suffix: str = "/minutes", due: Any = Sitting.due_at) -> Select:
    """A select over the sittings of this community; the caller narrows it."""
    path = address("sittings/", Sitting.id, suffix)
    return select(
        literal(act, String), literal(role, String), path, Sitting.title, due
    ).where(Sitting.community_id == HERE)  # fmt: skip
