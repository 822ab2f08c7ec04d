"""改写一处 · one article or one parameter of the proposed rules in a form of its own; what was written goes into the draft."""

from collections.abc import Sequence
from typing import Any

from litestar import Response

from ..procedure.lifecycle import Refused, Unanswered
from ..procedure.matter import plan_group
from ..procedure.rule_set import Unsound, parse
from ..procedure.rule_text import Piece, piece_of
from ..web.handlers import get, post
from ..web.visit import Missing, Visit
from .plan_drafts import draft_of, last_number
from .plan_writing_pages import address, returned, start, whole, writing
from .planning import changes_rules
from .plans import OPEN


@get("/c/{community:str}/matters/{matter_id:int}/plan/piece", only=plan_group)
def show(visit: Visit, matter_id: int) -> Response:
    """The form for one piece; a text that cannot be read has no pieces and is mended as a whole."""
    matter, variant = returned(visit, matter_id) if visit.came_back else writing(visit, matter_id)
    if not changes_rules(matter):
        raise Missing
    if visit.came_back and (matter.state not in OPEN or not plan_group.includes(visit.actor, matter)):
        return visit.page("errors/refused.html")
    typed = _typed(visit, matter, variant)
    piece = _piece(visit, typed["text"][0])
    return visit.page("matters/rules/piece.html", matter=matter, variant=variant, piece=piece, revision=_revision(matter, variant))


@post("/c/{community:str}/matters/{matter_id:int}/plan/piece", only=plan_group, back=show)
def keep(visit: Visit, matter_id: int) -> Response:
    matter, variant = writing(visit, matter_id)
    if not changes_rules(matter):
        raise Missing
    typed = _typed(visit, matter, variant)
    piece = _piece(visit, typed["text"][0])
    text = piece.rewritten(visit.answers(*piece.asks))
    try:
        parse(text)
    except Unsound as unsound:
        raise Unanswered({piece.asks[0].name: "；".join(unsound.reasons)}) from None
    seen = (whole(visit, "_revision"), whole(visit, "_base"))
    matter.keep_draft(variant, typed | {"text": [text]}, seen, visit.case)
    return visit.go(address(matter, variant), f"草稿已存：{piece.label}")


def _typed(visit: Visit, matter: Any, variant: str) -> dict[str, Sequence[str]]:
    draft = draft_of(matter, variant)
    return dict(draft.typed if draft else start(visit, matter, variant)[0])


def _revision(matter: Any, variant: str) -> dict[str, int]:
    draft = draft_of(matter, variant)
    return {"_revision": draft.revision if draft else 0, "_base": last_number(matter, variant)}


def _piece(visit: Visit, text: str) -> Piece:
    key = visit.sent.last("piece") or visit.asked("piece")
    try:
        parse(text)
    except Unsound as unsound:
        raise Refused("草稿里的规则文本还读不懂，请先在全文里改好", *unsound.reasons) from None
    return visit.existing(piece_of(text, key))
