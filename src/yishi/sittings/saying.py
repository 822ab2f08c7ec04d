"""会上要写的 · the short form behind each act that wants a name, a text or figures, and the command that it makes."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from ..procedure.amendment import AmendmentForm
from ..procedure.asking import Ask, Kind, options
from ..procedure.debate import Stance
from ..procedure.floor import Command, Do, Floor
from ..procedure.floor.commands import FROM_AFAR, REPROVING
from ..procedure.floor.console import missing
from ..procedure.floor.voting import tellers_count
from ..procedure.poll import Choice
from . import amending

TEXT = MappingProxyType({
    Do.MOVE: ("动议", "要做什么、在哪里做、什么时候做，用一句话写清楚"),
    Do.AMEND: ("改成什么", "写清楚原来哪几个字，改成什么，例如：把“十二盏”改成“十盏”"),
    Do.POINT_OF_ORDER: ("哪里不合规则", "一句话，主持人马上裁定"),
})  # fmt: skip
WHOM = frozenset({Do.HAND_OVER, Do.REMOVE})
MEANS = MappingProxyType({
    Do.CLOSE_DEBATE: "通过以后不再辩论，马上表决。",
    Do.TABLE: "通过以后这件事先放下，以后可以取回。",
    Do.POSTPONE_INDEFINITELY: "通过以后，这件事本次会议不再议。",
    Do.WITHDRAW: "还没有宣布成议题的，马上收回；已经宣布的，要大家同意。",
    Do.APPEAL: "对主持人刚才的裁定不服，请大家来定。要有人附议。",
    Do.RECONSIDER: "把刚才决定的动议再议一次。通过以后，原来的决定暂不算数。",
    Do.RECESS: "休会期间不能办会上的事，主持人再宣布开会才接着议。",
    Do.ADJOURN: "散会以后，会上的决定照此办理，表决通过的事项先公示；纪要按记录整理出来。",
    Do.LEAVE: "离场以后不算到会，不能发言和表决；回来要再签到。",
    Do.RECUSE: "回避的人在这个议题上不动议、不附议、不表决，也不算在人数里。",
    Do.TAKE_FROM_TABLE: "把搁置的动议拿回来接着议。",
    Do.TELLER: "票由两名监票员各点一遍，两人点的一样才算。提动议的人不点自己那一件的票。",
    Do.RELEASE: "换下以后，已经点的都不算，由别的监票员重新点。",
    Do.REVOKE: "收回以后，别人不再代您投票。",
})  # fmt: skip
FIGURES = (
    Ask("ayes", "赞成", Kind.NUMBER, highest=100_000),
    Ask("noes", "反对", Kind.NUMBER, highest=100_000),
    Ask("abstentions", "弃权", Kind.NUMBER, highest=100_000),
    Ask("invalid", "废票", Kind.NUMBER, required=False, highest=100_000),
)
PAPERS = Ask("paper", "点的是纸票", Kind.YES, required=False)


def asks(do: Do, floor: Floor, by: int) -> tuple[Ask, ...]:
    """The fields of the form; none where there is only something to be confirmed."""
    there = tuple((str(it), floor.name(it)) for it in sorted(floor.present) if it != by)
    seated = tuple(it for it in there if floor.setup.seated(int(it[0])))
    if do is Do.AMEND and (of_a_plan := amending.asks(floor)):
        return of_a_plan
    if do in TEXT:
        label, hint = TEXT[do]
        return (Ask("text", label, Kind.TEXT, longest=500, hint=hint),)
    match do:
        case Do.REFER:
            return (Ask("body", "交给谁", Kind.LINE, longest=60, hint="例如：方案小组"),)
        case Do.POSTPONE:
            return (Ask("until", "延到什么时候", Kind.LINE, longest=60, hint="例如：下次会议，或者9月1日"),)
        case Do.LIMIT_DEBATE | Do.EXTEND_DEBATE:
            return (
                Ask("seconds", "每次最多几秒", Kind.NUMBER, required=False, lowest=10, highest=3600),
                Ask("speeches", "每人最多几次", Kind.NUMBER, required=False, lowest=1, highest=20),
            )
        case Do.DIVIDE:
            return (Ask("parts", "分成哪几部分", Kind.TEXT, longest=1000, hint="一行一部分，按表决的次序写"),)
        case Do.COUNT:
            return (*FIGURES, PAPERS) if not tellers_count(floor.rules, paper=True) else FIGURES
        case Do.TALLY:
            return (*FIGURES, PAPERS) if tellers_count(floor.rules, paper=False) else FIGURES
        case Do.TELLER:
            return (Ask("to", "请谁监票", Kind.CHOICE, choices=tuple(it for it in there if int(it[0]) not in floor.tellers)),)
        case Do.RELEASE:
            return (Ask("to", "换下谁", Kind.CHOICE, choices=tuple(it for it in there if int(it[0]) in floor.named_tellers)),)
        case Do.PROXY:
            holders = (it for it in floor.setup.people if floor.setup.seated(it) and it not in (by, floor.chair_id))
            return (Ask("to", "委托谁", Kind.CHOICE, choices=tuple((str(it), floor.name(it)) for it in holders)),)
        case Do.REQUEST:
            return (Ask("to", "谁举了手", Kind.CHOICE, choices=there), _stance(floor))
        case Do.GRANT:
            hands = floor.question.hands if floor.question else ()
            waiting = tuple((str(hand.person_id), floor.name(hand.person_id)) for hand in hands)
            return (Ask("to", "请谁先说", Kind.CHOICE, choices=waiting), _why("为什么不按次序"))
        case Do.CALL_ITEM:
            items = tuple((str(n), f"第{n + 1}项：{it.title}") for n, it in enumerate(floor.setup.items) if n != floor.item)
            return (Ask("item", "进入哪一项", Kind.CHOICE, choices=items), _why("为什么不按议程"))
        case Do.RECUSE:
            mine = ((str(by), "我自己"),) if floor.setup.seated(by) else ()
            away = tuple((str(it), f"{floor.name(it)}（委托）") for it in sorted(floor.represented))
            others = (*seated, *away) if by == floor.chair_id else ()
            return (Ask("to", "谁回避", Kind.CHOICE, choices=(*mine, *others)), _why("理由"))
    if do in REPROVING:
        rules = tuple((str(it.number), f"{it.label} {it.title}") for it in floor.rules.articles)
        article = Ask("article", "违反哪一条", Kind.CHOICE, required=False, choices=rules)
        return (Ask("to", "谁", Kind.CHOICE, choices=there), article, _why("说明", required=False))
    return (Ask("to", "请谁", Kind.CHOICE, choices=seated),) if do in WHOM else ()


def means(do: Do, floor: Floor) -> str:
    """What follows from it, before it is sent."""
    match do:
        case Do.ANNOUNCE if short := missing(floor):
            return f"可以投票的人里还有{short}人没有用手机投票，也没有点过票。现在宣布，就只按已经收到的票算。"
        case Do.COUNT:
            return f"举手的最多{_left(floor, paper=False)}人；已经用手机投票的{len(floor.voted)}人不算在里面。"
        case Do.TALLY:
            most = f"最多{_left(floor, paper=True)}票，用手机投的不算在里面。"
            return f"{most}另一名监票员看不到您填的数，您也看不到他的；两人一样才算，不一样就都重新点。"
        case Do.PROXY:
            each = f"每人最多受{floor.rules.proxies_each}位成员委托"
            return f"您没有到会的时候，由这个人代您投票；您来了就由自己投。{each}（{floor.rules.cites('proxies_each')}）。"
        case Do.CLOSE_DEBATE | Do.LIMIT_DEBATE | Do.EXTEND_DEBATE:
            return f"{MEANS.get(do, '')}{floor.rules.parameters[do.value].shown}。"
    return MEANS.get(do, "")


def _left(floor: Floor, paper: bool) -> int:
    """How many who may vote so have not voted by telephone."""
    return len(floor.counted(paper) - floor.voted)


def _stance(floor: Floor) -> Ask:
    return Ask("stance", "立场", Kind.CHOICE, required=floor.rules.stance_first, choices=options(Stance))


def _why(label: str, required: bool = True) -> Ask:
    return Ask("reason", label, Kind.LINE, required=required, longest=200)


def command(do: Do, by: int, given: Mapping[str, Any]) -> Command:
    """What was filled in, as the engine takes it."""
    said = dict(given)
    made: dict[str, Any] = {name: said.get(name) or 0 for name in (it.name for it in FIGURES)}
    made |= {name: said.get(name) or "" for name in ("text", "reason", "body", "until", "article")}
    made |= {name: int(said[name]) for name in ("to", "item", "paragraph") if said.get(name) not in (None, "")}
    made |= {name: said.get(name) for name in ("seconds", "speeches")}
    made["parts"] = tuple(line.strip() for line in (said.get("parts") or "").splitlines() if line.strip())
    made["form"] = AmendmentForm(said["how"]) if said.get("how") else None
    if made["form"] is AmendmentForm.STRIKE:
        made["text"] = ""
    made["stance"] = Stance(said["stance"]) if said.get("stance") else None
    made["choice"] = Choice(said["choice"]) if said.get("choice") else None
    made["sustained"] = {"yes": True, "no": False}.get(said.get("sustained") or "")
    made["paper"] = bool(said.get("paper", do is Do.TALLY))  # where nothing else is asked, tellers count papers
    return Command(do=do, by=by, **made)


def by_hand(floor: Floor, dos: Sequence[Do]) -> tuple[Ask, ...]:
    """Who said it aloud, and what: for the secretary to put down. Who has not come may have given a proxy in writing."""
    afar = bool(floor.rules.proxies_each)
    seated = (it for it in floor.setup.people if floor.setup.seated(it) and it != floor.chair_id)
    names = {it: floor.name(it) if it in floor.present else f"{floor.name(it)}（没有到）" for it in seated}
    return (
        Ask("for", "谁", Kind.CHOICE, choices=tuple((str(it), name) for it, name in names.items() if afar or it in floor.present)),
        Ask("act", "做什么", Kind.CHOICE, choices=tuple((do.value, do.label) for do in dos if afar or do not in FROM_AFAR)),
    )


PRESSED = (
    Ask("do", "动作", Kind.CHOICE, choices=options(Do)),
    Ask("on", "议题", Kind.LINE, required=False, longest=40),
    Ask("to", "谁", Kind.NUMBER, required=False, highest=2**31 - 1),
    Ask("item", "议题", Kind.NUMBER, required=False, highest=1000),
    Ask("stance", "立场", Kind.CHOICE, required=False, choices=options(Stance)),
    Ask("choice", "选择", Kind.CHOICE, required=False, choices=options(Choice)),
    Ask("sustained", "裁定", Kind.CHOICE, required=False, choices=(("yes", "成立"), ("no", "不成立"))),
)
