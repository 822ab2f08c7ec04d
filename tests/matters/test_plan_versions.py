"""方案版本 · exact to the fen, never changed once saved, comparable, bound by a digest."""

import hashlib
import json

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from tests.matters.planning import TOTAL, TYPED, accepted, matter_in_review, neighbour_unit, published, saved, seen, typed
from tests.matters.proposing import case, someone
from yishi.clock import today
from yishi.ledger.models import LedgerEntry
from yishi.matters.plan_drafts import draft_of, read_draft, typed_of
from yishi.matters.plan_group import place_of
from yishi.matters.planning import latest_versions
from yishi.matters.plans import PlanLine, PlanVersion
from yishi.procedure.amendment import Amendment, AmendmentForm
from yishi.procedure.lifecycle import NotYours, Refused, Unanswered
from yishi.procedure.matter import MatterKind, MatterState
from yishi.procedure.plan import Section


@pytest.fixture
def matter(session, home, time):
    return accepted(session, matter_in_review(session, home, time), time)


MANY_LINES = {"item": [f"第{n}项" for n in range(201)], **{name: ["1"] * 201 for name in ("quantity", "measure", "price")}}


def problems(session, matter, time, **changes):
    return read_draft(matter, typed(session, **changes), today(time.at))[1]


# -- writing -------------------------------------------------------------------------------------------------------------


def test_a_saved_version_adds_up_to_the_fen(session, matter, time):
    version = saved(session, matter, time)
    assert version.total == TOTAL == sum(line.amount for line in version.lines)
    assert [line.amount for line in version.lines] == [3_420_000, 282_888]
    assert (version.variant, version.number, version.unit.name) == ("A", 1, "柳荫物业服务中心")
    assert len(version.paragraphs) == 3


def test_a_draft_keeps_even_what_makes_no_sense(session, matter, time):
    draft = matter.keep_draft(
        "A", typed(session, price=["一万二", ""], due=["明年", ""]), seen(matter), case(session, "林秀兰", time)
    )
    session.flush()
    session.expire(draft)
    assert draft.typed["price"] == ["一万二", ""]
    with pytest.raises(Unanswered) as refused:
        matter.save_draft("A", draft.revision, today(time.at), case(session, "林秀兰", time))
    assert refused.value.problems["price.0"] == "预算明细第1行：单价请填金额，单位元，最多到分，例如 12300.50 或 1.2万"
    assert refused.value.problems["price.1"] == "预算明细第2行：请填写单价"
    assert refused.value.problems["due.0"].startswith("进度安排第1行：哪天完成请填日期")
    assert not session.scalars(select(PlanVersion)).all()


@pytest.mark.parametrize(
    ("changes", "name", "sentence"),
    [
        ({"title": ""}, "title", "请填写方案名称"),
        ({"title": "长" * 61}, "title", "最多60个字"),
        ({"text": " \n\n "}, "text", "请填写方案正文"),
        ({"text": "长" * 20_001}, "text", "最多20000个字"),
        ({"risks": ""}, "risks", "请填写风险与对策"),
        ({"unit": ""}, "unit", "请选择责任单位"),
        ({"unit": "999999"}, "unit", "请从列出的选项里选"),
        ({"unit": "1; DROP TABLE"}, "unit", "请从列出的选项里选"),
        ({"item": [], "quantity": [], "measure": [], "price": []}, "item.0", "至少写一行"),
        ({"price": ["0", "0"]}, "price.0", "不能全是零"),
        ({"quantity": ["0", "1"]}, "quantity.0", "数量要大于0"),
        ({"quantity": ["1.2345", "1"]}, "quantity.0", "最多三位小数"),
        ({"quantity": ["-1", "1"]}, "quantity.0", "数量请填数字"),
        ({"quantity": ["9999999", "1"]}, "quantity.0", "不能大于1,000,000"),
        ({"quantity": ["NaN", "1"]}, "quantity.0", "数量请填数字"),
        ({"price": ["99999999", "1"]}, "price.0", "不能大于¥10,000,000.00"),
        ({"item": ["灯", "灯"]}, "item.1", "第2行和第1行同名"),
        ({"milestone": [], "due": []}, "milestone.0", "至少写一个进度节点"),
        ({"due": ["2020-01-01", "2026-06-01"]}, "due.0", "今天起"),
        ({"due": ["2199-12-31", "2026-06-01"]}, "due.0", "今天起"),
        ({"due": ["9999-12-31", "2026-06-01"]}, "due.0", "请填日期"),
        ({"due": ["2026-02-30", "2026-06-01"]}, "due.0", "请填日期"),
        ({"price": ["50000", "18.55"]}, "price.0", "超过本类上限¥102,828.88"),
        (MANY_LINES, "item.200", "最多200行"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_said_at_its_place(session, matter, time, changes, name, sentence):
    found = problems(session, matter, time, **changes)
    assert sentence in found.get(name, ""), found


def test_a_row_sent_without_its_other_fields_is_a_row_with_fields_missing(session, matter, time):
    assert "quantity.2" in problems(session, matter, time, item=["庭院灯", "电缆", "灯杆"])


def test_a_unit_of_another_community_is_no_choice(session, matter, time):
    assert "unit" in problems(session, matter, time, unit=str(neighbour_unit(session).id))


def test_markup_and_emoji_are_kept_as_text(session, matter, time):
    version = saved(session, matter, time, title="<script>alert(1)</script>灯💡", text="第一段👨‍👩‍👧<b>粗</b>\u202e\x00倒")
    assert version.title == "<script>alert(1)</script>灯💡"
    assert version.paragraphs == ("第一段👨‍👩‍👧<b>粗</b>倒",)
    assert version.sound


def test_an_issue_may_do_without_money(session, home, time):
    it = accepted(session, matter_in_review(session, home, time, kind=MatterKind.ISSUE), time)
    version = saved(session, it, time, item=[], quantity=[], measure=[], price=[])
    assert (version.total, version.lines, it.plan_gaps) == (0, [], [])


def test_the_schedule_is_in_the_order_of_its_days(session, matter, time):
    version = saved(session, matter, time, milestone=["完工", "进场"], due=["2026-06-01", "2026-05-01"])
    assert [it.name for it in version.milestones] == ["进场", "完工"]


# -- versions ------------------------------------------------------------------------------------------------------------


def test_a_version_typed_again_is_the_same_version(session, matter, time):
    version = saved(session, matter, time)
    written, wrong = read_draft(matter, typed_of(version), today(time.at))
    assert not wrong
    assert (written.lines, written.schedule) == (version.content.lines, version.content.schedule)
    with pytest.raises(Refused, match="内容和A方案第1版一样"):
        saved(session, matter, time)


def test_a_saved_version_does_not_change(session, matter, time):
    version = saved(session, matter, time)
    session.flush()
    version.text = "偷偷改掉"
    with pytest.raises(AssertionError, match="a saved plan does not change"):
        session.flush()


def test_a_line_does_not_change_either(session, matter, time):
    version = saved(session, matter, time)
    version.lines[0].unit_price = 1
    with pytest.raises(AssertionError):
        session.flush()


def test_the_database_refuses_a_line_that_does_not_add_up(session, matter, time):
    version = saved(session, matter, time)
    session.add(
        PlanLine(
            community_id=matter.community_id, plan_version_id=version.id, position=9, name="假", quantity=1000, unit="项",
            unit_price=100, amount=101,
        )
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        session.flush()


def test_each_variant_has_its_own_numbers(session, matter, time):
    saved(session, matter, time)
    saved(session, matter, time, "B", title="只换旧灯")
    saved(session, matter, time, title="南门步道加装路灯（改）")
    assert [(it.variant, it.number) for it in latest_versions(matter, unpublished=True)] == [("A", 2), ("B", 1)]


def test_the_rule_set_caps_how_many_variants_there_are(session, matter, time):
    for letter in "ABC":
        saved(session, matter, time, letter, title=f"做法{letter}")
    with pytest.raises(Refused, match="备选方案最多3个"):
        saved(session, matter, time, "D", title="做法四")


@pytest.mark.parametrize("letter", ["C", "b", "", "AA", "甲", "%"])
def test_a_variant_is_the_next_letter_and_nothing_else(session, matter, time, letter):
    saved(session, matter, time)
    with pytest.raises(Refused):
        matter.keep_draft(letter, typed(session), (0, 0), case(session, "林秀兰", time))


def test_no_variant_is_added_after_publication(session, matter, time):
    saved(session, matter, time)
    published(session, matter, time)
    with pytest.raises(Refused, match="公布以前"):
        matter.keep_draft("B", typed(session), (0, 0), case(session, "林秀兰", time))


# -- two people at once --------------------------------------------------------------------------------------------------


@pytest.fixture
def two(session, matter, time):
    matter.ask_to_join("", case(session, "何丽", time))
    place_of(matter, someone(session, "何丽").id).take("confirm", case(session, "林秀兰", time))
    return case(session, "林秀兰", time), case(session, "何丽", time)


def test_who_saves_later_is_told_who_was_there_before(session, matter, two):
    lin, he = two
    opened = seen(matter)
    matter.keep_draft("A", typed(session, title="林的写法"), opened, lin)
    with pytest.raises(Refused, match="林秀兰在您打开以后改过这份草稿"):
        matter.keep_draft("A", typed(session, title="何的写法"), opened, he)
    assert draft_of(matter, "A").typed["title"] == ["林的写法"]
    matter.keep_draft("A", typed(session, title="何的写法"), seen(matter), he)
    assert draft_of(matter, "A").typed["title"] == ["何的写法"]


def test_the_same_writer_is_not_in_their_own_way(session, matter, two):
    lin, _ = two
    opened = seen(matter)
    for words in ("一", "二", "三"):
        matter.keep_draft("A", typed(session, text=words), opened, lin)
    assert draft_of(matter, "A").typed["text"] == ["三"]


def test_a_draft_grown_from_an_older_version_says_so(session, matter, time, two):
    _, he = two
    opened = seen(matter)
    saved(session, matter, time)
    with pytest.raises(Refused, match="已经有人存了第1版"):
        matter.keep_draft("A", typed(session, title="何的写法"), opened, he)


def test_what_is_saved_is_what_was_looked_at(session, matter, time, two):
    lin, he = two
    draft = matter.keep_draft("A", typed(session), seen(matter), lin)
    looked_at = draft.revision
    matter.keep_draft("A", typed(session, title="何的写法"), seen(matter), he)
    with pytest.raises(Refused, match="又改了"):
        matter.save_draft("A", looked_at, today(time.at), lin)


def test_only_the_group_writes(session, matter, time):
    with pytest.raises(NotYours):
        matter.keep_draft("A", typed(session), (0, 0), case(session, "赵春梅", time))


# -- which version counts ------------------------------------------------------------------------------------------------


def test_before_publication_nobody_but_the_group_has_a_plan(session, matter, time):
    version = saved(session, matter, time)
    assert matter.plan is None
    assert version.visible_to(case(session, "林秀兰", time).actor)
    assert not version.visible_to(case(session, "赵春梅", time).actor)


def test_a_version_saved_during_consultation_is_public_at_once(session, matter, time):
    saved(session, matter, time)
    published(session, matter, time)
    later = saved(session, matter, time, title="南门步道加装路灯（按意见改）")
    assert matter.plan is later
    assert later.published_at == time.at


def test_publishing_needs_a_version_and_keeps_to_the_cap(session, matter, time):
    with pytest.raises(Refused, match="方案还没有存成一版"):
        published(session, matter, time)
    saved(session, matter, time)
    matter.estimate = None
    assert published(session, matter, time).state is MatterState.CONSULTING
    assert matter.plan_total == TOTAL


# -- digests and amendments ----------------------------------------------------------------------------------------------


def test_anybody_recomputes_the_digest_from_the_published_text(session, matter, time):
    version = saved(session, matter, time)
    assert hashlib.sha256(version.canonical.encode()).hexdigest() == version.digest
    told = json.loads(version.canonical)
    assert (told["total"], told["matter"], told["version"]) == (TOTAL, "柳荫街-柳荫-2026-0001", 1)
    assert sum(line["amount"] for line in told["lines"]) == told["total"]


def test_the_ledger_names_version_total_and_digest(session, matter, time):
    version = saved(session, matter, time)
    entry = session.scalars(select(LedgerEntry).filter_by(step="save_plan")).one()
    assert entry.given == {"variant": "A", "number": 1, "total": TOTAL, "digest": version.digest}


def test_a_renamed_unit_does_not_change_what_was_decided(session, matter, time):
    version = saved(session, matter, time)
    version.unit.name = "柳荫物业（新）"
    session.flush()
    assert version.sound
    assert version.content.unit == "柳荫物业服务中心"


def test_an_amendment_that_carried_makes_a_new_frozen_version(session, matter, time, monkeypatch):
    monkeypatch.setattr(type(matter), "open_debate", lambda self, case, given: None, raising=False)
    saved(session, matter, time)
    published(session, matter, time)
    time.passes(days=9)
    matter.take("freeze", case(session, "林秀兰", time))
    before = matter.plan
    time.passes(days=3)
    after = before.amended(Amendment(AmendmentForm.REWRITE, 2, "每晚六点到十点亮。"), case(session, "周敏", time), "修正案一")
    assert matter.plan is after
    assert (after.number, after.frozen_at, after.reason) == (2, time.at, "修正案一")
    assert after.paragraphs == (before.paragraphs[0], "每晚六点到十点亮。", before.paragraphs[2])
    assert after.lines[0].amount == before.lines[0].amount
    assert after.digest != before.digest
    assert (after.sound, before.sound) == (True, True)
    struck = after.amended(Amendment(AmendmentForm.STRIKE, 1), case(session, "周敏", time), "修正案二")
    assert struck.paragraphs == after.paragraphs[1:]
    assert matter.plan is struck


# -- on the pages --------------------------------------------------------------------------------------------------------


@pytest.fixture
def url(session, matter):
    session.commit()
    return matter.url


def test_a_plan_is_written_looked_at_and_saved(person, visitor, url, matter, session):
    lin = person("林秀兰").opens(f"{url}/plan").sees("还没有动笔")
    lin.opens(f"{url}/plan/edit").sees("写A方案", "本类上限¥500,000.00")
    unit = lin.page.select_one("[name=unit]")["value"]
    lin.presses("存草稿，看样子", **TYPED, unit=unit).sees("草稿已存", "庭院灯", "12 盏", "¥2,850.00", "¥34,200.00", "¥37,028.88")
    visitor.opens(f"{url}/plan").does_not_see("庭院灯")
    lin.presses("存为第1版").sees("已存为A方案第1版，公布以前只有方案小组看得到")
    visitor.opens(f"{url}/plan").does_not_see("庭院灯")
    lin.presses("公布方案草案")
    visitor.opens(f"{url}/plan").sees("南门步道加装路灯", "庭院灯", "¥37,028.88", "由物业日常维护")
    session.expire_all()
    assert matter.plan.total == TOTAL


def test_what_is_missing_comes_back_beside_its_field_with_everything_typed(person, url):
    lin = person("林秀兰").opens(f"{url}/plan/edit")
    lin.presses("存草稿，看样子", title="装灯", price=["一万二"], item=["庭院灯"], quantity=["12"], measure=["盏"])
    lin.sees("预算明细第1行：单价请填金额", "请填写方案正文", "请至少写一个进度节点", "请选择责任单位")
    links = [a["href"] for a in lin.page.select(".error-summary a")]
    assert "#f-price.0" in links and "#f-text" in links and "#f-milestone.0" in links
    ids = {tag["id"] for tag in lin.page.find_all(id=True)}
    assert {link[1:] for link in links} <= ids
    assert lin.page.select_one("[id='f-price.0']")["value"] == "一万二"
    assert lin.page.select_one("[id='f-title']")["value"] == "装灯"


def test_a_new_draft_is_not_scolded_before_it_is_looked_at(person, url):
    lin = person("林秀兰").opens(f"{url}/plan/edit").presses("存草稿，以后再写", title="装灯").sees("草稿已存，只有方案小组看得到")
    lin.opens(f"{url}/plan/edit?variant=A").does_not_see("请填写方案正文")
    assert lin.page.select_one(".error-summary") is None


def test_more_rows_come_without_javascript(person, url):
    lin = person("林秀兰").opens(f"{url}/plan/edit")
    blank = len(lin.page.select("[name=item]"))
    assert blank >= 3
    lin.presses("加几行空行", item=[f"第{n}项" for n in range(blank)])
    items = [field.get("value", "") for field in lin.page.select("[name=item]")]
    assert items[:blank] == [f"第{n}项" for n in range(blank)]
    assert items[blank:] == [""] * 3


def test_rows_left_blank_between_others_are_not_kept(person, url):
    lin = person("林秀兰").opens(f"{url}/plan/edit")
    lin.presses("加几行空行", item=["灯", "", "线"], quantity=["1", "", "2"], measure=["", "", ""], price=["", "", ""])
    assert [field.get("value", "") for field in lin.page.select("[name=item]")][:2] == ["灯", "线"]


def test_a_draft_kept_by_itself_says_nothing_on_the_next_page(person, url):
    lin = person("林秀兰").opens(f"{url}/plan/edit")
    sent = {"_csrf": lin.token, "variant": "A", "title": "自动存的"}
    lin.ask("POST", f"{url}/plan/draft", data=sent, headers={"x-autosave": "yes"}, follow_redirects=False)
    lin.opens(f"{url}/plan/edit?variant=A").does_not_see("草稿已存")
    assert lin.page.select_one("[name=title]")["value"] == "自动存的"


def test_two_members_at_once_lose_nothing(person, url, session, matter, two):
    session.commit()
    lin, he = person("林秀兰").opens(f"{url}/plan/edit"), person("何丽").opens(f"{url}/plan/edit")
    lin.presses("存草稿，以后再写", title="林的写法")
    he.presses("存草稿，以后再写", title="何的写法").sees("林秀兰在您打开以后改过这份草稿")
    assert he.status == 409
    assert he.page.select_one("[name=title]")["value"] == "何的写法"
    he.presses("存草稿，以后再写").sees("草稿已存")
    lin.opens(f"{url}/plan/edit?variant=A")
    assert lin.page.select_one("[name=title]")["value"] == "何的写法"


def test_a_member_put_out_while_writing_has_their_words_back_and_nobody_elses(person, url, session, matter, two, time):
    session.commit()
    he = person("何丽").opens(f"{url}/plan/edit")
    matter.keep_draft("A", typed(session, text="林的机密"), seen(matter), two[0])
    place_of(matter, someone(session, "何丽").id).take("remove", case(session, "林秀兰", time, reason="长期不来"))
    session.commit()
    he.presses("存草稿，看样子", title="何的写法", text="").sees("方案由方案小组的成员来写").does_not_see("林的机密")
    assert he.status == 403
    assert he.page.select_one("[name=title]")["value"] == "何的写法"


def test_what_was_looked_at_by_one_and_changed_by_another_is_looked_at_again(person, url, session, matter, two, time):
    matter.keep_draft("A", typed(session), (0, 0), two[0])
    session.commit()
    lin = person("林秀兰").opens(f"{url}/plan/draft?variant=A")
    person("何丽").opens(f"{url}/plan/edit?variant=A").presses("存草稿，看样子", title="何的写法")
    lin.presses("存为第1版").sees("草稿在您看过以后又改了", "何的写法")
    assert lin.status == 409


def test_strangers_to_the_group_do_not_see_drafts_or_unpublished_versions(person, visitor, session, matter, time):
    version = saved(session, matter, time)
    session.commit()
    for path in (f"{matter.url}/plan/edit", f"{matter.url}/plan/draft?variant=A"):
        assert person("赵春梅").opens(path).status == 403
        assert visitor.opens(path).status == 401
    for path in (version.url, f"{version.url}/text", f"{matter.url}/plan/variants", f"{matter.url}/plan/compare?new={version.id}"):
        assert visitor.opens(path).status == 404
        assert person("赵春梅").opens(path).status == 404
    assert person("林秀兰").opens(version.url).status == 200


def test_another_community_finds_no_plan(person, session, matter, time):
    version = saved(session, matter, time)
    published(session, matter, time)
    elsewhere = matter_in_review(session, matter.community, time, number="号-2")
    session.commit()
    jiang = person("江北人")
    for path in (f"{matter.url}/plan", version.url, f"{version.url}/text"):
        assert jiang.opens(path.replace("/liuyin/", "/wangjiang/")).status == 404
    assert jiang.opens(version.url.replace(f"/matters/{matter.id}/", f"/matters/{elsewhere.id}/")).status == 404


def test_the_downloaded_text_has_the_digest_that_the_page_shows(visitor, session, matter, time):
    version = saved(session, matter, time, title="灯💡<b>")
    published(session, matter, time)
    session.commit()
    visitor.opens(version.url).sees(version.digest, "怎样自己核对", "certutil")
    visitor.opens(f"{version.url}/text")
    assert hashlib.sha256(visitor.response.content).hexdigest() == version.digest
    assert visitor.response.headers["content-disposition"].startswith("attachment")
    assert json.loads(visitor.response.content)["title"] == "灯💡<b>"


def test_a_tampered_plan_is_shown_as_tampered(visitor, session, matter, time, database):
    saved(session, matter, time)
    published(session, matter, time)
    session.commit()
    visitor.opens(f"{matter.url}/plan").does_not_see("对不上")
    with database.writing() as other:
        other.execute(text("UPDATE plan_lines SET name = '偷梁换柱' WHERE position = 1"))
    visitor.opens(f"{matter.url}/plan").sees("这一版的内容和存下时的指纹对不上")


def test_the_difference_is_told_in_words_and_amounts(visitor, session, matter, time):
    one = saved(session, matter, time)
    two = saved(
        session, matter, time, text=TYPED["text"][0].replace("十一点", "十点") + "\n灯杆避开窗户。", item=["庭院灯", "草坪灯"],
        quantity=["10", "4"], measure=["盏", "盏"], price=["2850", "420"],
    )  # fmt: skip
    published(session, matter, time)
    session.commit()
    visitor.opens(f"{matter.url}/plan/compare?old={one.id}&new={two.id}")
    visitor.sees("第2段·修改", "第4段·新增", "第1段没有改动", "草坪灯", "+¥1,680.00", "-¥2,828.88", "减少¥6,848.88", "2步没有改动")
    assert "一" in [tag.get_text() for tag in visitor.page.find_all("del")]
    assert "灯杆避开窗户。" in [tag.get_text() for tag in visitor.page.find_all("ins")]
    visitor.opens(f"{matter.url}/plan/compare").sees("A方案第1版 → A方案第2版")
    visitor.opens(f"{matter.url}/plan/compare?old={two.id}&new={two.id}").sees("两版内容一样")
    assert visitor.opens(f"{matter.url}/plan/compare?old=999999&new={two.id}").status == 404
    assert visitor.opens(f"{matter.url}/plan/compare?old=x'&new=-1").status == 200


def test_variants_stand_side_by_side(visitor, session, matter, time):
    for letter, title in (("A", "加装路灯"), ("B", "只换旧灯"), ("C", "太阳能灯")):
        saved(session, matter, time, letter, title=title)
    published(session, matter, time)
    session.commit()
    visitor.opens(f"{matter.url}/plan").sees("一共有3个备选方案")
    visitor.opens(f"{matter.url}/plan/variants").sees("加装路灯", "只换旧灯", "太阳能灯").is_not_offered("选定并公布理由")


def test_a_new_variant_may_start_from_another(person, session, matter, time):
    saved(session, matter, time)
    session.commit()
    lin = person("林秀兰").opens(f"{matter.url}/plan/edit?variant=B").sees("可以从别的方案开始改")
    lin.opens(f"{matter.url}/plan/edit?variant=B&from=A").sees("从A方案第1版开始改")
    assert lin.page.select_one("[name=item]")["value"] == "庭院灯"
    assert lin.opens(f"{matter.url}/plan/edit?variant=D").status == 404


def test_markup_in_a_plan_is_shown_as_typed(visitor, session, matter, time):
    saved(session, matter, time, title="<script>alert(1)</script>", text="<img src=x onerror=alert(1)>", risks="<b>粗</b>",
          item=["<i>灯</i>"],
          quantity=["1"], measure=["<u>"], price=["1"], milestone=["</td>"], due=["2026-05-01"])  # fmt: skip
    published(session, matter, time)
    session.commit()
    visitor.opens(f"{matter.url}/plan").sees("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<i>灯</i>", "</td>")
    assert not visitor.page.select("main script, main img[src=x]")


def test_ten_megabytes_are_refused_and_a_megabyte_of_rows_too(person, url):
    lin = person("林秀兰")
    assert lin.posts(f"{url}/plan/draft", variant="A", text="长" * 3_500_000).status == 413
    assert lin.posts(f"{url}/plan/draft", variant="A", item=["x"] * 3000).status == 400


def test_the_plan_page_asks_little_however_many_versions_and_comments(visitor, session, matter, time, queries):
    for n in range(8):
        saved(session, matter, time, title=f"写法{n}")
    published(session, matter, time)
    for name in ("孙立", "钱进", "李小平", "胡军", "许静", "赵春梅"):
        for section in Section:
            matter.comment_on(matter.plan, section, "意见", case(session, name, time))
    session.commit()
    with queries() as seen_by_all:
        visitor.opens(f"{matter.url}/plan")
    assert len(seen_by_all) <= 15, "\n".join(seen_by_all)
    visitor.opens(f"{matter.url}/plan/versions").sees("A方案第8版", "A方案第1版")


def test_a_form_filled_before_the_sign_in_ran_out_comes_back_after_it(person, visitor, session, matter, time):
    saved(session, matter, time)
    saved(session, matter, time, "B", title="只换旧灯")
    session.commit()
    lin = person("林秀兰").opens(f"{matter.url}/plan/edit?variant=B")
    form = lin.page.select_one("form[data-autosave]")
    visitor.sends(form, None, title="写了半天")
    assert visitor.status == 401
    assert "写了半天" in visitor.text


def test_a_draft_thrown_away_leaves_the_saved_versions(person, session, matter, time):
    saved(session, matter, time)
    matter.keep_draft("A", typed(session, title="不要了"), seen(matter), case(session, "林秀兰", time))
    session.commit()
    person("林秀兰").opens(f"{matter.url}/plan/edit?variant=A").presses("删去草稿").sees("草稿已删去").does_not_see("不要了")
    assert [it.number for it in latest_versions(matter, unpublished=True)] == [1]
