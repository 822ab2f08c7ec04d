"""办完的 · matters that went the whole way, over the year; and those that somebody said were not done."""

from ...matters import drafting
from .. import names
from ..debating import debated, said
from ..planning import planned
from ..proposing import accepted as passed_review
from ..proposing import proposed, seconded, taken_up
from ..sitting import sat
from ..supervising import accepted, carried_out, checked, delivered, disputed, finished, rated
from ..voting import confirmed, decided
from ..walk import Acts, Walk
from .telling import story


def delivered_to_the_end(w: Walk, good: int = 12, fair: int = 4, bad: int = 1) -> Acts:
    yield from decided(w)
    yield from carried_out(w, good, fair, bad)


def to_the_end(w: Walk, good: int = 12, fair: int = 4, bad: int = 1) -> Acts:
    """From the plan group on."""
    yield from planned(w)
    yield from debated(w)
    yield from delivered_to_the_end(w, good, fair, bad)


def whole(w: Walk, good: int = 12, fair: int = 4, bad: int = 1) -> Acts:
    """From the first line on."""
    yield from taken_up(w)
    yield from to_the_end(w, good, fair, bad)


@story("wenhua", 108, "ramp", estate=1, n=2)
def a_ramp_well_liked(w: Walk) -> Acts:
    """Decided at a sitting, with an amendment. Closed not long ago: whoever finds it undone may still say so."""
    w.proposer = w.called(names.RESIDENT)
    yield from taken_up(w)
    yield from planned(w)
    yield from said(w)
    yield from sat(w)
    yield from confirmed(w)
    yield from carried_out(w, good=15, fair=3)


@story("wenhua", 170, "books")
def a_reading_room(w: Walk) -> Acts:
    yield from whole(w)


@story("wenhua", 240, "drainage")
def a_street_that_drains(w: Walk) -> Acts:
    """Returned once because nobody could find the spot; put right in words, it kept its seconds."""
    yield from proposed(w)
    yield from seconded(w)
    yield w.days(2)
    w.take("return", w.cast.staff[1], reason="请写明从几栋到几栋、积水多深，附一张照片。")
    yield w.days(3)
    drafting.write(w.matter, {"need": [f"{w.matter.need}\n从1栋到4栋门前，下大雨积水没过脚踝，要半天才退。"]}, w.at)
    w.take("submit", w.proposer, known="yes")
    yield from passed_review(w)
    yield from to_the_end(w, good=5, fair=8, bad=2)


@story("wenhua", 300, "dogs")
def dogs_on_the_lead(w: Walk) -> Acts:
    w.proposer = w.called(names.SUPERVISOR)
    yield from whole(w, good=8, fair=6, bad=4)


@story("xinnan", 152, "garden")
def a_garden_made_together(w: Walk) -> Acts:
    yield from whole(w, good=9, fair=2)


@story("changling", 166, "dancing")
def dancing_agreed_upon(w: Walk) -> Acts:
    yield from whole(w, good=7, fair=7, bad=2)


@story("changling", 132, "lights", n=2)
def lights_in_two_blocks(w: Walk) -> Acts:
    yield from whole(w, good=11, fair=1)


@story("changling", 290, "meals")
def meals_brought_home(w: Walk) -> Acts:
    yield from whole(w, good=14, fair=2, bad=1)


@story("changling", 112, "ramp", estate=1)
def a_ramp_in_time(w: Walk) -> Acts:
    yield from whole(w, good=6, fair=6, bad=3)


@story("wenhua", 116, "court", estate=2)
def a_court_with_cracks(w: Walk) -> Acts:
    """Closed, and then disputed: the supervisors are to look again."""
    yield from whole(w, good=6, fair=3, bad=1)
    yield w.days(3)
    yield from disputed(
        w, "西北角的面层起了三条裂缝，下雨后起皮，孩子在那里摔过一次。", "北边的线也裂了，会翘。", "篮架下面积水，两天都不干。"
    )


@story("xinnan", 205, "aed")
def a_device_moved_again(w: Walk) -> Acts:
    """Disputed after the closing, accepted again, and closed for good."""
    yield from whole(w, good=9, fair=2, bad=2)
    yield w.days(9)
    yield from disputed(
        w, "社康中心门口那台的箱子锁着，钥匙在里面，按了没有人应。", "晚上去看，箱子也打不开。", "报警按钮按了没有人接。"
    )
    yield from accepted(w)
    yield from rated(w, 8, 3)
    yield w.after(w.matter.due_at)


@story("changling", 84, "books")
def a_reading_room_without_light(w: Walk) -> Acts:
    """Somebody said it was not done while the others were rating; it is being looked at again."""
    yield from taken_up(w)
    yield from planned(w)
    yield from debated(w)
    yield from decided(w)
    yield from delivered(w)
    yield from finished(w)
    yield from accepted(w)
    yield from rated(w, 4, 1)
    yield from disputed(
        w, "靠窗两张桌子晚上没有灯，说好的四盏只装了三盏。", "灯少一盏，老人看不清字。", "装上的也有一盏接触不好，要拍一下才亮。"
    )
    yield from checked(w, w.cast.supervisors[2], failing=1)
