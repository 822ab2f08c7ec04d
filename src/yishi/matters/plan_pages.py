"""方案页 · the plan as everybody reads it: its versions, what changed between two, the variants, the digest and its text."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from litestar import Response
from sqlalchemy import func, select

from ..procedure.asking import Ask
from ..procedure.comment import CommentState
from ..procedure.matter import MatterState, plan_lead
from ..procedure.people import everyone
from ..procedure.plan_group import joiner
from ..procedure.rule_difference import rules_changed
from ..web.handlers import get, post
from ..web.paging import paged
from ..web.visit import Missing, Visit
from .comments import Comment
from .models import Matter
from .page import matter_page
from .plan_choices import REASON, VARIANT, choose
from .plan_drafts import PlanDraft, next_variant, variants_written
from .plan_group import asking, place_of
from .plan_view import compared, consulted, versions_listed
from .planning import began_with, changes_rules, latest_versions, stands
from .plans import OPEN, PlanVersion

SHOWN = 5  # versions and comments on the plan page itself; all of them have pages of their own
MOST_LISTED = 100  # versions offered for a comparison


@get("/c/{community:str}/matters/{matter_id:int}/plan", only=everyone)
def show_plan(visit: Visit, matter_id: int) -> Response:
    matter: Any = visit.find(Matter, matter_id)
    version = matter.plan
    writing = _writes(visit, matter)
    work = _work(matter) if writing else []
    context = _of_version(visit, matter, version) if version else {"several": False, "variants": 0}
    said = (Comment.matter_id == matter.id, Comment.state != CommentState.TAKEN_BACK)
    recent = select(Comment).where(*said).order_by(Comment.id.desc()).limit(SHOWN) if version else None
    return matter_page(
        visit, matter, "matters/plan.html", tab="plan", version=version, writing=writing, work=work,
        unsaved=any(row["draft"] and row["version"] for row in work),
        versions=list(visit.session.execute(versions_listed(matter, writing).order_by(PlanVersion.id.desc()).limit(SHOWN + 1))),
        shown=SHOWN, recent=list(visit.session.scalars(recent)) if recent is not None else [],
        place=place_of(matter, visit.actor.id) if visit.actor.id else None,
        asking=asking(matter) if visit.actor.id == matter.plan_lead_id else 0,
        may_join=joiner.includes(visit.actor, matter) and matter.state in OPEN, choice=matter.plan_choice,
        **_standing(matter, version), **context,
    )  # fmt: skip


@get("/c/{community:str}/matters/{matter_id:int}/plan/versions", only=everyone)
def list_versions(visit: Visit, matter_id: int) -> Response:
    matter = visit.find(Matter, matter_id)
    rows = paged(visit, versions_listed(matter, _writes(visit, matter)), PlanVersion.id, scalars=False)
    return visit.page("matters/plan_versions.html", matter=matter, versions=rows)


@get("/c/{community:str}/matters/{matter_id:int}/plan/versions/{version_id:int}", only=everyone)
def show_version(visit: Visit, matter_id: int, version_id: int) -> Response:
    matter: Any = visit.find(Matter, matter_id)
    version = visit.find(PlanVersion, version_id, matter_id=matter.id)
    return visit.page("matters/plan_version.html", matter=matter, version=version, **_of_version(visit, matter, version))


@get("/c/{community:str}/matters/{matter_id:int}/plan/versions/{version_id:int}/text", only=everyone)
def download_version(visit: Visit, matter_id: int, version_id: int) -> Response:
    """The very bytes that the digest is computed from."""
    matter = visit.find(Matter, matter_id)
    version = visit.find(PlanVersion, version_id, matter_id=matter.id)
    kind, ending = ("application/toml", "toml") if version.base else ("application/json; charset=utf-8", "json")
    name = f"{matter.number}-{version.variant}-{version.number}.{ending}"
    return visit.download(version.canonical.encode(), kind, name)


@get("/c/{community:str}/matters/{matter_id:int}/plan/compare", only=everyone)
def compare(visit: Visit, matter_id: int) -> Response:
    matter = visit.find(Matter, matter_id)
    listed = versions_listed(matter, _writes(visit, matter)).order_by(PlanVersion.id.desc()).limit(MOST_LISTED)
    rows = list(visit.session.execute(listed))
    if len(rows) < 2:
        raise Missing
    new = visit.find(PlanVersion, visit.number("new") or rows[0].id, matter_id=matter.id)
    before = [row.id for row in rows if row.id < new.id]
    same = [row.id for row in rows if row.id < new.id and row.variant == new.variant]
    old = visit.find(PlanVersion, visit.number("old") or (same or before or [rows[-1].id])[0], matter_id=matter.id)
    changes = rules_changed(old.rules, new.rules) if changes_rules(matter) else compared(old, new)
    return visit.page("matters/plan_compare.html", matter=matter, old=old, new=new, listed=rows, changes=changes)


@get("/c/{community:str}/matters/{matter_id:int}/plan/variants", only=everyone)
def show_variants(visit: Visit, matter_id: int) -> Response:
    matter: Any = visit.find(Matter, matter_id)
    versions = latest_versions(matter, unpublished=_writes(visit, matter))
    if not versions:
        raise Missing
    choosing = matter.state is MatterState.CONSULTING and plan_lead.includes(visit.actor, matter)
    return visit.page(
        "matters/plan_variants.html", matter=matter, versions=versions, choice=matter.plan_choice,
        asks=(_variant_ask(versions), REASON) if choosing and len(versions) > 1 else (),
    )  # fmt: skip


@post("/c/{community:str}/matters/{matter_id:int}/plan/choice", only=plan_lead, back=show_variants)
def choose_variant(visit: Visit, matter_id: int) -> Response:
    matter: Any = visit.find(Matter, matter_id)
    given = visit.answers(_variant_ask(latest_versions(matter)), REASON)
    choose(matter, given["variant"], given["reason"], visit.case)
    return visit.go(f"{matter.url}/plan/variants", f"已选定{given['variant']}方案，理由已公布")


def _variant_ask(versions: Sequence[PlanVersion]) -> Ask:
    return replace(VARIANT, choices=tuple((it.variant, f"{it.variant}方案：{it.title}") for it in versions))


def _writes(visit: Visit, matter: Any) -> bool:
    """Whether this person is of the plan group while there is something to write."""
    return matter.state in OPEN and visit.actor.id is not None and visit.actor.id in matter.plan_group_ids


def _of_version(visit: Visit, matter: Any, version: PlanVersion) -> dict[str, Any]:
    """What stands around the text of a version."""
    public = select(func.count(PlanVersion.variant.distinct())).where(
        PlanVersion.matter_id == matter.id, PlanVersion.published_at.is_not(None)
    )
    is_open = matter.state is MatterState.CONSULTING and (matter.due_at is None or visit.at < matter.due_at)
    count = visit.session.scalar(public) or 0
    return {
        "several": count > 1,
        "variants": count,
        "consulted": consulted(visit.session, matter),
        "commenting": is_open and version.published_at is not None,
    }


def _standing(matter: Any, version: PlanVersion | None) -> dict[str, Any]:
    """Of a version that came while the plan was out for comment: until when it must stand, and what it changes."""
    if matter.state is not MatterState.CONSULTING or version is None:
        return {"stands_until": None, "changed": None}
    since, until = stands(matter, version)
    if since == matter.entered_at:
        return {"stands_until": None, "changed": None}
    began = began_with(matter, version)
    return {"stands_until": until, "began": began, "changed": compared(began, version) if began else None}


def _work(matter: Any) -> list[dict[str, Any]]:
    """For the group: each variant with its latest version and its draft, and the letter of one that may be added."""
    written = variants_written(matter)
    latest = {it.variant: it for it in latest_versions(matter, unpublished=True)}
    drafts = {it.variant: it for it in matter._session.scalars(select(PlanDraft).filter_by(matter_id=matter.id))}
    rows = [{"variant": it, "version": latest.get(it), "draft": drafts.get(it)} for it in written]
    return [*rows, {"variant": more, "version": None, "draft": None}] if (more := next_variant(matter, written)) else rows
