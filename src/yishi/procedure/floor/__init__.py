"""会场 · the floor of a live sitting: what is decided here is what happened, what is refused carries its article.

`decide(floor, command, at)` gives the events of a command or raises `OutOfOrder`; `apply(floor, event)` gives the floor after
an event; `due(floor, at)` is what the clock does; `moves(floor, person)` is what a person may do now, and why not.
"""

from .applying import apply
from .commands import Command, Do, OutOfOrder
from .deciding import decide, due
from .events import Event
from .moves import Move, moves
from .questions import Question, QuestionKind
from .results import Result
from .setup import Item, Person, Setup
from .sitting import Floor, Phase, begin
from .speaking import Place, queue

__all__ = [
    "Command", "Do", "Event", "Floor", "Item", "Move", "OutOfOrder", "Person", "Phase", "Place", "Question", "QuestionKind",
    "Result", "Setup", "apply", "begin", "decide", "due", "moves", "queue",
]  # fmt: skip
