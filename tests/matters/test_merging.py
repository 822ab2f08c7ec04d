"""合并 · two proposals become one when both proposers agree; nothing of either is lost, no support is moved."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from tests.matters.proposing import case, chair, clock_strikes, in_review, staff, submitted, told
from yishi.matters.merging import Merge, open_merge
from yishi.matters.models import Second
from yishi.procedure.lifecycle import NotYours, Refused, Unanswered
from yishi.procedure.matter import MatterState
from yishi.procedure.merging import MergeState
from yishi.procedure.people import Role


@pytest.fixture
def kept(session, home, time):
    return in_review(session, home, time)


@pytest.fixture
def doubled(session, home, time, kept):
    return in_review(session, home, time, by="许静", title="更换3栋楼道的灯")


@pytest.fixture
def merge(session, doubled, kept, time) -> Merge:
    doubled.take("propose_merge", staff(session, time, into=kept.number, reason="同一栋楼的灯"))
    found = open_merge(doubled)
    assert found is not None
    return found


def agreed(session, merge, time):
    for name in ("许静", "林秀兰"):
        merge.take("agree", case(session, name, time))
    return merge


def test_both_agree_and_the_reviewer_merges(session, doubled, kept, merge, time):
    assert doubled.merge_consents_missing == ["许静", "林秀兰"]
    with pytest.raises(Refused, match="等许静、林秀兰答复合并提议"):
        doubled.take("merge", staff(session, time))
    agreed(session, merge, time)
    doubled.take("merge", staff(session, time))
    assert (doubled.state, doubled.merge_into_id, merge.state) == (MatterState.MERGED, kept.id, MergeState.DONE)
    assert kept.state is MatterState.REVIEW and list(kept.merged_from) == [doubled]


def test_support_is_not_moved(session, doubled, kept, merge, time):
    agreed(session, merge, time)
    doubled.take("merge", staff(session, time))
    assert (doubled.seconds, kept.seconds) == (5, 5)
    assert session.scalar(select(func.count()).select_from(Second)) == 10


def test_both_records_tell_of_it(session, doubled, kept, merge, time, visitor):
    agreed(session, merge, time)
    doubled.take("merge", staff(session, time))
    assert [step for step, _ in told(session, doubled)][-5:] == ["propose_merge", "agree", "agree", "close", "merge"]
    assert [step for step, _ in told(session, kept)][-2:] == ["merge_offered", "merged_in"]
    session.commit()
    visitor.opens(doubled.url).sees("已并入", kept.number, "附议人名单照原样保留", "赵春梅")
    visitor.opens(kept.url).sees("来龙去脉", doubled.number, "并入了这一件，并入时有5人附议")


def test_one_alone_does_not_agree_for_both(session, merge, time):
    merge.take("agree", case(session, "许静", time))
    assert (merge.state, merge.missing) == (MergeState.PROPOSED, ["林秀兰"])
    with pytest.raises(Refused, match="您还没有答复"):
        merge.take("agree", case(session, "许静", time))
    for name, role in (("赵春梅", Role.RESIDENT), ("王主任", Role.STAFF), ("周敏", Role.CHAIR), ("管理员", Role.ADMIN)):
        with pytest.raises(NotYours):
            merge.take("agree", case(session, name, time, role))


def test_who_proposed_both_agrees_once(session, home, time, kept):
    other = in_review(session, home, time, title="更换3栋楼道的灯")
    other.take("propose_merge", staff(session, time, into=kept.number, reason="同一栋楼"))
    merge = open_merge(other)
    merge.take("agree", case(session, "林秀兰", time))
    assert merge.state is MergeState.AGREED


def test_a_no_ends_it_and_review_goes_on(session, doubled, merge, time):
    with pytest.raises(Refused, match="请填写为什么不同意"):
        merge.take("refuse", case(session, "林秀兰", time))
    merge.take("refuse", case(session, "林秀兰", time, reason="我那件是路灯"))
    assert merge.state is MergeState.REFUSED and not doubled.merge_proposed
    doubled.take("accept", staff(session, time, checked="yes"))


def test_a_yes_may_become_a_no_until_it_is_done(session, doubled, merge, time):
    agreed(session, merge, time)
    merge.take("refuse", case(session, "许静", time, reason="想清楚了，不合并"))
    with pytest.raises(Refused, match="已提出合并"):
        doubled.take("merge", staff(session, time))


def test_no_other_decision_while_it_is_open(session, doubled, merge, time):
    for step in ("accept", "return", "decline"):
        with pytest.raises(Refused, match="先收回合并提议"):
            doubled.take(step, staff(session, time, checked="yes", reason="x", article="7"))
    with pytest.raises(Refused, match="没有等待答复的合并提议"):
        doubled.take("propose_merge", staff(session, time, into="x", reason="x"))
    merge.take("retract", staff(session, time, reason="看错了"))
    doubled.take("return", staff(session, time, reason="写清楚"))


def test_silence_for_seven_days_is_no_consent(session, doubled, merge, time, database):
    merge.take("agree", case(session, "许静", time))
    due = merge.due_at
    assert due > time.at + timedelta(days=6)
    clock_strikes(session, database, due - timedelta(seconds=1))
    assert merge.state is MergeState.PROPOSED
    clock_strikes(session, database, due)
    assert merge.state is MergeState.LAPSED and not doubled.merge_proposed


@pytest.mark.parametrize(("into", "says"), [
    ("", "请填写并入哪一件"), ("黄贝-文华-2026-0001", "没有编号为"), ("'; DROP TABLE matters --", "没有编号为"),
    ("柳荫街-柳荫-2026-0002", "不能并入自己"), ("柳荫街-柳荫-2026-0003", "现在是“征集附议”"),
])  # fmt: skip
def test_the_other_matter_must_be_one_that_can_take_it(session, home, time, doubled, into, says):
    submitted(session, home, time, by="胡军", title="种一排树")
    with pytest.raises(Unanswered, match=says):
        doubled.take("propose_merge", staff(session, time, into=into, reason="x"))


def test_not_into_a_matter_of_another_community(session, home, time, doubled):
    from yishi.communities.models import Community
    from yishi.people.models import Person

    other = session.scalars(select(Community).filter_by(slug="wangjiang")).one()
    stranger = session.scalars(select(Person).filter_by(name="江北人")).one()
    theirs = submitted(session, other, time, by=stranger.name)
    with pytest.raises(Unanswered, match="本社区没有编号为"):
        doubled.take("propose_merge", staff(session, time, into=theirs.number, reason="x"))


def test_not_in_a_circle(session, doubled, kept, merge, time):
    with pytest.raises(Unanswered, match="自己正在提议并入"):
        kept.take("propose_merge", staff(session, time, into=doubled.number, reason="x"))


def test_what_went_on_to_debate_takes_nothing_in(session, doubled, kept, merge, time):
    agreed(session, merge, time)
    object.__getattribute__(kept, "__dict__")["state"] = MatterState.DEBATING
    with pytest.raises(Refused, match="现在是“公开辩论”"):
        doubled.take("merge", staff(session, time))


def test_a_reviewer_with_an_interest_in_the_other_one_does_not_propose_it(session, doubled, kept, time):
    with pytest.raises(Refused, match="另一件事项与您有利害关系"):
        doubled.take("propose_merge", case(session, "林秀兰", time, Role.STAFF, into=kept.number, reason="x"))


def test_after_an_appeal_it_is_the_chairs_to_propose(session, doubled, kept, time):
    doubled.take("decline", staff(session, time, article="7", reason="x"))
    doubled.take("appeal", case(session, "许静", time, reason="x"))
    with pytest.raises(NotYours):
        doubled.take("propose_merge", staff(session, time, into=kept.number, reason="x"))
    doubled.take("propose_merge", chair(session, time, into=kept.number, reason="x"))
    assert doubled.merge_proposed


def test_a_withdrawn_matter_is_not_merged(session, doubled, merge, time):
    merge.take("agree", case(session, "林秀兰", time))
    doubled.take("withdraw", case(session, "许静", time, reason="算了"))
    with pytest.raises(Refused, match="已经不在受理审查"):
        merge.take("agree", case(session, "许静", time))


def test_the_database_holds_one_open_merge_only(session, doubled, kept, merge, time):
    session.add(Merge(community_id=doubled.community_id, matter_id=doubled.id, into_id=kept.id, reason="x",
                      proposed_by_id=merge.proposed_by_id, proposed_at=time.at, entered_at=time.at,
                      touched_at=time.at))  # fmt: skip
    with pytest.raises(IntegrityError):
        session.flush()


def test_two_people_answer_on_the_page(person, session, merge, doubled, kept, visitor):
    session.commit()
    visitor.opens(merge.url).sees("等许静、林秀兰答复", "同一栋楼的灯", doubled.title, kept.title).is_not_offered("同意合并")
    person("赵春梅").opens(merge.url).is_not_offered("同意合并")
    person("许静").opens(doubled.url).sees("受理人提议并入", "看两件对照")
    person("林秀兰").opens(kept.url).sees("受理人提议把", doubled.number)
    person("许静").opens(merge.url).presses("同意合并").sees("已办理：同意合并", "等林秀兰答复").is_not_offered("同意合并")
    person("林秀兰").opens(merge.url).presses("同意合并").sees("两位提出人都已同意")
    person("王主任").opens(doubled.url).presses("合并").sees("已并入")
    visitor.opens(merge.url).sees("已合并")


def test_the_address_of_a_merge_belongs_to_its_matter(person, session, merge, doubled, kept):
    session.commit()
    lin = person("林秀兰")
    assert lin.opens(merge.url.replace(f"/{doubled.id}/merges", f"/{kept.id}/merges")).status == 404
    assert lin.opens(merge.url.replace("/liuyin/", "/wangjiang/")).status == 404
    assert lin.posts(f"{merge.url}/close").status == 409
    assert lin.posts(f"{merge.url}/lapse").status == 403
    assert person("江北人").posts(f"{merge.url}/agree").status == 403
