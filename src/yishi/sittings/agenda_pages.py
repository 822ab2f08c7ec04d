"""排议程 · what is on the agenda, in which order and with which papers; and who is asked in to observe."""

from litestar import Response

from ..communities import attachments
from ..communities.attachments import AttachmentKind, attached
from ..communities.seating import found_or_new
from ..matters.models import Matter
from ..procedure.lifecycle import Refused
from ..procedure.sitting import ItemKind, Place, convener
from ..web.handlers import get, post
from ..web.uploads import UPLOADS, keep
from ..web.uploads import remove as remove_file
from ..web.visit import Missing, Visit
from .agenda import INVITED, KIND, MINUTES, OTHER, close_to, item_asks, matter_ask, ready
from .models import AgendaItem, Attendee, Sitting
from .planning import add, fits, leave_out, move, observe, still_planned, take_off
from .planning_pages import edit, sent_key

OF_MATTERS = ("matter", "talk")  # the two forms: to decide, to talk about
PAPERS = (AttachmentKind.DOCUMENT, AttachmentKind.PHOTO)


# -- the agenda --------------------------------------------------------------------------------------------------------


@post("/c/{community:str}/sittings/{sitting_id:int}/items", only=convener, back=edit)
def put_on(visit: Visit, sitting_id: int) -> Response:
    """A matter by its number, or anything else by its title."""
    it = visit.find(Sitting, sitting_id)
    still_planned(it)
    if visit.sent.last("_step") in OF_MATTERS:
        given = visit.answers(matter_ask(ready(it)), KIND, MINUTES)
        matter = visit.session.get_one(Matter, int(given["matter"]))
        add(it, ItemKind(given["kind"]), "", matter, {"minutes": given["minutes"]}, visit.case)
    else:
        given = visit.answers(*OTHER)
        add(it, ItemKind(given["kind"]), given["title"], None, {"minutes": given["minutes"]}, visit.case)
    return visit.go(f"{it.url}/edit#agenda", "已加到议程最后")


@get("/c/{community:str}/sittings/{sitting_id:int}/items/{item_id:int}", only=convener)
def show_item(visit: Visit, sitting_id: int, item_id: int) -> Response:
    it = visit.find(Sitting, sitting_id)
    item = visit.find(AgendaItem, item_id, sitting_id=it.id)
    return visit.page(
        "sittings/item.html", it=it, item=item, papers=attached(visit.session, item), asks=item_asks(item),
        values={ask.name: getattr(item, ask.name, None) for ask in item_asks(item)},
    )  # fmt: skip


@post("/c/{community:str}/sittings/{sitting_id:int}/items/{item_id:int}", only=convener, back=show_item, **UPLOADS)
def write_item(visit: Visit, sitting_id: int, item_id: int) -> Response:
    it, item = _planned_item(visit, sitting_id, item_id)
    given = visit.answers(*item_asks(item))
    item.kind = ItemKind(given["kind"])
    item.title, item.minutes, item.note = given.get("title", item.title), given["minutes"], given["note"]
    fits(item)
    papers = keep(visit, "papers", of=item, kinds=PAPERS)
    told = {"title": item.title, "kind": item.kind, "minutes": item.minutes, "note": item.note}
    it.note(visit.case, "write_item", "改议题", given={**told, "papers": [paper.told for paper in papers]})
    return visit.go(f"{it.url}/edit#agenda", "议题已保存")


@post("/c/{community:str}/sittings/{sitting_id:int}/items/{item_id:int}/move", only=convener, back=edit)
def shift(visit: Visit, sitting_id: int, item_id: int) -> Response:
    it, item = _planned_item(visit, sitting_id, item_id)
    move(item, visit.sent.last("way") == "up", visit.case)
    return visit.go(f"{it.url}/edit#agenda", "次序已改")


@post("/c/{community:str}/sittings/{sitting_id:int}/items/{item_id:int}/off", only=convener, back=edit)
def remove_item(visit: Visit, sitting_id: int, item_id: int) -> Response:
    it, item = _planned_item(visit, sitting_id, item_id)
    for paper in attached(visit.session, item):
        attachments.remove(visit.session, visit.parts.settings.uploads, paper)
    take_off(item, visit.case)
    return visit.go(f"{it.url}/edit#agenda", f"“{item.title}”已拿下")


@post("/c/{community:str}/sittings/{sitting_id:int}/items/{item_id:int}/papers/{key:str}/off", only=convener, back=edit)
def remove_paper(visit: Visit, sitting_id: int, item_id: int, key: str) -> Response:
    it, item = _planned_item(visit, sitting_id, item_id)
    paper = next((paper for paper in attached(visit.session, item) if paper.key == key), None)
    if paper is None:
        raise Missing
    told = paper.told
    remove_file(visit, key, of=item)
    it.note(visit.case, "remove_paper", "拿掉材料", given={"title": item.title, "paper": told})
    return visit.go(item.url, "材料已拿掉")


# -- observers ---------------------------------------------------------------------------------------------------------


@post("/c/{community:str}/sittings/{sitting_id:int}/observers", only=convener, back=edit)
def invite(visit: Visit, sitting_id: int) -> Response:
    """By name; or one of those whose matter is on the agenda, by one press."""
    it = visit.find(Sitting, sitting_id)
    still_planned(it)
    if pressed := sent_key(visit, "person"):
        person, title = next(((one, why) for one, why in close_to(it) if one.id == pressed), (None, ""))
        if person is None:
            raise Refused("这个人已经在名册上，或者他的事项不在议程上了，请刷新后再看")
    else:
        given = visit.answers(*INVITED)
        person, title = found_or_new(visit.session, visit.here.id, given["name"], given["phone"], visit.at), given["title"]
    observe(it, person, title, visit.case)
    return visit.go(f"{it.url}/edit#observers", f"已请{person.name}列席")


@post("/c/{community:str}/sittings/{sitting_id:int}/observers/{line_id:int}/off", only=convener, back=edit)
def uninvite(visit: Visit, sitting_id: int, line_id: int) -> Response:
    it = visit.find(Sitting, sitting_id)
    line = visit.find(Attendee, line_id, sitting_id=it.id, place=Place.OBSERVER)
    leave_out(line, visit.case)
    return visit.go(f"{it.url}/edit#observers", f"不再请{line.name}列席")


def _planned_item(visit: Visit, sitting_id: int, item_id: int) -> tuple[Sitting, AgendaItem]:
    """The sitting's row first: whoever changes one agenda takes turns."""
    it = visit.find(Sitting, sitting_id)
    item = visit.find(AgendaItem, item_id, sitting_id=it.id)
    still_planned(it)
    return it, item
