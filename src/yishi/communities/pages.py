"""人员与组织 · the bodies of a community with who sits in them, and the units in it. Residents are not listed to anybody."""

from litestar import Response
from sqlalchemy import select

from ..people.authority import in_force
from ..people.models import Person, Seat
from ..procedure.people import everyone
from ..web.handlers import get
from ..web.paging import paged
from ..web.visit import Visit
from .models import Body, Unit
from .seating import filled


@get("/c/{community:str}/people", only=everyone)
def index(visit: Visit) -> Response:
    """Every body with the seats in force today."""
    return visit.page("communities/people.html", bodies=filled(visit.session, visit.here, in_force(Seat, visit.today)))


@get("/c/{community:str}/people/{body_id:int}", only=everyone)
def body(visit: Visit, body_id: int) -> Response:
    """One body with all its seats, those whose term is over included."""
    it = visit.find(Body, body_id)
    wanted = select(Seat, Person.name, Seat.id).join(Person, Person.id == Seat.person_id).where(Seat.body_id == it.id)
    return visit.page("communities/body.html", body=it, seats=paged(visit, wanted, Seat.id, scalars=False))


@get("/c/{community:str}/units", only=everyone)
def units(visit: Visit) -> Response:
    found = paged(visit, select(Unit).where(Unit.community_id == visit.here.id), Unit.id, newest_first=False)
    return visit.page("communities/units.html", units=found)
