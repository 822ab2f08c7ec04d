"""从零开始 · what `yishi init` leaves is organised, page by page, until a resident proposes something."""

import re

import pytest
from sqlalchemy import select

from tests import databases
from tests.communities.sheets import residents, sheet
from tests.person import Person as Browsing
from yishi.app import litestar_of
from yishi.communities.models import Community
from yishi.db import Base, Database
from yishi.ledger.verify import verify
from yishi.matters.models import Matter
from yishi.people.invitations import first_administrator
from yishi.people.models import Person

WORD = "三更灯火五更鸡 正是读书时"


@pytest.fixture
def nothing(request, tmp_path_factory, app):
    """A database without a single row, under the application."""
    with databases.empty(request.config.getoption("--database"), tmp_path_factory) as url:
        parts = litestar_of(app).state.parts
        parts.database = Database(url)
        Base.metadata.create_all(parts.database.writer)
        yield parts
        parts.jobs.finish()
        parts.database.close()


def code_on(page):
    return re.search(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}", page.words)[0]


def test_a_district_is_organised_and_a_resident_proposes(nothing, browse, time):
    def enters(name, code, **typed):
        who = Browsing(browse(), None, name)
        who.opens("/invitation").presses("下一步", code=code)
        return who.presses("设好，进入", password=WORD, again=WORD, **typed).sees(f"{name}，您好")

    with nothing.database.writing() as session:
        code = first_administrator(session, "老周", "laozhou", time.at)
    admin = enters("老周", code).opens("/")
    admin.opens(next(a["href"] for a in admin.page.select(".tools a") if a.get_text() == "组织树"))
    admin.presses("更名", name="罗湖区", short="罗湖", slug="luohu").sees("已更名")
    admin.presses("新设街道", name="黄贝街道").presses("新设社区", name="文华社区").sees("文华社区工作站", "网址 /c/wenhua")
    admin.presses("安排并打印登录码", name="小吴", phone="13600000001")

    staff = enters("小吴", code_on(admin)).opens("/c/wenhua")
    staff.opens(staff.page.select_one("a[href='/c/wenhua/desk']")["href"])
    staff.opens("/c/wenhua/desk/rules").sees("还没有通过议事规则").opens("/c/wenhua/desk/rules/new?from=luohu10")
    council = staff.presses("看看改了什么").sees("主持中立", "附议人数").page.select_one("input[name=body]")["value"]
    staff.presses("记录通过", body=council, adopted_on="2026-03-02", decision="筹备会决议").sees("第1版")
    staff.opens("/c/wenhua/desk/units").presses("新设", name="第一网格")
    staff.opens("/c/wenhua/desk/roster").presses("上传并核对", files={"file": ("r.xlsx", sheet(*residents(20)))})
    nothing.jobs.finish()
    staff.opens(staff.url).presses("导入这20行")
    nothing.jobs.finish()
    staff.opens(staff.url).sees("20行 20人 0人 0人")
    typed = {"title": "居民议事员", "since": "2026-03-02"}
    for n, role in ((0, "chair"), (1, "councillor"), (2, "councillor")):
        staff.opens("/c/wenhua/desk/seats")
        staff.opens(staff.page.select_one("a[href*='/bodies/']")["href"])
        staff.presses("安排席位", name=f"居民{n}", role=role, **typed).sees("已任居民议事员")
    staff.opens("/c/wenhua/desk/people?q=居民7").opens(staff.page.select_one("ul.entries .title a")["href"]).presses("发登录码")

    resident = enters("居民7", code_on(staff)).opens("/c/wenhua/matters/new").sees("罗湖议事十条")
    resident.presses("下一步：写清楚", title="楼道灯", kind="issue")
    with nothing.database.reading() as session:
        matter, home = session.scalars(select(Matter)).one(), session.scalars(select(Community).filter_by(slug="wenhua")).one()
        assert matter.community_id == home.id and home.parent_line == "罗湖区 黄贝街道"
        assert session.scalars(select(Person.name).where(Person.id == matter.proposer_id)).one() == "居民7"
        assert verify(session, home).broken is None
