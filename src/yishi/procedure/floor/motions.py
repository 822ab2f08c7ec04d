"""动议 · what may be moved now, and by whom."""

from ..motions import Rung
from ..poll import Choice
from .amending import amended, unfit
from .commands import MOTIONS, Command, OutOfOrder
from .events import Adjourned, Event, Moved, Recessed, TakenBack
from .questions import BEGINNING, INCIDENTAL, PRIVILEGED, STANDALONE, QuestionKind, Terms, rank
from .sitting import Decided, Floor, Phase

K = QuestionKind
_TO_PUT_IN_PARTS = frozenset({K.MAIN, K.AMEND})


def move(floor: Floor, command: Command) -> Event:
    """Any motion by a member; a recess or the adjournment at once, where the chair may simply declare it."""
    kind = MOTIONS[command.do]
    if kind in PRIVILEGED and command.by == floor.chair_id and (by_chair := _declared(floor, kind)):
        return by_chair
    if kind is K.WITHDRAW and floor.proposed:
        if floor.proposed.mover_id != command.by:
            raise OutOfOrder(floor.rules, "动议还没有宣布成议题，只有提出的人可以撤回", "not_entitled", "precedence")
        return TakenBack(at=floor.at, by=command.by)
    in_the_way = _mover(floor, command, kind) or precedence(floor, kind) or _fit(floor, command, kind)
    if refusal := in_the_way or _again(floor, command, kind):
        raise refusal
    return Moved(at=floor.at, by=command.by, kind=kind, text=_text(floor, command, kind), terms=_terms(floor, command, kind))


def _declared(floor: Floor, kind: QuestionKind) -> Event | None:
    """The chair declares a recess or the end where nothing is pending, or nothing can be decided."""
    rules = floor.rules
    if kind is K.RECESS and floor.phase is Phase.RECESS:
        raise OutOfOrder(rules, "已经在休会", "already", "not_in_order")
    idle = floor.phase is not Phase.SITTING or not (floor.stack or floor.moved)
    if not idle and floor.quorate:
        if floor.neutral(floor.chair_id):
            raise OutOfOrder(rules, "还有动议没有结果，主持人不能自行宣布", "one_question", "pending", "chair_neutral")
        return None
    if floor.speech:
        raise OutOfOrder(rules, "有人在发言，请先请他说完", "no_interrupting", "not_in_order")
    made = Recessed if kind is K.RECESS else Adjourned
    return made(at=floor.at, by=floor.chair_id)


def _mover(floor: Floor, command: Command, kind: QuestionKind) -> OutOfOrder | None:
    rules, by = floor.rules, command.by
    own = kind is K.WITHDRAW and floor.pending is not None and floor.pending.mover_id == by
    if not floor.setup.seated(by) and not own:
        return OutOfOrder(rules, "只有到会的成员可以提动议", "not_entitled")
    if kind is K.APPEAL:
        if floor.ruling is None:
            return OutOfOrder(rules, "主持人刚作出裁定时才可以申诉", "not_in_order")
        if by == floor.ruling.chair_id:
            return OutOfOrder(rules, "作出裁定的人不能对自己的裁定申诉", "not_entitled", "chair_neutral")
    elif floor.neutral(by):
        return OutOfOrder(rules, "主持人不提动议，要提请先请别人主持", "chair_neutral")
    if by in floor.recused and kind not in STANDALONE:
        return OutOfOrder(rules, "您在这个议题上已经回避", "recused")
    if floor.speech and floor.speech.person_id != by and kind is not K.APPEAL:
        return OutOfOrder(rules, "别人在发言，请等他说完", "no_interrupting", "not_in_order")
    return None


def precedence(floor: Floor, kind: QuestionKind) -> OutOfOrder | None:
    """What must be decided before this may be moved."""
    rules, before = floor.rules, (*floor.stack, *floor.moved)
    if kind in BEGINNING:
        if before:
            return OutOfOrder(rules, f"“{before[-1].kind.label}”还没有结果，一时只议一件", "one_question", "pending", "precedence")
        return None
    if not floor.stack and kind not in STANDALONE:
        return OutOfOrder(rules, "还没有正在议的动议", "not_in_order")
    if kind is K.APPEAL:
        return None
    for other in reversed(before):
        higher = rank(other.kind) > rank(kind) and not (kind is K.WITHDRAW and other.kind not in INCIDENTAL)
        equal = rank(other.kind) == rank(kind) and not (kind is other.kind is K.AMEND and other in floor.stack)
        if higher or equal:
            return OutOfOrder(rules, f"要先决定“{other.kind.label}”", "precedence")
    return None


def _fit(floor: Floor, command: Command, kind: QuestionKind) -> OutOfOrder | None:
    """What each kind asks for itself."""
    rules, target = floor.rules, floor.pending
    match kind:
        case K.MAIN if not command.text.strip():
            return OutOfOrder(rules, "请把要做的事写清楚", "one_question")
        case K.MAIN if floor.item is None:
            return OutOfOrder(rules, "还没有进入议题", "not_in_order")
        case K.AMEND | K.REFER | K.POSTPONE | K.POSTPONE_INDEFINITELY | K.TABLE if floor.stack[0].kind is not K.MAIN:
            return OutOfOrder(rules, f"“{floor.stack[0].kind.label}”不能这样处理", "not_in_order")
        case K.AMEND:
            return _amendable(floor, command)
        case K.CLOSE_DEBATE | K.LIMIT_DEBATE | K.EXTEND_DEBATE if not floor.stack[0].debatable or target and target.closed:
            return OutOfOrder(rules, "现在没有可以限制、延长、结束的辩论", "not_in_order")
        case K.LIMIT_DEBATE | K.EXTEND_DEBATE if any(n is not None and n < 1 for n in (command.seconds, command.speeches)):
            return OutOfOrder(rules, "时长和次数都要大于零", "not_in_order")
        case K.DIVIDE if target is None or target.kind not in _TO_PUT_IN_PARTS:
            return OutOfOrder(rules, "只有动议和修正案可以分开表决", "not_in_order")
        case K.DIVIDE if target and (target.change or target.original):
            return OutOfOrder(rules, "这件修正案只改一段，不分开表决", "not_in_order")
        case K.TAKE_FROM_TABLE if not floor.tabled:
            return OutOfOrder(rules, "没有搁置着的动议", "not_in_order")
        case K.WITHDRAW if target and not floor.setup.seated(target.mover_id) and command.by != target.mover_id:
            return OutOfOrder(rules, "这件事的提出人不是会上的成员，撤回要由他本人请求", "not_entitled")
        case K.RECONSIDER:
            return _reconsidered(floor, command)
        case K.REMOVE:
            return _removable(floor, command)
    return None


def _amendable(floor: Floor, command: Command) -> OutOfOrder | None:
    rules = floor.rules
    if sum(question.kind is K.AMEND for question in floor.stack) >= rules.amendment_degrees:
        return OutOfOrder(rules, f"修正案最多{rules.amendment_degrees}层", "amendment_degrees")
    target = amended(floor)
    if target.closed:
        return OutOfOrder(rules, "辩论已经结束，不再修正", "not_in_order")
    if not command.text.strip() and not target.paragraphs:
        return OutOfOrder(rules, "请把要做的事写清楚", "one_question")
    wrong = unfit(floor, command)
    return OutOfOrder(rules, wrong, "not_in_order") if wrong else None


def _reconsidered(floor: Floor, command: Command) -> OutOfOrder | None:
    rules, decided = floor.rules, floor.decided
    if decided is None:
        return OutOfOrder(rules, "本次会议还没有可以复议的决定", "not_in_order")
    if decided.question.reconsidered:
        return OutOfOrder(rules, "这个决定已经提请复议过一次", "already")
    if not _prevailing(decided, command.by):
        return OutOfOrder(rules, "只有投了胜方一票的人可以提请复议", "not_entitled")
    return None


def _prevailing(decided: Decided, person_id: int) -> bool:
    """On the side that won, as far as is known: a hand or a paper does not tell whose it was."""
    mine, won = decided.votes.get(person_id), Choice.AYE if decided.carried else Choice.NO
    if mine is None:
        return decided.counted or won not in decided.votes.values()
    return mine is won


def _removable(floor: Floor, command: Command) -> OutOfOrder | None:
    rules, to = floor.rules, command.to
    if to is None or to not in floor.present or to == floor.chair_id:
        return OutOfOrder(rules, "只能请离在场的、不在主持的人", "not_in_order", "not_entitled")
    if floor.rungs.get(to, 0) < len(Rung):
        return OutOfOrder(rules, "先提醒、警告、停止发言，还不听的才请离", "obey_rulings", "not_in_order", "reason_required")
    return None


def _again(floor: Floor, command: Command, kind: QuestionKind) -> OutOfOrder | None:
    """The same motion that was just lost waits for one more speech or decision."""
    if (kind, _text(floor, command, kind), _terms(floor, command, kind)) in floor.lost:
        return OutOfOrder(floor.rules, "刚刚没有通过，等有人再发言或再作一个决定以后才可以重提", "not_in_order")
    return None


def _text(floor: Floor, command: Command, kind: QuestionKind) -> str:
    if kind is K.APPEAL and floor.ruling:
        return f"维持主持人的裁定：{floor.ruling.text}"
    return command.text.strip() if kind in (K.MAIN, K.AMEND) else ""


def _terms(floor: Floor, command: Command, kind: QuestionKind) -> Terms:
    match kind:
        case K.AMEND if amended(floor).paragraphs:
            return Terms(form=command.form, paragraph=command.paragraph)
        case K.REFER:
            return Terms(to=command.body.strip())
        case K.POSTPONE:
            return Terms(until=command.until.strip())
        case K.LIMIT_DEBATE | K.EXTEND_DEBATE:
            return Terms(seconds=command.seconds, speeches=command.speeches)
        case K.DIVIDE:
            return Terms(parts=command.parts or _parts(floor))
        case K.REMOVE:
            return Terms(person_id=command.to)
    return Terms()


def _parts(floor: Floor) -> tuple[str, ...]:
    """The parts of a motion that lists them itself; one when it does not."""
    text = floor.pending.text if floor.pending else ""
    return tuple(part.strip() for part in text.replace(";", "；").split("；") if part.strip())


MOVING = dict.fromkeys(MOTIONS, move)
