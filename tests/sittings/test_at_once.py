"""同时 · two who press at one moment, a vote that comes too late, a vote by someone who left: one outcome, the other told why."""

from sqlalchemy import select

from tests.communities.races import at_once
from tests.sittings.conftest import HALL, MEMBERS, Choice, Do, Stance
from yishi.app import litestar_of
from yishi.sittings.events import FloorEvent
from yishi.sittings.timing import time_is_up


def pressed(*people, **fields):
    """Everybody presses the same button at once; the words each is then shown."""
    at_once(*(lambda it=it: it.posts(f"{HALL}/floor", **fields) for it in people))
    return [it.words for it in people]


def test_two_browsers_of_the_chair_put_the_question_once(session, opened, does, person):
    does("周敏", Do.CALL_ITEM, item=0)
    before = opened.seq
    shown = pressed(person("周敏"), person("周敏"), do="put")
    assert sum("已经付诸表决" in words for words in shown) == 1
    assert all("正在表决" in words for words in shown)
    session.expire_all()
    assert opened.seq == before + 1


def test_two_browsers_of_the_chair_call_one_person(session, opened, does, person):
    does("周敏", Do.CALL_ITEM, item=0)
    does("陈国栋", Do.REQUEST, stance=Stance.FOR)
    does("何丽", Do.REQUEST, stance=Stance.AGAINST)
    shown = pressed(person("周敏"), person("周敏"), do="grant")
    assert sum("陈国栋还在发言，请先请他说完" in words for words in shown) == 1
    session.expire_all()
    assert opened.floor.name(opened.floor.speech.person_id) == "陈国栋"


def test_all_who_ask_at_one_instant_stand_in_one_queue(session, opened, does, person):
    does("周敏", Do.CALL_ITEM, item=0)
    names = MEMBERS[1:6]
    pressed(*map(person, names), do="request", stance="for")
    session.expire_all()
    waiting = opened.floor.question.hands
    assert sorted(opened.floor.name(it.person_id) for it in waiting) == sorted(names)
    assert len({it.order for it in waiting}) == len(names)


def test_a_member_with_two_telephones_votes_once(session, opened, does, person):
    does("周敏", Do.CALL_ITEM, item=0)
    does("周敏", Do.PUT)
    shown = pressed(person("何丽"), person("何丽"), do="vote", choice="aye")
    assert sum("已经投过票，每人一票" in words for words in shown) == 1
    session.expire_all()
    assert len(opened.floor.vote.votes) == 1


def test_a_vote_at_the_moment_of_the_announcement_counts_or_is_told_that_it_came_too_late(session, opened, does, person):
    does("周敏", Do.CALL_ITEM, item=0)
    does("周敏", Do.PUT)
    for name in MEMBERS[1:9]:
        does(name, Do.VOTE, choice=Choice.AYE)
    late, zhou = person("邓秀珍"), person("周敏")
    at_once(
        lambda: late.posts(f"{HALL}/floor", do="vote", choice="no"), lambda: zhou.posts(f"{HALL}/floor", do="announce")
    )  # fmt: skip
    session.expire_all()
    counted = late.id in opened.floor.decided.votes
    assert counted != ("现在没有付诸表决的动议" in late.words)
    zhou.opens(f"{HALL}/room").sees("通过")


def test_who_votes_after_the_announcement_is_told_why_it_does_not_count(opened, does, person):
    does("周敏", Do.CALL_ITEM, item=0)
    does("周敏", Do.PUT)
    he = person("何丽").opens(f"{HALL}/room")
    does("郑秘书", Do.COUNT, ayes=8, noes=1)
    does("周敏", Do.ANNOUNCE)
    he.presses("反对").sees("会上的情形变了，这一下没有算")
    he.posts(f"{HALL}/floor", do="vote", choice="no").sees("现在没有付诸表决的动议")


def test_who_has_left_does_not_vote(session, opened, does, person):
    does("周敏", Do.CALL_ITEM, item=0)
    does("周敏", Do.PUT)
    he = person("何丽").opens(f"{HALL}/room")
    does("郑秘书", Do.LEAVE, to="何丽")
    he.presses("赞成").sees("何丽没有签到")
    session.expire_all()
    assert not opened.floor.vote.votes


def test_two_clocks_that_wake_put_down_once_that_the_time_is_up(session, opened, does, app, time):
    parts = litestar_of(app).state.parts
    does("周敏", Do.CALL_ITEM, item=0)
    does("陈国栋", Do.REQUEST, stance=Stance.FOR)
    before = does("周敏", Do.GRANT).speech
    time.passes(seconds=before.limit)
    at_once(*[lambda: time_is_up(parts, opened.id)] * 3)
    session.expire_all()
    assert [it["event"] for it in session.scalars(select(FloorEvent.event).order_by(FloorEvent.seq))].count("TimeUp") == 1
    assert opened.floor.speech is None
