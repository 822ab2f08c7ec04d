"""规则修订 · a matter whose plan is a text of the rules: how it is read, what it was written against, and its adoption."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from ..clock import today
from ..communities.adopting import adopt, current, kept
from ..communities.desk import number
from ..communities.models import Body, BodyKind, RuleSetVersion
from ..ledger.models import consequence, fact
from ..procedure.asking import Ask, read
from ..procedure.lifecycle import Case, Refused
from ..procedure.matter import MatterState
from ..procedure.notice import NoticeKind
from ..procedure.plan_form import Written
from ..procedure.rule_difference import rules_changed
from ..procedure.rule_set import LONGEST, Unsound, parse
from ..workdays import calendar
from .models import Matter
from .planning import changes_rules, latest_versions

TEXT = Ask("text", "规则全文", longest=LONGEST, hint="照着原来的写法改，每个参数都要留着")


def in_force(matter: Any) -> RuleSetVersion:
    version = current(matter._session, matter.community)
    assert version is not None, "nothing is proposed where there are no rules"
    return version


# -- what was written ----------------------------------------------------------------------------------------------------


def as_written(typed: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The text, and the version of the rules it was begun from."""
    text, base = ((typed.get(name) or [""])[-1] for name in ("text", "base"))
    return {"text": [kept(text)], "base": [str(number(base) or "")]}


def read_rules(matter: Any, typed: Mapping[str, Sequence[str]]) -> tuple[Written | None, dict[str, str]]:
    """The text as the plan of this matter, or what must be mended first."""
    rules = in_force(matter)
    answers = read((TEXT,), typed)
    if answers.problems:
        return None, dict(answers.problems)
    text = kept(answers.values["text"])
    try:
        changes = rules_changed(rules.rules, parse(text))
    except Unsound as unsound:
        return None, {"text": "；".join(unsound.reasons)}
    if changes.empty:
        return None, {"text": f"和现行的{rules.label}没有不同，请先改要改的地方"}
    if (typed.get("base") or [""])[-1] != str(rules.id):
        return None, {"text": f"动笔以后现行规则换成了{rules.label}，请先对照，再确认照它修订"}
    return Written(matter.title, text, (), (), None, "", rules.id), {}


# -- what it was written against -----------------------------------------------------------------------------------------


@fact(Matter)
def base_outdated(self: Any) -> str:
    """照哪一版写的，现行的又是哪一版; '' while they are one, and for every matter that leaves the rules alone."""
    if not changes_rules(self):
        return ""
    plans = latest_versions(self, unpublished=True) if self.state is MatterState.PLANNING else [it for it in [self.plan] if it]
    rules = in_force(self)
    old = next((it.base for it in plans if it.base_id != rules.id), None)
    return f"写的时候照的是{old.label}，现行的是{rules.label}，请对照现行规则再存一版" if old else ""


@fact(Matter)
def adopted_rules(self: Any) -> RuleSetVersion | None:
    """The version of the rules that came out of this matter."""
    if self.number is None:
        return None
    found: RuleSetVersion | None = self._session.scalar(
        select(RuleSetVersion).where(RuleSetVersion.community_id == self.community_id, RuleSetVersion.decision == self.number)
    )
    return found


def change_of(session: Any, version: RuleSetVersion) -> Matter | None:
    """The matter that a version came out of; None for one decided on paper."""
    made = select(Matter).where(Matter.community_id == version.community_id, Matter.number == version.decision)
    found: Matter | None = session.scalar(made) if version.decision else None
    return found


# -- verbs ---------------------------------------------------------------------------------------------------------------


@consequence(Matter)
def adopt_rules(self: Any, case: Case, given: Mapping[str, Any]) -> Mapping[str, Any]:
    """成为现行规则，张贴公告"""
    self._session.refresh(self.community, with_for_update={"key_share": True})
    if self.base_outdated:
        raise Refused(self.base_outdated)
    if not self.plan.sound:
        raise Refused("定稿的规则与它的指纹对不上，不能生效，请管理员先查明原因")
    council = select(Body).where(Body.community_id == self.community_id, Body.kind == BodyKind.COUNCIL).order_by(Body.id)
    body = self._session.scalars(council).first()
    version = adopt(self._session, self.community, body, self.plan.text, today(case.at), self.number, case)
    until = calendar.deadline(case.at, self.rule_set.posting_days)
    text = f"{body.name}表决通过、公示期满，{version.label}从今天起生效。今后提出的事项按它办；已经提出的，仍按原来的规则办完。"
    self.announce(case, NoticeKind.OTHER, f"关于{version.label}生效的公告", text, until)
    return {"rules": version.reference, "digest": version.digest}
