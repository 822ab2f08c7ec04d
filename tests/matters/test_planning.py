"""方案小组 · the proposer and the lead are in it from the start; others join with the lead's consent."""

import pytest
from sqlalchemy import select

from tests.matters.planning import accepted, matter_in_review, published, saved, seen, typed
from tests.matters.proposing import case, someone
from yishi.ledger.models import LedgerEntry
from yishi.matters.plan_group import PlanMember, place_of
from yishi.procedure.lifecycle import NotYours, Refused, Unanswered
from yishi.procedure.matter import MatterState
from yishi.procedure.people import Role
from yishi.procedure.plan_group import Membership


@pytest.fixture
def matter(session, home, time):
    return accepted(session, matter_in_review(session, home, time), time)


def joined(session, matter, time, name, *roles):
    matter.ask_to_join("我会看图纸", case(session, name, time, *roles))
    place_of(matter, someone(session, name).id).take("confirm", case(session, "林秀兰", time))


def test_acceptance_founds_a_group_of_the_proposer_who_leads(session, matter):
    lin = someone(session, "林秀兰")
    assert matter.state is MatterState.PLANNING
    assert (matter.plan_group_ids, matter.plan_lead_id) == ([lin.id], lin.id)


def test_a_lead_named_at_acceptance_sits_beside_the_proposer(session, home, time):
    it = matter_in_review(session, home, time)
    he = someone(session, "何丽")
    assert (str(he.id), "何丽") in it.lead_choices
    accepted(session, it, time, lead=str(he.id))
    assert set(it.plan_group_ids) == {he.id, someone(session, "林秀兰").id}
    assert it.plan_lead_id == he.id


def test_somebody_from_elsewhere_is_not_named_lead(session, home, time):
    it = matter_in_review(session, home, time)
    with pytest.raises(Unanswered):
        accepted(session, it, time, lead=str(someone(session, "江北人").id))


def test_who_asks_to_join_is_in_the_group_only_after_the_lead_consents(session, matter, time):
    member = matter.ask_to_join("我会看图纸", case(session, "陈国栋", time, Role.COUNCILLOR))
    chen = someone(session, "陈国栋").id
    assert chen not in matter.plan_group_ids
    with pytest.raises(NotYours):
        member.take("confirm", case(session, "何丽", time, Role.COUNCILLOR))
    member.take("confirm", case(session, "林秀兰", time))
    assert chen in matter.plan_group_ids


def test_the_lead_declines_with_a_reason_and_the_person_may_ask_again(session, matter, time):
    member = matter.ask_to_join("", case(session, "孙立", time))
    with pytest.raises(Unanswered):
        member.take("decline", case(session, "林秀兰", time))
    member.take("decline", case(session, "林秀兰", time, reason="已经有七个人了"))
    assert member.state is Membership.OUT
    matter.ask_to_join("再试一次", case(session, "孙立", time))
    assert member.state is Membership.ASKED


def test_nobody_asks_twice(session, matter, time):
    matter.ask_to_join("", case(session, "孙立", time))
    with pytest.raises(Refused):
        matter.ask_to_join("", case(session, "孙立", time))


def test_people_without_a_place_in_the_community_do_not_join(session, matter, time):
    with pytest.raises(NotYours):
        matter.ask_to_join("", case(session, "江北人", time, Role.STREET))


def test_nobody_joins_before_acceptance_or_after_the_freeze(session, home, time):
    for n, state in enumerate((MatterState.REVIEW, MatterState.DEBATING)):
        with pytest.raises(Refused, match="不收人"):
            matter_in_review(session, home, time, state=state, number=f"号-{n}").ask_to_join("", case(session, "孙立", time))


def test_a_member_leaves_and_writes_no_more(session, matter, time):
    joined(session, matter, time, "何丽")
    place_of(matter, someone(session, "何丽").id).take("leave", case(session, "何丽", time))
    assert someone(session, "何丽").id not in matter.plan_group_ids
    with pytest.raises(NotYours):
        matter.keep_draft("A", typed(session), seen(matter), case(session, "何丽", time))


def test_the_lead_does_not_leave_before_somebody_else_leads(session, matter, time):
    joined(session, matter, time, "何丽")
    mine = place_of(matter, someone(session, "林秀兰").id)
    with pytest.raises(Refused, match="先把牵头交给别的成员"):
        mine.take("leave", case(session, "林秀兰", time))
    he = place_of(matter, someone(session, "何丽").id)
    he.take("lead", case(session, "林秀兰", time, reason="我要出差"))
    assert matter.plan_lead_id == someone(session, "何丽").id
    mine.take("leave", case(session, "林秀兰", time))
    assert matter.plan_group_ids == [someone(session, "何丽").id]


def test_staff_name_another_lead_when_the_lead_is_gone(session, matter, time):
    joined(session, matter, time, "何丽")
    he = place_of(matter, someone(session, "何丽").id)
    with pytest.raises(NotYours):
        he.take("lead", case(session, "何丽", time, reason="我来"))
    he.take("lead", case(session, "王主任", time, Role.STAFF, reason="原牵头人搬走了"))
    assert matter.lead.name == "何丽"


def test_the_group_does_not_change_after_the_freeze(session, matter, time, monkeypatch):
    monkeypatch.setattr(type(matter), "open_debate", lambda self, case, given: None, raising=False)
    joined(session, matter, time, "何丽")
    saved(session, matter, time)
    published(session, matter, time)
    time.passes(days=9)
    matter.take("freeze", case(session, "林秀兰", time))
    with pytest.raises(Refused, match="方案已经定稿"):
        place_of(matter, someone(session, "何丽").id).take("leave", case(session, "何丽", time))


def test_every_act_of_the_group_is_on_the_matters_record(session, matter, time):
    joined(session, matter, time, "何丽")
    labels = session.scalars(select(LedgerEntry.label).where(LedgerEntry.matter_id == matter.id).order_by(LedgerEntry.seq)).all()
    assert labels == ["受理", "申请加入方案小组", "同意加入"]
    assert session.scalars(select(PlanMember).filter_by(matter_id=matter.id)).all()[1].subject.startswith("plan_member/")


# -- on the pages --------------------------------------------------------------------------------------------------------


@pytest.fixture
def url(session, matter):
    session.commit()
    return matter.url


def test_a_neighbour_joins_and_the_lead_consents_on_the_page(person, visitor, url):
    sun = person("孙立").opens(f"{url}/plan").sees("方案小组正在写方案", "林秀兰（牵头）")
    sun.opens(f"{url}/plan/group").presses("申请加入", why="我是电工").sees("已申请加入方案小组", "申请加入")
    lin = person("林秀兰").opens(f"{url}/plan").sees("1人等您同意")
    lin.opens(f"{url}/plan/group").sees("孙立", "我是电工")
    lin.opens(str(lin.page.select_one("[aria-labelledby=waiting] .end a")["href"])).presses("同意加入").sees("同意加入：孙立")
    visitor.opens(f"{url}/plan").sees("林秀兰（牵头）、孙立")
    sun.opens(f"{url}/plan").sees("方案小组的工作")


def test_who_asked_is_between_them_and_the_lead(person, visitor, session, matter, time):
    it = matter.ask_to_join("我很闲", case(session, "孙立", time))
    session.commit()
    for other in (visitor, person("赵春梅")):
        assert other.opens(it.url).status == 404
        other.opens(f"{matter.url}/plan/group").does_not_see("孙立", "我很闲")
    person("王主任").opens(it.url).sees("我很闲")


def test_a_visitor_is_asked_to_sign_in_before_joining(visitor, url):
    visitor.opens(f"{url}/plan/group").is_not_offered("申请加入")
    assert visitor.posts(f"{url}/plan/group", why="x").status == 401


def test_the_group_page_of_another_community_is_not_found(person, session, matter, time, url):
    it = matter.ask_to_join("", case(session, "孙立", time))
    session.commit()
    jiang = person("江北人")
    assert jiang.opens(url.replace("/liuyin/", "/wangjiang/") + "/plan/group").status == 404
    assert jiang.posts(it.url.replace("/liuyin/", "/wangjiang/") + "/confirm").status == 404
    assert jiang.posts(f"{url}/plan/group", why="我来").status == 403
    assert it.state is Membership.ASKED


@pytest.mark.parametrize(("why", "says"), [("", "请填写您能帮上什么"), ("长" * 101, "最多100个字")])
def test_what_is_wrong_with_a_request_is_said_at_the_field(person, url, why, says):
    sun = person("孙立").opens(f"{url}/plan/group").presses("申请加入", why=why).sees(says)
    assert sun.status == 422
    assert sun.page.select_one("[name=why]")["value"] == why


def test_a_second_press_of_one_form_is_the_same_press(person, url):
    sun = person("孙立").opens(f"{url}/plan/group")
    page = sun.page
    sun.presses("申请加入", why="我来")
    sun.page = page
    sun.presses("申请加入", why="我来").sees("申请加入")
    assert sun.status == 200


def test_a_step_no_longer_legal_is_refused_in_words(person, session, matter, time):
    it = matter.ask_to_join("", case(session, "孙立", time))
    session.commit()
    lin, sun = person("林秀兰").opens(it.url), person("孙立").opens(it.url)
    sun.presses("收回申请")
    lin.presses("同意加入")
    assert lin.status == 409
    lin.sees("现在是“不在小组”")


def test_the_group_page_asks_little_however_many_wait(person, session, matter, time, queries):
    for name in ("孙立", "钱进", "李小平", "胡军", "许静", "赵春梅"):
        matter.ask_to_join("我来", case(session, name, time))
    session.commit()
    lin = person("林秀兰")
    with queries() as seen_by_lead:
        lin.opens(f"{matter.url}/plan/group")
    assert len(seen_by_lead) <= 10, "\n".join(seen_by_lead)
