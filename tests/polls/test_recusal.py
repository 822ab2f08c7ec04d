"""回避 · who has an interest leaves the base: of their own accord with a reason, or by ruling of the chair."""

import pytest

from tests.polls.conftest import AYE, NO, marks
from tests.world import COUNCIL
from yishi.ledger.models import LedgerEntry
from yishi.polls.models import Ballot, Elector, Poll
from yishi.procedure.electorate import Standing
from yishi.procedure.lifecycle import Case, NotYours, Refused
from yishi.procedure.people import Role
from yishi.procedure.poll import Choice, PollState
from yishi.procedure.tally import Outcome

REASON = "承接单位的负责人是我弟弟"


@pytest.fixture
def elector(session, poll, actor):
    """`elector("陈国栋")`: their line on the roll."""

    def of(name: str) -> Elector:
        it = poll.elector(actor(name).id)
        assert it is not None
        return it

    return of


def test_a_councillor_recuses_with_a_reason(person, visitor, kept, poll):
    chen = person("陈国栋")
    chen.opens(poll)
    chen.opens(chen.page.find("a", string="申请回避")["href"]).sees("回避的人不投票", "可以投票")
    chen.presses("申请回避", reason="").sees("请填写回避的理由")
    chen.presses("申请回避", reason=REASON).sees("您已回避这件事，不参加表决", "回避", REASON).does_not_see("去投票")
    visitor.opens(poll).sees(REASON, "名册12人，还没有人投票")
    chen.opens(f"{poll.url}/ballot").sees("您已回避这件事，不参加表决")
    chen.posts(f"{poll.url}/cast", choice="aye").sees("您已回避这件事")
    assert (chen.status, kept(Ballot)) == (409, [])


def test_a_ballot_cast_before_the_recusal_does_not_count(session, poll, votes, elector, actor, time):
    votes(9, 2)
    elector("陈国栋").take("recuse", Case(actor("陈国栋"), time.at, {"reason": [REASON]}))
    assert (poll.voted, poll.entitled, poll.state) == (10, 11, PollState.OPEN)
    poll.cast(Case(actor("梁志强"), time.at), NO)
    assert poll.state is PollState.CLOSED
    assert poll.figures == {"members": 12, "recused": 1, "voted": 11, "aye": 8, "no": 3, "abstain": 0}
    assert "应到12人，回避1人，参加表决11人；法定人数须超过除去回避的11人的三分之二，即至少8人" in poll.sum


def test_the_chair_rules_and_takes_it_back(person, visitor, kept, poll):
    zhou = person("周敏")
    zhou.opens(poll)
    zhou.opens(zhou.page.find("a", string="何丽")["href"]).presses("裁定回避", reason="与承接单位有利害关系")
    zhou.sees("已办理：裁定回避")
    visitor.opens(poll).sees("与承接单位有利害关系", "名册12人，还没有人投票")
    person("何丽").opens(poll).sees("您已回避这件事")
    line = next(it for it in kept(Elector) if it.name == "何丽")
    zhou.opens(f"{poll.url}/roll/{line.id}").sees("周敏").presses("撤销回避", reason="查明没有利害关系")
    visitor.opens(poll).does_not_see("与承接单位有利害关系")
    marks(person("何丽"), poll, AYE)
    visitor.opens(poll).sees("已有1人投票")
    assert [e.step for e in kept(LedgerEntry, subject=f"elector/{line.id}")] == ["rule_out", "restore"]


@pytest.mark.parametrize("name", ["何丽", "王主任", "管理员", "郑秘书", "林秀兰", "望江主持"])
def test_nobody_else_rules_anybody_out(person, kept, poll, name):
    line = next(it for it in kept(Elector) if it.name == "陈国栋")
    other = person(name)
    for step in ("recuse", "rule_out", "restore"):
        assert other.posts(f"{poll.url}/roll/{line.id}/{step}", reason="我说的").status in (403, 404, 409), step
    assert kept(Elector, id=line.id)[0].state is Standing.ENTITLED
    other.opens(f"{poll.url}/roll/{line.id}").is_not_offered("裁定回避").is_not_offered("申请回避")


def test_who_presides_does_not_rule_on_themselves(session, poll, elector, actor, time):
    """Where a rule set lets the chair vote, the chair stands on the roll too."""
    line = elector("陈国栋")
    chair = actor("陈国栋", Role.COUNCILLOR, Role.CHAIR)
    assert [offer.step.name for offer in line.offers(Case(chair, time.at))] == ["recuse"]
    with pytest.raises(Refused, match="不裁定自己的回避"):
        line.take("rule_out", Case(chair, time.at, {"reason": ["我自己"]}))


def test_the_chair_of_another_community_rules_nobody_out(person, kept, poll):
    away = f"{poll.url}/roll/1/rule_out".replace("/liuyin/", "/wangjiang/")
    assert person("望江主持").posts(away, reason="我说的").status == 404


def test_the_last_one_to_leave_the_base_closes_the_poll(session, matter, poll, votes, elector, actor, time):
    votes(9, 2)
    elector("梁志强").take("recuse", Case(actor("梁志强"), time.at, {"reason": [REASON]}))
    assert (poll.state, poll.outcome) == (PollState.CLOSED, Outcome.CARRIED)
    assert matter.state.value == "posted"


def test_when_everybody_recuses_nothing_is_decided_before_the_clock(session, poll, elector, actor, time):
    for name in COUNCIL:
        elector(name).take("recuse", Case(actor(name), time.at, {"reason": [REASON]}))
    assert poll.state is PollState.OPEN
    poll.settle(poll.closes_at)
    assert (poll.state, poll.outcome) == (PollState.CLOSED, Outcome.INQUORATE)


def test_after_the_closing_nobody_leaves_or_returns(session, poll, elector, actor, time):
    late = Case(actor("陈国栋"), poll.closes_at, {"reason": [REASON]})
    with pytest.raises(Refused, match="表决还没有截止"):
        elector("陈国栋").take("recuse", late)
    with pytest.raises(NotYours):
        elector("陈国栋").take("rule_out", late)
    elector("何丽").take("rule_out", Case(actor("周敏", Role.CHAIR), time.at, {"reason": ["有利害"]}))
    poll.settle(poll.closes_at)
    with pytest.raises(Refused, match="表决还没有截止"):
        elector("何丽").take("restore", Case(actor("周敏", Role.CHAIR), poll.closes_at, {"reason": ["没有"]}))


@pytest.mark.parametrize(("reason", "says"), [(" ", "请填写裁定的理由"), ("长" * 501, "最多500个字")])
def test_a_ruling_needs_a_reason(person, kept, poll, reason, says):
    line = kept(Elector)[0]
    zhou = person("周敏")
    zhou.opens(f"{poll.url}/roll/{line.id}").presses("裁定回避", reason=reason).sees(says)
    assert zhou.status == 422


def test_markup_in_a_reason_is_shown_as_typed(person, visitor, kept, poll):
    line = kept(Elector)[0]
    person("周敏").opens(f"{poll.url}/roll/{line.id}").presses("裁定回避", reason="<script>alert(1)</script>👴🏽")
    visitor.opens(poll).sees("<script>alert(1)</script>👴🏽")


def test_a_line_belongs_to_its_poll(person, session, kept, matter, poll, actor, time):
    matter.open_poll(Case(actor("周敏", Role.CHAIR), time.at), {})
    session.commit()
    line = kept(Elector)[0]
    other = kept(Poll)[1]
    assert person("周敏").opens(f"/c/liuyin/polls/{other.id}/roll/{line.id}").status == 404


def test_a_chair_rules_out_nobody_who_has_voted(session, poll, elector, actor, time):
    poll.cast(Case(actor("何丽"), time.at), Choice.NO)
    with pytest.raises(Refused, match="这个人已经投了票，不再裁定回避"):
        elector("何丽").take("rule_out", Case(actor("周敏", Role.CHAIR), time.at, {"reason": ["有利害"]}))


def test_a_chair_cannot_rule_opponents_out_until_the_rest_decide(session, poll, elector, actor, time):
    """Twelve on the roll, nine are the quorum: three may be ruled out, a fourth not."""
    ruling = Case(actor("周敏", Role.CHAIR), time.at, {"reason": ["有利害"]})
    for name in COUNCIL[:3]:
        elector(name).take("rule_out", ruling)
    with pytest.raises(Refused, match="仍要达到全体应到人数的法定人数（还可以裁定0人）"):
        elector(COUNCIL[3]).take("rule_out", ruling)
