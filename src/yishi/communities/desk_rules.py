"""工作台·规则 · staff record that a body adopted rules: the text, what it changes, then the date and the decision."""

from dataclasses import replace

from litestar import Response
from sqlalchemy import select

from ..procedure.asking import Ask, Kind
from ..procedure.lifecycle import Refused, Unanswered
from ..procedure.people import staff
from ..procedure.rule_difference import rules_changed
from ..procedure.rule_set import LONGEST, SHIPPED, load, parse, shipped
from ..web.handlers import MEGABYTE, get, post
from ..web.visit import Visit
from .adopting import ADOPTS, adopt, current, kept
from .desk import in_a_community
from .models import Body

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
    return visit.page("communities/desk/rules.html", version=current(visit.session, visit.here), sets=sets)


@get("/c/{community:str}/desk/rules/new", only=staff)
def write(visit: Visit) -> Response:
    """The text to be changed: that of the version in force, or of a set that comes with the program."""
    in_a_community(visit)
    version, start = current(visit.session, visit.here), visit.asked("from")
    text = shipped(start) if start in SHIPPED else version.text if version else shipped(SHIPPED[0])
    return visit.page("communities/desk/rules_new.html", version=version, ask=TEXT, file=FILE, text=text)


def changes(visit: Visit) -> Response:
    """What the new text says otherwise, and what is still to be told about the decision."""
    text = _sent(visit)
    version, rules = current(visit.session, visit.here), parse(text)
    return visit.page(
        "communities/desk/rules_changes.html", version=version, rules=rules, text=text, asks=_asks(visit),
        changes=rules_changed(version.rules if version else None, rules), values={"adopted_on": visit.today},
    )  # fmt: skip


def changes_again(visit: Visit) -> Response:
    """After a refusal: the same page, or the text itself when that is what cannot be read."""
    try:
        return changes(visit)
    except Refused:
        return write(visit)


@post("/c/{community:str}/desk/rules/new", only=staff, back=write, body=2 * MEGABYTE)
def look(visit: Visit) -> Response:
    """Nothing is kept yet."""
    in_a_community(visit)
    return changes(visit)


@post("/c/{community:str}/desk/rules/edit", only=staff, back=write, body=2 * MEGABYTE)
def look_again(visit: Visit) -> Response:
    """Back to the text, with the text."""
    in_a_community(visit)
    version = current(visit.session, visit.here)
    return visit.page("communities/desk/rules_new.html", version=version, ask=TEXT, file=FILE, text=_sent(visit))


@post("/c/{community:str}/desk/rules", only=staff, back=changes_again, body=2 * MEGABYTE)
def record(visit: Visit) -> Response:
    in_a_community(visit)
    text, given = _sent(visit), visit.answers(*_asks(visit))
    body = visit.find(Body, int(given["body"]))
    version = adopt(visit.session, visit.here, body, text, given["adopted_on"], given["decision"], visit.case)
    return visit.go(f"{visit.here.url}/rules", f"已记录：{body.name}通过了{version.label}，今后提出的事项按它办")


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
