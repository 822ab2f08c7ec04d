"""会议记录 · each event of a sitting as one plain sentence, for the transcript, the minutes and the screen."""

from types import MappingProxyType

from . import events
from .amending import amended
from .events import Event
from .questions import QuestionKind, Terms
from .sitting import Floor

K = QuestionKind
NEITHER = "没有表明立场"
DIFFERED = "两名监票员点的不一样，都不算，重新点"
OTHER_MARKS = str.maketrans("“”‘’", "‘’“”")


def saying(before: Floor, event: Event, after: Floor) -> str:
    """What happened, seen from the floor before and after it."""
    match event:
        case events.CheckedIn():
            return f"{_who(before, event, event.person_id)}签到；{light(after)}"
        case events.Left():
            return f"{_who(before, event, event.person_id)}离场；{light(after)}"
        case events.ProxyGiven():
            return f"委托{before.name(event.person_id)}代为投票"
        case events.ProxyRevoked():
            return f"收回对{before.name(before.proxies[event.by or 0])}的委托"
        case events.Opened():
            return f"开会；{light(after)}"
        case events.ItemCalled():
            return f"进入第{event.item + 1}项：{after.setup.items[event.item].title}{_because(event.reason)}"
        case events.Moved():
            return _moved(before, event, after)
        case events.Seconded():
            return f"附议“{before.moved[-1].kind.label}”"
        case events.Stated():
            debate = "可以讨论" if after.open_to_debate else "不讨论，直接表决"
            return f"宣布议题：{before.moved[-1].kind.label}{quoted(before.moved[-1].words)}；{debate}"
        case events.Lapsed():
            return f"“{before.moved[-1].kind.label}”无人附议，不成立"
        case events.TakenBack():
            return f"撤回“{before.moved[-1].kind.label}”"
    return _on_the_floor(before, event) or _in_the_chair(before, event) or _of_votes(before, event, after)


def _on_the_floor(before: Floor, event: Event) -> str:
    match event:
        case events.Requested():
            return f"{_who(before, event, event.person_id)}举手{'，' + event.stance.label if event.stance else ''}"
        case events.Unrequested():
            return f"{_who(before, event, event.person_id)}放下手"
        case events.Granted():
            why = f"另有理由：{event.reason}" if event.reason else event.why
            stance = event.stance.label if event.stance else NEITHER
            return f"请{before.name(event.person_id)}发言（{stance}，{event.seconds}秒）：{why}"
        case events.Finished():
            return f"{before.name(event.person_id)}说完，用了{event.seconds}秒"
        case events.TimeUp():
            return f"{before.name(event.person_id)}的{event.seconds}秒到时，发言结束"
        case events.Pointed():
            return f"提程序问题{quoted(event.text)}；计时暂停，等主持人裁定"
    return ""


def _in_the_chair(before: Floor, event: Event) -> str:
    match event:
        case events.Ruled():
            return f"裁定：程序问题{'成立' if event.sustained else '不成立'}{_because(event.text)}"
        case events.Reproved():
            article = f"（第{event.article}条）" if event.article else ""
            return f"{event.rung.label}{before.name(event.person_id)}{article}{_because(event.reason)}"
        case events.HandedOver():
            return f"请{before.name(event.person_id)}主持"
        case events.ChairTaken():
            return "收回主持"
        case events.Recused():
            return f"{_who(before, event, event.person_id)}回避{_because(event.reason)}"
        case events.Recessed():
            return "宣布休会"
        case events.Adjourned():
            return "宣布散会"
        case events.Undone():
            return "撤销刚才的一步"
    return ""


def _of_votes(before: Floor, event: Event, after: Floor) -> str:
    match event:
        case events.Put():
            asked = before.pending
            return f"付诸表决：{asked.kind.label}{quoted(asked.words)}；先问赞成，再问反对" if asked else ""
        case events.Voted():
            return f"{f'代{before.name(event.person_id)}' if event.person_id else ''}投票：{event.choice.label}"
        case events.TellerNamed():
            return f"请{before.name(event.person_id)}监票"
        case events.TellerReleased():
            return f"换下{before.name(event.person_id)}，不再监票"
        case events.Counted():
            return _figures(event)
        case events.Tallied() if before.vote and after.vote:
            if after.vote.first:
                return f"点了一遍{_way(event)}，等另一名监票员点"
            differ = after.vote.differed
            return DIFFERED if differ else f"两名监票员{_figures(event)}"
        case events.Announced():
            return f"{_decision(before, event)}。{event.sentence}{effect(before, event)}{_next(after)}"
    return ""


def _way(event: events.Counted | events.Tallied) -> str:
    return "纸票" if event.paper else "举手"


def _figures(event: events.Counted | events.Tallied) -> str:
    invalid = f"，废票{event.invalid}" if event.invalid else ""
    return f"点{_way(event)}：赞成{event.ayes}，反对{event.noes}，弃权{event.abstentions}{invalid}"


def light(floor: Floor) -> str:
    """The quorum light in words."""
    here, members = len(floor.here), len(floor.members - floor.out)
    by_proxy = f"（其中委托{len(floor.represented)}）" if floor.represented else ""
    return f"实到{here}{by_proxy}，应到{members}，{'已' if floor.quorate else '未'}达法定人数"


def _who(floor: Floor, event: Event, person_id: int) -> str:
    """The name, where somebody else did it for them."""
    return "" if event.by == person_id else floor.name(person_id)


def _because(reason: str) -> str:
    return f"：{reason}" if reason else ""


def quoted(text: str) -> str:
    """In quotation marks; those inside it become the other kind: “…‘…’…”."""
    return f"“{text.translate(OTHER_MARKS)}”" if text else ""


def _moved(before: Floor, event: events.Moved, after: Floor) -> str:
    on = f"对{quoted(amended(before).words)}" if event.kind is K.AMEND else ""
    return f"{on}提出{event.kind.label}{quoted(after.moved[-1].words)}{terms(before, event.terms)}"


def terms(floor: Floor, it: Terms) -> str:
    said = [
        f"交{it.to}" if it.to else "",
        f"到{it.until}" if it.until else "",
        f"每次{it.seconds}秒" if it.seconds is not None else "",
        f"每人{it.speeches}次" if it.speeches is not None else "",
        floor.name(it.person_id) if it.person_id is not None else "",
    ]
    return f"（{'，'.join(filter(None, said))}）" if any(said) else ""


def _decision(before: Floor, event: events.Announced) -> str:
    assert before.pending
    if before.pending.kind is K.APPEAL:
        return "主持人的裁定维持" if event.carried else "主持人的裁定被推翻"
    return f"“{before.pending.kind.label}”{'通过' if event.carried else '未通过'}"


EFFECTS = MappingProxyType({
    K.MAIN: "照此办理", K.AMEND: "照此修正", K.CLOSE_DEBATE: "不再辩论", K.LIMIT_DEBATE: "发言从此受限",
    K.EXTEND_DEBATE: "发言从此放宽",
    K.TABLE: "暂时搁下，可以取回", K.TAKE_FROM_TABLE: "照搁置时的样子接着议", K.POSTPONE_INDEFINITELY: "本次会议不再议",
    K.DIVIDE: "分开表决", K.WITHDRAW: "动议已撤回", K.RECONSIDER: "原来的决定暂不执行，动议重新待决", K.REMOVE: "请离会场",
    K.RECESS: "现在休会", K.ADJOURN: "现在散会",
})  # fmt: skip


def effect(before: Floor, event: events.Announced) -> str:
    """What follows from its being carried; a motion lost changes nothing."""
    it = before.pending
    if it is None or not event.carried or it.kind is K.APPEAL:
        return ""
    match it.kind:
        case K.REFER:
            return f"交{it.terms.to or '有关方面'}研究。"
        case K.POSTPONE:
            return f"延到{it.terms.until or '以后'}再议。"
    return f"{EFFECTS[it.kind]}{terms(before, it.terms)}。"


def _next(floor: Floor) -> str:
    return f"现在要议的是“{floor.pending.kind.label}”{quoted(floor.pending.words)}。" if floor.pending else ""
