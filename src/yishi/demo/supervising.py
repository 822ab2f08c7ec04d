"""跟踪监督 · the ordinary way of a delivery: reports, visits, payments, the acceptance, the rating."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from ..clock import today
from ..db import Base
from ..deliveries.acceptance import checks_now
from ..deliveries.change_orders import ChangeOrder
from ..deliveries.expenses import Expense
from ..deliveries.models import Milestone, Report
from ..procedure.calendar import day_begins
from ..procedure.people import Actor
from .topics import common
from .walk import Acts, Walk


def contractor(w: Walk) -> Actor:
    return w.cast.liaison(w.matter.unit_id)


def milestones(w: Walk) -> list[Milestone]:
    found: list[Milestone] = w.matter.delivery.milestones
    return found


def reported(w: Walk, milestone: Milestone, progress: int, text: str, pictured: bool = False) -> None:
    w.take("report", contractor(w), milestone=milestone.id, progress=progress, report=text)
    if pictured:
        _told(w, "report", w.picture(_latest(w, Report), contractor(w), after=progress == 100))


def visited(w: Walk, by: Actor, sound: bool = True, finding: str = "") -> None:
    words = finding or w.choose(common("sound" if sound else "unsound"))
    w.take("visit", by, visited_on=today(w.at), sound="yes" if sound else "no", findings=words)


def paid(w: Walk, line: Any, fen: int, payee: str = "", purpose: str = "") -> None:
    """One payment against a budget line, with its voucher."""
    w.take(
        "spend", contractor(w), line=line.id, amount=f"{fen // 100}.{fen % 100:02}", paid_on=today(w.at),
        payee=payee or f"{w.cast.short}建材经营部", purpose=purpose or line.name,
    )  # fmt: skip
    _told(w, "spend", w.voucher(_latest(w, Expense), contractor(w)))


def spent(w: Walk) -> Acts:
    """Every budget line paid."""
    for line in list(w.matter.delivery.lines):
        if line.left:
            yield w.soon()
            paid(w, line, line.left)


def change_of(w: Walk, line: Any, fen: int, reason: str) -> ChangeOrder:
    """More money asked for a line."""
    w.take("change", contractor(w), line=line.id, amount=f"{fen // 100}.{fen % 100:02}", reason=reason)
    return w.session.scalars(select(ChangeOrder).filter_by(line_id=line.id).order_by(ChangeOrder.id.desc()).limit(1)).one()


def delivered(w: Walk, steps: int | None = None) -> Acts:
    """Each milestone reported done on its day, and visited the day after."""
    for n, milestone in enumerate(milestones(w)[:steps]):
        yield w.after(day_begins(milestone.due))
        reported(w, milestone, 100, w.topic.reports[n], pictured=True)
        yield w.days(1)
        visited(w, w.cast.supervisors[1 + n % 3])


def finished(w: Walk) -> Acts:
    """Everything paid and the acceptance asked for."""
    yield from spent(w)
    yield w.days(1)
    w.take("finish", contractor(w))


def checked(w: Walk, by: Actor, failing: int = 0) -> Acts:
    """The checklist gone through in one visit; the first `failing` items do not pass."""
    for n, check in enumerate(checks_now(w.matter.delivery)):
        if n == 0:
            yield w.days(1)
        check.take(*(("fail", w.case(by, remark="边角还没有收好。")) if n < failing else ("pass", w.case(by))))


def signed(w: Walk, by: Sequence[Actor]) -> Acts:
    for person in by:
        yield w.days(1)
        w.take("sign", person, remark=w.choose(common("remarks")))


def accepted(w: Walk) -> Acts:
    """Checked and signed by as many as are needed."""
    signers = w.cast.supervisors[1:][: w.matter.rule_set.acceptance_signatures]
    yield from checked(w, signers[0])
    yield from signed(w, signers)


def rated(w: Walk, good: int, fair: int = 0, bad: int = 0) -> Acts:
    """So many ratings, some with a word, over a few days."""
    grades = ["good"] * good + ["fair"] * fair + ["bad"] * bad
    w.by_chance.shuffle(grades)
    for n, (person, grade) in enumerate(zip(w.others(len(grades)), grades, strict=True)):
        yield w.days(1) if n % 5 == 0 else w.soon()
        w.take("rate", person, rating=grade, remark=w.choose(common(grade)))


def disputed(w: Walk, *reasons: str) -> Acts:
    """So many neighbours say that it is not done; enough of them bring a new acceptance."""
    for person, reason in zip(w.others(len(reasons)), reasons, strict=True):
        yield w.days(1)
        w.take("dispute", person, reason=reason)


def closed(w: Walk) -> Acts:
    """When the time for ratings is over."""
    yield w.after(w.matter.due_at)


def carried_out(w: Walk, good: int = 12, fair: int = 4, bad: int = 1) -> Acts:
    """From the confirmation to the end."""
    yield from delivered(w)
    yield from finished(w)
    yield from accepted(w)
    yield from rated(w, good, fair, bad)
    yield from closed(w)


def _latest(w: Walk, model: Any) -> Base:
    found: Base = w.session.scalars(select(model).filter_by(matter_id=w.matter.id).order_by(model.id.desc()).limit(1)).one()
    return found


def _told(w: Walk, step: str, files: list[dict[str, Any]]) -> None:
    """As the page does it: what was attached stands on the ledger."""
    if files:
        w.matter.note(w.case(contractor(w)), "attach", "附上照片和凭证", given={"to": step, "files": files})
