"""起草 · a proposal is written in one's own time, is nobody else's business, and loses nothing that was typed."""

import pytest
from sqlalchemy import func, select

from tests.matters.proposing import WORDS, draft, in_review, staff, submitted
from tests.web.files import huge_png, picture
from yishi.communities.attachments import Attachment
from yishi.ledger.models import LedgerEntry
from yishi.matters.drafting import MOST_DRAFTS
from yishi.matters.models import Matter

NEW = "/c/liuyin/matters/new"


@pytest.fixture
def mine(session, home, time):
    it = draft(session, home, time)
    session.commit()
    return it.url


def stored(database, matter_id=1):
    with database.reading() as session:
        return session.get(Matter, matter_id)


def begun(person, **words):
    return person("林秀兰").opens(NEW).presses("下一步：写清楚", **{"title": WORDS["title"], "kind": "micro_project"} | words)


def test_a_resident_begins_with_one_line(person):
    lin = begun(person)
    assert lin.url.endswith("/matters/1/draft")
    lin.sees("草稿，只有您自己看得到", "更换3栋楼道灯")


@pytest.mark.parametrize(("words", "says"), [
    ({"title": ""}, "请填写要办的事"), ({"title": "灯" * 41}, "最多40个字，现在有41个字"), ({"kind": ""}, "请选择种类"),
    ({"kind": "festival"}, "请从列出的选项里选"),
], ids=["no title", "too long", "no kind", "no such kind"])  # fmt: skip
def test_the_first_line_is_asked_again_with_what_was_typed(person, words, says):
    lin = begun(person, **words).sees(says)
    assert lin.status == 422 and lin.page.select_one("[name=title]")["value"] == words.get("title", WORDS["title"])


def test_who_does_not_live_here_does_not_propose(person, visitor):
    assert visitor.opens(NEW).status == 401
    assert person("王主任").opens(NEW).status == 403
    assert person("江北人").opens(NEW).status == 403


def test_a_draft_is_known_to_its_proposer_only(person, visitor, mine):
    assert person("林秀兰").opens(mine).url.endswith("/draft")
    for page in (mine, f"{mine}/draft", f"{mine}/preview", f"{mine}/record", f"{mine}/draft/remove"):
        for other in ("赵春梅", "王主任", "管理员"):
            assert person(other).opens(page).status == 404, page
    assert person("赵春梅").posts(f"{mine}/draft", title="我的").status == 404
    assert person("赵春梅").posts(f"{mine}/copy").status == 404
    assert person("林秀兰").opens(mine.replace("/liuyin/", "/wangjiang/") + "/draft").status == 404
    visitor.opens("/c/liuyin/matters?over=1").does_not_see("更换3栋楼道灯")
    visitor.opens("/c/liuyin/search?q=楼道灯").does_not_see("更换3栋楼道灯")
    visitor.opens("/c/liuyin/ledger").does_not_see("更换3栋楼道灯")


def test_a_half_written_draft_is_kept(person, mine, database):
    lin = person("林秀兰").opens(f"{mine}/draft").presses("存为草稿", place="", need="先写一半")
    lin.sees("草稿已经保存", "先写一半")
    assert (stored(database).place, stored(database).need, stored(database).estimate) == ("", "先写一半", 540_000)


def test_what_can_be_read_is_kept_and_the_rest_is_asked_again(person, mine, database):
    lin = person("林秀兰").opens(f"{mine}/draft")
    lin.presses("存为草稿", place="南门", estimate="五千多", files=[("photos", ("a.jpg", picture(), "image/jpeg"))])
    lin.sees("有1处要改", "估算费用请填金额")
    assert lin.status == 422 and lin.page.select_one("[name=estimate]")["value"] == "五千多"
    assert (stored(database).place, stored(database).estimate) == ("南门", 540_000)
    assert len(lin.page.select("[name=drop]")) == 1


def test_typing_is_saved_by_itself(person, mine, database):
    lin = person("林秀兰")
    lin.opens(f"{mine}/draft").posts(f"{mine}/draft/autosave", title="更换楼道灯", estimate="八百", place="2栋")
    assert lin.status == 200 and "estimate" in lin.response.json()["problems"]
    assert (stored(database).title, stored(database).place, stored(database).estimate) == ("更换楼道灯", "2栋", 540_000)


def test_the_typing_of_another_is_not(person, mine, database):
    assert person("赵春梅").posts(f"{mine}/draft/autosave", title="改掉").status == 404
    assert stored(database).title == "更换3栋楼道灯"


def test_what_was_not_sent_is_left_as_it_was(person, mine, database):
    person("林秀兰").posts(f"{mine}/draft", title="只改名称", act="keep")
    it = stored(database)
    assert (it.title, it.place, it.project_class, it.households) == ("只改名称", "3栋楼道", "works", 96)


def test_going_on_tells_what_is_missing_beside_the_fields(person, mine):
    lin = person("林秀兰").opens(f"{mine}/draft")
    lin.presses("下一步：核对", place="", need="", title="关于楼道灯的建议", estimate="1000001")
    lin.sees("有4处要改", "请填写地点", "请填写为什么要办，办成什么样", "名称要写出要做的事", "超过工程类上限¥1,000,000.00")
    assert lin.status == 200 and lin.page.select_one("[name=place]")["aria-invalid"] == "true"


def test_an_issue_needs_no_money(person, mine):
    lin = person("林秀兰").opens(f"{mine}/draft")
    lin.presses("下一步：核对", kind="issue", project_class=(), estimate="").sees("核对一遍")


def test_photographs_are_added_and_taken_away(person, mine, database, app):
    lin = person("林秀兰").opens(f"{mine}/draft")
    lin.presses("存为草稿", files=[("photos", (f"{n}.jpg", picture(size=(300 + n, 200)), "image/jpeg")) for n in range(3)])
    keys = [box["value"] for box in lin.page.select("[name=drop]")]
    assert len(keys) == 3
    lin.presses("存为草稿", drop=keys[1])
    assert [box["value"] for box in lin.page.select("[name=drop]")] == [keys[0], keys[2]]
    assert lin.opens(f"/c/liuyin/files/{keys[1]}").status == 404


def test_more_than_six_photographs_are_not_kept(person, mine):
    lin = person("林秀兰").opens(f"{mine}/draft")
    lin.presses("存为草稿", files=[("photos", (f"{n}.jpg", picture(size=(300 + n, 200)), "image/jpeg")) for n in range(7)])
    lin.sees("最多6个，“6.jpg”没有收下")
    assert len(lin.page.select("[name=drop]")) == 6


@pytest.mark.filterwarnings("ignore:Image size")
def test_a_bad_photograph_costs_neither_the_good_one_nor_the_words(person, mine, database):
    lin = person("林秀兰").opens(f"{mine}/draft")
    files = [("photos", ("好.jpg", picture(), "image/jpeg")), ("photos", ("坏.png", huge_png(10_000, 10_000), "image/png"))]
    lin.presses("存为草稿", place="2栋", files=files).sees("“坏.png”画面太大")
    assert stored(database).place == "2栋" and len(lin.page.select("[name=drop]")) == 1


def test_the_same_photograph_twice_is_there_once(person, mine):
    lin = person("林秀兰").opens(f"{mine}/draft")
    for _ in range(2):
        lin.presses("存为草稿", files=[("photos", ("a.jpg", picture(), "image/jpeg"))])
    assert len(lin.page.select("[name=drop]")) == 1


def test_a_draft_thrown_away_is_gone_with_its_photographs(person, mine, database, app):
    lin = person("林秀兰").opens(f"{mine}/draft").presses("存为草稿", files=[("photos", ("a.jpg", picture(), "image/jpeg"))])
    lin.opens(f"{mine}/draft/remove").sees("找不回来").presses("删去草稿").sees("草稿已经删去", "您没有草稿")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Matter)) == 0
        assert session.scalar(select(func.count()).select_from(Attachment)) == 0
        assert session.scalar(select(func.count()).select_from(LedgerEntry)) == 0


def test_a_numbered_matter_is_not_thrown_away(person, session, home, time):
    it = in_review(session, home, time)
    it.take("return", staff(session, time, reason="写清楚型号"))
    session.commit()
    lin = person("林秀兰").posts(f"{it.url}/draft/remove").sees("不能删去")
    assert lin.status == 409


def test_a_submitted_matter_is_not_edited(person, session, home, time):
    it = submitted(session, home, time)
    session.commit()
    lin = person("林秀兰")
    assert lin.opens(f"{it.url}/draft").url.endswith(it.url)
    assert lin.posts(f"{it.url}/draft", title="另一件").status == 409
    assert lin.posts(f"{it.url}/draft/autosave", title="另一件").status == 409
    assert person("赵春梅").posts(f"{it.url}/draft", title="另一件").status == 403


def test_the_list_of_drafts_is_ones_own(person, session, home, time, mine):
    draft(session, home, time, by="赵春梅", title="种一排树")
    session.commit()
    person("林秀兰").opens("/c/liuyin/matters/drafts").sees("更换3栋楼道灯").does_not_see("种一排树")
    person("林秀兰").opens(NEW).sees("接着写", "更换3栋楼道灯")


def test_nobody_piles_up_drafts_without_end(person, session, home, time):
    for _ in range(MOST_DRAFTS):
        draft(session, home, time)
    session.commit()
    assert begun(person).sees("请先提交或者删去一些").status == 409


def test_markup_is_shown_as_typed(person, mine):
    text = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    lin = person("林秀兰").opens(f"{mine}/draft")
    lin.presses("下一步：核对", title="<b>换灯</b>", need=text, place="😀3栋", beneficiaries="A&B")
    lin.sees("<b>换灯</b>", text, "😀3栋", "A&B")
    assert "<script>alert" not in lin.text


def test_ten_megabytes_of_text_are_refused(person, mine, database):
    lin = person("林秀兰").opens(f"{mine}/draft")
    assert lin.presses("存为草稿", need="长" * 3_500_000).status == 413
    files = [("photos", ("a.jpg", picture(), "image/jpeg"))]
    assert person("林秀兰").opens(f"{mine}/draft").presses("存为草稿", files, need="长" * 3_500_000).status == 413
    assert stored(database).need == WORDS["need"]


def test_too_long_a_text_comes_back_whole(person, mine):
    lin = person("林秀兰").opens(f"{mine}/draft").presses("存为草稿", need="长" * 2001)
    lin.sees("最多2000个字，现在有2001个字")
    assert "长" * 2001 in lin.page.select_one("[name=need]").get_text()


def test_a_form_left_open_over_night_keeps_what_was_typed(person, mine, time):
    lin = person("林秀兰").opens(f"{mine}/draft")
    time.passes(days=1000)
    lin.presses("存为草稿", need="写了一夜")
    assert lin.status == 401 and "写了一夜" in lin.text


def test_taking_up_a_stopped_matter_copies_words_and_photographs(person, session, home, time):
    it = draft(session, home, time)
    session.commit()
    lin = person("林秀兰").opens(f"{it.url}/draft").presses("存为草稿", files=[("photos", ("a.jpg", picture(), "image/jpeg"))])
    lin.opens(f"{it.url}/preview").presses("提交", known="yes").presses("撤回提案", reason="想再想想")
    zhao = person("赵春梅").opens(it.url).presses("照这一件重新提出")
    zhao.sees("已复制成您的新草稿", "更换3栋楼道灯", "由 柳荫街-柳荫-2026-0001")
    photo = zhao.page.select_one("[name=drop]")["value"]
    assert lin.opens(f"/c/liuyin/files/{photo}").status == 404
    assert zhao.opens(f"/c/liuyin/files/{photo}").status == 200
    zhao.opens("/c/liuyin/matters/2/preview").presses("提交", known="yes").sees("由 柳荫街-柳荫-2026-0001 更换3栋楼道灯 重新提出")
    lin.opens(it.url).sees("柳荫街-柳荫-2026-0002 更换3栋楼道灯 重新提出了这件事")


def test_a_running_matter_is_not_taken_up(person, session, home, time):
    it = submitted(session, home, time)
    session.commit()
    zhao = person("赵春梅").opens(it.url).is_not_offered("照这一件重新提出")
    assert zhao.posts(f"{it.url}/copy").sees("不用重新提出").status == 409


def test_the_pages_ask_the_database_little(person, mine, queries):
    lin = person("林秀兰")
    for page, most in ((NEW, 8), (f"{mine}/draft", 10), (f"{mine}/preview", 10), ("/c/liuyin/matters/drafts", 8)):
        with queries() as seen:
            lin.opens(page)
        assert len(seen) <= most, (page, len(seen), seen)
