"""先培训 · where the rules ask for it, a member's first sitting comes after the quiz."""

import pytest

from tests import world
from tests.matters.proposing import someone
from tests.sittings.conftest import MEMBERS, Do
from yishi.procedure.floor import Command
from yishi.procedure.lifecycle import Refused
from yishi.sittings.checking_in import check_in, entrust
from yishi.training.models import QUIZ, Practice


@pytest.fixture
def strict(session, home, sitting, time, by):
    """The notice goes out under rules that ask for the quiz; it is half past seven."""
    world.adopt(session, home, time.at, quiz_before_sitting="true")
    sitting.take("announce", by("郑秘书"))
    time.at = sitting.starts_at
    session.commit()
    return sitting


def passed(session, home, name, time, right=13):
    session.add(
        Practice(
            person_id=someone(session, name).id, community_id=home.id, scenario=QUIZ, role="", started_at=time.at,
            finished_at=time.at, commands=[0] * 13, mistakes=["第三条"] * (13 - right),
        )
    )  # fmt: skip
    session.commit()


def test_who_has_not_passed_is_not_checked_in_by_anybody(session, strict, by):
    with pytest.raises(Refused, match="先要通过规则小测"):
        check_in(strict, by("郑秘书"), person_id=someone(session, "陈国栋").id)


def test_who_has_passed_is(session, home, strict, by, time):
    passed(session, home, "陈国栋", time, right=11)
    passed(session, home, "何丽", time, right=10)
    check_in(strict, by("郑秘书"), person_id=someone(session, "陈国栋").id)
    with pytest.raises(Refused, match="先要通过规则小测"):
        check_in(strict, by("郑秘书"), person_id=someone(session, "何丽").id)


def test_whoever_sat_here_before_needs_no_quiz(session, home, opened, does, by, time):
    does("周敏", Do.ADJOURN)
    world.adopt(session, home, time.at, quiz_before_sitting="true")
    again = type(opened)(
        community_id=home.id, body_id=opened.body_id, rule_set_version_id=home.rule_set_version_id, number=2, title="第二次会议",
        starts_at=time.at, place="社区会议室", secret=opened.secret, chair_id=opened.chair_id, secretary_id=opened.secretary_id,
        created_at=time.at, entered_at=time.at, touched_at=time.at, noticed_at=time.at, state=opened.lifecycle.steps[0].target,
    )  # fmt: skip
    session.add(again)
    session.flush()
    for line in opened.roll:
        session.add(
            type(line)(
                community_id=home.id, sitting_id=again.id, person_id=line.person_id, place=line.place, name=line.name,
                title=line.title, seated_at=line.seated_at, told_at=time.at,
            )
        )  # fmt: skip
    session.commit()
    check_in(again, by("郑秘书"), person_id=someone(session, MEMBERS[3]).id)
    with pytest.raises(Refused, match="先要通过规则小测"):
        check_in(again, by("郑秘书"), person_id=someone(session, MEMBERS[12]).id)


def test_who_has_not_passed_votes_through_nobody_else(session, home, sitting, time, by):
    world.adopt(session, home, time.at, quiz_before_sitting="true", proxies_each="1")
    sitting.take("announce", by("郑秘书"))
    chen, he = (someone(session, name).id for name in ("陈国栋", "何丽"))
    with pytest.raises(Refused, match="先要通过规则小测"):
        entrust(sitting, by("陈国栋"), Command(do=Do.PROXY, by=chen, to=he))
    passed(session, home, "陈国栋", time)
    entrust(sitting, by("陈国栋"), Command(do=Do.PROXY, by=chen, to=he))
    assert sitting.floor.proxies == {chen: he}
