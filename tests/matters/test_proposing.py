"""提出 · a proposal is looked at once more, numbered, and public from then on."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.matters.proposing import WORDS, case, chair, draft, last_entry, staff, submitted, told
from tests.web.files import picture
from yishi.communities.models import RuleSetVersion, digest_of
from yishi.matters import drafting
from yishi.matters.models import Matter
from yishi.procedure.lifecycle import NotYours, Refused
from yishi.procedure.matter import MatterState
from yishi.procedure.rule_set import shipped


@pytest.fixture
def mine(session, home, time):
    it = draft(session, home, time)
    session.commit()
    return it.url


def test_a_proposal_is_looked_at_before_it_is_submitted(person, visitor, mine):
    lin = person("林秀兰").opens(f"{mine}/draft").presses("下一步：核对")
    lin.sees("核对一遍", "¥5,400.00", "30天内要有5人", "5个工作日内受理审查").presses("提交", known="yes")
    lin.sees("已提交，编号柳荫街-柳荫-2026-0001", "正在征集附议", "需要5人，已有0人")
    visitor.opens(mine).sees("更换3栋楼道灯", "3栋的楼道灯坏了9盏", "还没有人附议")
    visitor.opens("/c/liuyin/matters").sees("更换3栋楼道灯")


def test_who_does_not_know_that_it_becomes_public_is_asked(person, mine):
    lin = person("林秀兰").opens(f"{mine}/preview").presses("提交").sees("请勾选")
    assert lin.status == 422 and lin.is_not_offered("附议")


def test_the_same_press_twice_is_one_proposal(person, mine):
    lin = person("林秀兰").opens(f"{mine}/preview")
    key = lin.page.select_one("form[action$='/preview'] [name=_key]")["value"]
    for _ in range(2):
        lin.posts(f"{mine}/preview", known="yes", _key=key).sees("2026-0001")
    assert lin.status == 200
    lin.posts(f"{mine}/preview", known="yes").sees("提案不能再改")
    assert lin.status == 409


@pytest.mark.parametrize("field", ["title", "need", "place", "beneficiaries", "project_class", "estimate"])
def test_nothing_required_may_be_missing(session, home, time, field):
    it = draft(session, home, time, **{field: ""})
    assert list(drafting.unready(it)) == [field]
    with pytest.raises(Refused, match="必填项不能空"):
        it.take("submit", case(session, "林秀兰", time, known="yes"))
    assert it.number is None


def test_an_incomplete_draft_is_not_submitted_by_hand(person, session, home, time):
    it = draft(session, home, time, place="")
    session.commit()
    lin = person("林秀兰")
    lin.opens(f"{it.url}/preview").sees("还有1处没有写好", "请填写地点").is_not_offered("提交")
    for address in ("preview", "submit"):
        assert lin.posts(f"{it.url}/{address}", known="yes").sees("还缺：地点").status == 409


def test_nobody_submits_without_knowing_that_it_becomes_public(person, session, home, time):
    it = draft(session, home, time)
    session.commit()
    lin = person("林秀兰")
    for address in ("preview", "submit"):
        assert lin.posts(f"{it.url}/{address}").status == 422
    session.refresh(it)
    assert it.state is MatterState.DRAFT


@pytest.mark.parametrize(("words", "fits"), [
    ({"project_class": "works", "estimate": "1000000"}, True), ({"project_class": "works", "estimate": "1000000.01"}, False),
    ({"project_class": "goods", "estimate": "500000"}, True), ({"project_class": "services", "estimate": "500000.01"}, False),
], ids=["at the cap of works", "a fen above", "at the cap of goods", "a fen above services"])  # fmt: skip
def test_the_cap_of_a_class_holds_to_the_fen(session, home, time, words, fits):
    it = draft(session, home, time, **words)
    assert (drafting.unready(it) == {}) is fits
    if fits:
        it.take("submit", case(session, "林秀兰", time, known="yes"))
    else:
        with pytest.raises(Refused, match="估算费用超过本类上限"):
            it.take("submit", case(session, "林秀兰", time, known="yes"))


@pytest.mark.parametrize(("title", "an_act"), [
    ("更换3栋楼道灯", True), ("公开征集停车意见", True), ("设立居民意见箱", True), ("解决楼道漏水的问题", True),
    ("关于楼道灯的建议", False), ("关于花园", False), ("居民对停车的意见", False),
])  # fmt: skip
def test_a_title_names_an_act(session, home, time, title, an_act):
    assert ("title" not in drafting.unready(draft(session, home, time, title=title))) is an_act


def test_the_ledger_keeps_the_words_that_were_submitted(session, home, time):
    it = submitted(session, home, time)
    given = last_entry(session, it).given
    assert (given["title"], given["need"], given["number"]) == (WORDS["title"], WORDS["need"], it.number)
    assert (given["kind"], given["project_class"], given["estimate"]) == ("micro_project", "works", 540_000)
    assert given["photos"] == [] and given["origin"] is None


def test_the_ledger_keeps_the_digest_of_each_photograph(person, session, mine):
    lin = person("林秀兰").opens(f"{mine}/draft")
    lin.presses("下一步：核对", files=[("photos", ("现场.jpg", picture(), "image/jpeg"))]).presses("提交", known="yes")
    (photo,) = last_entry(session, session.get(Matter, 1)).given["photos"]
    assert photo["name"] == "现场.jpg" and len(photo["sha256"]) == 64


def test_numbers_run_in_each_community_and_year(session, home, time):
    first, second = submitted(session, home, time), submitted(session, home, time, by="赵春梅")
    assert (first.number, second.number) == ("柳荫街-柳荫-2026-0001", "柳荫街-柳荫-2026-0002")
    time.is_here("2026-12-31 23:59")
    assert submitted(session, home, time).number == "柳荫街-柳荫-2026-0003"
    time.is_here("2027-01-01 00:00")
    assert submitted(session, home, time).number == "柳荫街-柳荫-2027-0001"


def test_a_draft_follows_the_rules_in_force_when_it_is_submitted(session, home, time):
    it = draft(session, home, time)
    text = shipped("luohu10").replace("works = 1_000_000", "works = 5_000")
    version = RuleSetVersion(community_id=home.id, name="luohu10", number=2, title="第二版", text=text, digest=digest_of(text),
                             adopted_on=date(2026, 3, 1), recorded_at=time.at)  # fmt: skip
    session.add(version)
    session.flush()
    home.rule_set_version_id = version.id
    session.flush()
    drafting.write(it, {}, time.at)
    session.expire(it, ["rule_set_version"])
    assert "超过工程类上限¥5,000.00" in drafting.unready(it)["estimate"]


def test_a_numbered_matter_keeps_its_rules(session, home, time):
    it = submitted(session, home, time)
    before = it.rule_set_version_id
    home.rule_set_version_id = None
    drafting.write(it, {}, time.at)
    assert it.rule_set_version_id == before


def test_a_community_without_rules_takes_no_proposals(person, session, home, time):
    home.rule_set_version_id = None
    with pytest.raises(Refused, match="还没有通过议事规则"):
        draft(session, home, time)
    session.commit()
    assert person("林秀兰").opens("/c/liuyin/matters/new").sees("还没有通过议事规则").status == 409


def test_only_the_proposer_submits(session, home, time):
    it = draft(session, home, time)
    for somebody in (case(session, "赵春梅", time), staff(session, time), chair(session, time)):
        with pytest.raises(NotYours):
            it.take("submit", somebody)


# -- what is like it -----------------------------------------------------------------------------


def test_similar_matters_are_shown_while_typing(person, session, home, time):
    it = submitted(session, home, time)
    draft(session, home, time, by="赵春梅", title="更换3栋的楼道灯")
    session.commit()
    zhao = person("赵春梅").opens("/c/liuyin/matters/similar?title=换3栋楼道灯")
    zhao.sees("已有1件相似的事项", it.number)
    assert zhao.page.find("html") is None
    zhao.opens("/c/liuyin/matters/similar?title=安装电梯").does_not_see("相似的事项")
    zhao.opens("/c/liuyin/matters/similar").does_not_see("相似的事项")
    zhao.opens("/c/liuyin/matters/similar?title=%25_%27%22<script>").does_not_see("相似的事项")
    zhao.opens("/c/liuyin/matters/2/preview").sees("已有1件相似的事项", it.number)


def test_withdrawn_matters_and_ones_own_are_not_similar(session, home, time):
    it = submitted(session, home, time)
    assert it.lookalikes == []
    it.take("withdraw", case(session, "林秀兰", time, reason="算了"))
    other = draft(session, home, time, by="赵春梅")
    assert other.lookalikes == []


def test_another_communitys_matters_are_not_similar(person, session, home, time):
    submitted(session, home, time)
    session.commit()
    assert person("江北人").opens("/c/liuyin/matters/similar?title=更换3栋楼道灯").status == 403
    assert person("林秀兰").opens("/c/wangjiang/matters/similar?title=更换3栋楼道灯").status == 403


def test_the_nearest_comes_first(session, home, time):
    far, near = submitted(session, home, time, title="更换5栋楼道灯", place="5栋"), submitted(session, home, time)
    found = draft(session, home, time, by="赵春梅").lookalikes
    assert [it.id for it in found] == [near.id, far.id] and found[0].percent == 100


def test_the_cap_is_told_while_typing(person):
    lin = person("林秀兰")
    lin.opens("/c/liuyin/matters/cap?project_class=works&estimate=1,000,000.01").sees("超过工程类上限¥1,000,000.00")
    lin.opens("/c/liuyin/matters/cap?project_class=works&estimate=一百块").sees("工程类上限¥1,000,000.00。")
    lin.opens("/c/liuyin/matters/cap?project_class=goods&estimate=500000").sees("货物类上限¥500,000.00，没有超过")
    lin.opens("/c/liuyin/matters/cap?project_class=nonsense&estimate=1").sees("上限：工程类")
    assert lin.opens("/c/liuyin/matters/cap").status == 200


def test_the_search_column_follows_the_words(session, home, time):
    it = submitted(session, home, time)
    assert " 楼道 " in it.search and " 0001 " in it.search and " 声控 " in it.search
    it.title = "种一排树"
    session.flush()
    assert " 一排 " in it.search and session.scalar(select(Matter.id).where(Matter.search.contains(" 换3 "))) is None


def test_everything_is_on_the_record(session, home, time):
    it = submitted(session, home, time)
    it.take("second", case(session, "赵春梅", time))
    it.take("unsecond", case(session, "赵春梅", time))
    it.take("withdraw", case(session, "林秀兰", time, reason="算了"))
    assert told(session, it) == [("submit", "林秀兰"), ("second", "赵春梅"), ("unsecond", "赵春梅"), ("withdraw", "林秀兰")]
    assert it.state is MatterState.WITHDRAWN
