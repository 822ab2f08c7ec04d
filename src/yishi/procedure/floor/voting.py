"""会上表决 · putting the question, hands, papers and phones in one count, and the announcement."""

from dataclasses import asdict, replace
from types import MappingProxyType

from ..parameter_forms import ChairVote, Tellers
from ..poll import Choice
from ..rule_set import RuleSet
from .commands import Command, Do, OutOfOrder
from .events import Announced, Counted, Event, Put, Recused, Voted
from .results import Result, result
from .sitting import Count, Floor, OpenVote
from .speaking import waiting

ENOUGH_TELLERS = 2


def put(floor: Floor, command: Command) -> Event:
    question, rules = floor.pending, floor.rules
    if question is None:
        raise OutOfOrder(rules, "没有正在议的动议", "not_in_order")
    if floor.vote:
        raise OutOfOrder(rules, "已经付诸表决", "already", "not_in_order")
    if floor.proposed:
        raise OutOfOrder(rules, f"先处理提出来的“{floor.proposed.kind.label}”", "one_question", "pending")
    hands = waiting(floor) if rules.put_needs_exhausted else ()
    if floor.speech:
        also = ("put_needs_exhausted",) if hands else ()
        raise OutOfOrder(rules, "有人在发言，请先请他说完", "no_interrupting", "not_in_order", *also)
    if not floor.quorate:
        raise OutOfOrder(rules, f"到会人数不够，须{rules.quorum.words}", "quorum")
    if hands:
        names = "、".join(floor.name(hand.person_id) for hand in hands)
        raise OutOfOrder(rules, f"还有人要说：{names}", "put_needs_exhausted")
    return Put(at=floor.at, by=command.by)


def opened(floor: Floor) -> OpenVote:
    return OpenVote(roll=floor.here)


def open_vote(floor: Floor) -> OpenVote:
    """The vote that is being taken."""
    if floor.vote is None:
        raise OutOfOrder(floor.rules, "现在没有付诸表决的动议", "not_in_order")
    return floor.vote


def vote(floor: Floor, command: Command) -> Event:
    """One's own, or (`to`) that of somebody who gave one a proxy."""
    rules, by, choice = floor.rules, command.by, command.choice
    if not floor.setup.seated(by):
        raise OutOfOrder(rules, "只有成员可以投票", "not_entitled")
    it, whose = open_vote(floor), by if command.to is None else command.to
    if whose != by and (floor.proxies.get(whose) != by or whose not in floor.represented):
        raise OutOfOrder(rules, "没有受这个人的委托，不能代为投票", "not_entitled")
    if choice is None:
        raise OutOfOrder(rules, "请选赞成、反对或弃权", "not_in_order")
    voice = floor.setup.voice(whose)
    if voice in floor.out:
        raise OutOfOrder(rules, "已经回避，不投票", "recused")
    if voice in floor.voted:
        raise OutOfOrder(rules, "已经投过票，每人一票", "already")
    if it.count:
        pool = it.roll - floor.out - (floor.here - floor.counted(it.count.paper)) | {voice}
        if it.count.total + len((floor.voted | {voice}) & pool) > len(pool):
            raise OutOfOrder(rules, "点票已经算上了在场的每一个人；要改用手机投票，请秘书重新点票", "count")
    if by == floor.chair_id:
        _chair_may_vote(floor, choice)
    return Voted(at=floor.at, by=by, choice=choice, person_id=None if whose == by else whose)


def _chair_may_vote(floor: Floor, choice: Choice) -> None:
    rules = floor.rules
    if rules.chair_vote is ChairVote.NEVER:
        raise OutOfOrder(rules, "主持人在主持期间不投票，要投票请先请别人主持", "chair_vote", "chair_neutral")
    if rules.chair_vote is ChairVote.TIE and floor.vote and not floor.vote.count and floor.counted(paper=False) - floor.voted:
        raise OutOfOrder(rules, "主持人等大家都投完、点完才投", "chair_vote", "chair_neutral")
    if rules.chair_vote is ChairVote.TIE and verdict(floor).carried is verdict(_with(floor, choice)).carried:
        raise OutOfOrder(rules, "主持人只在自己的一票改变结果时投票", "chair_vote", "chair_neutral")


def _with(floor: Floor, choice: Choice) -> Floor:
    """The floor as it would be with the chair's vote."""
    assert floor.vote
    votes = MappingProxyType({**floor.vote.votes, floor.chair_id: choice})
    return replace(floor, vote=replace(floor.vote, votes=votes))


def count(floor: Floor, command: Command) -> Event:
    rules, tellers = floor.rules, floor.tellers
    if command.by != floor.setup.secretary_id and command.by not in tellers:
        raise OutOfOrder(rules, "由秘书或监票员点票", "not_entitled")
    open_vote(floor)
    if tellers_count(rules, command.paper) and len(tellers) < ENOUGH_TELLERS:
        raise OutOfOrder(rules, "点票须有两名监票员", "two_tellers", "count")
    found = fitting(floor, command)
    return Counted(at=floor.at, by=command.by, **asdict(found))


def tellers_count(rules: RuleSet, paper: bool) -> bool:
    """Whether these rules want two tellers for such a count."""
    return rules.two_tellers is Tellers.ALWAYS or rules.two_tellers is Tellers.PAPER and paper


def fitting(floor: Floor, command: Command) -> Count:
    """The figures, where there are not more votes than people to give them."""
    it = Count(command.ayes, command.noes, command.abstentions, command.invalid, command.paper)
    most = len(floor.counted(it.paper) - floor.voted)
    if it.total > most or min(it.ayes, it.noes, it.abstentions, it.invalid) < 0:
        by_phone = f"（另有{len(floor.voted)}人已用手机投票）" if floor.voted else ""
        way = "投纸票" if it.paper else "举手"
        raise OutOfOrder(floor.rules, f"点出{it.total}票，在场可以{way}的只有{most}人{by_phone}", "count")
    return it


def verdict(floor: Floor) -> Result:
    """What the votes given so far would decide."""
    assert floor.pending
    passing = floor.setup.items[floor.item].passing if floor.item is not None else "passing"
    return result(floor.pending.kind, floor.tally, floor.rules, passing)


def announce(floor: Floor, command: Command) -> Event:
    open_vote(floor)
    if not floor.quorate:
        raise OutOfOrder(floor.rules, f"到会人数不够，须{floor.rules.quorum.words}，什么也不能决定", "quorum")
    return Announced(at=floor.at, by=command.by, **asdict(verdict(floor)))


def recuse(floor: Floor, command: Command) -> Event:
    """By oneself, or by ruling of the chair; the reason is kept."""
    rules, person_id = floor.rules, command.by if command.to is None else command.to
    if floor.item is None:
        raise OutOfOrder(rules, "还没有进入议题", "not_in_order")
    if person_id != command.by and command.by != floor.chair_id:
        raise OutOfOrder(rules, "回避由本人提出，或者由主持人裁定", "not_entitled")
    if person_id not in floor.present | floor.represented or not floor.setup.seated(person_id):
        raise OutOfOrder(rules, "只有到会的成员需要回避", "not_entitled")
    if person_id != command.by and floor.vote:
        raise OutOfOrder(rules, "正在表决，主持人这时不能让别人回避；等宣布结果以后再裁定", "not_in_order")
    if person_id in floor.recused:
        raise OutOfOrder(rules, f"{floor.name(person_id)}已经回避", "already", "recused")
    return Recused(at=floor.at, by=command.by, person_id=person_id, reason=command.reason.strip())


VOTING = {Do.PUT: put, Do.VOTE: vote, Do.COUNT: count, Do.ANNOUNCE: announce, Do.RECUSE: recuse}
