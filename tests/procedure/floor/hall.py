"""柳荫社区议事厅 · a sitting for the tests: nine members by name, a chair, an observer, a secretary; each command one second on."""

from dataclasses import replace
from functools import reduce

import pytest

from yishi.procedure.amendment import AmendmentForm
from yishi.procedure.debate import Stance
from yishi.procedure.floor import Command, Do, Floor, Item, OutOfOrder, Person, Setup, apply, begin, decide, due, moves
from yishi.procedure.poll import Choice
from yishi.procedure.rule_set import RuleSet, load

MEMBERS = ("陈国栋", "林秀兰", "周敏", "黄伟强", "何丽", "郑阿姨", "刘洋", "吴桂花", "谢明")
CHEN, LIN, ZHOU, HUANG, HE, ZHENG, LIU, WU, XIE = range(1, 10)
OBSERVER, SECRETARY, TELLER, TELLER2 = 10, 11, 12, 13
NAMES = (*MEMBERS, "王主任", "秘书", "监票员甲", "监票员乙")
FOR, AGAINST, ASK = Stance.FOR, Stance.AGAINST, Stance.ASK
AYE, NO, ABSTAIN = Choice.AYE, Choice.NO, Choice.ABSTAIN
LUOHU, ROBERT, CONSENSUS = "luohu10", "robert", "consensus"
SETS = (LUOHU, ROBERT, CONSENSUS)
ITEMS = (Item("南门照明"), Item("东门通报", report=True), Item("凉亭修缮"))
PLAN = ("沿步道装12盏庭院灯。", "每晚六点到十一点亮。", "由物业日常维护。")
PLANNED = (Item("南门照明", motion="是否同意办理“南门照明”？", mover_id=1, paragraphs=PLAN), *ITEMS[1:])


def setup(rules: str | RuleSet = LUOHU, **others) -> Setup:
    people = {number: Person(number, name, seat=number <= len(MEMBERS)) for number, name in enumerate(NAMES, 1)}
    settled = {
        "rules": rules if isinstance(rules, RuleSet) else load(rules), "people": people, "chair_id": ZHOU,
        "secretary_id": SECRETARY, "items": ITEMS, "teller_ids": frozenset({TELLER, TELLER2}),
    }  # fmt: skip
    return Setup(**settled | others)


class Hall:
    """A floor that is acted upon. What is refused leaves it as it was."""

    def __init__(self, rules: str = LUOHU, **others):
        self.floor: Floor = begin(setup(rules, **others))
        self.log = []

    def does(self, by: int, do: Do | str, after: int = 1, **given) -> "Hall":
        at = self.floor.at + after
        words = {"stance": Stance, "choice": Choice, "form": AmendmentForm}
        given = {key: words[key](value) if value and key in words else value for key, value in given.items()}
        for event in decide(self.floor, Command(do=Do(do), by=by, **given), at):
            self.floor = apply(self.floor, event)
            self.log.append(event)
        return self

    def may_not(self, by: int, do: Do | str, *names: str, **given) -> str:
        """It is refused, under each of these names; the sentence."""
        before = self.floor
        with pytest.raises(OutOfOrder) as refused:
            self.does(by, do, **given)
        assert self.floor == before
        assert set(names) <= refused.value.names, refused.value.names
        return str(refused.value)

    def passes(self, seconds: int) -> "Hall":
        """Time passes, the clock does its part."""
        at = self.floor.at + seconds
        ticked = due(self.floor, at)
        self.log += ticked
        self.floor = reduce(apply, ticked, self.floor)
        self.floor = replace(self.floor, at=at)
        return self

    def legal(self, person: int) -> set[str]:
        return {move.do.value for move in moves(self.floor, person) if move.legal}

    # -- as far as ------------------------------------------------------------------------------------------------

    def gathered(self, *people: int) -> "Hall":
        for person in people or range(1, len(MEMBERS) + 1):
            self.does(person, "check_in")
        return self

    def opened(self) -> "Hall":
        return self.gathered().does(OBSERVER, "check_in").does(ZHOU, "open").does(ZHOU, "call_item", item=0)

    def pending(self, text: str = "南门装照明") -> "Hall":
        """A main motion by 陈国栋, seconded by 林秀兰, stated."""
        return self.does(CHEN, "move", text=text).stated(LIN)

    def stated(self, seconder: int) -> "Hall":
        """The motion moved last is seconded, where it needs it, and stated."""
        if self.floor.rules.motion_seconders and self.floor.moved[-1].kind != "withdraw":
            self.does(seconder, "second")
        return self.does(self.floor.chair_id, "state")

    def speaks(self, person: int, stance: Stance | None = FOR, seconds: int = 10) -> "Hall":
        return self.does(person, "request", stance=stance).does(self.floor.chair_id, "grant").does(person, "finish", after=seconds)

    def decided(self, ayes: int = 0, noes: int = 0, abstentions: int = 0) -> "Hall":
        """The pending question is put, counted by hand and announced."""
        chair = self.floor.chair_id
        self.does(chair, "put").does(SECRETARY, "count", ayes=ayes, noes=noes, abstentions=abstentions)
        return self.does(chair, "announce")

    @property
    def kind(self) -> str:
        return self.floor.pending.kind.value if self.floor.pending else "none"


def in_session(rules: str = LUOHU, **others) -> Hall:
    """Open, the first item called, everybody there."""
    return Hall(rules, **others).opened()


def debating(rules: str = LUOHU, **others) -> Hall:
    """With a main motion pending."""
    return in_session(rules, **others).pending()
