"""通过规则 · a body adopts a rule set on a date. Matters opened from then on run under it; those opened before keep theirs."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ..clock import day_in_words, today
from ..ledger.models import record
from ..procedure.asking import tidy
from ..procedure.lifecycle import Case, Refused, Unanswered
from ..procedure.rule_set import parse
from .models import Body, BodyKind, Community, RuleSetVersion, digest_of

ADOPTS = (BodyKind.COUNCIL, BodyKind.JOINT_MEETING, BodyKind.COMMITTEE)


def kept(typed: str) -> str:
    """The text as it will be stored: line ends and invisible characters put right, so that a shipped set stays what it was."""
    return f"{tidy(typed)}\n"


def current(session: Session, community: Community) -> RuleSetVersion | None:
    return session.get(RuleSetVersion, community.rule_set_version_id) if community.rule_set_version_id else None


def adopt(session: Session, place: Community, body: Body, text: str, on: date, decision: str, case: Case) -> RuleSetVersion:
    """Record the decision. The community's row is locked: of two who adopt at a time, the second sees the first's version."""
    rules = parse(text)
    session.refresh(place, with_for_update={"key_share": True})
    if body.kind not in ADOPTS:
        raise Unanswered({"body": f"议事规则不由{body.name}通过"})
    if on > today(case.at):
        raise Unanswered({"adopted_on": "通过的日期不能在今天以后"})
    before = current(session, place)
    if before is not None and on < before.adopted_on:
        raise Unanswered({"adopted_on": f"不能早于现行规则通过的日期（{day_in_words(before.adopted_on)}）"})
    if before is not None and text == before.text:
        raise Refused("这份文本和现行规则一字不差，不用再通过一次")
    latest = select(func.max(RuleSetVersion.number)).where(
        RuleSetVersion.community_id == place.id, RuleSetVersion.name == rules.name
    )
    version = RuleSetVersion(
        community_id=place.id, body_id=body.id, name=rules.name, number=(session.scalar(latest) or 0) + 1,
        title=rules.title, text=text, digest=digest_of(text), adopted_on=on, decision=decision, recorded_at=case.at,
    )  # fmt: skip
    session.add(version)
    session.flush()
    place.rule_set_version_id = version.id
    record(
        session, case, community_id=place.id, subject=f"rules/{version.id}", step="adopt_rules", label="通过议事规则",
        given={
            "body": body.name, "adopted_on": on, "decision": decision, "digest": version.digest,
            "before": before.reference if before else "",
        },
        rule_set=version.reference,
    )  # fmt: skip
    return version
