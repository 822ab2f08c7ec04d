"""议事规则 · the rule-set versions a community adopted: articles to read and print, parameters with their sources."""

from typing import Any

from litestar import Response
from sqlalchemy import select

from ..communities.models import RuleSetVersion
from ..matters.rule_changes import change_of
from ..procedure.people import everyone
from ..procedure.rule_difference import rules_changed
from ..web.handlers import get
from ..web.visit import Visit


@get("/c/{community:str}/rules", only=everyone)
def index(visit: Visit) -> Response:
    """The version in force, and the history."""
    versions = visit.session.scalars(
        select(RuleSetVersion).where(RuleSetVersion.community_id == visit.here.id).order_by(RuleSetVersion.id.desc()).limit(50)
    ).all()
    current = next((v for v in versions if v.id == visit.here.rule_set_version_id), None)
    return visit.page("home/rules.html", version=current, versions=versions, **_history(visit, current))


@get("/c/{community:str}/rules/{version_id:int}", only=everyone)
def show(visit: Visit, version_id: int) -> Response:
    version = visit.find(RuleSetVersion, version_id)
    return visit.page("home/rules.html", version=version, versions=[], **_history(visit, version))


@get("/c/{community:str}/rules/{version_id:int}/print", only=everyone)
def on_paper(visit: Visit, version_id: int) -> Response:
    return visit.page("home/rules_print.html", version=visit.find(RuleSetVersion, version_id))


@get("/c/{community:str}/rules/{version_id:int}/text", only=everyone)
def as_text(visit: Visit, version_id: int) -> Response:
    """The very text that was adopted: its SHA-256 is the digest on the page."""
    version = visit.find(RuleSetVersion, version_id)
    return visit.download(version.text.encode(), "application/toml", f"{version.reference}.toml")


def _history(visit: Visit, version: RuleSetVersion | None) -> dict[str, Any]:
    """The version that went before, what this one says otherwise, and the matter it came out of."""
    if version is None:
        return {}
    earlier = select(RuleSetVersion).where(RuleSetVersion.community_id == visit.here.id, RuleSetVersion.id < version.id)
    before = visit.session.scalar(earlier.order_by(RuleSetVersion.id.desc()).limit(1))
    changes = rules_changed(before.rules, version.rules) if before else None
    return {"before": before, "changes": changes, "change": change_of(visit.session, version)}
