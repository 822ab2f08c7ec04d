"""主持 · opening, the items, points of order and rulings, the ladder of conduct, handing over the chair."""

from ..motions import Rung
from .commands import Command, Do, OutOfOrder
from .events import (
    ChairTaken,
    CheckedIn,
    Event,
    HandedOver,
    ItemCalled,
    Left,
    Opened,
    Pointed,
    Reproved,
    Ruled,
)  # fmt: skip
from .sitting import Floor, Phase

RUNGS = {Do.REMIND: Rung.REMIND, Do.WARN: Rung.WARN, Do.SILENCE: Rung.SILENCE}


# -- presence --------------------------------------------------------------------------------------------------------


def check_in(floor: Floor, command: Command) -> Event:
    person_id = _whose_presence(floor, command)
    if person_id in floor.removed:
        raise OutOfOrder(floor.rules, f"{floor.name(person_id)}已被请离本次会议", "not_entitled", "obey_rulings")
    if person_id in floor.present:
        raise OutOfOrder(floor.rules, f"{floor.name(person_id)}已经签到", "already")
    return CheckedIn(at=floor.at, by=command.by, person_id=person_id)


def leave(floor: Floor, command: Command) -> Event:
    person_id = _whose_presence(floor, command)
    if person_id not in floor.present:
        raise OutOfOrder(floor.rules, f"{floor.name(person_id)}不在场", "not_entitled", "already")
    return Left(at=floor.at, by=command.by, person_id=person_id)


def _whose_presence(floor: Floor, command: Command) -> int:
    """Oneself, or whom the secretary has on the list. The secretary's own presence is not kept."""
    secretary = floor.setup.secretary_id
    person_id = command.by if command.to is None else command.to
    if person_id == secretary or person_id not in floor.setup.people:
        raise OutOfOrder(floor.rules, "请写明是谁签到、谁离场", "not_entitled")
    if person_id != command.by and command.by != secretary:
        raise OutOfOrder(floor.rules, "签到和离场由本人或秘书办理", "not_entitled")
    return person_id


# -- the sitting and its items ---------------------------------------------------------------------------------------


def open_(floor: Floor, command: Command) -> Event:
    rules = floor.rules
    if floor.phase is Phase.SITTING:
        raise OutOfOrder(rules, "已经开会", "already", "not_in_order")
    if not floor.setup.notice_in_time:
        raise OutOfOrder(rules, f"会议通知没有提前{rules.notice_days}发出，不能开会", "notice_days")
    if not floor.quorate:
        raise OutOfOrder(rules, f"到会人数不够，须{rules.quorum.words}；现在只能休会或散会", "quorum")
    return Opened(at=floor.at, by=command.by)


def call_item(floor: Floor, command: Command) -> Event:
    rules, item = floor.rules, command.item
    if pending := (*floor.stack, *floor.moved):
        raise OutOfOrder(rules, f"“{pending[-1].kind.label}”还没有结果，不能进入别的议题", "one_question", "pending")
    if item is None or not 0 <= item < len(floor.setup.items):
        raise OutOfOrder(rules, "议程上没有这个议题", "not_in_order")
    if item == floor.item:
        raise OutOfOrder(rules, "正在议这个议题", "already", "not_in_order")
    if floor.speech:
        raise OutOfOrder(rules, "有人在发言，请先请他说完", "no_interrupting", "not_in_order")
    if item != following(floor) and not command.reason.strip():
        raise OutOfOrder(rules, "不按议程次序要大家没有异议，请写明理由", "reason_required")
    return ItemCalled(at=floor.at, by=command.by, item=item, reason=command.reason.strip())


def following(floor: Floor) -> int | None:
    """The first item of the agenda not yet taken up."""
    return next((number for number in range(len(floor.setup.items)) if number not in floor.taken), None)


# -- rulings ---------------------------------------------------------------------------------------------------------


def point_of_order(floor: Floor, command: Command) -> Event:
    if not floor.setup.seated(command.by):
        raise OutOfOrder(floor.rules, "只有到会的成员可以提程序问题", "not_entitled")
    if command.by == floor.chair_id:
        raise OutOfOrder(floor.rules, "主持人看到违反规则的，直接制止", "not_in_order", "chair_neutral")
    if floor.vote:
        raise OutOfOrder(floor.rules, "正在表决，等结果宣布后再提", "not_in_order")
    return Pointed(at=floor.at, by=command.by, text=command.text.strip())


def rule(floor: Floor, command: Command) -> Event:
    if floor.point is None:
        raise OutOfOrder(floor.rules, "没有等待裁定的程序问题", "not_in_order")
    if command.sustained is None:
        raise OutOfOrder(floor.rules, "请写明程序问题成立还是不成立", "not_in_order")
    return Ruled(at=floor.at, by=command.by, sustained=command.sustained, text=command.text.strip())


def reprove(floor: Floor, command: Command) -> Event:
    """提醒、警告、停止发言: one rung after the other for one person in one sitting, or with a reason."""
    rules, to, rung = floor.rules, command.to, RUNGS[command.do]
    if to is None or to not in floor.present:
        raise OutOfOrder(rules, "请指明在场的人", "not_entitled")
    if to == floor.chair_id:
        raise OutOfOrder(rules, "主持人不能处置自己", "not_in_order")
    if not rules.obey_rulings and rung is not Rung.REMIND:
        raise OutOfOrder(rules, "本规则集只许提醒", "obey_rulings", "not_in_order")
    if rung is Rung.SILENCE and floor.item is None:
        raise OutOfOrder(rules, "还没有进入议题，没有可以停止的发言", "not_in_order")
    if rung is Rung.SILENCE and to in floor.silenced:
        raise OutOfOrder(rules, f"{floor.name(to)}在这个议题上已被停止发言", "already")
    if list(Rung).index(rung) > floor.rungs.get(to, 0) and not command.reason.strip():
        raise OutOfOrder(rules, "先提醒，再警告，再停止发言；要越级请写明理由", "reason_required", "obey_rulings")
    return Reproved(
        at=floor.at, by=command.by, person_id=to, rung=rung, article=command.article, reason=command.reason.strip()
    )  # fmt: skip


# -- the chair -------------------------------------------------------------------------------------------------------


def hand_over(floor: Floor, command: Command) -> Event:
    """By whoever presides; by the secretary where nobody does."""
    rules, to = floor.rules, command.to
    vacant = not floor.chair_here
    if command.by != (floor.setup.secretary_id if vacant else floor.chair_id):
        raise OutOfOrder(rules, "由正在主持的人请别人主持；主持人不在场时由秘书记录", "not_entitled")
    if not vacant and floor.item is None:
        raise OutOfOrder(rules, "进入议题以后才请别人主持", "not_in_order")
    if to is None or to not in floor.present or not floor.setup.seated(to):
        raise OutOfOrder(rules, "请在场的成员主持", "not_entitled")
    if to == floor.chair_id:
        raise OutOfOrder(rules, f"{floor.name(to)}正在主持", "already")
    if to == floor.setup.chair_id and not floor.released and not vacant:
        raise OutOfOrder(rules, "这件事表决完才由原来的主持人收回", "chair_neutral")
    if floor.speech and floor.speech.person_id == to:
        raise OutOfOrder(rules, f"{floor.name(to)}正在发言", "not_in_order")
    counted = floor.vote is not None and not vacant and (floor.vote.count or floor.vote.begun)
    if floor.vote and (counted or to in floor.vote.votes or to in floor.proxies.values()):
        raise OutOfOrder(rules, "已经点票，或者这个人已经投票、受了委托，等宣布结果以后再请他主持", "not_in_order", "already")
    return HandedOver(at=floor.at, by=command.by, person_id=to)


def take_back(floor: Floor, command: Command) -> Event:
    rules = floor.rules
    if command.by != floor.setup.chair_id:
        raise OutOfOrder(rules, "由原来的主持人收回主持", "not_entitled")
    if command.by == floor.chair_id:
        raise OutOfOrder(rules, "您正在主持", "already", "not_in_order")
    if not floor.released:
        raise OutOfOrder(rules, "这件事表决完才收回主持", "chair_neutral", "pending")
    if floor.vote:
        raise OutOfOrder(rules, "正在表决，等宣布结果以后再收回", "not_in_order")
    return ChairTaken(at=floor.at, by=command.by)


CHAIRING = {
    Do.CHECK_IN: check_in, Do.LEAVE: leave, Do.OPEN: open_, Do.CALL_ITEM: call_item, Do.POINT_OF_ORDER: point_of_order,
    Do.RULE: rule, **dict.fromkeys(RUNGS, reprove), Do.HAND_OVER: hand_over, Do.TAKE_BACK: take_back,
}  # fmt: skip
