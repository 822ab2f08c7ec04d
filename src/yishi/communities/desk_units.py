"""工作台·单位和网格 · the units that work in a community, and the grids into which it is divided."""

from litestar import Response
from sqlalchemy import select

from ..procedure.asking import Ask, Kind
from ..procedure.people import admin, staff
from ..web.handlers import get, post
from ..web.paging import paged
from ..web.visit import Visit
from .desk import in_a_community
from .models import Community, Level, Unit
from .organising import add_place, add_unit, change_unit, close_unit

NAME = Ask("name", "名称", Kind.LINE, longest=60)
KIND = Ask("kind", "类别", Kind.LINE, longest=30, hint="例如 物业企业、学校、医疗机构、社会组织")
GRID = Ask("name", "网格名称", Kind.LINE, longest=40, hint="例如 第一网格；名册里就写这个名称")
MOST_GRIDS = 200


@get("/c/{community:str}/desk/units", only=staff | admin)
def index(visit: Visit) -> Response:
    in_a_community(visit)
    units = paged(visit, select(Unit).where(Unit.community_id == visit.here.id), Unit.id, newest_first=False)
    grids = select(Community).where(Community.parent_id == visit.here.id, Community.level == Level.GRID)
    found = visit.session.scalars(grids.order_by(Community.id).limit(MOST_GRIDS)).all()
    return visit.page("communities/desk/units.html", units=units, grids=found, asks=(NAME, KIND), grid=GRID)


@post("/c/{community:str}/desk/units", only=staff | admin, back=index)
def add(visit: Visit) -> Response:
    in_a_community(visit)
    given = visit.answers(NAME, KIND)
    it = add_unit(visit.session, visit.here, given["name"], given["kind"], visit.case)
    return visit.go(f"{visit.here.url}/desk/units", f"已登记{it.name}")


@get("/c/{community:str}/desk/units/{unit_id:int}", only=staff | admin)
def show(visit: Visit, unit_id: int) -> Response:
    it = visit.find(Unit, unit_id)
    return visit.page("communities/desk/unit.html", unit=it, asks=(NAME, KIND), values={"name": it.name, "kind": it.kind})


@post("/c/{community:str}/desk/units/{unit_id:int}/change", only=staff | admin, back=show)
def change(visit: Visit, unit_id: int) -> Response:
    it = visit.find(Unit, unit_id)
    given = visit.answers(NAME, KIND)
    change_unit(it, given["name"], given["kind"], visit.case)
    return visit.go(f"{visit.here.url}/desk/units", "已更改")


@post("/c/{community:str}/desk/units/{unit_id:int}/close", only=staff | admin, back=show)
def close(visit: Visit, unit_id: int) -> Response:
    it = visit.find(Unit, unit_id)
    close_unit(it, visit.case)
    return visit.go(f"{visit.here.url}/desk/units", f"{it.name}已停用")


@post("/c/{community:str}/desk/grids", only=staff | admin, back=index)
def add_grid(visit: Visit) -> Response:
    in_a_community(visit)
    given = visit.answers(GRID)
    it = add_place(visit.session, visit.here, given["name"], "", "", visit.case)
    return visit.go(f"{visit.here.url}/desk/units#grids", f"已新设{it.name}")
