"""我参与的 · mine, all of it, and nobody else's; a vote says only that it was cast."""

import pytest

from tests.matters.proposing import case, submitted
from tests.polls.conftest import matter, poll  # noqa: F401
from yishi.procedure.lifecycle import Case
from yishi.procedure.people import Actor, Role
from yishi.procedure.poll import Choice


@pytest.fixture
def proposed(session, home, time):
    it = submitted(session, home, time)
    it.take("second", case(session, "赵春梅", time))
    session.commit()
    return it


def test_from_my_own_page_to_my_proposal(person, proposed):
    lin = person("林秀兰").opens("/account").sees("我参与的")
    lin.opens("/account/mine").sees("更换3栋楼道灯", "柳荫社区", "征集附议")
    assert lin.page.select_one(f"a[href='{proposed.url}']")
    lin.opens("/account/mine?kind=seconds").sees("这里还没有")


def test_what_i_seconded_and_nobody_elses(person, proposed):
    person("赵春梅").opens("/account/mine?kind=seconds").sees("更换3栋楼道灯").opens("/account/mine").sees("这里还没有")
    person("孙立").opens("/account/mine?kind=seconds").does_not_see("更换3栋楼道灯")


def test_a_vote_is_told_without_the_choice(session, person, poll, time):  # noqa: F811
    chen = person("陈国栋")
    poll.cast(Case(Actor(chen.id, "陈国栋", frozenset({Role.COUNCILLOR})), time.at), Choice.NO)
    session.commit()
    chen.opens("/account/mine?kind=votes").sees(poll.matter.title, "看回执").does_not_see("反对", "赞成")
    person("何丽").opens("/account/mine?kind=votes").does_not_see(poll.matter.title)


@pytest.mark.parametrize("kind", ["proposals", "seconds", "comments", "votes", "ratings", "<script>", ""])
def test_every_kind_is_one_small_page(person, proposed, queries, kind):
    lin = person("林秀兰")
    with queries() as seen:
        lin.opens(f"/account/mine?kind={kind}")
    assert lin.status == 200 and len(seen) <= 5, seen


def test_it_is_for_those_who_signed_in(visitor):
    assert visitor.opens("/account/mine").status == 401
