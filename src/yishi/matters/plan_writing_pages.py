"""写方案 · the form in which the plan group writes, the page on which it looks at what it wrote, and the button that saves it."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from litestar import Response
from sqlalchemy import select

from ..communities.models import RuleSetVersion, Unit
from ..procedure.lifecycle import NotYours, Refused
from ..procedure.matter import plan_group
from ..procedure.plan import total
from ..procedure.plan_form import LINE_NAMES, LINES, MILESTONE_NAMES, MILESTONES, RISKS, TEXT, TITLE, UNIT, Written, read_lines
from ..web.handlers import MEGABYTE, get, post
from ..web.visit import Missing, Visit
from .models import Matter
from .plan_drafts import (
    Typed,
    draft_of,
    last_number,
    next_variant,
    read_draft,
    typed_of,
    unit_choices,
    variants_written,
)
from .plan_view import compared
from .planning import changes_rules, is_priced, latest_versions
from .plans import OPEN, PlanLine, PlanMilestone, PlanVersion
from .rule_change_view import rules_to_edit
from .rule_changes import in_force


@get("/c/{community:str}/matters/{matter_id:int}/plan/edit", only=plan_group)
def edit(visit: Visit, matter_id: int) -> Response:
    """The form, filled with the draft, else with the latest version, else with another variant's as a start."""
    matter, variant = returned(visit, matter_id) if visit.came_back else writing(visit, matter_id)
    writes = plan_group.includes(visit.actor, matter)
    draft = draft_of(matter, variant) if writes else None
    typed, grown_from = (draft.typed, None) if draft else start(visit, matter, variant) if writes else ({}, None)
    if not visit.came_back:
        visit.problems = _mistakes(visit, matter, typed) if draft else {}
    if changes_rules(matter):
        return visit.page("matters/rules/edit.html", **rules_to_edit(matter, variant, draft, typed, visit.typed))
    lines, _ = read_lines(visit.typed or typed)
    return visit.page(
        "matters/plan_edit.html", matter=matter, variant=variant, draft=draft, base=last_number(matter, variant),
        grown_from=grown_from, values={name: texts[0] for name, texts in typed.items() if texts},
        lines=_rows(typed, LINE_NAMES), milestones=_rows(typed, MILESTONE_NAMES),
        asks={"title": TITLE, "text": TEXT, "unit": replace(UNIT, choices=tuple(unit_choices(matter))), "risks": RISKS},
        line_asks=LINES, milestone_asks=MILESTONES, sum=total(lines), priced=is_priced(matter), cap=_cap(matter),
        others=[it for it in latest_versions(matter, unpublished=True) if it.variant != variant] if writes and not draft else [],
    )  # fmt: skip


@post("/c/{community:str}/matters/{matter_id:int}/plan/draft", only=plan_group, back=edit, body=2 * MEGABYTE)
def keep(visit: Visit, matter_id: int) -> Response:
    """Keep what was typed, whatever it is; then on to where the button leads."""
    matter, variant = writing(visit, matter_id)
    matter.keep_draft(variant, visit.sent.typed, (whole(visit, "_revision"), whole(visit, "_base")), visit.case)
    where = address(matter, variant)
    if visit.request.headers.get("x-autosave"):
        return visit.go(where)
    match visit.sent.last("act"):
        case "more":
            return visit.go(f"{where}#lines", "草稿已存，多出了几行空行")
        case "again":
            return visit.go(where, "草稿已存，照现行规则修订")
        case "later":
            return visit.go(f"{matter.url}/plan", "草稿已存，只有方案小组看得到")
        case _:
            return visit.go(f"{matter.url}/plan/draft?{urlencode({'variant': variant})}", "草稿已存")


@get("/c/{community:str}/matters/{matter_id:int}/plan/draft", only=plan_group)
def look(visit: Visit, matter_id: int) -> Response:
    """The draft as it would be published, and what it changes; or the form again with what must be mended."""
    matter, variant = writing(visit, matter_id)
    draft = draft_of(matter, variant)
    if draft is None:
        raise Missing
    written, problems = read_draft(matter, draft.typed, visit.today)
    if written is None:
        return visit.go(f"{address(matter, variant)}&check=yes")
    number = last_number(matter, variant)
    before = visit.session.scalar(select(PlanVersion).filter_by(matter_id=matter.id, variant=variant, number=number))
    version = _imagined(visit, matter, variant, number + 1, written)
    return visit.page(
        "matters/plan_draft.html", matter=matter, variant=variant, draft=draft, version=version, before=before,
        changes=compared(before, version) if before and not changes_rules(matter) else None,
    )  # fmt: skip


@post("/c/{community:str}/matters/{matter_id:int}/plan/keep", only=plan_group, back=look)
def save(visit: Visit, matter_id: int) -> Response:
    matter, variant = writing(visit, matter_id)
    version = matter.save_draft(variant, whole(visit, "_revision"), visit.today, visit.case)
    seen = "，所有人都看得到" if version.published_at else "，公布以前只有方案小组看得到"
    return visit.go(f"{matter.url}/plan", f"已存为{version.label}{seen}")


@post("/c/{community:str}/matters/{matter_id:int}/plan/drop", only=plan_group, back=edit)
def drop(visit: Visit, matter_id: int) -> Response:
    matter, variant = writing(visit, matter_id)
    matter.drop_draft(variant, visit.case)
    return visit.go(f"{matter.url}/plan", "草稿已删去")


def writing(visit: Visit, matter_id: int) -> tuple[Any, str]:
    """The matter and the variant, once it is plain that this person writes it now."""
    matter: Any = visit.find(Matter, matter_id)
    if not plan_group.includes(visit.actor, matter):
        raise NotYours("方案由方案小组的成员来写，想参加可以申请加入")
    if matter.state not in OPEN:
        raise Refused(f"事项现在是“{matter.state.label}”，方案不能再改")
    written = variants_written(matter)
    variant = _variant(visit)
    if variant not in (*written, next_variant(matter, written)):
        raise Missing
    return matter, variant


def returned(visit: Visit, matter_id: int) -> tuple[Any, str]:
    """The same for a form that was refused: whoever sent it, and whatever the matter has become, sees what they typed."""
    return visit.find(Matter, matter_id), _variant(visit)


def _variant(visit: Visit) -> str:
    """The letter that the form carries, or the address."""
    return (visit.sent.last("variant") or visit.asked("variant") or "A")[:2]


def start(visit: Visit, matter: Any, variant: str) -> tuple[Typed, PlanVersion | None]:
    """What an unwritten draft begins with, and the version it comes from. A change of the rules begins with those in force."""
    latest = {it.variant: it for it in latest_versions(matter, unpublished=True)}
    source = latest.get(variant) or latest.get(visit.asked("from"))
    if source:
        return typed_of(source), source
    if changes_rules(matter):
        rules = in_force(matter)
        return {"text": [rules.text], "base": [str(rules.id)]}, None
    return {"title": [matter.title[: TITLE.longest]]}, None


def _mistakes(visit: Visit, matter: Any, typed: Typed) -> dict[str, str]:
    """What must be mended; before the writer asks for the check only what was written and cannot be read."""
    _, problems = read_draft(matter, typed, visit.today)
    if visit.asked("check"):
        return problems
    return {key: says for key, says in problems.items() if _filled(typed, key)}


def _filled(typed: Typed, key: str) -> bool:
    name, _, row = key.partition(".")
    texts = typed.get(name, [])
    number = int(row or 0)
    return number < len(texts) and bool(texts[number])


def _rows(typed: Typed, names: tuple[str, ...]) -> list[dict[str, str]]:
    return [dict(zip(names, row, strict=True)) for row in zip(*(typed.get(name, []) for name in names), strict=True)]


def whole(visit: Visit, name: str) -> int:
    text = visit.sent.last(name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def address(matter: Any, variant: str) -> str:
    return f"{matter.url}/plan/edit?{urlencode({'variant': variant})}"


def _cap(matter: Any) -> int | None:
    return matter.rule_set.class_caps.get(matter.project_class) if matter.project_class else None


def _imagined(visit: Visit, matter: Any, variant: str, number: int, written: Written) -> PlanVersion:
    """The version that saving would make, never put into the session."""
    if written.base_id:
        rules = {"text": written.text, "base": visit.session.get_one(RuleSetVersion, written.base_id), "risks": ""}
        return PlanVersion(matter=matter, variant=variant, number=number, title=written.title, unit_name="", total=0, **rules)
    unit = visit.session.get_one(Unit, written.unit_id)
    return PlanVersion(
        matter=matter, variant=variant, number=number, title=written.title, text=written.text, risks=written.risks,
        unit_id=unit.id, unit_name=unit.name, total=total(written.lines),
        lines=[PlanLine.of(it) for it in written.lines],
        milestones=[PlanMilestone(name=it.name, due=it.due) for it in written.schedule],
    )  # fmt: skip
