"""签到 · who is in the hall. A code on the door changes twice a minute, so that a picture of it sent home is soon worth nothing.

Whoever opens it in time gets a pass for a few minutes, which is good for them alone. Who has to sign in first gets one that is not
anybody's yet, and is theirs from when they are back. The secretary may check in anybody on the roll, without a code.
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from fractions import Fraction

from sqlalchemy import select

from ..clock import today
from ..db import session_of
from ..debates.council import seats_in
from ..procedure.floor import Command, Do
from ..procedure.lifecycle import Case, NotYours, Refused
from ..procedure.sitting import HELD, Place
from ..training.models import QUIZ, Practice
from .events import CAME
from .models import Attendee, Sitting

CHANGES_EVERY = timedelta(seconds=30)
PASS_HOLDS = timedelta(minutes=10)
EARLIEST = timedelta(hours=2)  # before the sitting begins


def code(sitting: Sitting, at: datetime) -> str:
    """The code on the door at this moment."""
    return _sealed(sitting, "door", _window(at))


def pass_for(sitting: Sitting, shown: str, at: datetime, person_id: int | None) -> str:
    """What whoever scanned the code in time goes in with; raises `Refused` when it has changed since.

    It is bound to the person; to nobody (None) until they have signed in.
    """
    if not any(hmac.compare_digest(shown.encode(), _sealed(sitting, "door", _window(at) - ago).encode()) for ago in (0, 1)):
        raise Refused("这个签到码已经换了，请再扫一次会场上的码")
    return _pass(sitting, int(at.timestamp()), person_id)


def made_ones_own(sitting: Sitting, given: str, at: datetime, person_id: int) -> str:
    """A pass that was nobody's yet, as this person's, running out when it would have; '' when it is none."""
    return _pass(sitting, int(given.partition(".")[0]), person_id) if holds(sitting, given, at, None) else ""


def _pass(sitting: Sitting, moment: int, person_id: int | None) -> str:
    return f"{moment}.{_sealed(sitting, _whose(person_id), moment)}"


def _whose(person_id: int | None) -> str:
    return "pass" if person_id is None else f"pass of {person_id}"


def holds(sitting: Sitting, given: str, at: datetime, person_id: int | None) -> bool:
    """Whether this is this person's pass for this sitting, and has not run out."""
    moment, _, seal = given.partition(".")
    if not (moment.isascii() and moment.isdigit() and len(moment) < 12):
        return False
    age, right = at.timestamp() - int(moment), _sealed(sitting, _whose(person_id), int(moment))
    return 0 <= age <= PASS_HOLDS.total_seconds() and hmac.compare_digest(seal.encode(), right.encode())


def check_in(sitting: Sitting, case: Case, given: str = "", person_id: int | None = None) -> None:
    """签到: oneself with a pass, or the secretary for somebody."""
    by = case.actor.id
    assert by is not None
    who = by if person_id is None else person_id
    if sitting.noticed_at is not None and case.at < sitting.starts_at - EARLIEST:
        raise Refused("还早：开会前两小时起可以签到")
    if by != sitting.secretary_id and who == by and not holds(sitting, given, case.at, by):
        raise Refused("请扫会场上的签到码；没有手机的，请秘书替您签到")
    line = sitting.place_of(who)
    if line is None:
        raise NotYours("名册上没有这个人；会议公开，可以旁听")
    _seated(sitting, line, case.at)
    _trained(sitting, line)
    sitting.act(Command(do=Do.CHECK_IN, by=by, to=None if who == by else who), case)


def entrust(sitting: Sitting, case: Case, wanted: Command) -> None:
    """委托: by the member, or put down by the secretary from a proxy in writing."""
    line = sitting.place_of(wanted.by)
    if line is not None:
        _seated(sitting, line, case.at)
        _trained(sitting, line)
    sitting.act(wanted, case)


def _seated(sitting: Sitting, line: Attendee, at: datetime) -> None:
    seats = seats_in(session_of(sitting), sitting.body_id, today(at))
    if line.place is Place.MEMBER and line.person_id not in {seat.person_id for seat in seats}:
        raise Refused(f"{line.name}的席位已经到期，不能再以成员身份到会或者委托别人；会议公开，可以旁听")


def _trained(sitting: Sitting, line: Attendee) -> None:
    """规则先行、培训优先, where the body asks for it: a member's first sitting comes after the quiz."""
    rules, session = sitting.rule_set, session_of(sitting)
    if not rules.quiz_before_sitting or line.place is not Place.MEMBER:
        return
    mine = select(Practice).where(
        Practice.person_id == line.person_id, Practice.community_id == sitting.community_id, Practice.scenario == QUIZ
    )  # fmt: skip
    best = session.scalar(mine.limit(1))
    if best is not None and best.commands and Fraction(best.done, len(best.commands)) >= rules.quiz_share:
        return
    if not _sat_before(sitting, line.person_id):
        raise Refused(f"头一次到会以前先要通过规则小测（{rules.cites('quiz_before_sitting')}）。请在“学规则”里做完再签到")


def _sat_before(sitting: Sitting, person_id: int) -> bool:
    """Whether they were checked in at a sitting of this body that was held."""
    earlier = (
        select(CAME)
        .join(Sitting, Sitting.id == CAME.c.sitting_id)
        .join(Attendee, (Attendee.sitting_id == Sitting.id) & (Attendee.person_id == person_id))
        .where(Sitting.body_id == sitting.body_id, Sitting.id != sitting.id, Sitting.state.in_(HELD))
        .where(CAME.c.person_id == person_id)
        .limit(1)
    )
    return session_of(sitting).scalar(earlier) is not None


def _window(at: datetime) -> int:
    return int(at.timestamp()) // int(CHANGES_EVERY.total_seconds())


def _sealed(sitting: Sitting, what: str, moment: int) -> str:
    message = f"{what}:{sitting.id}:{moment}".encode()
    return hmac.new(bytes.fromhex(sitting.secret), message, hashlib.sha256).hexdigest()[:20]
