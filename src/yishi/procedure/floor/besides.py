"""在真的会场 · what a real hall keeps to besides the floor's own rules.

Nobody opens or gives up before the hour of the notice. Nobody has two votes, and nobody votes who knows the result. What tellers
have to count nobody else counts, and it is not announced before two of them have found the same.
"""

from datetime import UTC, datetime

from ..calendar import moment_in_words
from ..lifecycle import Refused
from .commands import Command, Do
from .sitting import Floor, Phase
from .voting import tellers_count


def stands(floor: Floor, command: Command) -> None:
    """Raises `Refused` for what a scenario may do and a hall may not."""
    if why := refusal(floor, command):
        raise Refused(why)


def refusal(floor: Floor, command: Command) -> str:
    """Why not here; '' where nothing is against it."""
    vote, rules = floor.vote, floor.rules
    match command.do:
        case Do.OPEN | Do.RECESS | Do.ADJOURN if floor.phase is Phase.BEFORE and floor.at < floor.setup.not_before:
            return f"通知的开会时间是{moment_in_words(datetime.fromtimestamp(floor.setup.not_before, UTC))}，到时候才能宣布"
        case Do.UNDO if floor.announced:
            return "已经宣布的结果不收回；觉得不对，可以动议复议"
        case Do.COUNT if tellers_count(rules, command.paper):
            return "这样的票由两名监票员各点一遍；还没有监票员的，请主持人先请两位"
        case Do.COUNT if vote and vote.begun:
            return "监票员已经在点票，这一次由他们点完"
        case Do.COUNT if command.by != floor.setup.secretary_id:
            return "举手由秘书点；监票员点的票，各填各的"
        case Do.ANNOUNCE if vote and vote.first:
            return f"{floor.name(vote.first[0])}已经点完，等另一名监票员点完、两人一样，才能宣布"
        case Do.ANNOUNCE if vote and vote.begun and not vote.count:
            return "监票员还没有点成一样的数，不能宣布；实在点不成，主持人可以另请监票员"
        case Do.VOTE if vote and vote.begun and not _apart(floor, command.by, paper=True):
            return "监票员已经在点票，纸票可能已经投过，不能再用手机投"
        case Do.VOTE if vote and vote.count and not _apart(floor, command.by, vote.count.paper):
            return "已经点过票，可能已经算进去了；要改用手机投，请秘书重新点票"
    return ""


def _apart(floor: Floor, person_id: int, paper: bool) -> bool:
    """Whether this is a chair who is not in what was counted."""
    return person_id == floor.chair_id and floor.setup.voice(person_id) not in floor.counted(paper)
