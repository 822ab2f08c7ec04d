"""监票员 · who counts the papers: people whom the chair asks, two of whom count, neither seeing what the other found.

At least two tellers for a ballot: Parliamentary Manual 1876, p. 77. What both found is the count; where they differ
both begin anew, as they do when the chair asks for another teller.
"""

from dataclasses import asdict, replace

from .commands import Command, Do, OutOfOrder
from .events import Event, Tallied, TellerNamed, TellerReleased
from .sitting import Count, Floor, OpenVote
from .voting import ENOUGH_TELLERS, fitting, open_vote


def teller(floor: Floor, command: Command) -> Event:
    """请监票员. With one more, whoever has counted counts again."""
    rules, to = floor.rules, command.to
    if to is None or to not in floor.present:
        raise OutOfOrder(rules, "请在场的人监票", "not_entitled")
    if to == floor.chair_id:
        raise OutOfOrder(rules, "主持人不监票", "not_entitled", "two_tellers")
    if to in floor.tellers:
        raise OutOfOrder(rules, f"{floor.name(to)}已经是监票员", "already")
    return TellerNamed(at=floor.at, by=command.by, person_id=to)


def release(floor: Floor, command: Command) -> Event:
    """换下监票员, whom the chair had asked: what was counted is counted again."""
    if command.to is None or command.to not in floor.named_tellers:
        raise OutOfOrder(floor.rules, "请写明换下哪一位监票员", "not_entitled")
    return TellerReleased(at=floor.at, by=command.by, person_id=command.to)


def tally(floor: Floor, command: Command) -> Event:
    """监票员点票: one of the two."""
    rules, by, tellers = floor.rules, command.by, floor.tellers
    if by not in tellers:
        raise OutOfOrder(rules, "由监票员点票", "not_entitled")
    vote = open_vote(floor)
    if by == floor.chair_id or floor.pending and floor.pending.mover_id == by:
        raise OutOfOrder(rules, "主持的人和提动议的人不点这一次的票，请主持人另请监票员", "not_entitled", "two_tellers")
    if len(tellers) < ENOUGH_TELLERS:
        raise OutOfOrder(rules, "点票须有两名监票员", "two_tellers", "count")
    if vote.begun and vote.count:
        raise OutOfOrder(rules, "两名监票员点的一样，已经点完；要重新点，请主持人另请监票员", "already", "count")
    found = fitting(floor, command)
    return Tallied(at=floor.at, by=by, **asdict(found))


def tallied(vote: OpenVote, by: int, found: Count) -> OpenVote:
    """The vote with what one more teller found. Hands that were counted before no longer stand."""
    first = vote.first
    if first is None or first[0] == by:
        return replace(vote, first=(by, found), count=None, begun=True, differed=False)
    if first[1] == found:
        return replace(vote, first=None, count=found)
    return replace(anew(vote), differed=True)


def anew(vote: OpenVote) -> OpenVote:
    """Nothing that was counted stands."""
    return replace(vote, first=None, count=None, differed=False, round=vote.round + 1)


def without(floor: Floor, person_id: int) -> Floor:
    """What this person alone has found is void, now that they have gone."""
    vote = floor.vote
    return replace(floor, vote=anew(vote)) if vote and vote.first and vote.first[0] == person_id else floor


TELLING = {Do.TELLER: teller, Do.RELEASE: release, Do.TALLY: tally}
