"""会场 · the chair's console, a member's telephone, the secretary's desk, the hall screen; what is pressed, and the stream."""

from litestar import Response
from markupsafe import Markup

from ..db import Database
from ..procedure.floor import Command, Do
from ..procedure.lifecycle import Refused, Unanswered
from ..procedure.people import everyone, signed_in
from ..web.handlers import get, post
from ..web.stream import follow
from ..web.visit import Missing, Visit
from . import amending, room, saying
from .checking_in import check_in, entrust
from .floor import BY_HAND
from .models import Sitting
from .saying import PRESSED, asks, command, means
from .timing import keep_time

ONE_PRESS = frozenset({Do.REQUEST, Do.GRANT, Do.CALL_ITEM})  # a button of one's own, or for whoever comes next
WRITTEN = {it.value: it for it in Do}


@get("/c/{community:str}/sittings/{sitting_id:int}/room", only=everyone)
def show(visit: Visit, sitting_id: int) -> Response:
    sitting = visit.find(Sitting, sitting_id)
    if sitting.state not in room.SHOWN:
        return visit.page("sittings/over.html", sitting=sitting) if visit.came_back else visit.go(sitting.url)
    it = room.hall(sitting, visit.at)
    kind = it.kind_for(visit.actor)
    return visit.page("sittings/room.html", sitting=sitting, hall=it, kind=kind, parts=_drawn(visit, it, kind))


@get("/c/{community:str}/sittings/{sitting_id:int}/screen", only=everyone)
def screen(visit: Visit, sitting_id: int) -> Response:
    """投影屏"""
    sitting = visit.find(Sitting, sitting_id)
    if sitting.state not in room.SHOWN:
        return visit.go(sitting.url)
    it = room.hall(sitting, visit.at)
    return visit.page("sittings/screen.html", sitting=sitting, hall=it, parts=_drawn(visit, it, "screen"))


@get("/c/{community:str}/sittings/{sitting_id:int}/live", only=everyone)
def live(visit: Visit, sitting_id: int) -> Response:
    """The stream of the page `?as=`: what has changed on it."""
    sitting = visit.find(Sitting, sitting_id)
    parts, kind = visit.parts, visit.asked("as") or "watcher"
    if kind not in room.PARTS:
        raise Missing
    watching = room.Watching(parts.templates, parts.now, kind, visit.actor, visit.csrf)
    database: Database = parts.database

    def read() -> room.Hall:
        with database.reading() as session:
            now, it = parts.now(), session.get_one(Sitting, sitting_id)
            keep_time(parts, it, now)
            return room.hall(it, now)

    return visit.stream(follow(parts.wires, sitting.subject, read, watching.tell))


@post("/c/{community:str}/sittings/{sitting_id:int}/floor", only=signed_in, back=show, unkept=("choice",))
def press(visit: Visit, sitting_id: int) -> Response:
    """One press of a button in the hall."""
    sitting = visit.find(Sitting, sitting_id)
    given = dict(visit.answers(*PRESSED))
    do, on = Do(given.pop("do")), given.pop("on")
    assert visit.actor.id is not None
    if any(ask.required and not given.get(ask.name) for ask in asks(do, sitting.floor, visit.actor.id)) and do not in ONE_PRESS:
        raise Refused(f"“{do.label}”要先写清楚，请从“{do.label}”那里办")
    _still(visit, sitting, do, on)
    _act(visit, sitting, command(do, visit.actor.id, given))
    return visit.go(f"{sitting.url}/room")


@get("/c/{community:str}/sittings/{sitting_id:int}/say/{act:str}", only=signed_in)
def say(visit: Visit, sitting_id: int, act: str) -> Response:
    """The short form behind an act that wants a name, a text or figures."""
    sitting = visit.find(Sitting, sitting_id)
    do, it = visit.existing(WRITTEN.get(act)), room.hall(sitting, visit.at)
    assert visit.actor.id is not None
    if sitting.state not in room.SHOWN or visit.actor.id not in it.floor.setup.people:
        return visit.go(f"{sitting.url}/room")
    whose = _whose(visit, it)
    fields = asks(do, it.floor, whose)
    amends = do is Do.AMEND
    chosen = {"to": visit.asked("to"), "item": visit.asked("item")}
    return visit.page(
        "sittings/say.html", sitting=sitting, hall=it, do=do, asks=fields, means=means(do, it.floor), whose=whose,
        values=amending.values(it.floor, visit.number("paragraph")) if amends else chosen,
        plan=amending.paragraphs(it.floor) if amends else (),
    )  # fmt: skip


@post("/c/{community:str}/sittings/{sitting_id:int}/say/{act:str}", only=signed_in, back=say)
def said(visit: Visit, sitting_id: int, act: str) -> Response:
    sitting = visit.find(Sitting, sitting_id)
    do = visit.existing(WRITTEN.get(act))
    assert visit.actor.id is not None
    whose = _whose(visit, room.hall(sitting, visit.at))
    given = visit.answers(*asks(do, sitting.floor, whose))
    wanted = command(do, whose, given)
    _still(visit, sitting, do, visit.sent.last("on"))
    if wrong := amending.problems(sitting.floor, wanted):
        raise Unanswered(wrong)
    _act(visit, sitting, wanted)
    return visit.go(sitting.url if sitting.state not in room.SHOWN else f"{sitting.url}/room")


@get("/c/{community:str}/sittings/{sitting_id:int}/by-hand", only=signed_in)
def by_hand(visit: Visit, sitting_id: int) -> Response:
    """替没有手机的人登记 · what somebody did by hand or word of mouth, put down by the secretary."""
    sitting = visit.find(Sitting, sitting_id)
    if visit.actor.id != sitting.secretary_id or sitting.state not in room.SHOWN:
        return visit.go(f"{sitting.url}/room")
    return visit.page(
        "sittings/by_hand.html", sitting=sitting, hall=room.hall(sitting, visit.at), asks=saying.by_hand(sitting.floor, BY_HAND)
    )


@post("/c/{community:str}/sittings/{sitting_id:int}/by-hand", only=signed_in, back=by_hand)
def choose(visit: Visit, sitting_id: int) -> Response:
    """On to the form of that act."""
    sitting = visit.find(Sitting, sitting_id)
    given = visit.answers(*saying.by_hand(sitting.floor, BY_HAND))
    return visit.go(f"{sitting.url}/say/{given['act']}?for={given['for']}")


def _whose(visit: Visit, it: room.Hall) -> int:
    """Whose act it is: one's own, or that of `?for=`, for whom the secretary puts it down."""
    assert visit.actor.id is not None
    named = visit.number("for")
    by_secretary = visit.actor.id == it.floor.setup.secretary_id and named in it.floor.setup.people
    return named if named is not None and by_secretary else visit.actor.id


def _still(visit: Visit, sitting: Sitting, do: Do, on: str) -> None:
    """`on` is what the page was about when it was drawn."""
    if on and on != room.hall(sitting, visit.at).on(do):
        raise Refused("就在您按下的时候，会上的情形变了，这一下没有算。请看现在的情形再按")


def _act(visit: Visit, sitting: Sitting, wanted: Command) -> None:
    if wanted.do is Do.CHECK_IN:
        check_in(sitting, visit.case, person_id=wanted.to)
    elif wanted.do is Do.PROXY:
        entrust(sitting, visit.case, wanted)
    else:
        sitting.act(wanted, visit.case)


def _drawn(visit: Visit, it: room.Hall, kind: str) -> dict[str, Markup]:
    """The parts as they stand, each drawn (and escaped) by its own template."""
    watching = room.Watching(visit.parts.templates, visit.parts.now, kind, visit.actor, visit.csrf)
    return {part: Markup(watching.draw(it, part)) for part in room.PARTS[kind]}
