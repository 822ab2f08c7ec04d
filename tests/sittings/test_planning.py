"""Before the notice: a sitting is planned, its agenda is put in order, people are asked in, and it can be held again."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests import world
from tests.matters.proposing import someone
from tests.world import FOUNDED, SINCE
from yishi.communities.attachments import Attachment
from yishi.communities.models import Body, BodyKind
from yishi.ledger.models import LedgerEntry
from yishi.people.models import Seat
from yishi.procedure.matter import MatterState
from yishi.procedure.people import Role
from yishi.procedure.sitting import ItemKind, Outcome, Place, SittingState
from yishi.sittings.again import Every, dates
from yishi.sittings.models import AgendaItem, Attendee, Sitting

HERE = "/c/liuyin/sittings"
PDF = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def titles(session):
    """The agenda as it stands now."""

    def now(sitting):
        return [(it.position, it.title) for it in sitting.items]

    return now


def steps_of(session, sitting):
    wanted = select(LedgerEntry.step).where(LedgerEntry.subject == sitting.subject).order_by(LedgerEntry.seq)
    return session.scalars(wanted).all()


def test_a_secretary_plans_a_sitting(secretary, session):
    secretary.opens(secretary.opens(HERE).page.find("a", string="筹备一次会议")["href"])
    secretary.sees("柳荫社区居民议事会", "要提前").presses("接着排议程", starts_at="2026-03-20T19:30", place="二楼会议室")
    assert secretary.url.endswith("/edit") and secretary.status == 200
    it = session.scalars(select(Sitting)).one()
    assert (it.number, it.title, it.state) == (1, "柳荫社区居民议事会第一次会议", SittingState.PLANNED)
    assert (it.chair.name, it.secretary.name) == ("周敏", "郑秘书")
    assert it.starts_at.isoformat() == "2026-03-20T11:30:00+00:00"
    assert steps_of(session, it) == ["plan"]


def test_the_next_one_has_the_next_number(secretary, session):
    for day in ("20", "27"):
        secretary.opens(f"{HERE}/new").presses("接着排议程", starts_at=f"2026-03-{day}T19:30", place="二楼")
    assert session.scalars(select(Sitting.number).order_by(Sitting.id)).all() == [1, 2]


def test_pressed_twice_it_is_one_sitting(secretary, session):
    form = secretary.opens(f"{HERE}/new")._button("接着排议程").find_parent("form")
    for _ in range(2):
        secretary.sends(form, starts_at="2026-03-20T19:30", place="二楼")
    assert len(session.scalars(select(Sitting)).all()) == 1


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(secretary):
    secretary.opens(f"{HERE}/new").presses("接着排议程", starts_at="2026-03-01T19:30", place="二楼会议室", remark="带花镜")
    assert secretary.status == 422
    assert "这个时间已经过了" in secretary.page.select_one("#f-starts_at-wrong").get_text()
    assert secretary.page.select_one("[name=place]")["value"] == "二楼会议室"
    assert "带花镜" in secretary.page.select_one("[name=remark]").get_text()
    secretary.presses("接着排议程", starts_at="2026-03-20T19:30", place="")
    assert "请填写在哪里开" in secretary.page.select_one("#f-place-wrong").get_text()


def test_nobody_presides_or_writes_who_may_not(secretary, session):
    lin = str(someone(session, "林秀兰").id)
    member = str(someone(session, "陈国栋").id)
    for chosen in ({"chair_id": lin}, {"secretary_id": lin}, {"secretary_id": member}):
        secretary.opens(f"{HERE}/new").presses("接着排议程", starts_at="2026-03-20T19:30", place="二楼", **chosen)
        assert secretary.status == 422 and "请从列出的选项里选" in secretary.words
    assert session.scalar(select(Sitting.id)) is None


@pytest.mark.parametrize("name", ["林秀兰", "陈国栋", "江北人"])
def test_whoever_does_not_convene_plans_nothing(name, at_page, sitting, session):
    it = at_page(name)
    assert it.opens(f"{HERE}/new").status == 403
    assert it.opens(f"{sitting.url}/edit").status == 403
    assert it.posts(f"{sitting.url}/items", _step="other", kind="discuss", title="插一项").status == 403
    assert it.posts(f"{sitting.url}/announce").status in (403, 404)
    assert it.opens(sitting.url).status == 404
    it.opens(HERE).does_not_see("第一次会议").is_not_offered("筹备一次会议")
    assert len(sitting.items) == 2


def test_next_door_knows_nothing_of_it(at_page, sitting):
    there = at_page("望江主任")
    assert there.opens(f"/c/wangjiang/sittings/{sitting.id}/edit").status == 404
    assert there.opens(f"/c/wangjiang/sittings/{sitting.id}").status == 404
    assert there.posts(f"/c/wangjiang/sittings/{sitting.id}/announce").status == 404


def test_another_body_with_votes_has_sittings_of_its_own(secretary, session, home):
    assert secretary.opens(f"{HERE}/new").page.select_one("nav.tabs") is None
    joint = session.scalars(select(Body).filter_by(community_id=home.id, kind=BodyKind.JOINT_MEETING)).one()
    session.add(
        Seat(
            community_id=home.id, body_id=joint.id, person_id=someone(session, "何丽").id, role=Role.CHAIR, title="召集人",
            since=SINCE, recorded_at=FOUNDED,
        )
    )  # fmt: skip
    session.commit()
    secretary.opens(f"{HERE}/new").sees("居民议事会", "联席会议")
    secretary.opens(f"{HERE}/new?body={joint.id}").presses("接着排议程", starts_at="2026-03-20T19:30", place="二楼")
    it = session.scalars(select(Sitting)).one()
    assert (it.body.kind, it.chair.name, it.number) == (BodyKind.JOINT_MEETING, "何丽", 1)


# -- the agenda --------------------------------------------------------------------------------------------------------


def test_a_matter_that_is_ready_goes_on_the_agenda(secretary, sitting, session, titles):
    matter = sitting.items[0].matter
    secretary.opens(sitting.items[0].url).presses("拿下这一项")
    secretary.opens(f"{sitting.url}/edit").presses("加到议程", kind="decide", matter=matter.id, minutes="30")
    assert titles(sitting) == [(0, "夏天怎么乘凉"), (1, matter.title)]
    assert sitting.items[1].kind is ItemKind.DECIDE and sitting.items[1].minutes == 30
    assert steps_of(session, sitting) == ["take_off", "add_item"]


def test_other_items_are_added_moved_and_taken_off(secretary, sitting, titles):
    page = secretary.opens(f"{sitting.url}/edit")
    form = page.page.select_one("#step-other form")
    page.sends(form, kind="report", title="停水通报", minutes="5")
    secretary.presses("上移“停水通报”").presses("上移“停水通报”")
    assert [title for _, title in titles(sitting)] == ["停水通报", sitting.items[1].title, "夏天怎么乘凉"]
    secretary.is_not_offered("上移“停水通报”").presses("下移“停水通报”")
    assert titles(sitting)[1] == (1, "停水通报")
    secretary.posts(f"{sitting.items[0].url}/move", way="up")
    assert [place for place, _ in titles(sitting)] == [0, 1, 2]
    secretary.opens(sitting.items[1].url).presses("拿下这一项").sees("“停水通报”已拿下")
    assert [place for place, _ in titles(sitting)] == [0, 1]


def test_only_a_matter_in_its_debate_is_there_to_be_decided(secretary, sitting, session, titles):
    other = world.matter(session, sitting.community, sitting.created_at, title="修车棚", number="样-1", state=MatterState.PLANNING)
    other.running = True
    session.commit()
    form = secretary.opens(f"{sitting.url}/edit").page.select_one("#step-talk form")
    secretary.sends(form, kind="decide", matter=other.id)
    assert secretary.status == 422 and "到了公开辩论才能上会表决" in secretary.page.select_one("#step-talk .error").get_text()
    assert secretary.page.select_one("#step-talk").has_attr("open")
    form = secretary.page.select_one("#step-talk form")
    secretary.sends(form, kind="discuss")
    assert titles(sitting)[-1] == (2, "修车棚")
    form = secretary.opens(f"{sitting.url}/edit").page.select_one("#step-other form")
    secretary.sends(form, kind="decide", title="随便表决")
    assert secretary.status == 422 and "没有对应的事项" in secretary.words


def test_an_item_has_papers(secretary, sitting, session, visitor):
    item = sitting.items[1]
    secretary.opens(item.url).presses(
        "保存", files={"papers": ("乘凉方案.pdf", PDF, "application/pdf")}, title="怎么乘凉", minutes="25", note="先看材料"
    )
    assert (item.title, item.minutes, item.note) == ("怎么乘凉", 25, "先看材料")
    paper = session.scalars(select(Attachment)).one()
    file, key = paper.url, paper.key
    secretary.opens(sitting.url).sees("乘凉方案.pdf", "约25分钟", "先看材料")
    assert secretary.opens(file).status == 200
    assert visitor.opens(file).status == 404  # what is being planned is not public yet
    secretary.opens(item.url).presses("拿掉“乘凉方案.pdf”")
    assert session.scalars(select(Attachment)).all() == []
    assert secretary.posts(f"{item.url}/papers/{key}/off").status == 404


def test_an_item_of_another_sitting_is_not_found(secretary, sitting, session):
    secretary.opens(f"{HERE}/new").presses("接着排议程", starts_at="2026-03-20T19:30", place="二楼")
    other = session.scalars(select(Sitting).where(Sitting.id != sitting.id)).one()
    assert secretary.opens(f"{other.url}/items/{sitting.items[0].id}").status == 404
    assert secretary.posts(f"{other.url}/items/{sitting.items[0].id}/off").status == 404


def test_nothing_is_changed_once_people_were_told(secretary, sitting, session, by, titles):
    before = titles(sitting)
    sitting.take("announce", by("郑秘书"))
    session.commit()
    item = sitting.items[0]
    for path, fields in (
        ("/items", {"_step": "other", "kind": "discuss", "title": "插一项"}), (f"/items/{item.id}/move", {"way": "down"}),
        (f"/items/{item.id}/off", {}), (f"/items/{item.id}", {"kind": "discuss"}), ("/observers", {"name": "林秀兰", "title": "x"}),
        ("/edit", {"starts_at": "2026-04-20T19:30", "place": "别处"}),
    ):  # fmt: skip
        assert secretary.posts(f"{sitting.url}{path}", **fields).status == 409, path
        assert "会议通知已经发出" in secretary.words
    assert titles(sitting) == before
    assert secretary.opens(f"{sitting.url}/edit").url.endswith(f"/sittings/{sitting.id}")


def test_two_who_put_the_same_matter_on_are_told(secretary, sitting, titles):
    matter = sitting.items[0].matter_id
    secretary.posts(f"{sitting.url}/items", _step="matter", kind="discuss", matter=matter)
    assert secretary.status == 422
    assert len(titles(sitting)) == 2


# -- who is asked in ---------------------------------------------------------------------------------------------------


def test_whoever_is_close_to_a_matter_is_asked_in_with_one_press(secretary, sitting, session):
    secretary.opens(f"{sitting.url}/edit").presses("请林秀兰列席").sees("已请林秀兰列席").is_not_offered("请林秀兰列席")
    line = session.scalars(select(Attendee)).one()
    assert (line.name, line.place) == ("林秀兰", Place.OBSERVER) and "提出人" in line.title and line.told_at is None
    secretary.presses("不请了“林秀兰”")
    assert session.scalars(select(Attendee)).all() == []


def test_others_are_asked_in_by_name(secretary, sitting, session):
    form = secretary.opens(f"{sitting.url}/edit").page.select_one("#step-invite form")
    secretary.sends(form, name="没有这个人", title="看看")
    assert secretary.status == 422 and "没有登记过" in secretary.page.select_one("#invite-phone-wrong").get_text()
    assert secretary.page.select_one("#invite-name")["value"] == "没有这个人"
    form = secretary.page.select_one("#step-invite form")
    secretary.sends(form, name="物业小何", title="物业经理")
    secretary.sends(form, name="物业小何", title="物业经理", _key="again")
    assert [(it.name, it.title) for it in session.scalars(select(Attendee))] == [("物业小何", "物业经理")]
    form = secretary.opens(f"{sitting.url}/edit").page.select_one("#step-invite form")
    assert "本来就在名册上" in secretary.sends(form, name="陈国栋", title="议事员").words
    assert secretary.status == 409


# -- again -------------------------------------------------------------------------------------------------------------


def test_a_meeting_that_fell_through_is_held_again_with_its_agenda(secretary, sitting, session, by):
    secretary.opens(sitting.items[1].url).presses("保存", files={"papers": ("乘凉.pdf", PDF, "application/pdf")})
    secretary.opens(f"{sitting.url}/edit").presses("请林秀兰列席")
    sitting.take("cancel", by("郑秘书", reason="停电"))
    session.commit()
    secretary.opens(f"{sitting.url}/again").sees("带过去的议题", "夏天怎么乘凉").presses("筹备", starts_at="2026-03-20T19:30")
    it = session.scalars(select(Sitting).order_by(Sitting.id.desc())).first()
    assert (it.number, it.copied_from_id, it.place, it.chair_id) == (2, sitting.id, sitting.place, sitting.chair_id)
    assert [item.title for item in it.items] == [item.title for item in sitting.items]
    assert [line.name for line in it.roll] == ["林秀兰"]
    secretary.opens(it.url).sees("乘凉.pdf")
    assert len(session.scalars(select(Attachment)).all()) == 2


def test_what_was_decided_is_not_talked_about_again(secretary, opened, does, decides, session):
    does("周敏", "call_item", item=0)
    decides(ayes=7, noes=2)
    does("周敏", "adjourn")
    assert opened.items[0].outcome is Outcome.CARRIED
    secretary.opens(f"{opened.url}/again").sees("没有要带过去的议题").presses("筹备", starts_at="2026-03-25T19:30")
    it = session.scalars(select(Sitting).order_by(Sitting.id.desc())).first()
    assert it.number == 2 and it.items == []


def test_a_series_is_planned_at_once(secretary, sitting, session):
    secretary.opens(f"{sitting.url}/again").presses("筹备", starts_at="2026-03-31T19:30", every="month", times="3")
    secretary.sees("已开始筹备3次会议")
    made = session.scalars(select(Sitting).where(Sitting.id != sitting.id).order_by(Sitting.number)).all()
    assert [it.starts_at.date() for it in made] == [date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]
    assert [it.number for it in made] == [2, 3, 4]
    assert all(it.items == [] for it in made)  # the first one still stands with its agenda


def test_how_often_and_how_many_times_belong_together(secretary, sitting, session):
    for every, times in (("week", ""), ("once", "3"), ("week", "13"), ("week", "1")):
        secretary.opens(f"{sitting.url}/again").presses("筹备", starts_at="2026-03-31T19:30", every=every, times=times)
        assert secretary.status == 422, (every, times)
    assert len(session.scalars(select(Sitting)).all()) == 1


def test_weeks_and_months_are_counted_on_the_wall():
    first = datetime.fromisoformat("2026-12-31 19:30")
    assert dates(first, Every.ONCE, 1) == [first]
    assert dates(first, Every.WEEK, 2) == [first, first + timedelta(days=7)]
    assert dates(first, Every.FORTNIGHT, 2) == [first, first + timedelta(days=14)]
    assert [day.date().isoformat() for day in dates(first, Every.MONTH, 3)] == ["2026-12-31", "2027-01-31", "2027-02-28"]


# -- cost --------------------------------------------------------------------------------------------------------------


def test_the_planning_page_asks_the_database_little_however_long_the_agenda(secretary, sitting, session, queries):
    page = f"{sitting.url}/edit"

    def cost():
        with queries() as seen:
            assert secretary.opens(page).status == 200
        return len(seen)

    few = cost()
    for n in range(20):
        where = {"community_id": sitting.community_id, "sitting_id": sitting.id, "position": 2 + n}
        session.add(AgendaItem(**where, kind=ItemKind.DISCUSS, title=f"第{n}"))
    session.commit()
    assert cost() <= few <= 24, few


def test_the_list_asks_the_database_little(at_page, session, sitting, queries):
    same = ("community_id", "body_id", "rule_set_version_id", "place", "chair_id", "secretary_id", "secret", "created_at")
    usual = {name: getattr(sitting, name) for name in same}
    then = dict.fromkeys(("entered_at", "touched_at", "noticed_at"), sitting.created_at)
    for n in range(2, 42):
        at = sitting.starts_at - timedelta(days=n)
        session.add(Sitting(**usual, **then, number=n, title=f"第{n}次", starts_at=at, state=SittingState.SEALED))
    session.commit()
    lin = at_page("林秀兰")
    with queries() as seen:
        lin.opens(HERE)
    assert len(seen) <= 8, seen
    shown = len(lin.page.select("[aria-labelledby=past] .entry"))
    more = lin.page.find("a", string="更多")
    assert shown == 30 and more is not None
    assert len(lin.opens(more["href"]).page.select("[aria-labelledby=past] .entry")) == 10


def test_what_is_debated_is_offered_to_be_decided_and_the_rest_to_be_talked_about(secretary, sitting, session, home, time):
    states = {"东门车棚": MatterState.DEBATING, "西门花坛": MatterState.PLANNING, "北门围墙": MatterState.REVIEW}
    for title, state in states.items():
        world.matter(session, home, time.at, title=title, state=state, number=f"柳荫-{title}")
    session.commit()
    secretary.opens(f"{sitting.url}/edit").does_not_see("北门围墙")
    offered = {name: secretary.page.select_one(f"#step-{name}") for name in ("matter", "talk", "other")}
    assert "东门车棚" in offered["matter"].get_text() and "西门花坛" not in offered["matter"].get_text()
    assert "西门花坛" in offered["talk"].get_text() and "东门车棚" not in offered["talk"].get_text()
    chosen = {name: [it["value"] for it in form.select("[name=kind][checked]")] for name, form in offered.items()}
    assert chosen == {"matter": ["decide"], "talk": ["discuss"], "other": []}


def test_to_cancel_comes_last(secretary, sitting, time):
    time.at = sitting.starts_at - timedelta(hours=1)
    send = secretary.opens(f"{sitting.url}/edit").page.select_one("[aria-labelledby=send]").get_text()
    assert 0 <= send.index("来不及了") < send.index("取消会议")
