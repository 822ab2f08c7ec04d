"""改写规则的页面 · what a page shows on which the rules are rewritten: the text, and how it stands to the rules in force."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..communities.adopting import kept
from ..communities.models import RuleSetVersion
from ..procedure.rule_difference import RulesChange, rules_changed
from ..procedure.rule_set import RuleSet, Unsound, parse
from .plan_drafts import PlanDraft, Typed, last_number
from .rule_changes import TEXT, as_written, in_force


@dataclass(frozen=True, slots=True)
class Edited:
    """A text on its way. `rules` is None while it cannot be read; `meanwhile` is what came into force since it was begun."""

    text: str
    base: str
    current: RuleSetVersion
    rules: RuleSet | None
    changes: RulesChange | None
    meanwhile: RulesChange | None

    @property
    def outdated(self) -> bool:
        return self.base != str(self.current.id)


def edited(matter: Any, typed: Mapping[str, Sequence[str]]) -> Edited:
    written = as_written(typed)
    text, base, current = kept(written["text"][0]), written["base"][0], in_force(matter)
    try:
        rules = parse(text)
    except Unsound:
        rules = None
    begun = matter._session.get(RuleSetVersion, int(base or 0))
    known = begun is not None and begun.community_id == matter.community_id
    meanwhile = rules_changed(begun.rules, current.rules) if known and begun is not current else None
    return Edited(text, base, current, rules, rules_changed(current.rules, rules) if rules else None, meanwhile)


def rules_to_edit(
    matter: Any, variant: str, draft: PlanDraft | None, typed: Typed, sent: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Everything the page is drawn from; what was sent and refused goes before what was kept."""
    return {
        "matter": matter, "variant": variant, "draft": draft, "base": last_number(matter, variant), "ask": TEXT,
        "it": edited(matter, sent if sent.get("text") else typed),
    }  # fmt: skip
