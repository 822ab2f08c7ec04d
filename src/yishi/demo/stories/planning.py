"""停在第二步的 · plans being written, and plans out for comment."""

from typing import Any

from ...matters.plan_choices import choose
from ...matters.plan_group import PlanMember
from ...procedure.plan import Section
from .. import names
from ..planning import commented, joined, lead_of, published, saved
from ..proposing import accepted, proposed, seconded, taken_up
from ..walk import Acts, Walk
from .telling import story


@story("wenhua", 10, "camera")
def being_planned(w: Walk) -> Acts:
    """陈国栋 leads the group; somebody asks to join it."""
    yield from proposed(w)
    yield from seconded(w)
    yield from accepted(w, lead=w.called(names.COUNCILLOR))
    yield w.days(1)
    w.matter.ask_to_join("我做过安防，可以画点位图。", w.case(w.others(1)[0]))


@story("xinnan", 20, "playground", estate=2)
def a_group_that_changed(w: Walk) -> Acts:
    """People come and go, and the lead passes to another."""
    yield from taken_up(w)
    first = lead_of(w)
    anne, bob, cai, dai = w.others(4)
    yield from joined(w, anne, bob)
    ask: Any = w.matter.ask_to_join
    yield w.days(1)
    ask("我想了解一下。", w.case(cai)).take("decline", w.case(first, reason="小组已经够人，欢迎在征询时提意见。"))
    yield w.soon()
    place = ask("我家就在沙池边。", w.case(dai))
    yield w.soon()
    place.take("take_back", w.case(dai))
    yield w.days(1)
    place.take("ask", w.case(dai))
    yield w.soon()
    place.take("confirm", w.case(first))
    yield w.soon()
    place.take("leave", w.case(dai))
    yield w.days(1)
    members: dict[int | None, PlanMember] = {it.person_id: it for it in w.matter.plan_members}
    members[anne.id].take("lead", w.case(first, reason="我下个月出差，请她牵头。"))
    yield w.soon()
    members[bob.id].take("remove", w.case(anne, reason="两次碰头都没有来，先让给别人。"))
    yield w.days(2)
    saved(w)


@story("wenhua", 17, "benches")
def open_for_comments(w: Walk) -> Acts:
    """One comment is answered and put into the plan, one waits; the new version must stand its days."""
    yield from taken_up(w)
    yield from published(w)
    yield from commented(w, answered=1)
    yield w.days(1)
    saved(w, revised=True)


@story("wenhua", 21, "corridor", estate=2, n=4)
def ready_to_be_frozen(w: Walk) -> Acts:
    """林秀兰 leads; every comment is answered and the time is over."""
    w.proposer = w.called(names.RESIDENT)
    yield from taken_up(w)
    yield from published(w)
    yield from commented(w)
    yield w.soon()
    saved(w, revised=True)


@story("xinnan", 18, "charging")
def with_two_variants(w: Walk) -> Acts:
    """East or west of the estate; the lead has chosen and said why."""
    yield from taken_up(w)
    yield w.days(4)
    saved(w)
    west = [text.replace("东侧", "西门内") for text in w.topic.text]
    west[3] = "位置：离住宅楼最近处21米，占八个地面车位，车位移到东侧空地，不占消防通道。"
    saved(w, variant="B", title=["西门内新建144口电动自行车充电棚"], text=["\n".join(west)])
    yield w.days(1)
    w.take("publish", lead_of(w))
    yield from commented(w, 2)
    yield w.days(1)
    choose(
        w.matter, "A", "东侧离楼近一些，但是不占车位，两次现场会上多数人愿意要东侧；西门那块留给以后的快充。", w.case(lead_of(w))
    )


@story("changling", 18, "exercise")
def comments_that_changed(w: Walk) -> Acts:
    """One is put in other words, one taken back, and one answer thought over."""
    yield from taken_up(w)
    yield from published(w)
    yield from commented(w, 1)
    it: Any = w.matter
    writer, other = w.others(2)
    yield w.days(1)
    comment = it.comment_on(it.plan, Section.TEXT, "地垫会不会积水？", w.case(writer))
    yield w.soon()
    comment.take("rewrite", w.case(writer, text="地垫会不会积水长霉？请写明怎样排水、多久清洗一次。"))
    passing = it.comment_on(it.plan, Section.BUDGET, "能不能省一点？", w.case(other))
    yield w.soon()
    passing.take("take_back", w.case(other))
    yield w.days(1)
    comment.take("answer", w.case(lead_of(w), disposition="declined", answer="地垫有孔，不积水。"))
    yield w.days(1)
    comment.take(
        "reanswer", w.case(lead_of(w), disposition="partly", answer="地垫有孔、底下留两公分坡，物业每周冲洗一次，已写进维护一段。")
    )
