"""步骤 · one step of a scenario file: who does what when, and what is expected of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ..debate import Stance
from ..lifecycle import Refused
from ..poll import Choice
from .commands import REPROVING, Command, Do
from .questions import QuestionKind
from .setup import Setup

WAIT = "wait"
EVERYBODY = "*"
NEEDS = MappingProxyType({
    Do.CALL_ITEM: "item", Do.MOVE: "motion", Do.AMEND: "motion", Do.VOTE: "choice", Do.RULE: "sustained", Do.HAND_OVER: "to",
    Do.TELLER: "to", Do.RELEASE: "to", Do.PROXY: "to", Do.REMIND: "to", Do.WARN: "to", Do.SILENCE: "to", Do.REMOVE: "to",
})  # fmt: skip
_TEXTS = {"motion": "text", "text": "text", "reason": "reason", "until": "until"}
_NUMBERS = {
    "for": "ayes", "against": "noes", "abstain": "abstentions", "invalid": "invalid", "seconds": "seconds", "speeches": "speeches",
}  # fmt: skip
_FLAGS = {"sustained": "sustained", "paper": "paper"}
KEYS = frozenset({"at", "by", "do", "expect", "article", "to", "item", "stance", "choice", "parts", *_TEXTS, *_NUMBERS, *_FLAGS})
CHECKS = frozenset({"speaker", "next", "quorum", "pending", "verdict", "silenced", "queue", "legal", "illegal"})


class Malformed(Refused):
    """The file is not a scenario: which key, on which line, and what to write there."""

    def __init__(self, key: str, line: int, says: str):
        self.key, self.line = key, line
        super().__init__(f"第{line}行 {key}：{says}")


@dataclass(frozen=True, slots=True)
class Step:
    """`by`: one person, or everybody each in turn. `do` None only lets time pass."""

    number: int
    line: int
    at: int
    by: tuple[int, ...]
    everybody: bool
    do: Do | None
    given: Mapping[str, Any]
    refused: bool
    article: str
    checks: Mapping[str, Any]

    def command(self, by: int) -> Command:
        assert self.do
        return Command(do=self.do, by=by, **self.given)


@dataclass(frozen=True, slots=True)
class Lines:
    """Where things stand in the text."""

    text: str

    def of(self, key: str, step: int | None = None) -> int:
        """The line of a key, in the head of the file or in a step (counted from 1)."""
        lines = self.text.splitlines()
        starts = [n for n, line in enumerate(lines, 1) if re.match(r"\s*\[\[\s*step\s*\]\]", line)]
        first = 1 if step is None else starts[step - 1] if step <= len(starts) else 1
        later = [start for start in starts if start > first or step is None]
        last = later[0] - 1 if later else len(lines)
        named = rf"\s*\[?\s*{re.escape(key)}\b"
        found = (n for n in range(first, last + 1) if re.match(named, lines[n - 1]) or key in lines[n - 1].split("=")[0])
        return next(found, first)


def read_steps(rows: Sequence[Any], setup: Setup, ids: Mapping[str, int], lines: Lines) -> tuple[Step, ...]:
    steps: list[Step] = []
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict):
            raise Malformed("step", lines.of("step"), "每一步写成一个 [[step]]")
        steps.append(_Reader(row, number, setup, ids, lines).step(steps[-1].at if steps else 0))
    return tuple(steps)


@dataclass(frozen=True, slots=True)
class _Reader:
    row: Mapping[str, Any]
    number: int
    setup: Setup
    ids: Mapping[str, int]
    lines: Lines

    def wrong(self, key: str, says: str) -> Malformed:
        return Malformed(key, self.lines.of(key, self.number), f"第{self.number}步，{says}")

    def step(self, before: int) -> Step:
        row = self.row
        for key in row:
            if key not in KEYS:
                raise self.wrong(key, "没有这一项，请检查拼写")
        do = self.do()
        if do and (needed := NEEDS.get(do)) and needed not in row:
            raise self.wrong(needed, f"{do.value} 要写 {needed}")
        refused, checks = self.expectation()
        return Step(
            number=self.number, line=self.lines.of("step", self.number), at=self.at(before), by=self.by(do),
            everybody=row.get("by") == EVERYBODY or isinstance(row.get("by"), list), do=do, given=self.given(do),
            refused=refused, article="" if do in REPROVING else self.words("article"), checks=checks,
        )  # fmt: skip

    def do(self) -> Do | None:
        do = self.row.get("do")
        if do == WAIT:
            return None
        found = next((it for it in Do if it.value == do), None)
        if found is None:
            raise self.wrong("do", f"没有“{do}”这个动作" if do else "请写做什么")
        return found

    def at(self, before: int) -> int:
        if "at" not in self.row:
            return before + 1
        written = self.row["at"]
        match = re.fullmatch(r"(?:(\d{1,2}):([0-5]\d)|(\d{1,4})):([0-5]\d)", written) if isinstance(written, str) else None
        if match is None:
            raise self.wrong("at", "请写 分:秒 或 时:分:秒")
        hours, minutes, only_minutes, rest = (int(part or 0) for part in match.groups())
        at = hours * 3600 + (minutes + only_minutes) * 60 + rest
        if at < before:
            raise self.wrong("at", "时间不能往回走")
        return at

    def by(self, do: Do | None) -> tuple[int, ...]:
        by = self.row.get("by")
        if by is None and do is None:
            return ()
        if by == EVERYBODY:
            return tuple(person.id for person in self.setup.people.values() if person.seat)
        if isinstance(by, list) and by:
            return tuple(self.person("by", name) for name in by)
        return (self.person("by", by),)

    def person(self, key: str, name: Any) -> int:
        if not isinstance(name, str) or name not in self.ids:
            raise self.wrong(key, f"名单上没有“{name}”" if name else "请写是谁")
        return self.ids[name]

    def words(self, key: str) -> str:
        written = self.row.get(key, "")
        if not isinstance(written, str):
            raise self.wrong(key, "请写文字")
        return written

    def given(self, do: Do | None) -> Mapping[str, Any]:
        """What the command takes, under its own names."""
        row, given = self.row, dict[str, Any]()
        given |= {field: self.words(key) for key, field in _TEXTS.items() if key in row}
        for key, field in _NUMBERS.items():
            if key in row:
                if type(row[key]) is not int or row[key] < 0:
                    raise self.wrong(key, "请写不小于零的整数")
                given[field] = row[key]
        for key in _FLAGS:
            if key in row:
                if type(row[key]) is not bool:
                    raise self.wrong(key, "请写 true 或 false")
                given[_FLAGS[key]] = row[key]
        if "to" in row:
            given |= {"body": self.words("to")} if do is Do.REFER else {"to": self.person("to", row["to"])}
        if "item" in row:
            titles = [item.title for item in self.setup.items]
            if row["item"] not in titles:
                raise self.wrong("item", f"议程（items）里没有“{row['item']}”")
            given["item"] = titles.index(row["item"])
        if "stance" in row:
            given["stance"] = self.one_of("stance", Stance)
        if "choice" in row:
            given["choice"] = self.one_of("choice", Choice)
        if "parts" in row:
            if not isinstance(row["parts"], list) or not all(isinstance(part, str) and part.strip() for part in row["parts"]):
                raise self.wrong("parts", "请列出各部分的文字")
            given["parts"] = tuple(row["parts"])
        return MappingProxyType(given | ({"article": self.words("article")} if do in REPROVING else {}))

    def one_of(self, key: str, words: type[Stance] | type[Choice]) -> Stance | Choice:
        found = next((word for word in words if word.label == self.row[key]), None)
        if found is None:
            raise self.wrong(key, "请写 " + "、".join(word.label for word in words) + " 之一")
        return found

    def expectation(self) -> tuple[bool, Mapping[str, Any]]:
        expect = self.row.get("expect", "ok")
        if expect in ("ok", "refused"):
            return expect == "refused", MappingProxyType({})
        if not isinstance(expect, dict):
            raise self.wrong("expect", "请写 ok、refused，或 expect.speaker 等各项")
        for key, value in expect.items():
            if key not in CHECKS:
                raise self.wrong(key, "expect 里没有这一项，请检查拼写")
            self.check(key, value)
        return False, MappingProxyType(expect)

    def check(self, key: str, value: Any) -> None:
        kinds = {kind.value for kind in QuestionKind}
        names = isinstance(value, list) and all(isinstance(it, str) for it in value)
        match key:
            case "quorum":
                fits = type(value) is bool
            case "speaker" | "next":
                fits = isinstance(value, str) and value in {*self.ids, "none"}
            case "pending":
                fits = isinstance(value, str) and value in {*kinds, "none"}
            case "verdict":
                fits = value in ("carried", "lost")
            case "queue" | "silenced":
                fits = names and all(name in self.ids for name in value)
            case _:
                fits = names and all(word in {do.value for do in Do} for word in value)
        if not fits:
            raise self.wrong(key, f"expect.{key} 不能写成“{value}”")
