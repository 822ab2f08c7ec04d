"""会上修正方案 · what the assembly carries about a paragraph is written into the plan when the sitting is over, as it is online."""

import pytest
from sqlalchemy import select

from tests.debates.conftest import TEXT
from tests.sittings.conftest import HALL, Do
from yishi.ledger.models import LedgerEntry
from yishi.matters.plans import PlanVersion
from yishi.polls.models import Poll
from yishi.procedure.amendment import AmendmentForm
from yishi.procedure.lifecycle import Refused
from yishi.procedure.matter import MatterState
from yishi.procedure.sitting import Outcome
from yishi.sittings import floor as hall
from yishi.sittings.chain import broken

FIRST, SECOND, THIRD = TEXT.splitlines()
LATER = "每晚六点到十点亮，之后关灯。"
PURPOSE = "为方便夜间出行。"
INSERT, STRIKE, REWRITE = AmendmentForm.INSERT, AmendmentForm.STRIKE, AmendmentForm.REWRITE
WRITE = f"{HALL}/say/amend"


@pytest.fixture
def called(opened, does):
    """The plan is before the assembly."""
    does("周敏", Do.CALL_ITEM, item=0)
    return opened


@pytest.fixture
def amends(does, decides):
    """`amends(REWRITE, 2, LATER)`: moved by 陈国栋, seconded, stated, voted on."""

    def change(form, paragraph, text="", ayes=7, noes=1):
        does("陈国栋", Do.AMEND, form=form, paragraph=paragraph, text=text)
        does("何丽", Do.SECOND)
        does("周敏", Do.STATE)
        return decides(ayes=ayes, noes=noes)

    return change


@pytest.fixture
def plan(session, called):
    """The plan everybody goes by now."""

    def now():
        session.expire_all()
        return called.items[0].matter.plan

    return now


def person_id(sitting, name):
    return next(it.person_id for it in sitting.roll if it.name == name)


def test_what_carried_is_written_into_the_plan_when_the_sitting_is_over(session, called, does, decides, amends, plan):
    was = plan().digest
    assert amends(REWRITE, 2, LATER).pending.paragraphs == (FIRST, LATER, THIRD)
    assert plan().digest == was
    decides(ayes=7, noes=2)
    does("周敏", Do.ADJOURN)
    assert plan().paragraphs == (FIRST, LATER, THIRD)
    assert (plan().sound, plan().frozen_at, plan().whence) == (True, called.adjourned_at, f"{called.name}修正案一")
    poll, item = session.scalars(select(Poll)).one(), called.items[0]
    assert poll.digest == plan().digest != was
    assert poll.question == item.resolution
    assert item.resolution.endswith("（会上已修正：改写第2段。修正后是A方案第2版）")
    entry = session.scalars(select(LedgerEntry).filter_by(step="amend_plan")).one()
    assert (entry.given["digest"], entry.given["reason"]) == (plan().digest, f"{called.name}修正案一")
    assert not broken(session, called)


def test_amendments_count_one_after_the_other(session, called, does, decides, amends, plan):
    """What is added first moves the numbers of what comes after."""
    amends(INSERT, 0, PURPOSE)
    with pytest.raises(Refused, match="改写后的文字和原文一样"):
        does("陈国栋", Do.AMEND, form=REWRITE, paragraph=3, text=SECOND)
    amends(REWRITE, 3, LATER)
    amends(STRIKE, 4)
    decides(ayes=7, noes=2)
    does("周敏", Do.ADJOURN)
    assert plan().paragraphs == (PURPOSE, FIRST, LATER)
    versions = session.scalars(select(PlanVersion).order_by(PlanVersion.number)).all()
    assert [it.whence for it in versions[1:]] == [f"{called.name}修正案{n}" for n in "一二三"]
    assert "在最前面增加一段；改写第3段；删去第4段。修正后是A方案第4版" in called.items[0].resolution


def test_the_last_paragraph_is_not_struck_out(called, does, amends):
    for _ in range(2):
        amends(STRIKE, 1)
    with pytest.raises(Refused, match="方案至少要留一段"):
        does("陈国栋", Do.AMEND, form=STRIKE, paragraph=1)


def test_one_that_is_lost_changes_nothing(session, called, does, decides, amends, plan):
    was = plan().digest
    amends(REWRITE, 2, LATER, ayes=1, noes=7)
    decides(ayes=7, noes=2)
    does("周敏", Do.ADJOURN)
    assert plan().digest == was == session.scalars(select(Poll)).one().digest
    assert "修正" not in called.items[0].resolution


def test_a_plan_that_is_lost_was_put_as_amended(session, called, does, decides, amends, plan):
    amends(REWRITE, 2, LATER)
    decides(ayes=1, noes=7)
    does("周敏", Do.ADJOURN)
    assert called.items[0].matter.state is MatterState.REJECTED
    assert session.scalars(select(Poll)).one().digest == plan().digest
    assert plan().paragraphs == (FIRST, LATER, THIRD)


def test_what_is_left_undecided_goes_on_as_amended(called, does, decides, amends, plan):
    amends(REWRITE, 2, LATER)
    does("陈国栋", Do.TABLE)
    does("何丽", Do.SECOND)
    does("周敏", Do.STATE)
    decides(ayes=7, noes=1)
    does("周敏", Do.ADJOURN)
    item = called.items[0]
    assert (item.outcome, item.matter.state, item.resolution) == (Outcome.OPEN, MatterState.DEBATING, "")
    assert plan().paragraphs == (FIRST, LATER, THIRD)
    assert "方案已修正：改写第2段" in "".join(line.text for line in called.minutes_lines)


def test_what_goes_back_to_its_plan_group_goes_back_as_amended(called, does, decides, amends, plan):
    amends(STRIKE, 3)
    does("陈国栋", Do.REFER, body="方案小组")
    does("何丽", Do.SECOND)
    does("周敏", Do.STATE)
    decides(ayes=7, noes=1)
    does("周敏", Do.ADJOURN)
    assert called.items[0].matter.state is MatterState.PLANNING
    assert plan().paragraphs == (FIRST, SECOND)


def test_reconsidered_it_keeps_what_was_amended_and_takes_more(session, called, does, decides, amends, plan):
    amends(REWRITE, 2, LATER)
    decides(ayes=7, noes=2)
    does("陈国栋", Do.RECONSIDER)
    does("何丽", Do.SECOND)
    does("周敏", Do.STATE)
    decides(ayes=7, noes=1)
    amends(STRIKE, 3)
    decides(ayes=7, noes=2)
    does("周敏", Do.ADJOURN)
    assert plan().paragraphs == (FIRST, LATER)
    assert session.scalars(select(Poll)).one().digest == plan().digest


def test_a_sitting_opened_before_paragraphs_were_kept_is_held_to_its_end(session, opened, does, decides):
    item = opened.items[0]
    item.prepared = {key: value for key, value in item.prepared.items() if key != "paragraphs"}
    session.commit()
    hall._kept.clear()
    does("周敏", Do.CALL_ITEM, item=0)
    does("陈国栋", Do.AMEND, text="坏了三年内免费修")
    does("何丽", Do.SECOND)
    does("周敏", Do.STATE)
    decides(ayes=7, noes=1)
    decides(ayes=7, noes=1)
    does("周敏", Do.ADJOURN)
    assert item.resolution.endswith("（会上修正：坏了三年内免费修）")
    assert item.matter.plan.number == 1


def test_the_floor_is_the_same_read_from_its_events(called, amends):
    floor = amends(INSERT, 1, PURPOSE)
    hall._kept.clear()
    assert called.floor == floor


# -- at the pages ------------------------------------------------------------------------------------------------------


def test_a_member_moves_it_and_everybody_sees_what_would_be_changed(called, does, at_page, visitor):
    chen = at_page("陈国栋").opens(WRITE).sees("怎样改", "第2段：每晚六点到十一点亮，之后降到三成。", "方案现在的文字", THIRD)
    chen.presses("提修正案", how="rewrite", paragraph="2", text=LATER).sees("等人附议", "改写第2段")
    drawn = chen.page.select_one("[data-part=pending] .diff")
    assert [it.get_text() for it in drawn.select("del, ins")] == ["一", "降到三成", "关灯"]
    for page in ("room", "screen"):
        visitor.opens(f"{HALL}/{page}").sees("修正案", "改写第2段", "陈国栋提出")
        assert visitor.page.select(".diff ins") and visitor.page.select(".diff del")
    does("何丽", Do.SECOND)
    does("周敏", Do.STATE)
    at_page("周敏").opens(f"{HALL}/room").sees("现在要决定的是", "改写第2段")


def test_a_paragraph_is_opened_with_its_wording_to_be_changed(called, at_page):
    he = at_page("何丽").opens(WRITE)
    he.opens(next(it["href"] for it in he.page.find_all("a", string="改写这一段") if "paragraph=3" in it["href"]))
    assert he.page.select_one("textarea[name=text]").get_text().strip() == THIRD
    assert {it["name"]: it["value"] for it in he.page.select("input[type=radio][checked]")} == {"how": "rewrite", "paragraph": "3"}
    assert he.opens(f"{WRITE}?paragraph=9").status == 200
    assert not he.page.select("input[type=radio][checked]")


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        ({"paragraph": "2", "text": LATER}, "how", "请选择怎样改"),
        ({"how": "rewrite", "text": LATER}, "paragraph", "请选择哪一段"),
        ({"how": "rewrite", "paragraph": "7", "text": LATER}, "paragraph", "请从列出的选项里选"),
        ({"how": "rewrite", "paragraph": "0", "text": LATER}, "paragraph", "没有第0段"),
        ({"how": "strike", "paragraph": "0", "text": LATER}, "paragraph", "没有第0段"),
        ({"how": "rewrite", "paragraph": "2", "text": SECOND}, "text", "改写后的文字和原文一样"),
        ({"how": "insert", "paragraph": "2", "text": "一\n二"}, "text", "请写一段新的文字，不要分段"),
        ({"how": "insert", "paragraph": "2", "text": ""}, "text", "请写一段新的文字，不要分段"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(called, at_page, typed, field, says):
    he = at_page("何丽").opens(WRITE).presses("提修正案", **typed)
    assert he.status == 422
    assert says in he.page.select_one(f"#f-{field}-wrong").get_text()
    assert he.page.select_one("textarea[name=text]").get_text().strip() == typed["text"]
    kept = {it["name"]: it["value"] for it in he.page.select("input[type=radio][checked]")}
    assert kept == {key: typed[key] for key in ("how", "paragraph") if key in typed and typed[key] != "7"}


def test_a_form_that_was_opened_before_another_amendment_carried_does_not_count(session, called, amends, at_page):
    """The second paragraph is another one now."""
    he = at_page("何丽").opens(WRITE)
    amends(INSERT, 0, PURPOSE)
    he.presses("提修正案", how="rewrite", paragraph="2", text=LATER).sees("会上的情形变了", f"第2段：{FIRST[:20]}")
    assert he.status == 409
    assert he.page.select_one("textarea[name=text]").get_text().strip() == LATER
    he.presses("提修正案", how="rewrite", paragraph="3", text=LATER).sees("改写第3段")
    session.expire_all()
    assert called.floor.proposed.original == SECOND


def test_the_secretary_puts_it_down_for_somebody_without_a_telephone(session, called, at_page):
    wu = person_id(called, "吴桂花")
    zheng = at_page("郑秘书").opens(f"{HALL}/by-hand").presses("下一步", **{"for": wu, "act": "amend"}).sees("替吴桂花登记")
    link = next(it["href"] for it in zheng.page.find_all("a", string="改写这一段"))
    zheng.opens(link).sees("替吴桂花登记")
    zheng.presses("提修正案", how="strike", paragraph="3", text=THIRD).sees("吴桂花提出", "删去第3段")
    session.expire_all()
    assert called.floor.proposed.mover_id == wu


def test_the_form_costs_few_queries(called, at_page, queries):
    he = at_page("何丽")
    with queries() as seen:
        he.opens(WRITE)
    assert len(seen) <= 14, "\n".join(seen)


def test_no_paragraph_is_changed_by_a_bare_press(called, at_page):
    he = at_page("何丽").opens(f"{HALL}/room")
    he.posts(f"{HALL}/floor", do="amend").sees("要先写清楚")
    assert called.floor.proposed is None
