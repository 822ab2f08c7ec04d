"""发言 · who may have the floor, in which order those who wait will be called, and why.

The order: the mover of a motion nobody has spoken on yet; then those who spoke less on this question, those of the other side
than the last speech for or against, those who spoke fewer seconds in this sitting, those who asked earlier.
"""

from dataclasses import dataclass, replace

from ..debate import OPPOSITE, Stance, last_side, turns_used
from ..parameter_forms import ObserversSpeak
from .commands import Command, Do, OutOfOrder
from .events import Event, Finished, Granted, Requested, Unrequested
from .questions import Hand, Question, QuestionKind, Said
from .sitting import Floor


@dataclass(frozen=True, slots=True)
class Place:
    """One place in the queue, with the reason in words."""

    hand: Hand
    why: str

    @property
    def person_id(self) -> int:
        return self.hand.person_id


def turns(floor: Floor, question: Question, person_id: int) -> int:
    """How often this person may speak on this question."""
    rules = floor.rules
    if question.kind is QuestionKind.APPEAL:
        return rules.chair_appeal_speeches if person_id == floor.chair_id else rules.appeal_speeches
    limits = floor.stack[0].limits if floor.stack else question.limits
    return rules.speeches_per_question if limits.speeches is None else limits.speeches


def seconds(floor: Floor) -> int:
    """How long a speech may be now."""
    limit = floor.stack[0].limits.seconds if floor.stack else None
    return floor.rules.speech_seconds if limit is None else limit


def kept_from_speaking(floor: Floor, question: Question, person_id: int, stance: Stance | None) -> OutOfOrder | None:
    """Why this person may not speak on this question, whether they wait or not."""
    rules, name = floor.rules, floor.name(person_id)
    if person_id not in floor.present:
        return OutOfOrder(rules, f"{name}没有签到，不能发言", "not_entitled")
    if floor.neutral(person_id) and question.kind is not QuestionKind.APPEAL:
        return OutOfOrder(rules, "主持人不发表意见，要发言请先请别人主持", "chair_neutral")
    if not floor.setup.seated(person_id):
        if rules.observers_speak is ObserversSpeak.NO:
            return OutOfOrder(rules, f"{name}是列席，列席的人不发言", "observers_speak", "not_entitled")
        if rules.observers_speak is ObserversSpeak.ASK and stance is not Stance.ASK:
            return OutOfOrder(rules, f"{name}是列席，只可以提问", "observers_speak", "not_entitled")
    if person_id in floor.recused and stance in OPPOSITE:
        return OutOfOrder(rules, f"{name}已经回避，只可以回答问题", "recused")
    if person_id in floor.silenced:
        return OutOfOrder(rules, f"{name}已被停止发言，在这个议题上不再发言", "obey_rulings", "silence", "not_entitled")
    most, used = turns(floor, question, person_id), turns_used(question.speeches, person_id)
    if used >= most:
        return OutOfOrder(rules, f"同一问题每人最多发言{most}次，{name}已经说了{used}次", "speeches_per_question")
    return None


def debate_shut(floor: Floor) -> OutOfOrder | None:
    """Why nobody may ask to speak now."""
    question, rules = floor.question, floor.rules
    if question is None:
        return OutOfOrder(rules, "还没有动议，先有动议再讨论", "one_question")
    if floor.vote:
        return OutOfOrder(rules, "正在表决，不再发言", "not_in_order")
    if not question.debatable:
        return OutOfOrder(rules, f"“{question.kind.label}”不讨论，直接表决", "not_in_order")
    if question.closed:
        return OutOfOrder(rules, "辩论已经结束，不再发言", "not_in_order", "close_debate")
    return None


# -- asking ----------------------------------------------------------------------------------------------------------


def request(floor: Floor, command: Command) -> Event:
    person_id = _for_whom(floor, command)
    if shut := debate_shut(floor):
        raise shut
    assert floor.question
    wants_to_speak = not floor.neutral(person_id) or floor.question.kind is QuestionKind.APPEAL
    if floor.rules.stance_first and command.stance is None and wants_to_speak:
        raise OutOfOrder(floor.rules, "请先表明立场：赞成、反对还是提问", "stance_first")
    if kept := kept_from_speaking(floor, floor.question, person_id, command.stance):
        raise kept
    if any(hand.person_id == person_id for hand in floor.question.hands):
        raise OutOfOrder(floor.rules, f"{floor.name(person_id)}已经在等着发言", "already")
    return Requested(
        at=floor.at, by=command.by, person_id=person_id, stance=command.stance, question_id=floor.question.id
    )  # fmt: skip


def unrequest(floor: Floor, command: Command) -> Event:
    person_id = _for_whom(floor, command)
    question = floor.question
    if question is None or all(hand.person_id != person_id for hand in question.hands):
        raise OutOfOrder(floor.rules, f"{floor.name(person_id)}没有在等着发言", "not_in_order", "already")
    return Unrequested(at=floor.at, by=command.by, person_id=person_id, question_id=question.id)


def _for_whom(floor: Floor, command: Command) -> int:
    """Oneself; the chair and the secretary may enter a raised hand for somebody else."""
    desk = command.by in (floor.chair_id, floor.setup.secretary_id)
    if command.to is None and command.by != floor.setup.secretary_id:
        return command.by
    if command.to is None or command.to != command.by and not desk:
        raise OutOfOrder(floor.rules, "只有主持人和秘书可以替别人登记举手", "not_entitled")
    return command.to


# -- the order -------------------------------------------------------------------------------------------------------


def waiting(floor: Floor) -> tuple[Hand, ...]:
    """Those who wait and may indeed speak."""
    question = floor.question
    if question is None or not floor.open_to_debate:
        return ()
    return tuple(hand for hand in question.hands if kept_from_speaking(floor, question, hand.person_id, hand.stance) is None)


def queue(floor: Floor) -> tuple[Place, ...]:
    """Everybody who waits, in the order in which they would be called if nobody else asked."""
    hands, places = list(waiting(floor)), []
    speeches = floor.question.speeches if floor.question else ()
    while hands:
        place = _first(floor, hands, speeches)
        places.append(place)
        hands.remove(place.hand)
        speeches = (*speeches, Said(place.person_id, place.hand.stance))
    return tuple(places)


_WHY = ("这个问题上说得少的先说", "刚说完的是另一方，轮到这一方", "本次会议说得短的先说", "先举手的先说")


def _first(floor: Floor, hands: list[Hand], speeches: tuple[Said, ...]) -> Place:
    question, rules = floor.question, floor.rules
    assert question
    if rules.mover_first and not speeches:
        mover = next((hand for hand in hands if hand.person_id == question.mover_id), None)
        if mover:
            return Place(mover, "提出动议的人先说")
    side = last_side(speeches)
    running = {floor.speech.person_id: floor.speech.seconds(floor.at)} if floor.speech else {}

    def weight(hand: Hand) -> tuple[int, int, int, int]:
        return (
            turns_used(speeches, hand.person_id) if rules.first_timers_first else 0,
            int(rules.alternate_sides and hand.stance in OPPOSITE and hand.stance is side),
            floor.spoken.get(hand.person_id, 0) + running.get(hand.person_id, 0),
            hand.order,
        )

    ranked = sorted(hands, key=weight)
    if len(ranked) == 1:
        return Place(ranked[0], "只有这一位在等")
    pairs = zip(weight(ranked[0]), weight(ranked[1]), strict=True)
    return Place(ranked[0], next(why for why, (mine, theirs) in zip(_WHY, pairs, strict=True) if mine != theirs))


# -- the floor -------------------------------------------------------------------------------------------------------


def grant(floor: Floor, command: Command) -> Event:
    rules = floor.rules
    if floor.speech:
        raise OutOfOrder(rules, f"{floor.name(floor.speech.person_id)}还在发言，请先请他说完", "no_interrupting", "not_in_order")
    if shut := debate_shut(floor):
        raise shut
    hands = list(waiting(floor))
    first = _first(floor, hands, floor.question.speeches) if hands and floor.question else None
    chosen = first.hand if first and command.to is None else next((it for it in hands if it.person_id == command.to), None)
    if first is None or chosen is None:
        nobody = "没有人在等着发言" if command.to is None else f"{floor.name(command.to)}没有举手，请先登记举手"
        raise OutOfOrder(rules, nobody, "hands_first", "not_in_order")
    reason, in_turn = command.reason.strip(), chosen == first.hand
    if not in_turn and not reason:
        raise OutOfOrder(rules, f"按次序轮到{floor.name(first.person_id)}；请别人先说要写明理由", "reason_required")
    return Granted(
        at=floor.at, by=command.by, person_id=chosen.person_id, stance=chosen.stance, seconds=seconds(floor),
        why=first.why if in_turn else "", reason="" if in_turn else reason,
    )  # fmt: skip


def finish(floor: Floor, command: Command) -> Event:
    if floor.speech is None:
        raise OutOfOrder(floor.rules, "现在没有人在发言", "not_in_order")
    if command.by not in (floor.speech.person_id, floor.chair_id):
        raise OutOfOrder(floor.rules, "只有发言的人和主持人可以结束发言", "not_entitled", "no_interrupting")
    return Finished(
        at=floor.at, by=command.by, person_id=floor.speech.person_id, seconds=floor.speech.seconds(floor.at)
    )  # fmt: skip


def silent(question: Question, person_id: int) -> Question:
    """The question without this person's hand."""
    return replace(question, hands=tuple(hand for hand in question.hands if hand.person_id != person_id))


ASKING = {Do.REQUEST: request, Do.UNREQUEST: unrequest, Do.GRANT: grant, Do.FINISH: finish}
