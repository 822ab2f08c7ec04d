"""签到页 · the code on the wall of the hall, and what whoever scanned it sees."""

from urllib.parse import quote

from litestar import Response

from ..procedure.lifecycle import NotYours, Refused
from ..procedure.people import everyone, signed_in
from ..procedure.sitting import keeper, sitting_chair
from ..web.door import door
from ..web.handlers import get, post
from ..web.visit import Visit
from .checking_in import EARLIEST, check_in, code, holds, made_ones_own, pass_for
from .floor import RUNNING
from .models import Sitting

doorkeeper = keeper | sitting_chair


@get("/c/{community:str}/sittings/{sitting_id:int}/door", only=doorkeeper)
def show(visit: Visit, sitting_id: int) -> Response:
    """For the wall: the code of this half minute. The page fetches the next one by itself."""
    it = visit.find(Sitting, sitting_id)
    if not doorkeeper.includes(visit.actor, it):
        raise NotYours("签到码由本次会议的主持人或者秘书显示在会场上")
    running = it.state in RUNNING
    early = running and visit.at < it.starts_at - EARLIEST
    drawing = door(visit, f"{it.url}/check-in?code={code(it, visit.at)}") if running and not early else None
    return visit.page(
        "sittings/door.html", it=it, running=running, opens_at=it.starts_at - EARLIEST if early else None, drawing=drawing,
        there=len(it.floor.present) if running else 0, roll=len(it.roll),
    )  # fmt: skip


@get("/c/{community:str}/sittings/{sitting_id:int}/check-in", only=everyone)
def arrive(visit: Visit, sitting_id: int) -> Response:
    """Whoever scanned the code: it is changed for a pass of theirs at once, or for one that holds long enough to sign in with."""
    it = visit.find(Sitting, sitting_id)
    address, me = f"{it.url}/check-in", visit.actor.id
    late = ""
    if shown := visit.asked("code"):
        try:
            return visit.go(f"{address}?pass={quote(pass_for(it, shown, visit.at, me))}")
        except Refused as refused:
            late = refused.reasons[0]
    given = visit.asked("pass") or visit.sent.last("pass")
    good = bool(given) and holds(it, given, visit.at, me)
    if not good and me is not None and not visit.came_back and (own := made_ones_own(it, given, visit.at, me)):
        return visit.go(f"{address}?pass={quote(own)}")
    if good and me is None:
        return visit.go(f"/sign-in?next={quote(f'{address}?pass={given}', safe='')}")
    if given and not good:
        late = "这次扫码已经过了十分钟，或者不是您扫的，请再扫一次会场上的码"
    running = it.state in RUNNING
    return visit.page(
        "sittings/check_in.html", it=it, given=given if good else "", late=late, running=running,
        mine=it.place_of(visit.actor.id), keeps=visit.actor.id == it.secretary_id,
        done=running and visit.actor.id in it.floor.present,
    )  # fmt: skip


@post("/c/{community:str}/sittings/{sitting_id:int}/check-in", only=signed_in, back=arrive)
def enter(visit: Visit, sitting_id: int) -> Response:
    it = visit.find(Sitting, sitting_id)
    check_in(it, visit.case, visit.sent.last("pass"))
    return visit.go(f"{it.url}/room", "已签到")
