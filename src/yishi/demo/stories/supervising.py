"""停在第五步的 · works and services under way, being accepted, being rated."""

from datetime import timedelta

from ...clock import today
from ...deliveries.acceptance import checks_now
from .. import names
from ..debating import debated
from ..planning import planned
from ..proposing import taken_up
from ..supervising import (
    accepted,
    change_of,
    checked,
    contractor,
    delivered,
    disputed,
    finished,
    milestones,
    paid,
    rated,
    reported,
    signed,
    visited,
)
from ..voting import cast, decided, poll_of
from ..walk import Acts, Walk
from .telling import story


def under_way(w: Walk) -> Acts:
    yield from taken_up(w)
    yield from planned(w)
    yield from debated(w)
    yield from decided(w)


@story("wenhua", 59, "waste", estate=1)
def with_a_change_to_decide(w: Walk) -> Acts:
    """One step of three is done; 谢明 and the other supervisors are asked for a little more money."""
    yield from under_way(w)
    yield from delivered(w, steps=1)
    lines = w.matter.delivery.lines
    yield w.soon()
    paid(w, lines[0], 1_300_000, purpose="两处顶棚的材料")
    yield w.days(1)
    order = change_of(w, lines[5], 15_000, "多放了一周临时桶，清运多跑了三趟。")
    yield w.soon()
    order.take("approve", w.case(w.cast.supervisors[2]))
    yield w.days(1)
    visited(w, w.called(names.SUPERVISOR), sound=False)
    yield w.soon()
    change_of(w, lines[4], 60_000, "北门地势低，要多铺三平方米防滑地面，水才流得走。")


@story("wenhua", 73, "garden", estate=2)
def behind_its_schedule(w: Walk) -> Acts:
    """A step is overdue, and the council votes on more soil."""
    yield from under_way(w)
    yield from delivered(w, steps=1)
    yield w.days(16)
    reported(w, milestones(w)[1], 60, "土到了一半，步道铺了六十米，水管要等自来水公司来接。", pictured=True)
    yield w.days(1)
    order = change_of(w, w.matter.delivery.lines[1], 276_000, "原来的土里碎砖太多，要多换十二立方米。")
    yield w.days(1)
    order.take("put", w.case(w.cast.chair))
    yield from cast(w, 3, 1, about=order)


@story("xinnan", 72, "ramp", estate=2, n=5)
def with_many_changes(w: Walk) -> Acts:
    """A slip in the accounts put right; changes refused, taken back, voted down, and one granted at the second vote."""
    yield from under_way(w)
    lines = list(w.matter.delivery.lines)
    refused = change_of(w, lines[4], 10_000, "围挡被风吹倒两次，重新立。")
    yield w.soon()
    refused.take("refuse", w.case(w.cast.staff[0], reason="围挡倒是没有固定好，应当由施工方自己承担。"))
    yield w.soon()
    larger, dearer = (
        change_of(w, lines[0], 200_000, "基础挖到老管线，要绕行，多做两平方米。"),
        change_of(w, lines[1], 300_000, "扶手改用加厚的管。"),
    )
    yield w.soon()
    taken_back = change_of(w, lines[3], 5_000, "防滑条多买了十米备用。")
    yield w.soon()
    taken_back.take("withdraw", w.case(contractor(w)))
    for order in (larger, dearer):
        yield w.soon()
        order.take("put", w.case(w.cast.chair))
    yield from cast(w, 3, 9, 1, about=dearer)
    yield from cast(w, 4, 1, about=larger)
    yield w.after(poll_of(larger).closes_at)
    larger.take("put", w.case(w.cast.chair))
    yield from cast(w, 11, 2, about=larger)
    yield from delivered(w, steps=2)
    yield w.soon()
    paid(w, lines[2], 260_000)
    yield w.soon()
    w.take("correct", contractor(w), expense=1, amount="2,450.00", reason="发票是2450元，多记了150元。")


@story("changling", 94, "playground", estate=1)
def to_be_put_right(w: Walk) -> Acts:
    """The acceptance found gaps in the mats; they are being mended."""
    yield from under_way(w)
    yield from delivered(w)
    yield from finished(w)
    yield from checked(w, w.cast.supervisors[0], failing=2)
    first = checks_now(w.matter.delivery)[0]
    yield w.days(1)
    first.take("pass", w.case(w.cast.supervisors[1]))
    yield w.soon()
    first.take("fail", w.case(w.cast.supervisors[0], remark="又去看了一次，排水沟盖板有一块会翘。"))
    yield w.soon()
    first.take("fail", w.case(w.cast.supervisors[0], remark="仔细数过，是两块会翘。"))
    yield w.soon()
    visited(w, w.cast.supervisors[0], sound=False)
    yield w.soon()
    w.take(
        "rectify",
        w.cast.supervisors[0],
        reason="安全地垫之间的缝大于五毫米，排水沟两块盖板会翘，请重新铺平、固定。",
        by=today(w.at) + timedelta(days=10),
    )


@story("wenhua", 74, "exercise", estate=2)
def nearly_accepted(w: Walk) -> Acts:
    """Every item passed, two have signed; 谢明 may be the third."""
    yield from under_way(w)
    yield from delivered(w)
    yield from finished(w)
    yield from checked(w, w.cast.supervisors[1])
    yield from signed(w, w.cast.supervisors[1:3])


@story("wenhua", 84, "lights")
def being_rated(w: Walk) -> Acts:
    """林秀兰 has not said what she thinks of the lights; one neighbour says they are not done."""
    yield from under_way(w)
    yield from delivered(w)
    yield from finished(w)
    yield from accepted(w)
    yield from rated(w, 6, 2, 1)
    yield from disputed(w, "最后一栋的顶楼还有一盏忽明忽暗。")


@story("xinnan", 84, "lights", estate=1, n=4)
def being_rated_too(w: Walk) -> Acts:
    yield from being_rated(w)
