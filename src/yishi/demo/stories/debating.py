"""停在第三步的 · debates before, in and after their rounds; and those that were sent back, put off or called off."""

from datetime import timedelta

from ...clock import today
from ...debates.turns import remind, turn
from ...procedure.amendment import Amendment, AmendmentForm
from ...procedure.debate import Stance
from ...procedure.motions import Ground, MotionKind
from ..debating import (
    amended,
    debated,
    first_round,
    floor,
    members,
    motion_decided,
    motion_taken,
    moved,
    presiding,
    put,
    said,
    spoke,
    spoken,
    stand_in,
)  # fmt: skip
from ..planning import frozen, planned, published, saved
from ..proposing import taken_up
from ..voting import cast
from ..walk import Acts, Walk
from .done import delivered_to_the_end
from .telling import story

K = MotionKind


@story("wenhua", 21, "clinic", estate=1)
def announced(w: Walk) -> Acts:
    """Frozen, and on the notice board until the first round."""
    yield from taken_up(w)
    yield from planned(w)


@story("wenhua", 25, "charging")
def in_the_first_round(w: Walk) -> Acts:
    """A hand against is up, so nobody speaks for again before it."""
    yield from taken_up(w)
    yield from planned(w)
    yield from first_round(w)
    yield w.soon()
    turn(floor(w), w.case(members(w)[3])).raise_hand(Stance.AGAINST)
    yield w.days(1)
    spoke(w, members(w)[3], Stance.AGAINST, w.topic.against[1])
    yield w.soon()
    amended(w, members(w)[5])


@story("wenhua", 28, "dancing")
def in_the_second_round(w: Walk) -> Acts:
    """An amendment has carried, and whether to put it off is being voted on."""
    yield from taken_up(w)
    yield from planned(w)
    yield from first_round(w)
    yield w.soon()
    motion = amended(w, members(w)[2], members(w)[6])
    yield w.soon()
    spoke(w, members(w)[7], Stance.FOR, "主持人，我赞成这件修正案。八点三刻是舞队和住户当面商量出来的。", on=motion)
    yield w.after(motion.due_at)
    yield from motion_decided(w, motion, 10, 3)
    yield w.after(floor(w).round_ends[0])
    yield from spoken(w, members(w)[4:], w.topic.for_[1:], w.topic.against[1:])
    later = today(w.at) + timedelta(days=14)
    put_off = moved(w, K.POSTPONE, members(w)[8], "音量要等物业的声级计到了再定，两周以后再议。", later, second=members(w)[9])
    yield from motion_decided(w, put_off, 2, 3)


@story("wenhua", 32, "meals", estate=1)
def all_said(w: Walk) -> Acts:
    """The chair has only to put the question."""
    yield from taken_up(w)
    yield from planned(w)
    yield from said(w)


@story("xinnan", 140, "parking")
def closed_by_two_thirds(w: Walk) -> Acts:
    """Speakers were reminded, an amendment was lost, another was never seconded, and the chair went to somebody else."""
    yield from taken_up(w)
    yield from planned(w)
    debate = floor(w)
    yield w.days(1)
    debate.take("hand_over", w.case(w.cast.secretary, to=members(w)[11].id))
    yield from first_round(w)
    talker = members(w)[9]
    yield w.soon()
    speech = spoke(w, talker, Stance.AGAINST, "主持人，我反对。提这件事的人自己有两辆车，还不是为了自己方便。")
    yield w.soon()
    remind(speech, w.case(presiding(w)), Ground.ATTACK)
    yield w.soon()
    turn(debate, w.case(members(w)[8])).raise_hand(Stance.FOR)
    yield w.soon()
    turn(debate, w.case(members(w)[8])).lower_hand()
    motion = amended(w, members(w)[5], members(w)[6])
    yield w.after(motion.due_at)
    yield from motion_decided(w, motion, 5, 7)
    yield w.after(debate.round_ends[0])
    yield from spoken(w, members(w)[4:], w.topic.for_[1:], w.topic.against[1:])
    lonely = moved(w, K.REFER, members(w)[7], "再写一稿。")
    yield w.soon()
    motion_taken(w, lonely, "take_back", members(w)[7])
    yield w.soon()
    closing = moved(w, K.CLOSE, members(w)[0], "两边的话都说过了，再说也是重复，请表决。", second=members(w)[2])
    yield from motion_decided(w, closing, 10, 3)
    yield w.soon()
    debate.take("hand_over", w.case(presiding(w), to=stand_in(w)))
    yield w.days(1)
    put(w)
    yield from delivered_to_the_end(w, good=7, fair=6, bad=2)


@story("changling", 31, "camera", estate=2, n=7)
def put_off_to_a_day(w: Walk) -> Acts:
    """Until the police station has said what it needs; the day has not come."""
    yield from taken_up(w)
    yield from planned(w)
    yield from first_round(w)
    yield w.soon()
    floor(w).take("hand_over", w.case(w.cast.chair, to=stand_in(w)))
    until = today(w.at) + timedelta(days=18)
    motion = moved(
        w, K.POSTPONE, members(w)[5], "派出所对存储天数有新要求，等他们的书面意见到了再议。", until, second=members(w)[6]
    )
    yield from motion_decided(w, motion, 12, 0)


@story("xinnan", 33, "court", estate=1)
def sent_back_to_the_group(w: Walk) -> Acts:
    """Three amendments were on the way when it was referred, and fall with the debate."""
    yield from taken_up(w)
    yield from planned(w)
    yield from first_round(w)
    early = amended(w, members(w)[4], members(w)[5])
    yield w.after(early.due_at)
    content = Amendment(AmendmentForm.REWRITE, 2, "内容：打磨旧面层，改用水泥磨平，更换两副移动式篮架和四盏200瓦LED球场灯。")
    amended(w, members(w)[8], members(w)[9], content)
    yield w.soon()
    amended(w, members(w)[10], None, Amendment(AmendmentForm.REWRITE, 4, "维护：面层质保八年，每周打扫一次，裂缝半个月内补。"))
    yield w.soon()
    back = moved(
        w,
        K.REFER,
        members(w)[6],
        "面层用什么、几点熄灯都没有定下来，请方案小组问过施工队和五栋住户再写一稿。",
        second=members(w)[7],
    )
    yield from motion_decided(w, back, 11, 2)
    yield w.days(2)
    saved(w, text=["\n".join(_hours(w))])


@story("changling", 62, "parking", estate=1)
def called_off_before_it_began(w: Walk) -> Acts:
    """The proposer asks for leave while the debate is still announced."""
    yield from taken_up(w)
    yield from planned(w)
    yield w.soon()
    motion = moved(w, K.WITHDRAW, w.proposer, "街道要统一做停车规划，等规划出来再提。")
    yield from motion_decided(w, motion, 11, 1)


@story("changling", 60, "waste")
def sent_back_when_all_was_said(w: Walk) -> Acts:
    """Written anew, debated again, and now being voted on."""
    yield from taken_up(w)
    yield from planned(w)
    yield from said(w)
    floor(w).take("hand_over", w.case(w.cast.secretary, to=stand_in(w)))
    yield w.soon()
    back = moved(w, K.REFER, members(w)[4], "中心花园那处离窗太近，几位住户今天才知道，请先改位置。", second=members(w)[5])
    yield from motion_decided(w, back, 12, 1)
    nearer = ["位置：中心花园那处往北移到游泳池旁，离最近的窗十六米；其余三处不动。"]
    yield from published(w, days=3, text=["\n".join([*w.topic.text, *nearer])])
    yield from frozen(w, revised=False)
    yield from debated(w)
    yield from cast(w, 5, 1)


@story("xinnan", 82, "dogs", estate=2)
def called_off_after_the_closing(w: Walk) -> Acts:
    yield from taken_up(w)
    yield from planned(w)
    yield from first_round(w)
    unseconded = moved(w, K.REFER, members(w)[5], "再问问不养狗的人。")
    yield w.after(unseconded.due_at)
    closing = moved(w, K.CLOSE, members(w)[0], "话说得差不多了。", second=members(w)[2])
    yield from motion_decided(w, closing, 11, 2)
    yield w.soon()
    leave = moved(w, K.WITHDRAW, w.proposer, "区里刚出了文明养犬的新规定，照新规定办就行。")
    yield from motion_decided(w, leave, 12, 1)


def _hours(w: Walk) -> list[str]:
    """The plan's text with another hour, as the group writes it after the debate."""
    text = list(w.topic.text)
    text[2] = "时间：每天开放到晚上九点，九点以后熄灯锁门，由物业管理；周六上午留给青少年。"
    return text
