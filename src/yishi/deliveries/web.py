"""监督 · the tab of a matter on which its delivery is followed, the acts of this stage that bring files, and the ledger page."""

from typing import Any

from litestar import Response
from sqlalchemy import select

from ..communities.attachments import AttachmentKind
from ..db import Base
from ..matters.models import Matter
from ..matters.page import matter_page
from ..procedure.asking import tidy
from ..procedure.lifecycle import Case, Refused, Unanswered
from ..procedure.matter import bookkeeper, contractor
from ..procedure.people import everyone, signed_in, supervisor
from ..web.handlers import get, post
from ..web.uploads import UPLOADS, keep
from ..web.visit import Visit
from . import acts  # noqa: F401  what may be done
from .acceptance import checks_now
from .change_orders import ChangeOrder
from .expenses import Expense
from .models import Report, SiteVisit
from .queries import Show, Wanted, page_of, sums, units, workbook
from .supervision import told

EVIDENCE = (AttachmentKind.PHOTO, AttachmentKind.DOCUMENT)
ANSWERS = {"passed": "pass", "failed": "fail"}


@get("/c/{community:str}/matters/{matter_id:int}/supervision", only=everyone)
def show(visit: Visit, matter_id: int) -> Response:
    matter = visit.find(Matter, matter_id)
    return matter_page(visit, matter, "deliveries/show.html", tab="supervision", **told(visit, matter))


@post("/c/{community:str}/matters/{matter_id:int}/report", only=contractor, back=show, **UPLOADS)
def report(visit: Visit, matter_id: int) -> Response:
    return _with_files(visit, matter_id, "report", Report, "photos", "已记下进展")


@post("/c/{community:str}/matters/{matter_id:int}/visit", only=supervisor, back=show, **UPLOADS)
def visit_site(visit: Visit, matter_id: int) -> Response:
    return _with_files(visit, matter_id, "visit", SiteVisit, "photos", "已记下走访")


@post("/c/{community:str}/matters/{matter_id:int}/spend", only=bookkeeper, back=show, **UPLOADS)
def spend(visit: Visit, matter_id: int) -> Response:
    return _with_files(visit, matter_id, "spend", Expense, "vouchers", "已记下支出", kinds=EVIDENCE, required=True)


def _with_files(visit: Visit, matter_id: int, step: str, made: type[Base], name: str, says: str, **options: Any) -> Response:
    """Take a step, and keep with what it made the files that came along; their digests go on the ledger."""
    matter = visit.find(Matter, matter_id)
    matter.take(step, visit.case)
    it = visit.session.scalars(select(made).filter_by(matter_id=matter.id).order_by(made.id.desc()).limit(1)).one()
    if files := keep(visit, name, of=it, **options):
        matter.note(visit.case, "attach", "附上照片和凭证", given={"to": step, "files": [file.told for file in files]})
    return visit.go(f"{matter.url}/supervision", says)


@post("/c/{community:str}/matters/{matter_id:int}/supervision/checks", only=supervisor, back=show)
def check(visit: Visit, matter_id: int) -> Response:
    """The whole checklist as one form. Only what was changed on it counts, and only where nobody else changed it meanwhile."""
    matter: Any = visit.find(Matter, matter_id)
    problems: dict[str, str] = {}
    looked = 0
    for it in checks_now(matter.delivery):
        answer, seen, remark = (visit.sent.last(f"{name}-{it.id}") for name in ("check", "seen", "remark"))
        if answer not in ANSWERS or (answer == (seen or it.state) and (answer == "passed" or tidy(remark) == it.remark)):
            continue
        looked += 1
        if seen and seen != it.state:
            who = it.checked_by.name if it.checked_by else "别人"
            problems[f"remark-{it.id}"] = f"“{it.text}”刚刚由{who}记为“{it.state.label}”，请再看一次"
            continue
        try:
            it.take(ANSWERS[answer], Case(visit.actor, visit.at, {"remark": [remark]}))
        except Unanswered as unanswered:
            problems[f"remark-{it.id}"] = f"“{it.text}”：{'；'.join(unanswered.reasons)}"
    if problems:
        raise Unanswered(problems)
    if not looked:
        raise Refused("还没有改动，请至少选一项“通过”或“不通过”")
    return visit.go(f"{matter.url}/supervision#checklist", f"已记下{looked}项")


@post("/c/{community:str}/matters/{matter_id:int}/supervision/change-orders/{order_id:int}/{step:str}", only=signed_in, back=show)
def decide(visit: Visit, matter_id: int, order_id: int, step: str) -> Response:
    matter = visit.find(Matter, matter_id)
    order = visit.find(ChangeOrder, order_id, matter_id=matter.id)
    move = order.take(step, visit.case)
    return visit.go(f"{matter.url}/supervision#changes", f"已办理：{move.step.label}")


@get("/c/{community:str}/supervision", only=everyone)
def ledger(visit: Visit) -> Response:
    wanted = Wanted.by(visit)
    rows, after = page_of(visit.session, wanted, visit.here.id, visit.today)
    path = f"{visit.here.url}/supervision"
    return visit.page(
        "deliveries/ledger.html", rows=rows, wanted=wanted, path=path, shows=list(Show),
        sums=sums(visit.session, wanted, visit.here.id, visit.today), units=units(visit.session, visit.here.id),
        more=wanted.link(path, after=after) if after else "", first=wanted.link(path) if wanted.after else "",
    )  # fmt: skip


@get("/c/{community:str}/supervision.xlsx", only=everyone)
def export(visit: Visit) -> Response:
    wanted = Wanted.by(visit)
    title = f"{visit.here.name}监督台账（{wanted.show.label}，截至{visit.today:%Y-%m-%d}）"
    content = workbook(visit.session, wanted, visit.here.id, visit.today, title)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return visit.download(content, kind, f"{visit.here.short}监督台账{visit.today:%Y%m%d}.xlsx")
