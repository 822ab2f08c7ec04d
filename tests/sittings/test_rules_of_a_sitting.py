"""Which rules a sitting is held under, and how long it waits: for the notice, in a recess, for a clock that wakes too early."""

from datetime import timedelta

import pytest

from tests.sittings.conftest import Do, Stance
from tests.world import adopt
from yishi.app import litestar_of
from yishi.ledger.tick import tick
from yishi.procedure.lifecycle import Refused
from yishi.procedure.sitting import SittingState
from yishi.sittings.models import Sitting, new_secret
from yishi.sittings.timing import keep_time, time_is_up


def test_a_recess_lasts_over_night_and_not_for_ever(session, database, opened, does, time):
    does("周敏", Do.RECESS)
    session.commit()
    time.passes(hours=14)
    tick(database, time.at)
    session.expire_all()
    assert opened.state is SittingState.OPEN
    session.commit()
    time.passes(hours=12 * 6)
    tick(database, time.at)
    session.expire_all()
    assert opened.state is SittingState.ADJOURNED


def test_how_long_a_sitting_may_be_left_open_is_a_rule(session, opened):
    assert opened.due_at - opened.opened_at == timedelta(hours=opened.rule_set.left_open_hours)
    assert opened.rule_set.parameters["left_open_hours"].shown == "12小时"


def test_the_days_of_notice_are_those_of_the_rules_as_they_are_when_it_is_sent(session, home, sitting, time, by):
    adopt(session, home, time.at, notice_days='"9天"')
    session.commit()
    with pytest.raises(Refused, match="来不及了"):
        sitting.take("announce", by("郑秘书"))
    adopt(session, home, time.at, notice_days='"1天"')
    session.commit()
    session.expire_all()
    time.at = sitting.starts_at - timedelta(days=2)
    sitting.take("announce", by("郑秘书"))
    assert sitting.rule_set.notice_days.days == 1


def test_plans_that_were_left_lying_push_nothing_off(session, home, opened, secretary, time):
    opened.state = SittingState.OPEN
    usual = {name: getattr(opened, name) for name in ("community_id", "body_id", "rule_set_version_id", "chair_id", "secretary_id")}
    for number in range(2, 63):
        day = time.at + timedelta(days=3) if number == 62 else time.at - timedelta(days=number)
        session.add(
            Sitting(
                **usual, number=number, title=f"第{number}次", starts_at=day, place="二楼", secret=new_secret(), created_at=time.at,
                entered_at=time.at, touched_at=time.at,
            )
        )  # fmt: skip
    session.commit()
    secretary.opens("/c/liuyin/sittings").sees("进会场", "第62次")
    assert secretary.words.index("第62次") < secretary.words.index("第61次")


def test_a_clock_that_wakes_too_early_wakes_again(session, opened, does, app, time, monkeypatch):
    parts, set_to = litestar_of(app).state.parts, []
    does("周敏", Do.CALL_ITEM, item=0)
    does("陈国栋", Do.REQUEST, stance=Stance.FOR)
    floor = does("周敏", Do.GRANT)
    monkeypatch.setattr(parts.wires, "later", lambda name, seconds, work: set_to.append(seconds))
    over = floor.speech.ends_at - time.at.timestamp()
    keep_time(parts, opened, time.at)
    assert set_to.pop() == pytest.approx(over + 0.05)
    session.commit()
    time.at += timedelta(seconds=over - 0.01)
    time_is_up(parts, opened.id)
    assert set_to == [pytest.approx(0.06)]
    time.at += timedelta(seconds=0.06)
    time_is_up(parts, opened.id)
    session.expire_all()
    assert opened.floor.speech is None and len(set_to) == 1
