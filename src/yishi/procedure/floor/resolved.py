"""决议事项 · what a sitting decided, in one list at the end of its minutes: item by item, the last word on each motion."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from ..numerals import chinese
from ..tally import votes
from . import events
from .questions import Question, QuestionKind
from .sayings import effect, quoted
from .setup import Setup
from .sitting import Floor

K = QuestionKind
SET_ASIDE = frozenset({K.REFER, K.POSTPONE, K.POSTPONE_INDEFINITELY, K.TABLE})


@dataclass(frozen=True, slots=True)
class Settled:
    """How one motion ended."""

    item: int | None
    question_id: int
    kind: QuestionKind
    words: str


@dataclass(slots=True)
class Settlements:
    """Every motion that was settled so far. What is reconsidered, or announced and taken back, is open again."""

    found: list[Settled] = field(default_factory=list)
    before_last: list[Settled] = field(default_factory=list)

    def see(self, before: Floor, event: events.Announced) -> None:
        self.before_last = list(self.found)
        it = before.pending
        assert it
        main = before.stack[0]
        if it.kind is K.MAIN:
            words = f"{resolution(it)}（{'通过' if event.carried else '未通过'}，{votes(before.tally)}）"
            self.found.append(Settled(before.item, it.id, K.MAIN, words))
        elif not event.carried:
            return
        elif it.kind in SET_ASIDE:
            words = f"{it.kind.label}，{effect(before, event).rstrip('。')}{_changed(main)}"
            self.found.append(Settled(before.item, main.id, it.kind, words))
        elif it.kind is K.WITHDRAW and it.target_id == main.id:
            self.found.append(Settled(before.item, main.id, it.kind, f"同意提出人撤回动议{_changed(main)}"))
        elif it.kind is K.RECONSIDER and before.decided:
            self._open_again(before.decided.question.id, K.MAIN)
        elif it.kind is K.TAKE_FROM_TABLE and before.tabled:
            self._open_again(before.tabled[-1][1][0].id, K.TABLE)

    def take_back(self) -> None:
        self.found = list(self.before_last)

    def _open_again(self, question_id: int, kind: QuestionKind) -> None:
        self.found = [it for it in self.found if (it.question_id, it.kind) != (question_id, kind)]

    def listed(self, setup: Setup, floor: Floor, talk_only: Collection[int]) -> Iterator[tuple[int | None, str]]:
        """For each item what became of it, then what was moved outside of the agenda."""
        for number, item in enumerate(setup.items):
            mine = [it.words for it in self.found if it.item == number] or [_open(floor, number, item.report, number in talk_only)]
            yield number, f"{ordinal(number)}{quoted(item.title)}：{'；'.join(mine)}。"
        for it in self.found:
            if it.item is None:
                yield None, f"议程以外：{it.words}。"


def resolution(question: Question) -> str:
    """What the assembly resolved, as a sentence that can be carried out: the question of a poll becomes its answer."""
    text = question.text.rstrip("。")
    if text.startswith("是否同意") and text.endswith("？"):
        text = text.removeprefix("是否").removesuffix("？")
    return f"{text}{''.join(f'；修正：{change}' for change in question.amendments)}"


def _changed(question: Question) -> str:
    """What was amended in a plan, which stands whatever became of the motion."""
    return f"；方案已修正：{'；'.join(question.amendments)}" if question.changes else ""


def ordinal(number: int) -> str:
    return f"第{chinese(number + 1)}项"


def _open(floor: Floor, number: int, report: bool, talk_only: bool) -> str:
    if number not in floor.taken:
        return "没有议到"
    if talk_only:
        return "只讨论，没有表决"
    pending = floor.stack[0] if floor.stack and floor.item == number else None
    return "通报，没有表决" if report else f"没有作出决议{_changed(pending) if pending else ''}"
