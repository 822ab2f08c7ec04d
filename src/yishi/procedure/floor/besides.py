"""在真的会场 · what a real hall keeps to besides: nobody has two votes, and nobody votes who knows the result."""

from ..lifecycle import Refused
from .commands import Command, Do
from .sitting import Floor
from .voting import tellers_count


def stands(floor: Floor, command: Command) -> None:
    """Raises `Refused` for what a scenario may do and a hall may not."""
    if why := refusal(floor, command):
        raise Refused(why)


def refusal(floor: Floor, command: Command) -> str:
    """Why not here; '' where nothing is against it."""
    vote = floor.vote
    match command.do:
        case Do.UNDO if floor.announced:
            return "已经宣布的结果不收回；觉得不对，可以动议复议"
        case Do.COUNT if tellers_count(floor.rules, command.paper):
            return "这样的票由两名监票员各点一遍；还没有监票员的，请主持人先请两位"
        case Do.ANNOUNCE if vote and vote.first:
            return f"{floor.name(vote.first[0])}已经点完，等另一名监票员点完、两人一样，才能宣布"
        case Do.VOTE if vote and command.by != floor.chair_id and (vote.first or vote.differed):
            return "监票员已经在点纸票，您的一张可能已经在里面了，不能再用手机投"
        case Do.VOTE if vote and command.by != floor.chair_id and vote.count:
            return "已经点过票，您的一票可能已经算进去了；要改用手机投票，请重新点票"
    return ""
