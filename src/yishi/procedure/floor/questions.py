"""会上的动议 · the kinds of motion that can be made on the floor, and one question from its being moved to its end.

先决次序, highest first: 散会, 休会, then the incidental ones decided at once (申诉, 撤回, 分开表决, 请离), 搁置, 结束辩论,
限制或延长辩论, 延期, 委托, 修正, 无限期延期, and the main motion (Robert 1915, §10).
"""

from dataclasses import dataclass, field
from types import MappingProxyType

from ..amendment import Amendment, AmendmentForm
from ..debate import Stance
from ..difference import Piece, words_changed
from ..motions import RANK, MotionKind
from ..words import Word


class QuestionKind(Word):
    """What was moved. `report` is no motion: it stands for an item that is only reported on."""

    MAIN = "main", "动议"
    AMEND = "amend", "修正案"
    REFER = "refer", "委托"
    POSTPONE = "postpone", "延期"
    POSTPONE_INDEFINITELY = "postpone_indefinitely", "无限期延期"
    LIMIT_DEBATE = "limit_debate", "限制辩论"
    EXTEND_DEBATE = "extend_debate", "延长辩论"
    CLOSE_DEBATE = "close_debate", "结束辩论"
    TABLE = "table", "搁置"
    TAKE_FROM_TABLE = "take_from_table", "取回搁置的动议"
    DIVIDE = "divide", "分开表决"
    WITHDRAW = "withdraw", "撤回动议"
    RECONSIDER = "reconsider", "复议"
    APPEAL = "appeal", "申诉"
    REMOVE = "remove", "请离会场"
    RECESS = "recess", "休会"
    ADJOURN = "adjourn", "散会"
    REPORT = "report", "通报"


K = QuestionKind
BEGINNING = frozenset({K.MAIN, K.TAKE_FROM_TABLE, K.RECONSIDER})  # only when nothing is pending
INCIDENTAL = frozenset({K.APPEAL, K.WITHDRAW, K.DIVIDE, K.REMOVE})  # no rank among each other; decided at once
PRIVILEGED = frozenset({K.RECESS, K.ADJOURN})  # also when nothing is pending
STANDALONE = PRIVILEGED | {K.APPEAL, K.REMOVE}  # not about the motion below them
DEBATABLE = frozenset({K.MAIN, K.AMEND, K.REFER, K.POSTPONE, K.POSTPONE_INDEFINITELY, K.APPEAL, K.RECONSIDER, K.REPORT})
SAME_ONLINE = MappingProxyType({
    K.CLOSE_DEBATE: MotionKind.CLOSE, K.POSTPONE: MotionKind.POSTPONE, K.REFER: MotionKind.REFER, K.AMEND: MotionKind.AMEND,
    K.WITHDRAW: MotionKind.WITHDRAW,
})  # fmt: skip


def rank(kind: QuestionKind) -> int:
    """Its place in the order of precedence. Those that can be moved online as well stand here as they stand there."""
    if kind in SAME_ONLINE and kind not in INCIDENTAL:
        return 10 * RANK[SAME_ONLINE[kind]]
    return _BETWEEN.get(kind, 0)


_BETWEEN = {
    K.ADJOURN: 90, K.RECESS: 80, **dict.fromkeys(INCIDENTAL, 70), K.TABLE: 60,
    K.LIMIT_DEBATE: 35, K.EXTEND_DEBATE: 35, K.POSTPONE_INDEFINITELY: 5,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One speech on a question. It counts from the moment the floor is given."""

    speaker_id: int
    stance: Stance | None


@dataclass(frozen=True, slots=True)
class Hand:
    """举手: somebody waits to speak; `order` is the moment, exact even within a second."""

    person_id: int
    stance: Stance | None
    order: int


@dataclass(frozen=True, slots=True)
class Speech:
    """Who has the floor. Seconds are whole; `halted` is the moment since which the clock stands."""

    person_id: int
    question_id: int
    stance: Stance | None
    began: int
    limit: int
    lost: int = 0  # seconds during which the clock stood
    halted: int | None = None

    def seconds(self, at: int) -> int:
        running = (at if self.halted is None else self.halted) - self.began - self.lost
        return min(max(running, 0), self.limit)

    @property
    def ends_at(self) -> int | None:
        return None if self.halted is not None else self.began + self.lost + self.limit


@dataclass(frozen=True, slots=True)
class Terms:
    """What belongs to some kinds of motion only: to whom, until when, how long, how often, which parts, which paragraph."""

    to: str = ""
    until: str = ""
    seconds: int | None = None
    speeches: int | None = None
    parts: tuple[str, ...] = ()
    person_id: int | None = None
    form: AmendmentForm | None = None
    paragraph: int | None = None

    def change(self, text: str) -> Amendment | None:
        """The change to one paragraph of a plan; None for anything else."""
        return None if self.form is None or self.paragraph is None else Amendment(self.form, self.paragraph, text)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the chair has just decided, open to an appeal. `before`: the person's rung, and whether they were silenced."""

    chair_id: int
    text: str
    person_id: int | None = None
    before: tuple[int, bool] = (0, False)
    recused: bool = False  # it sent the person out of the item


@dataclass(frozen=True, slots=True)
class Question:
    """A motion with its own queue and its own speech counts; `target_id` is what it would change.

    A motion to carry out a plan has its `paragraphs` as they stand now, and the `changes` that made them so.
    """

    id: int
    kind: QuestionKind
    text: str
    mover_id: int
    terms: Terms = field(default_factory=Terms)
    target_id: int | None = None
    seconders: tuple[int, ...] = ()
    speeches: tuple[Said, ...] = ()
    hands: tuple[Hand, ...] = ()
    closed: bool = False
    limits: Terms = field(default_factory=Terms)  # seconds and speeches as the assembly set them
    amendments: tuple[str, ...] = ()  # carried, in words
    original: str = ""  # of an amendment: the words that it would replace
    paragraphs: tuple[str, ...] = ()
    changes: tuple[Amendment, ...] = ()  # carried, of the paragraphs
    rest: tuple[str, ...] = ()  # parts still to be put, after a division
    ruling: Ruling | None = None  # what is appealed from
    interrupted: Speech | None = None  # a speech that goes on when this is decided
    reconsidered: bool = False

    @property
    def debatable(self) -> bool:
        return self.kind in DEBATABLE

    @property
    def change(self) -> Amendment | None:
        """What an amendment would change in the plan."""
        return self.terms.change(self.text)

    @property
    def words(self) -> str:
        """What it says, in full."""
        if self.change:
            return self.change.in_words(self.original)
        return f"修正案里的“{self.original}”改为“{self.text}”" if self.original else self.text

    @property
    def brief(self) -> str:
        """What it says, where `pieces` are drawn beside it: 改写第2段."""
        if self.change:
            return self.change.place
        return "改修正案的文字" if self.original else self.text

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """What it would strike out of a plan and put in, beside what stays; nothing for any other motion."""
        if self.change:
            return self.change.pieces(self.original)
        return words_changed(self.original, self.text) if self.original else ()

    @property
    def amended_briefly(self) -> tuple[str, ...]:
        """What was amended in it, one after the other."""
        return tuple(it.place for it in self.changes) or self.amendments

    @property
    def sameness(self) -> tuple[QuestionKind, str, Terms]:
        """By what a lost motion is recognised when it is moved again."""
        return self.kind, self.text, self.terms
