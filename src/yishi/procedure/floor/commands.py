"""会上的动作 · what a person can do at a sitting. The words are those of the scenario files; the labels stand on the buttons."""

from dataclasses import dataclass
from types import MappingProxyType

from ..amendment import AmendmentForm
from ..debate import Stance
from ..lifecycle import Refused
from ..poll import Choice
from ..rule_set import RuleSet
from ..words import Word
from .questions import QuestionKind


class Do(Word):
    CHECK_IN = "check_in", "签到"
    LEAVE = "leave", "离场"
    PROXY = "proxy", "委托别人投票"
    REVOKE = "revoke", "收回投票委托"
    OPEN = "open", "开会"
    CALL_ITEM = "call_item", "进入议题"
    MOVE = "move", "提出动议"
    SECOND = "second", "附议"
    STATE = "state", "宣布议题"
    LAPSE = "lapse", "宣布无人附议"
    REQUEST = "request", "举手"
    UNREQUEST = "unrequest", "放下手"
    GRANT = "grant", "请发言"
    FINISH = "finish", "说完了"
    AMEND = "amend", "提修正案"
    REFER = "refer", "动议委托"
    POSTPONE = "postpone", "动议延期"
    LIMIT_DEBATE = "limit_debate", "动议限制辩论"
    EXTEND_DEBATE = "extend_debate", "动议延长辩论"
    CLOSE_DEBATE = "close_debate", "动议结束辩论"
    TABLE = "table", "动议搁置"
    TAKE_FROM_TABLE = "take_from_table", "动议取回"
    POSTPONE_INDEFINITELY = "postpone_indefinitely", "动议无限期延期"
    DIVIDE = "divide", "动议分开表决"
    WITHDRAW = "withdraw", "撤回动议"
    RECONSIDER = "reconsider", "动议复议"
    RECESS = "recess", "休会"
    ADJOURN = "adjourn", "散会"
    POINT_OF_ORDER = "point_of_order", "提程序问题"
    RULE = "rule", "裁定"
    APPEAL = "appeal", "申诉"
    REMIND = "remind", "提醒"
    WARN = "warn", "警告"
    SILENCE = "silence", "停止发言"
    REMOVE = "remove", "动议请离会场"
    HAND_OVER = "hand_over", "请别人主持"
    TAKE_BACK = "take_back", "收回主持"
    PUT = "put", "付诸表决"
    VOTE = "vote", "投票"
    TELLER = "teller", "请监票员"
    RELEASE = "release", "换下监票员"
    COUNT = "count", "点票"
    TALLY = "tally", "监票员点票"
    ANNOUNCE = "announce", "宣布结果"
    RECUSE = "recuse", "回避"
    UNDO = "undo", "撤销上一步"


KINDS = frozenset(kind.value for kind in QuestionKind)
MOTIONS = MappingProxyType({do: QuestionKind(do.value) for do in Do if do.value in KINDS} | {Do.MOVE: QuestionKind.MAIN})
REPROVING = frozenset({Do.REMIND, Do.WARN, Do.SILENCE})
PRESENCE = frozenset({Do.CHECK_IN, Do.LEAVE})
FROM_AFAR = frozenset({Do.PROXY, Do.REVOKE})  # for whoever cannot come
HANDS = frozenset({Do.REQUEST, Do.UNREQUEST})


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Somebody does something. What a command does not use is left as it is."""

    do: Do
    by: int
    to: int | None = None
    item: int | None = None
    text: str = ""
    reason: str = ""
    stance: Stance | None = None
    choice: Choice | None = None
    sustained: bool | None = None
    ayes: int = 0
    noes: int = 0
    abstentions: int = 0
    invalid: int = 0
    paper: bool = False
    body: str = ""  # to whom a matter is referred
    until: str = ""
    seconds: int | None = None
    speeches: int | None = None
    parts: tuple[str, ...] = ()
    article: str = ""
    form: AmendmentForm | None = None  # of an amendment to a plan, with its paragraph
    paragraph: int | None = None


# A rule-set parameter also goes by the name that floor rules are commonly tabulated under.
ALSO = MappingProxyType({
    "speeches_per_question": "speeches_per_motion", "stance_first": "stance_required", "alternate_sides": "alternate",
    "passing": "pass", "motion_seconders": "second_needed", "notice_days": "notice", "one_question": "not_in_order",
    "no_interrupting": "not_in_order", "obey_rulings": "conduct", "hands_first": "not_in_order",
    "put_needs_exhausted": "exhausted",
})  # fmt: skip


class OutOfOrder(Refused):
    """Refused on the floor. `names` are all the names of the rule broken: its article's number, its parameter, its reason key.

    `parameter` is the one that is cited, `sentence` what is said without the citation.
    """

    def __init__(self, rules: RuleSet, sentence: str, *keys: str):
        parameters = [key for key in keys if key in rules.parameters]
        articles = [article for key in parameters if (article := rules.article(key))]
        self.parameter, self.sentence = next(iter(parameters), ""), sentence
        self.article = rules.cites(self.parameter) if self.parameter else ""
        self.names = frozenset([*keys, *(str(it.number) for it in articles), *(ALSO[key] for key in keys if key in ALSO)])
        super().__init__(f"{sentence}（{self.article}）" if self.article else sentence)
