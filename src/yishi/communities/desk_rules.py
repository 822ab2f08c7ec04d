"""工作台·规则 · staff record that a body adopted rules: the text, what it changes, then the date and the decision."""

from dataclasses import replace

from litestar import Response
from sqlalchemy import select

from ..procedure.asking import Ask, Kind
from ..procedure.lifecycle import Refused, Unanswered
from ..procedure.people import staff
from ..procedure.rule_difference import rules_changed
from ..procedure.rule_set import LONGEST, SHIPPED, RuleSet, Unsound, load, parse, shipped
from ..procedure.rule_text import Piece, piece_of
from ..web.handlers import MEGABYTE, get, post
from ..web.visit import Visit
from .adopting import ADOPTS, adopt, current, kept
from .desk import in_a_community
from .models import Body, RulesDraft, digest_of

CURRENT = "current"
TEXT = Ask("text", "规则文本", longest=LONGEST, hint="照着下面的写法改；改完先看看改了什么，再记录通过")
FILE = Ask("file", "或者上传改好的文件", Kind.FILES, required=False, hint="从“原文”下载的 .toml 文件；选了文件就以文件为准")
BODY = Ask("body", "由谁通过", Kind.CHOICE)
DAY = Ask("adopted_on", "哪一天通过", Kind.DATE)
DECISION = Ask("decision", "决议出处", Kind.LINE, longest=200, hint="例如 2026年3月1日第2次会议决议，附签到表和表决结果")


@get("/c/{community:str}/desk/rules", only=staff)
def index(visit: Visit) -> Response:
    """The version in force, and from where a new one may start."""
    in_a_community(visit)
    sets = [(name, load(name)) for name in SHIPPED]
    version = current(visit.session, visit.here)
    return visit.page("communities/desk/rules.html", version=version, sets=sets, draft=_draft(visit))


@get("/c/{community:str}/desk/rules/new", only=staff)
def write(visit: Visit) -> Response:
    """The rules in their pieces: as this person has changed them so far, else those from which they start."""
    in_a_community(visit)
    version, start = current(visit.session, visit.here), _start(visit)
    draft = _draft(visit) if not start else None
    text = _text(visit, start)
    rules, before = _readable(visit.typed.get("text", [text])[-1]), version.rules if version else None
    return visit.page(
        "communities/desk/rules_new.html", version=version, ask=TEXT, file=FILE, text=text, rules=rules, draft=draft, start=start,
        changes=rules_changed(before, rules) if draft and rules and before else None,
    )  # fmt: skip


@post("/c/{community:str}/desk/rules/new", only=staff, back=write, body=2 * MEGABYTE)
def look(visit: Visit) -> Response:
    """The whole text, kept for the person who wrote it; nothing is adopted yet."""
    in_a_community(visit)
    text = _sent(visit)
    parse(text)
    _keep(visit, text)
    return visit.go(f"{visit.here.url}/desk/rules/changes")


@get("/c/{community:str}/desk/rules/piece", only=staff)
def show_piece(visit: Visit) -> Response:
    in_a_community(visit)
    text = _text(visit, _start(visit))
    return visit.page("communities/desk/rules_piece.html", piece=_piece(visit, text), start=_start(visit), seen=digest_of(text))


@post("/c/{community:str}/desk/rules/piece", only=staff, back=show_piece)
def change_piece(visit: Visit) -> Response:
    in_a_community(visit)
    text = _text(visit, _start(visit))
    piece = _piece(visit, text)
    if visit.sent.last("seen") != digest_of(text):
        raise Refused("您在别处又改过这份规则，请看看现在的写法，再改这一处")
    written = piece.rewritten(visit.answers(*piece.asks))
    try:
        parse(written)
    except Unsound as unsound:
        raise Unanswered({piece.asks[0].name: "；".join(unsound.reasons)}) from None
    _keep(visit, written)
    return visit.go(f"{visit.here.url}/desk/rules/new", f"已改：{piece.label}")


@get("/c/{community:str}/desk/rules/changes", only=staff)
def changes(visit: Visit) -> Response:
    """What the new text says otherwise, and what is still to be told about the decision."""
    in_a_community(visit)
    if (draft := _draft(visit)) is None:
        return visit.page("errors/refused.html") if visit.came_back else visit.go(f"{visit.here.url}/desk/rules")
    version, rules = current(visit.session, visit.here), parse(draft.text)
    return visit.page(
        "communities/desk/rules_changes.html", version=version, rules=rules, draft=draft, asks=_asks(visit),
        changes=rules_changed(version.rules if version else None, rules), values={"adopted_on": visit.today},
    )  # fmt: skip


@post("/c/{community:str}/desk/rules", only=staff, back=changes)
def record(visit: Visit) -> Response:
    in_a_community(visit)
    if (draft := _draft(visit)) is None:
        raise Refused("没有等着记录的文本，可能刚刚已经记录过了")
    if visit.sent.last("seen") != draft.digest:
        raise Refused("您在别处又改过这份规则，请再看一遍改了什么，再记录通过")
    given = visit.answers(*_asks(visit))
    body = visit.find(Body, int(given["body"]))
    version = adopt(visit.session, visit.here, body, draft.text, given["adopted_on"], given["decision"], visit.case)
    visit.session.delete(draft)
    return visit.go(f"{visit.here.url}/rules", f"已记录：{body.name}通过了{version.label}，今后提出的事项按它办")


def _draft(visit: Visit) -> RulesDraft | None:
    mine = RulesDraft.person_id == visit.actor.id
    return visit.session.scalar(select(RulesDraft).where(RulesDraft.community_id == visit.here.id, mine))


def _keep(visit: Visit, text: str) -> None:
    """One text for each person in each place: the newer one takes the place of the older."""
    assert visit.actor.id is not None
    if (it := _draft(visit)) is None:
        it = RulesDraft(community_id=visit.here.id, person_id=visit.actor.id)
        visit.session.add(it)
    it.text, it.digest, it.at = text, digest_of(text), visit.at


def _start(visit: Visit) -> str:
    """From where the person wants to begin afresh; '' to go on with what they have."""
    start = visit.sent.last("from") or visit.asked("from")
    return start if start in (*SHIPPED, CURRENT) else ""


def _text(visit: Visit, start: str) -> str:
    version, draft = current(visit.session, visit.here), _draft(visit)
    if start in SHIPPED:
        return shipped(start)
    if draft is not None and not start:
        return draft.text
    return version.text if version else shipped(SHIPPED[0])


def _readable(text: str) -> RuleSet | None:
    try:
        return parse(kept(text))
    except Unsound:
        return None


def _piece(visit: Visit, text: str) -> Piece:
    return visit.existing(piece_of(text, visit.sent.last("piece") or visit.asked("piece")))


def _sent(visit: Visit) -> str:
    """The text that was typed, or that of the file; as it will be stored."""
    if files := visit.sent.files.get("file"):
        try:
            files[0].file.seek(0)
            visit.sent.typed["text"] = [files[0].file.read(MEGABYTE).decode("utf-8-sig")]
        except UnicodeDecodeError:
            raise Unanswered({"file": "文件不是 UTF-8 文本，请用“原文”下载的文件改，另存时选 UTF-8"}) from None
    return kept(visit.answers(TEXT)["text"])


def _asks(visit: Visit) -> tuple[Ask, ...]:
    bodies = select(Body.id, Body.name).where(Body.community_id == visit.here.id, Body.kind.in_(ADOPTS)).order_by(Body.id)
    return (replace(BODY, choices=tuple((str(id), name) for id, name in visit.session.execute(bodies))), DAY, DECISION)
