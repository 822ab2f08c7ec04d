"""停在第四步的 · votes under way, results on the board, and votes that decided nothing."""

from ...polls.models import Elector
from ..debating import debated, said
from ..planning import planned
from ..proposing import taken_up
from ..sitting import called_in_vain, lost, referred, sat, withdrawn
from ..voting import cast, objected, poll_of, voted
from ..walk import Acts, Walk
from .telling import story


def put_to_the_vote(w: Walk) -> Acts:
    yield from taken_up(w)
    yield from planned(w)
    yield from debated(w)


@story("wenhua", 33, "playground")
def being_voted_on(w: Walk) -> Acts:
    """陈国栋 has not voted yet."""
    yield from put_to_the_vote(w)
    yield from cast(w, 4, 1)


@story("xinnan", 33, "drainage", estate=2)
def voted_on_with_recusals(w: Walk) -> Acts:
    """Two have an interest in it; of one the chair thought again."""
    yield from put_to_the_vote(w)
    yield w.days(1)
    roll: dict[int | None, Elector] = {it.person_id: it for it in w.session.query(Elector).filter_by(poll_id=poll_of(w.matter).id)}
    roll[w.cast.council[12].id].take("recuse", w.case(w.cast.council[12], reason="我家开的材料店可能供货。"))
    yield w.soon()
    doubted = roll[w.cast.council[11].id]
    doubted.take("rule_out", w.case(w.cast.chair, reason="有人反映他是施工单位的股东。"))
    yield w.soon()
    doubted.take("restore", w.case(w.cast.chair, reason="查过登记，他三年前已经退股，没有利害关系。"))
    yield from cast(w, 3, 1)


@story("wenhua", 39, "parking", estate=1)
def posted_with_an_objection(w: Walk) -> Acts:
    """It waits for the officials' answer."""
    yield from put_to_the_vote(w)
    yield from voted(w, 8, 3, 1)
    yield w.days(1)
    objected(w, w.others(1)[0], "公示写着每户一辆免费，但是我家两本房产证、住两户人，算一户还是两户？请写清楚再生效。")


@story("wenhua", 44, "aed")
def posted_and_ready(w: Walk) -> Acts:
    """The objection was answered and the days are over; it waits for the confirmation."""
    yield from put_to_the_vote(w)
    yield from voted(w, 10, 2)
    objection = objected(w, w.others(1)[0], "价钱比网上贵，要求重新表决。")
    yield w.days(1)
    objection.take(
        "dismiss",
        w.case(
            w.cast.staff[1],
            answer="三家比价附在方案里，公示前已征询七天；网上的价钱不含安装、箱子和五年保修。表决程序没有问题，异议不成立。",
        ),
    )


@story("xinnan", 42, "clinic")
def objection_upheld(w: Walk) -> Acts:
    """One who sold to the project had voted; it is debated again. The second objection goes with it."""
    yield from put_to_the_vote(w)
    yield from voted(w, 7, 4, 1)
    first = objected(w, w.others(1)[0], "议事员里有一位是供应试纸的门店老板，投票时没有回避。")
    yield w.days(1)
    objected(w, w.others(1)[0], "二十位上门名单没有公布，怎么知道公平？")
    yield w.days(1)
    first.take(
        "uphold",
        w.case(w.cast.staff[1], answer="核实过，门店确是供货方之一，应当回避而没有回避，依据回避的规定，这次表决的结果不生效。"),
    )


@story("xinnan", 38, "exercise", estate=1)
def without_a_quorum(w: Walk) -> Acts:
    """Seven of thirteen voted; the debate is announced again."""
    yield from put_to_the_vote(w)
    yield from voted(w, 6, 1)


@story("changling", 72, "court")
def voted_down(w: Walk) -> Acts:
    yield from put_to_the_vote(w)
    yield from voted(w, 4, 8, 1)


def talked_over(w: Walk) -> Acts:
    """Ready for a sitting: there is a plan, and neighbours have said what they think of it."""
    yield from taken_up(w)
    yield from planned(w)
    yield from said(w)


@story("changling", 76, "exercise", estate=1)
def voted_down_in_the_hall(w: Walk) -> Acts:
    """At the fourth try: two sittings were called off, and to a third hardly anybody came."""
    yield from talked_over(w)
    yield from called_in_vain(w)
    yield from sat(w, lost)


@story("changling", 58, "lights", estate=1)
def sent_back_from_the_hall(w: Walk) -> Acts:
    yield from talked_over(w)
    yield from sat(w, referred)


@story("xinnan", 64, "lights", estate=1)
def withdrawn_in_the_hall(w: Walk) -> Acts:
    yield from talked_over(w)
    yield from sat(w, withdrawn)
