"""公开征询 · anybody of the community comments on a part; each comment gets a public answer with a reason."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from tests.matters.planning import accepted, case, matter_in_review, published, saved, someone
from yishi.communities.models import Unit
from yishi.ledger.models import LedgerEntry
from yishi.matters.comments import Comment
from yishi.matters.plan_group import place_of
from yishi.procedure.comment import CommentState, Disposition
from yishi.procedure.lifecycle import NotYours, Refused, Unanswered
from yishi.procedure.people import Actor, Role
from yishi.procedure.plan import Section


@pytest.fixture
def matter(session, home, time):
    it = accepted(session, matter_in_review(session, home, time), time)
    saved(session, it, time)
    return published(session, it, time)


@pytest.fixture
def comment(session, matter, time):
    return matter.comment_on(matter.plan, Section.BUDGET, "灯太贵", case(session, "赵春梅", time))


def answered(session, comment, time, by="林秀兰", disposition="partly", answer="换一种便宜的"):
    comment.take("answer", case(session, by, time, disposition=disposition, answer=answer))


def test_a_resident_comments_on_one_part(session, matter, comment):
    assert matter.unanswered_comments == 1
    assert (comment.section, comment.plan_version.number, comment.state) == (Section.BUDGET, 1, CommentState.OPEN)


def test_a_liaison_speaks_for_the_unit(session, matter, time):
    unit = session.scalars(select(Unit).where(Unit.name == "柳荫物业服务中心")).one()
    he = someone(session, "物业小何")
    actor = Actor(he.id, he.name, frozenset({Role.LIAISON}), unit.id)
    comment = matter.comment_on(matter.plan, Section.UNIT, "我们能接", case(session, "物业小何", time, Role.LIAISON).__class__(actor, time.at))
    assert comment.unit.name == "柳荫物业服务中心"


def test_people_of_elsewhere_and_visitors_do_not_comment(session, matter, time):
    with pytest.raises(NotYours):
        matter.comment_on(matter.plan, Section.TEXT, "路过", case(session, "江北人", time, Role.STREET))


def test_an_answer_says_which_disposition_and_why(session, matter, comment, time):
    with pytest.raises(Unanswered) as refused:
        answered(session, comment, time, disposition="", answer="")
    assert set(refused.value.problems) == {"disposition", "answer"}
    with pytest.raises(Unanswered):
        answered(session, comment, time, disposition="maybe")
    answered(session, comment, time)
    assert (comment.disposition, comment.answer, comment.state) == (Disposition.PARTLY, "换一种便宜的", CommentState.ANSWERED)
    assert matter.unanswered_comments == 0


def test_only_the_plan_group_answers(session, comment, time):
    with pytest.raises(NotYours):
        answered(session, comment, time, by="陈国栋")


def test_an_answer_may_be_mended_until_the_freeze_and_both_stay_on_record(session, matter, comment, time):
    answered(session, comment, time)
    answered(session, comment, time, disposition="adopted", answer="想了想，全采纳")
    assert comment.disposition is Disposition.ADOPTED
    entries = session.scalars(select(LedgerEntry).filter_by(step="answer").order_by(LedgerEntry.seq)).all()
    assert [entry.given["answer"] for entry in entries] == ["换一种便宜的", "想了想，全采纳"]


def test_nobody_answers_their_own_comment_while_others_can(session, matter, time):
    own = matter.comment_on(matter.plan, Section.TEXT, "我自己也有意见", case(session, "林秀兰", time))
    matter.ask_to_join("", case(session, "何丽", time))
    place_of(matter, someone(session, "何丽").id).take("confirm", case(session, "林秀兰", time))
    with pytest.raises(Refused, match="由小组里的其他人答复"):
        answered(session, own, time)
    answered(session, own, time, by="何丽")


def test_a_group_of_one_answers_all_by_itself(session, matter, time):
    answered(session, matter.comment_on(matter.plan, Section.TEXT, "补一句", case(session, "林秀兰", time)), time)
    assert matter.unanswered_comments == 0


def test_the_next_comment_to_a_part_waits_for_the_answer(session, matter, comment, time):
    with pytest.raises(Refused, match="还在等答复"):
        matter.comment_on(matter.plan, Section.BUDGET, "还有电缆", case(session, "赵春梅", time))
    matter.comment_on(matter.plan, Section.RISKS, "雨天呢", case(session, "赵春梅", time))
    answered(session, comment, time)
    matter.comment_on(matter.plan, Section.BUDGET, "还有电缆", case(session, "赵春梅", time))
    assert matter.unanswered_comments == 2


def test_the_database_knows_it_too(session, matter, comment, time):
    session.add(
        Comment(
            community_id=matter.community_id, matter_id=matter.id, plan_version_id=comment.plan_version_id, section=Section.BUDGET,
            text="两人同时按", person_id=comment.person_id, said_at=time.at, entered_at=time.at, touched_at=time.at,
        )
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_comment_is_rewritten_or_taken_back_by_its_author_only(session, matter, comment, time):
    with pytest.raises(NotYours):
        comment.take("rewrite", case(session, "孙立", time, text="改成别的"))
    comment.take("rewrite", case(session, "赵春梅", time, text="灯每盏贵三百"))
    assert comment.text == "灯每盏贵三百"
    comment.take("take_back", case(session, "赵春梅", time))
    assert matter.unanswered_comments == 0
    matter.comment_on(matter.plan, Section.BUDGET, "重新提", case(session, "赵春梅", time))


def test_no_comment_after_the_last_day_but_answers_go_on(session, matter, comment, time):
    time.passes(days=9)
    with pytest.raises(Refused, match="征询期已经结束"):
        matter.comment_on(matter.plan, Section.TEXT, "晚了", case(session, "孙立", time))
    with pytest.raises(Refused, match="征询期还没有过"):
        comment.take("rewrite", case(session, "赵春梅", time, text="晚改"))
    answered(session, comment, time)


def test_no_comment_before_publication(session, home, time):
    it = accepted(session, matter_in_review(session, home, time, number="号-2"), time)
    version = saved(session, it, time)
    with pytest.raises(Refused, match="不在公开征询"):
        it.comment_on(version, Section.TEXT, "早了", case(session, "孙立", time))
