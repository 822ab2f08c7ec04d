from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from yishi.procedure.asking import Ask, Kind
from yishi.procedure.lifecycle import Case, Lifecycle, NotYours, Refused, Step, Unanswered, rule
from yishi.procedure.people import SYSTEM, VISITOR, Actor, Role, chair, clock, councillor, everyone, holder, of, signed_in
from yishi.procedure.words import Word

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
CHEN = Actor(2, "陈国栋", frozenset({Role.COUNCILLOR}))
LIN = Actor(3, "林秀兰", frozenset({Role.COUNCILLOR}))
ZHOU = Actor(4, "周敏", frozenset({Role.CHAIR}))


class LampState(Word):
    DARK = "dark", "不亮"
    CLAIMED = "claimed", "已认领"
    LIT = "lit", "亮了"
    SCRAPPED = "scrapped", "报废"


S = LampState


@dataclass
class ALamp:
    state: LampState = S.DARK
    finder_id: int = 2
    helpers: int = 0
    broken_for: int = 0
    rooms: tuple[tuple[str, str], ...] = (("1", "一栋"), ("2", "二栋"))
    asked: list[str] = field(default_factory=list)


@rule("认领人须是发现人以外的人", source="楼道公约第二条")
def another(it, case):
    return case.actor.id != it.finder_id


@rule("要有两个人帮忙", facts=lambda it, case: f"已有{it.helpers}人")
def two_helpers(it, case):
    return it.helpers >= 2


@rule("帮忙的人不够", facts=lambda it, case: f"已有{it.helpers}人")
def too_few(it, case):
    return it.helpers < 2


@rule("期限已到", gate=True)
def time_is_up(it, case):
    it.asked.append("time")
    return it.broken_for >= 30


@rule("没有人修", facts=lambda it, case: "谁也不该先看到")
def nobody_repaired(it, case):
    it.asked.append("repair")
    return it.broken_for >= 60


finder = of("发现人", "finder_id")
PLACE = Ask("place", "哪一栋", Kind.CHOICE, choices_from="rooms")
LAMP = Lifecycle(
    "lamp",
    "路灯",
    initial=S.DARK,
    steps=(
        Step("claim", "认领", S.DARK, S.CLAIMED, councillor, (another,), asks=(PLACE,)),
        Step("mend", "修好", S.CLAIMED, S.LIT, councillor, (two_helpers,)),
        Step("mend", "修好", S.CLAIMED, S.CLAIMED, councillor, (too_few,)),
        Step("drop", "放弃", S.CLAIMED, S.DARK, finder | chair, asks=(Ask("reason", "理由"),)),
        Step("scrap", "报废", S.DARK, S.SCRAPPED, clock, (time_is_up, nobody_repaired)),
    ),
)


def move(it, name, actor, **typed):
    return LAMP.move(it, name, Case(actor, NOON, {key: [value] for key, value in typed.items()}))


def test_a_step_leads_to_its_next_state_with_what_was_answered():
    taken = move(ALamp(), "claim", LIN, place="2")
    assert (taken.step.target, taken.given) == (S.CLAIMED, {"place": "2"})


def test_a_broken_rule_refuses_with_its_sentence():
    with pytest.raises(Refused, match="^认领人须是发现人以外的人$"):
        move(ALamp(), "claim", CHEN, place="1")


def test_a_step_of_another_state_is_refused_with_the_state_it_is_in():
    with pytest.raises(Refused, match="路灯现在是“亮了”，不能办理这一步"):
        move(ALamp(S.LIT), "claim", LIN, place="1")


def test_an_unknown_step_is_refused_like_one_that_is_over():
    with pytest.raises(Refused, match="不能办理这一步"):
        move(ALamp(), "explode", LIN)


@pytest.mark.parametrize("actor", [VISITOR, ZHOU, SYSTEM])
def test_a_step_of_somebody_else_is_not_yours(actor):
    with pytest.raises(NotYours):
        move(ALamp(), "claim", actor, place="1")


def test_what_is_asked_must_be_answered():
    with pytest.raises(Unanswered) as refusal:
        move(ALamp(S.CLAIMED), "drop", ZHOU)
    assert refusal.value.problems == {"reason": "请填写理由"}


def test_choices_of_the_record_are_the_only_ones():
    with pytest.raises(Unanswered) as refusal:
        move(ALamp(), "claim", LIN, place="3")
    assert refusal.value.problems == {"place": "哪一栋请从列出的选项里选"}


def test_nobody_is_asked_for_answers_before_the_rules_allow_the_step():
    with pytest.raises(Refused) as refusal:
        move(ALamp(), "claim", CHEN)
    assert not isinstance(refusal.value, Unanswered)


@pytest.mark.parametrize(("helpers", "target"), [(0, S.CLAIMED), (1, S.CLAIMED), (2, S.LIT)])
def test_of_two_rows_with_one_name_the_one_whose_needs_hold_is_taken(helpers, target):
    assert move(ALamp(S.CLAIMED, helpers=helpers), "mend", LIN).step.target is target


def test_a_refusal_carries_its_figures():
    assert two_helpers.refusal(ALamp(helpers=1), Case(LIN, NOON)) == "要有两个人帮忙（已有1人）"


def test_the_buttons_are_those_of_the_person_and_the_state():
    def buttons(it, actor):
        return [(offer.step.name, offer.reasons) for offer in LAMP.offers(it, Case(actor, NOON))]

    assert buttons(ALamp(), LIN) == [("claim", ())]
    assert buttons(ALamp(), CHEN) == [("claim", ("认领人须是发现人以外的人",))]
    assert buttons(ALamp(S.CLAIMED), CHEN) == [("mend", ()), ("drop", ())]
    assert buttons(ALamp(), VISITOR) == []
    assert buttons(ALamp(S.LIT), LIN) == []


def test_a_button_stands_once_for_each_name():
    names = [offer.step.name for offer in LAMP.offers(ALamp(S.CLAIMED, helpers=2), Case(LIN, NOON))]
    assert names == ["mend"]


def test_an_offer_brings_its_fields_with_the_choices_of_the_record():
    offer = next(LAMP.offers(ALamp(), Case(LIN, NOON)))
    assert offer.asks[0].choices == (("1", "一栋"), ("2", "二栋"))


def test_what_is_offered_without_a_reason_may_be_taken():
    it = ALamp(S.CLAIMED)
    for actor in (CHEN, LIN, ZHOU):
        for offer in LAMP.offers(it, Case(actor, NOON)):
            if not offer.reasons:
                assert move(it, offer.step.name, actor, reason="下雨", place="1")


@pytest.mark.parametrize(("days", "due"), [(29, None), (30, None), (60, "scrap")])
def test_the_clock_takes_its_row_when_all_its_needs_hold(days, due):
    step = LAMP.due(ALamp(broken_for=days), Case(SYSTEM, NOON))
    assert (step.name if step else None) == due


def test_nothing_behind_a_shut_gate_is_looked_at_or_told():
    it = ALamp(broken_for=10)
    step = LAMP.steps[-1]
    assert step.broken(it, Case(SYSTEM, NOON)) == ("期限已到",)
    assert it.asked == ["time"]


def test_the_states_out_of_which_time_leads_are_known():
    assert LAMP.timed == (S.DARK,)


def test_the_ledger_is_given_what_each_rule_saw():
    it = ALamp(S.CLAIMED, helpers=2)
    assert move(it, "mend", LIN).step.evidence(it, Case(LIN, NOON)) == [
        {"rule": "要有两个人帮忙", "facts": "已有2人", "source": ""}
    ]


def test_the_diagram_shows_every_row_and_where_it_ends():
    lines = LAMP.mermaid().splitlines()
    assert lines[:2] == ["stateDiagram-v2", "    [*] --> 不亮"]
    assert "    已认领 --> 不亮: 放弃（发现人、主持人）" in lines
    assert {line for line in lines if line.endswith("[*]")} == {"    亮了 --> [*]", "    报废 --> [*]"}


def test_audiences_are_composed():
    it = ALamp(finder_id=2)
    assert (finder | chair).includes(CHEN, it)
    assert (finder | chair).includes(ZHOU, it)
    assert not (finder | chair).includes(LIN, it)
    assert (finder | chair).label == "发现人、主持人"
    assert everyone.includes(VISITOR, None)
    assert not signed_in.includes(VISITOR, None)
    assert not finder.includes(VISITOR, it)
    assert not finder.includes(CHEN, None)


def test_an_audience_may_be_many_people_named_by_the_record():
    @dataclass
    class AGroup:
        member_ids: tuple[int, ...]

    group = of("方案小组", "member_ids")
    assert group.includes(CHEN, AGroup((2, 9)))
    assert not group.includes(LIN, AGroup((2, 9)))


def test_a_role_is_held_or_not():
    assert holder(Role.CHAIR, Role.COUNCILLOR).includes(LIN, None)
    assert not holder(Role.CHAIR).includes(LIN, None)
