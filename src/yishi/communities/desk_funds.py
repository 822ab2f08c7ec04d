"""工作台·资金 · how much the community was granted for a year, set with a reason; what is committed and paid moves by itself."""

from litestar import Response
from sqlalchemy import select

from ..procedure.asking import Ask, Kind
from ..procedure.lifecycle import Unanswered
from ..procedure.people import staff
from ..web.handlers import get, post
from ..web.visit import Visit
from .desk import in_a_community
from .funds import Fund, grant

YEAR = Ask("year", "年度", Kind.NUMBER, lowest=2000, highest=2199, hint="例如 2026")
GRANTED = Ask("granted", "全年额度", Kind.MONEY, highest=10**12, hint="上级下达和自筹的合计")
REASON = Ask("reason", "依据", Kind.LINE, longest=200, hint="例如 街道〔2026〕3号文件，民生微实事资金")
YEARS_SHOWN = 12
AHEAD = 1  # years


@get("/c/{community:str}/desk/funds", only=staff)
def index(visit: Visit) -> Response:
    in_a_community(visit)
    funds = visit.session.scalars(
        select(Fund).where(Fund.community_id == visit.here.id).order_by(Fund.year.desc()).limit(YEARS_SHOWN)
    ).all()
    return visit.page("communities/desk/funds.html", funds=funds, asks=(YEAR, GRANTED, REASON), values={"year": visit.today.year})


@post("/c/{community:str}/desk/funds", only=staff, back=index)
def set_grant(visit: Visit) -> Response:
    in_a_community(visit)
    given = visit.answers(YEAR, GRANTED, REASON)
    if given["year"] > visit.today.year + AHEAD:
        raise Unanswered({"year": f"最多可以填到{visit.today.year + AHEAD}年"})
    fund = grant(visit.session, visit.here.id, given["year"], given["granted"], given["reason"], visit.case)
    return visit.go(f"{visit.here.url}/desk/funds", f"{fund.year}年的额度已记下")
