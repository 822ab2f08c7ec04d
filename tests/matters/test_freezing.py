"""定稿 · after the days of consultation, with every comment answered and one variant chosen."""

import pytest
from sqlalchemy import select

from tests.matters.planning import accepted, matter_in_review, published, saved
from tests.matters.proposing import case, someone
from yishi.ledger.models import LedgerEntry
from yishi.matters.plan_choices import choose
from yishi.procedure.lifecycle import NotYours, Refused
from yishi.procedure.matter import MatterState
from yishi.procedure.plan import Section


@pytest.fixture
def debates(monkeypatch):
    """Who was told that a debate opens."""
    from yishi.matters.models import Matter

    told = []
    monkeypatch.setattr(Matter, "open_debate", lambda self, case, given: told.append(self.plan.digest), raising=False)
    return told


@pytest.fixture
def matter(session, home, time):
    it = accepted(session, matter_in_review(session, home, time), time)
    saved(session, it, time)
    return published(session, it, time)


def freeze(session, matter, time, by="林秀兰"):
    matter.take("freeze", case(session, by, time))


def test_not_before_the_days_are_over(session, matter, time):
    time.passes(days=6)
    with pytest.raises(Refused, match="征询期到.*才满"):
        freeze(session, matter, time)


def test_not_while_a_comment_waits(session, matter, time, debates):
    matter.comment_on(matter.plan, Section.BUDGET, "灯太贵", case(session, "赵春梅", time))
    time.passes(days=9)
    with pytest.raises(Refused, match="还有1条意见没有答复"):
        freeze(session, matter, time)
    assert matter.state is MatterState.CONSULTING


def test_not_by_anybody_but_the_lead(session, matter, time):
    time.passes(days=9)
    with pytest.raises(NotYours):
        freeze(session, matter, time, by="何丽")


def test_the_frozen_plan_has_a_digest_a_unit_and_a_debate(session, matter, time, debates):
    time.passes(days=9)
    freeze(session, matter, time)
    assert matter.state is MatterState.DEBATING
    assert matter.plan.frozen_at == time.at
    assert matter.unit_id == matter.plan.unit_id
    assert debates == [matter.plan.digest]
    entry = session.scalars(select(LedgerEntry).filter_by(step="freeze")).one()
    assert entry.given["digest"] == matter.plan.digest


def test_the_latest_version_is_the_one_frozen(session, matter, time, debates):
    later = saved(session, matter, time, text="少装两盏。")
    time.passes(days=9)
    freeze(session, matter, time)
    assert matter.plan is later


def test_of_several_variants_one_is_chosen_first(session, home, time, debates):
    it = accepted(session, matter_in_review(session, home, time), time)
    saved(session, it, time)
    b = saved(session, it, time, "B", title="只换旧灯", item=["换灯"], quantity=["2"], measure=["盏"], price=["300"])
    published(session, it, time)
    time.passes(days=9)
    with pytest.raises(Refused, match="牵头人还没有选定"):
        freeze(session, it, time)
    with pytest.raises(NotYours):
        choose(it, "B", "省钱", case(session, "何丽", time))
    with pytest.raises(Refused, match="没有这个备选方案"):
        choose(it, "C", "没有的", case(session, "林秀兰", time))
    choose(it, "A", "先选了甲", case(session, "林秀兰", time))
    choose(it, "B", "多数意见说旧灯还能用", case(session, "林秀兰", time))
    freeze(session, it, time)
    assert it.plan is b
    assert it.plan_choice.reason == "多数意见说旧灯还能用"


def test_after_a_referral_the_group_writes_again_and_freezes_anew(session, matter, time, debates):
    time.passes(days=9)
    freeze(session, matter, time)
    first = matter.plan
    matter.state = MatterState.PLANNING
    matter.reopen_planning(case(session, "林秀兰", time), {})
    assert matter.unit_id is None
    assert someone(session, "林秀兰").id in matter.plan_group_ids
    again = saved(session, matter, time, text="重新写过。")
    published(session, matter, time)
    time.passes(days=9)
    freeze(session, matter, time)
    assert matter.plan is again
    assert again.number == 2
    assert first.frozen_at is not None
    assert debates == [first.digest, again.digest]


# -- on the pages --------------------------------------------------------------------------------------------------------


def test_the_lead_sees_what_stands_in_the_way_and_freezes_when_nothing_does(person, visitor, session, matter, time, debates):
    it = matter.comment_on(matter.plan, Section.BUDGET, "灯太贵", case(session, "赵春梅", time))
    session.commit()
    lin = person("林秀兰").opens(f"{matter.url}/plan").sees("征询期到", "才满", "还有1条意见没有答复")
    lin.posts(f"{matter.url}/freeze").sees("征询期到")
    assert lin.status == 409
    lin.opens(it.url).presses("答复", disposition="declined", answer="价格是市场价")
    time.passes(days=9)
    lin.opens(f"{matter.url}/plan").presses("方案定稿")
    session.expire_all()
    assert matter.state is MatterState.DEBATING
    digest = matter.plan.digest
    visitor.opens(f"{matter.url}/plan").sees("定稿", digest, " ".join(digest[n : n + 4] for n in (0, 4, 8, 12)))
    visitor.does_not_see("提意见")


def test_after_the_freeze_nobody_writes_or_comments(person, session, matter, time, debates):
    version = matter.plan
    time.passes(days=9)
    freeze(session, matter, time)
    session.commit()
    lin, zhao = person("林秀兰"), person("赵春梅")
    assert lin.posts(f"{matter.url}/plan/draft", variant="A", title="写了一半").status == 409
    assert lin.page.select_one("[name=title]")["value"] == "写了一半"
    assert lin.posts(f"{matter.url}/plan/keep", variant="A").status == 409
    assert zhao.posts(f"{matter.url}/comments", section="text", _version=version.id, text="晚了").status == 409
    zhao.sees("不在公开征询")


def test_the_lead_chooses_on_the_page_and_everybody_reads_why(person, visitor, session, home, time, debates):
    it = accepted(session, matter_in_review(session, home, time), time)
    saved(session, it, time)
    saved(session, it, time, "B", title="只换旧灯")
    published(session, it, time)
    session.commit()
    lin = person("林秀兰").opens(f"{it.url}/plan/variants")
    lin.presses("选定并公布理由").sees("请选择选定哪一个", "请填写理由")
    lin.presses("选定并公布理由", variant="Z", reason="x").sees("请从列出的选项里选")
    lin.presses("选定并公布理由", variant="B", reason="多数意见说<旧灯>还能用").sees("已选定B方案，理由已公布")
    visitor.opens(f"{it.url}/plan").sees("只换旧灯", "林秀兰选定了", "多数意见说<旧灯>还能用")
    assert person("何丽").posts(f"{it.url}/plan/choice", variant="A", reason="x").status == 403


def test_every_page_of_the_matter_shows_the_digest_in_short(visitor, session, matter, time, debates):
    session.commit()
    visitor.opens(matter.url).does_not_see("方案指纹")
    time.passes(days=9)
    freeze(session, matter, time)
    session.commit()
    digest = matter.plan.digest
    for path in (matter.url, f"{matter.url}/plan", f"{matter.url}/record"):
        visitor.opens(path).sees("方案预算", "方案指纹", " ".join(digest[n : n + 4] for n in (0, 4, 8, 12)))
