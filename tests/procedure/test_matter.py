"""事项 · the matter's table against matters made of nothing but the facts that a rule asks for."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from yishi.procedure.lifecycle import Case, NotYours, Refused, Unanswered
from yishi.procedure.matter import MATTER, MatterKind, MatterState
from yishi.procedure.parameter_forms import ProjectClass
from yishi.procedure.people import Actor, Role
from yishi.procedure.rule_set import load

S = MatterState
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
RULES = load("luohu10")


@dataclass
class It:
    """林秀兰's, number 1."""

    state: MatterState
    rule_set: Any = RULES
    proposer_id: int = 1
    title: str = "加装路灯"
    project_class: ProjectClass | None = ProjectClass.GOODS
    estimate: int | None = 100
    missing: tuple[str, ...] = ()
    core_changes: tuple[str, ...] = ()
    open_proposals: tuple[str, ...] = ()
    seconds: int = 5
    seconded: frozenset[int] = frozenset()
    ever: frozenset[int] = frozenset()
    appealed: bool = False
    appeal_to: Role | None = None
    handled_by_id: int | None = None
    merge_proposed: bool = False
    due_at: datetime | None = None
    lead_choices: tuple[tuple[str, str], ...] = ()
    plan_lead_id: int = 1
    unanswered_comments: int = 0
    variant_chosen: bool = True
    plan_gaps: tuple[str, ...] = ()
    plan_total: int = 100
    plan_standing: tuple[datetime, datetime] | None = None
    base_outdated: str = ""
    kind: MatterKind = MatterKind.MICRO_PROJECT
    rating_since: datetime | None = NOON
    roll: frozenset[int] = frozenset({1, 2, 3})
    put_down: dict[int, datetime] = field(default_factory=dict)
    disputes: frozenset[int] = frozenset()
    unit_id: int | None = None

    @property
    def written(self):
        return self

    @property
    def disputes_signed(self):
        return len(self.disputes)

    def has_seconded(self, person_id):
        return person_id in self.seconded

    def ever_seconded(self, person_id):
        return person_id in self.ever | self.seconded

    def has_disputed(self, person_id):
        return person_id in self.disputes

    def has_rated(self, person_id):
        return False

    def on_rating_roll(self, person_id):
        return person_id in self.roll

    def registered_at(self, person_id):
        return self.put_down.get(person_id)


def by(id: int, *roles: Role, **typed: str) -> Case:
    return Case(Actor(id, "甲", frozenset(roles)), NOON, {name: [text] for name, text in typed.items()})


def goes(it: It, step: str, case: Case) -> MatterState:
    return MATTER.move(it, step, case).step.target


def test_a_proposal_names_an_act_and_its_proposer_knows_that_it_becomes_public():
    it = It(S.DRAFT)
    assert goes(it, "submit", by(1, known="yes")) is S.REVIEW
    with pytest.raises(Unanswered):
        goes(it, "submit", by(1))
    with pytest.raises(Refused, match="名称要写出要做的事"):
        goes(replace(it, title="关于路灯的建议"), "submit", by(1, known="yes"))


# -- 附议 ----------------------------------------------------------------------------------------


def test_a_correction_of_words_keeps_the_seconds_and_one_of_the_core_asks_again():
    it = It(S.DRAFT)
    assert goes(it, "submit", by(1, known="yes")) is S.REVIEW
    assert goes(replace(it, core_changes=("地点",)), "submit", by(1, known="yes")) is S.SECONDING
    assert goes(replace(it, seconds=4), "submit", by(1, known="yes")) is S.SECONDING


def test_a_second_may_be_taken_back_in_review_and_then_it_cannot_be_accepted():
    it = It(S.REVIEW, seconded=frozenset({2}))
    assert goes(it, "unsecond", by(2, Role.RESIDENT)) is S.REVIEW
    assert goes(it, "accept", by(9, Role.STAFF, checked="yes")) is S.PLANNING
    few = replace(it, seconds=4)
    with pytest.raises(Refused, match="不够的先退回提出人重新征集（需要5人，现有4人）"):
        goes(few, "accept", by(9, Role.STAFF, checked="yes"))
    assert goes(few, "return", by(9, Role.STAFF, reason="请再征集附议")) is S.DRAFT


def test_who_ever_seconded_does_not_review():
    with pytest.raises(Refused, match="利害关系"):
        goes(It(S.REVIEW, ever=frozenset({9})), "accept", by(9, Role.STAFF, checked="yes"))


# -- 同时提案 --------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [S.SECONDING, S.REVIEW])
def test_a_person_has_only_so_many_open(state):
    it = It(S.DRAFT, core_changes=("地点",) if state is S.SECONDING else ())
    assert goes(replace(it, open_proposals=("一", "二")), "submit", by(1, known="yes")) is state
    with pytest.raises(Refused, match="最多3件，另外已有3件：一、二、三"):
        goes(replace(it, open_proposals=("一", "二", "三")), "submit", by(1, known="yes"))


# -- 申诉 ----------------------------------------------------------------------------------------


def test_an_appeal_goes_to_the_chair_and_where_none_is_free_to_the_street():
    it = It(S.REVIEW, appealed=True, appeal_to=Role.CHAIR)
    assert goes(it, "accept", by(8, Role.CHAIR, checked="yes")) is S.PLANNING
    up = replace(it, appeal_to=Role.STREET)
    assert goes(up, "accept", by(7, Role.STREET, checked="yes")) is S.PLANNING
    for one, who in ((it, Role.STREET), (up, Role.CHAIR), (up, Role.STAFF), (replace(it, appealed=False), Role.STREET)):
        with pytest.raises(NotYours):
            goes(one, "accept", by(8, who, checked="yes"))


# -- 定稿 ----------------------------------------------------------------------------------------


def test_what_is_frozen_has_stood_its_days():
    it = It(S.CONSULTING, due_at=NOON, plan_standing=(NOON - timedelta(days=3), NOON))
    assert goes(it, "freeze", by(1)) is S.DEBATING
    with pytest.raises(Refused, match="现行版3月2日12:00公布，3月5日12:00以后才能定稿"):
        goes(replace(it, plan_standing=(NOON, NOON + timedelta(days=3))), "freeze", by(1))


# -- 没办好 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [S.RATING, S.CLOSED])
def test_one_dispute_is_heard_and_three_bring_a_new_acceptance(state):
    it = It(state, due_at=NOON + timedelta(days=1))
    case = by(3, Role.RESIDENT, reason="不亮")
    assert goes(it, "dispute", case) is state
    assert goes(replace(it, disputes=frozenset({1})), "dispute", case) is state
    assert goes(replace(it, disputes=frozenset({1, 2})), "dispute", case) is S.ACCEPTING
    with pytest.raises(Refused, match="只提一次.*需要3人，已有1人"):
        goes(replace(it, disputes=frozenset({3})), "dispute", case)


@pytest.mark.parametrize(("rules", "needed"), [("luohu10", 3), ("robert", 3), ("consensus", 1)])
def test_each_rule_set_says_how_many(rules, needed):
    it = It(S.RATING, rule_set=load(rules), disputes=frozenset(range(10, 9 + needed)))
    assert goes(it, "dispute", by(3, Role.RESIDENT, reason="不亮")) is S.ACCEPTING
    assert load(rules).parameters["disputes_needed"].source == "本规则集默认值"


@pytest.mark.parametrize(("step", "typed"), [("rate", {"rating": "good"}), ("dispute", {"reason": "不亮"})])
def test_who_was_put_down_later_does_not_rate_and_is_told_why(step, typed):
    it = It(S.RATING, put_down={4: NOON + timedelta(days=1)})
    with pytest.raises(Refused, match="这一次评价3月2日12:00开始，您的居住登记是3月3日12:00记下的"):
        goes(it, step, by(4, Role.RESIDENT, **typed))
    with pytest.raises(Refused, match="没有找到您的居住登记"):
        goes(it, step, by(5, Role.RESIDENT, **typed))
