"""您现在可以 · the box of a matter: the acts of each kind of person, where they lead, what a locked one lacks."""

import pytest
from sqlalchemy import select

from tests.matters.planning import accepted, matter_in_review, published, saved
from tests.matters.proposing import NEIGHBOURS, case, in_review, submitted
from yishi.matters.merging import Merge
from yishi.procedure.people import Role


def boxed(somebody) -> dict[str, str]:
    """label → address of the links in the box."""
    return {it.get_text(strip=True): it["href"] for it in somebody.page.select(".now-box a.button")}


def primary(somebody) -> str:
    found = somebody.page.select(".now-box [data-kind=primary]:not(form *)") or somebody.page.select(
        ".now-box > .yours > .steps [data-kind=primary]"
    )
    return found[0].get_text(strip=True)


def test_after_proposing_the_big_thing_is_to_ask_neighbours(session, home, time, person):
    it = submitted(session, home, time)
    session.commit()
    lin = person("林秀兰").opens(it).sees("请邻居附议", "还差5人").is_not_offered("附议")
    assert primary(lin) == "请邻居附议"
    quiet = next(tag for tag in lin.page.select("summary") if "撤回提案" in tag.get_text())
    assert quiet["data-kind"] == "quiet"
    lin.opens(boxed(lin)["请邻居附议"]).sees("怎样请邻居附议", "请您附议", it.number)
    assert lin.page.select_one(f"input[value$='{it.url}']") and lin.page.select_one(".door svg")


def test_a_sheet_without_an_address_of_ours_says_so(session, home, time, person, setting):
    it = submitted(session, home, time)
    session.commit()
    setting(demo=False)
    lin = person("林秀兰").opens(f"{it.url}/invite").sees("本站还没有配置正式网址", it.number)
    assert lin.page.select_one(".door svg") is None


def test_once_seconded_the_sheet_leads_back_to_the_matter(session, home, time, person):
    it = in_review(session, home, time)
    session.commit()
    assert person("林秀兰").opens(f"{it.url}/invite").url.endswith(it.url)


def test_a_visitor_is_shown_the_way_in_which_comes_back(session, home, time, visitor):
    it = submitted(session, home, time)
    session.commit()
    visitor.opens(it).sees("登录以后，能办的事、轮到您办的事会出现在这里")
    assert boxed(visitor)["登录"] == f"/sign-in?next={it.url}"


def test_somebody_from_elsewhere_reads_who_takes_part(session, home, time, person):
    it = submitted(session, home, time)
    session.commit()
    stranger = person("江北人").opens(it).sees("由登记在本社区的居民和在任的人参与")
    assert boxed(stranger) == {}
    stranger.opens("/c/liuyin/matters").sees("提出事项的，是登记在本社区的居民和议事员")
    assert not stranger.page.select("main a[href$='/matters/new']")


def test_a_resident_comments_from_the_box(session, home, time, person):
    it = accepted(session, matter_in_review(session, home, time), time)
    saved(session, it, time)
    published(session, it, time)
    session.commit()
    zhao = person("赵春梅").opens(it)
    assert primary(zhao) == "提意见"
    zhao.opens(boxed(zhao)["提意见"]).presses("提交意见", section="text", text="再多两盏。").sees("意见已提交")
    lin = person("林秀兰").opens(it).sees("还有1条没有答复")
    assert primary(lin) == "答复意见"
    lin.sees("征询期到", "才满")
    lin.opens("/c/liuyin/todo").sees("答复意见")


def test_when_the_consultation_is_over_the_lead_is_named_and_nobody_else(session, home, time, visitor):
    it = accepted(session, matter_in_review(session, home, time), time)
    saved(session, it, time)
    published(session, it, time)
    session.commit()
    visitor.opens(it).sees("公开征询意见", "任何人都可以提意见")
    time.at = it.due_at
    time.passes(days=2)
    visitor.opens(it).sees("征询期满，等方案定稿", "方案小组牵头人林秀兰").does_not_see("任何人都可以提意见", "已逾期")


def test_the_group_writes_from_the_box(session, home, time, person):
    it = accepted(session, matter_in_review(session, home, time), time)
    session.commit()
    lin = person("林秀兰").opens(it)
    assert primary(lin) == "写方案" and boxed(lin)["写方案"] == f"{it.url}/plan#work"
    lin.opens(f"{it.url}/plan")
    assert lin.page.select_one("#work")
    assert boxed(person("赵春梅").opens(it))["参加方案小组"] == f"{it.url}/plan/group"


@pytest.fixture
def merging(session, home, time):
    """更换3栋楼道灯 and another one by 赵春梅; 王主任 proposes to put the one into the other."""
    mine = in_review(session, home, time)
    other = submitted(session, home, time, by="许静", title="换3栋的灯")
    for name in NEIGHBOURS:
        other.take("second", case(session, name, time))
    mine.take("propose_merge", case(session, "王主任", time, Role.STAFF, into=other.number, reason="同一件事。"))
    session.commit()
    return mine


def test_while_a_merge_waits_for_its_proposers_staff_owe_nothing(session, person, merging):
    staff = (
        person("王主任")
        .opens(merging)
        .sees("等提出人答复合并提议", "林秀兰", "受理、退回补正、不予受理", "答复合并提议，或者先收回合并提议")
    )
    staff.does_not_see("合并提议要先有结果")
    assert merging.title not in staff.opens("/c/liuyin/todo").words
    address = session.scalars(select(Merge)).one().url
    session.commit()
    for name in ("林秀兰", "许静"):
        proposer = person(name).opens(merging)
        assert boxed(proposer)["答复合并提议"] == address
        proposer.opens("/c/liuyin/todo").sees("答复合并提议")
        assert proposer.page.select_one(f"a.button[href='{address}']")
        proposer.opens(address).presses("同意合并")
        proposer.opens("/c/liuyin/todo").does_not_see("答复合并提议")
    person("王主任").opens("/c/liuyin/todo").sees("办理合并", merging.title)


def test_staff_who_seconded_owe_no_review(session, home, time, person):
    it = submitted(session, home, time)
    for name in (*NEIGHBOURS[:4], "王主任"):
        it.take("second", case(session, name, time))
    session.commit()
    person("王主任").opens("/c/liuyin/todo").does_not_see("受理审查")
