"""发言权 · one person at one question at one moment: whether they may speak, for which side, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from ..clock import today
from ..procedure import debate as rules
from ..procedure.calendar import moment_in_words
from ..procedure.debate import Stance
from ..procedure.debate_motion import MotionState, member
from ..procedure.lifecycle import Case, NotYours, Refused, Unanswered
from ..procedure.motions import Ground, Rung, grounds, reminder, rung
from ..procedure.people import Actor
from ..procedure.rule_set import RuleSet
from .council import seat_of
from .models import Answer, Debate, Hand, Reminder, Speech, about
from .motions import Motion

LADDER = len(Rung)
IN_HALL = "这件事正在会上议，散会以后才能在线上接着说"


@dataclass(frozen=True)
class Turn:
    """`reasons` say why nothing may be said on either side; empty when something may."""

    debate: Debate
    motion: Motion | None
    actor: Actor
    at: datetime
    question: rules.Debate
    reasons: tuple[str, ...]

    @property
    def rules(self) -> RuleSet:
        return self.debate.rule_set

    @property
    def left(self) -> int:
        """Turns left on this question."""
        assert self.actor.id is not None
        return rules.turns_left(self.question.heard, self.actor.id, self.rules)

    @property
    def open_to(self) -> list[Stance]:
        """The stances that may be taken at this moment."""
        return [] if self.reasons else [stance for stance in Stance if not self.waits_until(stance)]

    def waits_until(self, stance: Stance) -> datetime | None:
        """When this stance may speak at the latest, where the other side comes first."""
        return rules.waits_until(self.question, stance, self.at, self.rules)

    @property
    def hand(self) -> Hand | None:
        """My hand in this round, raised or lowered."""
        now = self.question.round_at(self.at)
        mine = select(Hand).where(about(Hand, self.debate, self.motion), Hand.person_id == self.actor.id, Hand.round == now)
        return self.debate._session.scalar(mine)

    # -- 发言 --------------------------------------------------------------------------------------

    def speak(self, stance: Stance | None, text: str) -> Speech:
        """发言"""
        person_id = self._heard(stance)
        if refusals := rules.speech_refusals(self.question, person_id, stance, self.at, self.rules):
            raise Refused(*in_full(refusals, self.rules))
        if wrong := rules.text_refusals(text, self.rules):
            raise Unanswered({"text": "；".join(wrong)})
        debate, session = self.debate, self.debate._session
        seat = seat_of(session, debate.community_id, person_id, today(self.at))
        debate.spoken += 1
        debate.touched_at = self.at
        speech = Speech(
            community_id=debate.community_id, debate=debate, motion_id=self.motion.id if self.motion else None, seq=debate.spoken,
            round=self.question.round_at(self.at), turn=rules.turns_used(self.question.heard, person_id) + 1,
            speaker_id=person_id, seat=seat.title if seat else "", stance=stance, text=text,
            characters=rules.characters(text), at=self.at,
        )  # fmt: skip
        session.add(speech)
        if (hand := self.hand) is not None:
            hand.lowered_at = self.at
        given = {"seq": speech.seq, "round": speech.round, "turn": speech.turn, "stance": stance and stance.label, "text": text}
        (self.motion or debate).note(Case(self.actor, self.at), "speak", "发言", given=given)
        return speech

    def raise_hand(self, stance: Stance | None) -> Hand:
        """举手：到轮到自己这一方时先说"""
        person_id = self._heard(stance)
        if refusals := rules.hand_refusals(self.question, person_id, stance, self.at, self.rules):
            raise Refused(*in_full(refusals, self.rules))
        hand = self.hand
        if hand is None:
            hand = Hand(
                community_id=self.debate.community_id, debate_id=self.debate.id, motion_id=self.motion.id if self.motion else None,
                person_id=person_id, round=self.question.round_at(self.at), at=self.at,
            )  # fmt: skip
            self.debate._session.add(hand)
        elif hand.at + timedelta(hours=self.rules.online_turn_hours) <= self.at:
            raise Refused(f"您这一轮举过手，保留的时间已过，不用举手，可以直接发言（{self.rules.cites('online_turn_hours')}）")
        hand.stance, hand.lowered_at = stance, None
        self.debate.touched_at = self.at
        given = {"stance": stance and stance.label}
        (self.motion or self.debate).note(Case(self.actor, self.at), "raise_hand", "举手", given=given)
        return hand

    def lower_hand(self) -> None:
        """把手放下"""
        hand = self.hand
        if hand is None or hand.lowered_at is not None:
            raise Refused("您现在没有举手")
        hand.lowered_at = self.debate.touched_at = self.at
        (self.motion or self.debate).note(Case(self.actor, self.at), "lower_hand", "放下手")

    def _heard(self, stance: Stance | None) -> int:
        if self.reasons:
            raise Refused(*in_full(self.reasons, self.rules))
        if stance is None and self.rules.stance_first:
            raise Unanswered({"stance": f"请先表明立场：赞成、反对还是提问（{self.rules.quotes('stance_first')}）"})
        assert self.actor.id is not None
        return self.actor.id


def turn(debate: Debate, case: Case, motion: Motion | None = None) -> Turn:
    """How this person stands to this question now."""
    question = debate.question(case.at, motion)
    return Turn(debate, motion, case.actor, case.at, question, tuple(_reasons(debate, case, question, motion)))


def _reasons(debate: Debate, case: Case, question: rules.Debate, motion: Motion | None) -> Sequence[str]:
    actor, by = case.actor, debate.rule_set
    if not debate.pending:
        return (f"这件事项现在是“{debate.matter.state.label}”，这次辩论已经结束",)
    if debate.matter.in_hall:
        return (IN_HALL,)
    if motion and motion.state is not MotionState.DEBATING:
        return (f"这件修正案现在是“{motion.state.label}”，不在讨论",)
    if actor.id is None:
        return ("登录以后，议事员可以发言",)
    if not member.includes(actor, debate):
        return ("在辩论里发言的是议事员；发言、修正案和结果都公开，您随时可以看",)
    if by.obey_rulings and debate.reminders_of(actor.id) >= LADDER:
        return (f"主持人已经停止您在这件事上的发言（{by.cites('obey_rulings')}）",)
    return rules.hand_refusals(question, actor.id, Stance.ASK, case.at, by)


def in_full(reasons: Sequence[str], by: RuleSet) -> tuple[str, ...]:
    """The reasons, and the words of every article that they cite."""
    cited = [article for article in by.articles if any(article.label in reason for reason in reasons)]
    return (*reasons, *(f"《{by.title}》{article.label}“{article.title}”：{article.text}" for article in cited))


# -- 主持人与方案小组 ------------------------------------------------------------------------------------------------


def remind(speech: Speech, case: Case, ground: Ground) -> Reminder:
    """提醒发言人：跑题、攻击他人、没有面向主持人……第二次是警告，第三次停止发言"""
    debate, by = speech.debate, speech.debate.rule_set
    if not debate.presided_by(case.actor):
        raise NotYours("提醒由主持人作出")
    if not debate.pending:
        raise Refused("这次辩论已经结束，不再提醒")
    if ground not in grounds(by):
        raise Unanswered({"ground": "请从列出的选项里选"})
    if speech.reminder is not None:
        raise Refused("这段发言已经提醒过一次")
    assert case.actor.id is not None
    step = rung(debate.reminders_of(speech.speaker_id), by)
    made = Reminder(
        community_id=debate.community_id, debate_id=debate.id, speech=speech, speaker_id=speech.speaker_id, chair_id=case.actor.id,
        ground=ground, rung=step, words=reminder(ground, by, step), at=case.at,
    )  # fmt: skip
    debate._session.add(made)
    if step is Rung.SILENCE:
        theirs = update(Hand).where(Hand.debate_id == debate.id, Hand.person_id == speech.speaker_id, Hand.lowered_at.is_(None))
        debate._session.execute(theirs.values(lowered_at=case.at))
    debate.touched_at = case.at
    given = {"seq": speech.seq, "to": speech.speaker.name, "ground": ground.label, "words": made.words}
    debate.note(case, "remind", step.label, given=given)
    return made


def answer(speech: Speech, case: Case, text: str) -> Answer:
    """方案小组答复一次提问"""
    debate = speech.debate
    if case.actor.id not in debate.matter.plan_group_ids:
        raise NotYours("提问由方案小组答复")
    if not debate.pending:
        raise Refused("这次辩论已经结束，不再答复")
    if speech.stance is not Stance.ASK:
        raise Refused("这段发言不是提问")
    if speech.answer is not None:
        raise Refused(f"这个提问已由{speech.answer.person.name}答复")
    if wrong := rules.text_refusals(text, debate.rule_set):
        raise Unanswered({"text": "；".join(wrong)})
    assert case.actor.id is not None
    made = Answer(community_id=debate.community_id, speech=speech, person_id=case.actor.id, text=text, at=case.at)
    debate._session.add(made)
    debate.touched_at = case.at
    debate.note(case, "answer", "答复提问", given={"seq": speech.seq, "text": text})
    return made


def hand_words(one: Turn, stance: Stance, until: datetime) -> str:
    """Why this side waits now."""
    us, them, article = stance.label, rules.OPPOSITE[stance].label, one.rules.cites("alternate_sides")
    return f"{us}一方刚说过，{them}一方有人举手在等；最迟{moment_in_words(until)}轮到{us}一方（{article}）"
