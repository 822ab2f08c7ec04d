"""停在第一步的 · proposals that are being written, supported, reviewed; and those that came to an end there."""

from ...matters import drafting
from .. import names
from ..proposing import proposed, seconded, street_of
from ..walk import Acts, Walk
from .done import to_the_end
from .telling import story


def reviewed(w: Walk) -> Acts:
    """Written and supported by as many as it takes."""
    yield from proposed(w)
    yield from seconded(w)


@story("wenhua", 2, "holiday")
def a_draft(w: Walk) -> Acts:
    """林秀兰 has begun to write, and nobody else sees it."""
    w.proposer = w.called(names.RESIDENT)
    w.begin()
    yield w.soon()


@story("wenhua", 9, "signs")
def returned_to_its_proposer(w: Walk) -> Acts:
    """林秀兰 is to say at which six crossings."""
    w.proposer = w.called(names.RESIDENT)
    yield from reviewed(w)
    yield w.days(2)
    w.take("return", w.cast.staff[1], reason="请写明六个路口分别在哪里，并附一张位置图；牌子的样式也请选一种。")


@story("wenhua", 13, "racks", estate=1, n=5)
def with_three_seconds(w: Walk) -> Acts:
    """It had five, 林秀兰 among them, until it was returned and came back with another place; she is asked to look again."""
    yield from proposed(w)
    yield from seconded(w, first=(w.called(names.RESIDENT),))
    yield w.days(1)
    w.take("return", w.cast.staff[1], reason="5栋楼顶有东西两个平台，西边有消防水箱，不能占，请写明用哪一个。")
    yield w.days(1)
    drafting.write(w.matter, {"place": [f"{w.cast.estates[1]}5栋楼顶东侧平台"]}, w.at)
    w.take("submit", w.proposer, known="yes")
    yield from seconded(w, 3)


@story("wenhua", 13, "fair")
def with_one_second_missing(w: Walk) -> Acts:
    """Five had seconded it, had not one of the first three thought better of it."""
    yield from proposed(w)
    doubtful, *others = w.others(2)
    yield from seconded(w, 2, first=(doubtful, *others))
    yield w.days(1)
    w.take("unsecond", doubtful)
    yield from seconded(w, 3)


@story("xinnan", 50, "racks", n=2)
def lapsed_with_two(w: Walk) -> Acts:
    yield from proposed(w)
    yield from seconded(w, 2)


@story("changling", 120, "lockers", estate=1)
def lapsed_with_four(w: Walk) -> Acts:
    yield from proposed(w)
    yield from seconded(w, 4)


@story("wenhua", 62, "signs", estate=2)
def withdrawn_while_seconded(w: Walk) -> Acts:
    yield from proposed(w)
    yield from seconded(w, 2)
    yield w.days(3)
    w.take("withdraw", w.proposer, reason="物业已经答应用日常经费立牌子，下个月就装，不用再走这一趟。")


@story("xinnan", 90, "signs")
def withdrawn_in_review(w: Walk) -> Acts:
    """One of the five thinks better of it, and then the proposer does."""
    yield from proposed(w)
    doubtful = w.others(1)[0]
    yield from seconded(w, first=(doubtful,))
    yield w.days(1)
    w.take("unsecond", doubtful)
    yield w.days(1)
    w.take("withdraw", w.proposer, reason="和交警沟通后，他们来划线立牌，先撤回。")


@story("wenhua", 6, "lockers")
def waiting_for_review(w: Walk) -> Acts:
    yield from reviewed(w)


@story("wenhua", 26, "exercise", estate=1)
def overdue_in_review(w: Walk) -> Acts:
    """The officials let the days run out, and the clock tells the street."""
    yield from reviewed(w)


@story("wenhua", 8, "basement")
def declined_by_the_negative_list(w: Walk) -> Acts:
    """The proposer may still appeal."""
    w.proposer = w.called(names.RESIDENT)
    yield from reviewed(w)
    yield w.days(2)
    w.take(
        "decline", w.cast.staff[2], article="negative_list", negative="others-duty",
        reason="清洗车库地坪写在物业服务合同第十一条里，每半年一次，由物业承担。已经书面要求物业本月内清洗。",
    )  # fmt: skip


@story("wenhua", 13, "pavement", estate=2)
def heard_again_by_the_chair(w: Walk) -> Acts:
    yield from reviewed(w)
    yield w.days(2)
    w.take(
        "decline", w.cast.staff[1], article="negative_list", negative="duplicate",
        reason="区里的道路改造计划里已有这一段，明年动工，重复建设不予受理。",
    )  # fmt: skip
    yield w.days(2)
    w.take("appeal", w.proposer, reason="我打电话问过，明年的计划只做到路口，西门这一百二十米不在里面，请再看一次图。")


@story("changling", 100, "basement")
def declined_for_good(w: Walk) -> Acts:
    yield from reviewed(w)
    yield w.days(3)
    w.take(
        "decline", w.cast.staff[0], article="negative_list", negative="others-duty",
        reason="车库保洁属于物业服务合同约定的内容，已转给物业办理。",
    )  # fmt: skip


@story("xinnan", 21, "camera", estate=1, n=6)
def accepted_on_appeal(w: Walk) -> Acts:
    """The chair's own: refused, appealed, and as there is no other chair taken up by the street; the plan is being written."""
    w.proposer = w.cast.chair
    yield from reviewed(w)
    yield w.days(2)
    w.take("decline", w.cast.staff[0], article="class_caps", reason="按现在的写法要装二十四个摄像头，会超过本类上限。")
    yield w.days(2)
    w.take("appeal", w.proposer, reason="我们只申请六个摄像头，估算是五万四千元，没有超过上限，请复核。")
    yield w.days(3)
    w.take("accept", street_of(w), checked="yes", lead="")


@story("wenhua", 15, "exercise")
def merged_into_the_benches(w: Walk) -> Acts:
    """Both are about the same garden; both proposers say yes."""
    yield from reviewed(w)
    yield w.days(1)
    benches = w.known["open_for_comments"]
    w.take("propose_merge", w.cast.staff[1], into=benches.matter.number, reason="都在中心花园，一起施工省一次围挡，也省钱。")
    merge = w.matter.merges[-1]
    for proposer in (w.proposer, benches.proposer):
        yield w.soon()
        merge.take("agree", w.case(proposer))
    yield w.days(1)
    w.take("merge", w.cast.staff[1])


@story("wenhua", 7, "racks", estate=2, n=4)
def waiting_for_leave_to_merge(w: Walk) -> Acts:
    """林秀兰, whose matter it would go into, has not answered."""
    yield from reviewed(w)
    yield w.days(1)
    corridor = w.known["ready_to_be_frozen"]
    w.take(
        "propose_merge", w.cast.staff[2], into=corridor.matter.number, reason="两件都是4栋楼道的事：衣服有处晾，楼道才清得干净。"
    )
    yield w.soon()
    w.matter.merges[-1].take("agree", w.case(w.proposer))


def into_the_plan(w: Walk) -> Acts:
    """A merge that came to nothing; the matter goes its own way."""
    yield w.days(1)
    w.take("accept", w.cast.staff[0], checked="yes", lead="")


@story("xinnan", 150, "benches")
def not_merged_because_one_said_no(w: Walk) -> Acts:
    """The first time the official mistook the number and took it back."""
    yield from reviewed(w)
    garden = w.known["a_garden_made_together"]
    yield w.days(1)
    w.take("propose_merge", w.cast.staff[1], into=garden.matter.number, reason="都和花园有关。")
    yield w.soon()
    w.matter.merges[-1].take("retract", w.case(w.cast.staff[1], reason="理由写得太简单，重新提。"))
    yield w.soon()
    w.take("propose_merge", w.cast.staff[1], into=garden.matter.number, reason="座椅和口袋花园相距三十米，一起设计更省。")
    yield w.days(1)
    w.matter.merges[-1].take("refuse", w.case(w.proposer, reason="老人等着坐，花园还要再议很久，不想等。"))
    yield from into_the_plan(w)
    yield from to_the_end(w, good=6, fair=9, bad=3)


@story("changling", 165, "dogs")
def not_merged_because_one_thought_again(w: Walk) -> Acts:
    """Agreed at first, then no; and in the end the residents were not content."""
    yield from reviewed(w)
    dancing = w.known["dancing_agreed_upon"]
    yield w.days(1)
    w.take("propose_merge", w.cast.staff[1], into=dancing.matter.number, reason="都是公共空间怎么用的约定，可以写成一份。")
    merge = w.matter.merges[-1]
    for proposer in (dancing.proposer, w.proposer):
        yield w.soon()
        merge.take("agree", w.case(proposer))
    yield w.days(1)
    merge.take("refuse", w.case(w.proposer, reason="和养狗的邻居商量过，两件事写在一起谁也看不明白，还是分开。"))
    yield from into_the_plan(w)
    yield from to_the_end(w, good=2, fair=4, bad=9)


@story("changling", 130, "corridor", n=2)
def not_merged_and_late(w: Walk) -> Acts:
    """Agreed and taken back by the official, then asked of another who never answered; by then the review was overdue."""
    yield from reviewed(w)
    lights = w.known["lights_in_two_blocks"]
    yield w.days(1)
    w.take("propose_merge", w.cast.staff[1], into=lights.matter.number, reason="同一栋楼的楼道，清杂物和换灯一起做。")
    merge = w.matter.merges[-1]
    for proposer in (w.proposer, lights.proposer):
        yield w.soon()
        merge.take("agree", w.case(proposer))
    yield w.days(1)
    merge.take("retract", w.case(w.cast.staff[1], reason="换灯要花钱、清杂物不花钱，两件的办法不同，不宜合并。"))
    yield w.days(1)
    w.take("propose_merge", w.cast.staff[1], into=lights.matter.number, reason="换灯的提出人改了主意，再问一次。")
    yield w.after(w.matter.merges[-1].due_at)
    yield from into_the_plan(w)
    yield from to_the_end(w, good=9, fair=5, bad=1)
