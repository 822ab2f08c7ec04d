"""提案 · writing a proposal, looking at it once more, submitting it; and taking up a stopped one again."""

from typing import Any

from litestar import Response
from sqlalchemy import Select, select

from ..communities.attachments import Attachment, AttachmentKind, attached
from ..communities.models import RuleSetVersion
from ..procedure.asking import read
from ..procedure.lifecycle import NotYours, Refused, Unanswered
from ..procedure.matter import MatterKind, MatterState, neighbour, proposer
from ..procedure.matter.asks import KNOWN
from ..procedure.parameter_forms import ProjectClass
from ..procedure.rule_set import RuleSet
from ..web import returned
from ..web.handlers import get, post
from ..web.paging import paged
from ..web.uploads import MOST, UPLOADS, keep, remove
from ..web.visit import Visit
from . import about, drafting, merging, review  # noqa: F401  they teach the matter their verbs
from .drafting import ESTIMATE, KIND, PHOTOS, TITLE
from .models import Matter
from .similar import similar

# -- 起个头 ------------------------------------------------------------------------------------------------------------


@get("/c/{community:str}/matters/new", only=neighbour)
def start(visit: Visit) -> Response:
    """What a proposal is, and its first line."""
    begun = visit.session.scalars(_mine(visit).order_by(Matter.touched_at.desc()).limit(3)).all()
    return visit.page("matters/proposals/start.html", title=TITLE, kind=KIND, rules=_rules(visit), begun=begun)


@post("/c/{community:str}/matters/new", only=neighbour, back=start)
def begin(visit: Visit) -> Response:
    assert visit.actor.id is not None
    given = visit.answers(TITLE, KIND)
    matter = drafting.begin(visit.session, visit.here, visit.actor.id, given["title"], MatterKind(given["kind"]), visit.at)
    return visit.go(f"{matter.url}/draft", "草稿已经建好，只有您自己看得到")


@get("/c/{community:str}/matters/drafts", only=neighbour)
def drafts(visit: Visit) -> Response:
    """What this person has begun and not submitted, and what was returned to them."""
    return visit.page("matters/proposals/drafts.html", page=paged(visit, _mine(visit), Matter.id))


# -- 边写边看 ----------------------------------------------------------------------------------------------------------


@get("/c/{community:str}/matters/similar", only=neighbour)
def show_similar(visit: Visit) -> Response:
    """While typing: a part of the page."""
    percent = _rules(visit).similar_percent
    found = similar(visit.session, visit.here.id, percent, visit.asked("title"), visit.asked("place"), visit.number("but"))
    return visit.page("matters/proposals/_similar.html", found=found)


@get("/c/{community:str}/matters/cap", only=neighbour)
def show_cap(visit: Visit) -> Response:
    """While typing: a part of the page. What cannot be read yet is passed over; the form will say so."""
    chosen = visit.asked("project_class")
    word = ProjectClass(chosen) if chosen in {it.value for it in ProjectClass} else None
    fen = read((ESTIMATE,), {"estimate": [visit.asked("estimate")]}).values.get("estimate")
    return visit.page("matters/proposals/_cap.html", **_cap(_rules(visit), word, fen))


# -- 写清楚 ------------------------------------------------------------------------------------------------------------


@get("/c/{community:str}/matters/{matter_id:int}/draft", only=proposer)
def draft(visit: Visit, matter_id: int) -> Response:
    matter = visit.find(Matter, matter_id)
    if matter.state is not MatterState.DRAFT:
        return visit.page("errors/refused.html") if visit.came_back else visit.go(matter.url)
    _own(visit, matter)
    if visit.asked("check") and not visit.came_back:
        visit.problems = drafting.unready(matter)
    text = matter.written
    return visit.page(
        "matters/proposals/draft.html", matter=matter, text=text, pictures=_pictures(visit, matter), most=MOST,
        found=about.lookalikes(matter),
        asks={ask.name: ask for ask in (*drafting.asks_of(text), PHOTOS)},
        values={ask.name: getattr(text, ask.name) for ask in drafting.ASKS},
        **_cap(matter.rule_set, text.project_class, text.estimate),
    )  # fmt: skip


@post("/c/{community:str}/matters/{matter_id:int}/draft", only=proposer, back=draft, **UPLOADS)
def save(visit: Visit, matter_id: int) -> Response:
    """Keep everything that can be kept, even when something else cannot be read: then the page comes back, saying what."""
    matter = _draft(visit, matter_id)
    problems = dict(drafting.write(matter, visit.sent.typed, visit.at))
    there = 0
    if correction := matter.correction:
        public = {photo.key for photo in attached(visit.session, matter)}
        correction.dropped = [key for key in visit.sent.typed.get("drop", ()) if key in public]
        there = len(public) - len(correction.dropped)
    into = correction or matter
    for key in visit.sent.typed.get("drop", ()):
        remove(visit, key, of=into)
    try:
        keep(visit, "photos", of=into, most=MOST - there)
    except Unanswered as unanswered:
        problems |= unanswered.problems
    if problems:
        word = returned.keep(visit.session, visit, returned.Refusal(422, (), problems))
        return returned.shown_at(visit, f"{matter.url}/draft", word)
    if "keep" in visit.sent.typed.get("act", ()):
        return visit.go(f"{matter.url}/draft", "草稿已经保存")
    return visit.go(f"{matter.url}/draft?check=1" if drafting.unready(matter) else f"{matter.url}/preview")


@post("/c/{community:str}/matters/{matter_id:int}/draft/autosave", only=proposer)
def autosave(visit: Visit, matter_id: int) -> Response:
    """While typing: what can be read is kept."""
    problems = drafting.write(_draft(visit, matter_id), visit.sent.typed, visit.at)
    return visit.json({"saved": visit.at.isoformat(), "problems": dict(problems)})


@get("/c/{community:str}/matters/{matter_id:int}/draft/remove", only=proposer)
def ask_remove(visit: Visit, matter_id: int) -> Response:
    matter = visit.find(Matter, matter_id)
    _own(visit, matter)
    return visit.page("matters/proposals/remove.html", matter=matter)


@post("/c/{community:str}/matters/{matter_id:int}/draft/remove", only=proposer, back=ask_remove)
def throw_away(visit: Visit, matter_id: int) -> Response:
    drafting.throw_away(visit.session, visit.parts.settings.uploads, _draft(visit, matter_id))
    return visit.go(f"{visit.here.url}/matters/drafts", "草稿已经删去")


# -- 核对与提交 --------------------------------------------------------------------------------------------------------


@get("/c/{community:str}/matters/{matter_id:int}/preview", only=proposer)
def preview(visit: Visit, matter_id: int) -> Response:
    """The proposal as everybody will see it, and what is like it."""
    matter = visit.find(Matter, matter_id)
    if matter.state is not MatterState.DRAFT:
        return visit.page("errors/refused.html") if visit.came_back else visit.go(matter.url)
    _own(visit, matter)
    return visit.page(
        "matters/proposals/preview.html", matter=matter, text=matter.written, unready=drafting.unready(matter), known=KNOWN,
        found=about.lookalikes(matter), pictures=[photo for photo, going in _pictures(visit, matter) if not going],
    )  # fmt: skip


@post("/c/{community:str}/matters/{matter_id:int}/preview", only=proposer, back=preview)
def submit(visit: Visit, matter_id: int) -> Response:
    matter = _draft(visit, matter_id)
    matter.take("submit", visit.case)
    return visit.go(matter.url, f"已提交，编号{matter.number}")


@post("/c/{community:str}/matters/{matter_id:int}/copy", only=neighbour)
def take_up(visit: Visit, matter_id: int) -> Response:
    """复制为新草稿: anybody of the community may take up what was stopped."""
    assert visit.actor.id is not None
    matter = drafting.take_up(visit.session, visit.parts.settings.uploads, visit.find(Matter, matter_id), visit.actor.id, visit.at)
    return visit.go(f"{matter.url}/draft", "已复制成您的新草稿，改好再提交")


# -- what these pages look up ------------------------------------------------------------------------------------------


def _draft(visit: Visit, matter_id: int) -> Matter:
    matter = visit.find(Matter, matter_id)
    _own(visit, matter)
    if matter.state is not MatterState.DRAFT:
        raise Refused(f"这件事项现在是“{matter.state.label}”，提案不能再改")
    return matter


def _pictures(visit: Visit, matter: Matter) -> list[tuple[Attachment, bool]]:
    """The photographs of the draft, of a returned one the public ones and the new; and whether each is to go."""
    correction = matter.correction
    public = attached(visit.session, matter, AttachmentKind.PHOTO)
    more = attached(visit.session, correction, AttachmentKind.PHOTO) if correction else []
    return [(photo, correction is not None and photo.key in correction.dropped) for photo in (*public, *more)]


def _own(visit: Visit, matter: Matter) -> None:
    if matter.proposer_id != visit.actor.id:
        raise NotYours("只有提出人可以改这份提案")


def _mine(visit: Visit) -> Select[Matter]:
    return select(Matter).where(
        Matter.proposer_id == visit.actor.id, Matter.community_id == visit.here.id, Matter.state == MatterState.DRAFT
    )  # fmt: skip


def _rules(visit: Visit) -> RuleSet:
    version = visit.session.get(RuleSetVersion, visit.here.rule_set_version_id or 0)
    if version is None:
        raise Refused("本社区还没有通过议事规则，暂时不能提出事项，请联系社区工作人员")
    return version.rules


def _cap(rules: RuleSet, word: ProjectClass | None, fen: int | None) -> dict[str, Any]:
    return {"rules": rules, "word": word, "fen": fen, "excess": drafting.over_cap(rules, word, fen)}
