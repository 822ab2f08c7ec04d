"""投票 · the ballot as a councillor meets it: question, review, receipt."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from tests.polls.conftest import ABSTAIN, AYE, NO, marks
from tests.world import COUNCIL
from yishi.ledger.models import LedgerEntry
from yishi.people.models import Returned, Seat
from yishi.polls.models import Ballot, Elector, Poll
from yishi.procedure.lifecycle import Case, Refused
from yishi.procedure.people import Role
from yishi.procedure.poll import Choice

QUESTION = "是否同意按A方案第2版办理“南门照明”，费用不超过¥38,600.00？"


def test_the_roll_is_frozen_at_the_opening(session, poll, home, actor, time):
    roll = session.query(Elector).filter_by(poll_id=poll.id).order_by(Elector.id).all()
    assert [(e.name, e.title, e.weight) for e in roll] == [(name, "居民议事员", 1) for name in COUNCIL]
    assert poll.members == 12
    left = session.query(Seat).filter_by(person_id=roll[0].person_id, role=Role.COUNCILLOR).one()
    left.until = time.at.date()
    time.passes(days=2)
    poll.cast(Case(actor("陈国栋"), time.at), AYE)
    assert poll.voted == 1, "a seat that ended later does not touch the roll"


def test_a_person_with_two_seats_stands_on_the_roll_once(session, matter, home, actor, time):
    chen = actor("陈国栋")
    council = session.query(Seat).filter_by(person_id=chen.id).one()
    session.add(
        Seat(
            community_id=home.id,
            body_id=council.body_id,
            person_id=chen.id,
            role=Role.COUNCILLOR,
            title="党委议事员",
            since=council.since,
            recorded_at=council.recorded_at,
        )
    )
    matter.open_poll(Case(actor("周敏", Role.CHAIR), time.at), {})
    lines = session.query(Elector).filter_by(person_id=chen.id).all()
    assert [line.title for line in lines] == ["居民议事员"]


def test_a_roll_reads_no_seat_that_has_ended(session, matter, home, actor, time):
    council = session.query(Seat).filter_by(person_id=actor("陈国栋").id).one()
    gone = Seat(
        community_id=home.id, body_id=council.body_id, person_id=actor("林秀兰").id, role=Role.COUNCILLOR, title="前议事员",
        since=council.since, until=time.at.date() - timedelta(days=1), recorded_at=council.recorded_at,
    )  # fmt: skip
    session.add(gone)
    session.flush()
    ended = gone.id
    session.expunge(gone)
    read = []

    def note(seat, context):
        read.append(seat.id)

    event.listen(Seat, "load", note)
    try:
        matter.open_poll(Case(actor("周敏", Role.CHAIR), time.at), {})
    finally:
        event.remove(Seat, "load", note)
    assert ended not in read
    assert matter.poll.members == 12


def test_the_question_is_bound_to_the_frozen_plan(session, matter, poll):
    assert poll.question == QUESTION
    assert poll.digest == matter.plan.digest
    entry = session.query(LedgerEntry).filter_by(subject=poll.subject, step="open").one()
    assert entry.given["question"] == QUESTION
    assert entry.given["digest"] == matter.plan.digest
    assert len(entry.given["roll"]) == 64


def test_there_is_no_vote_without_a_frozen_plan(session, matter, actor, time):
    from yishi.matters.plans import PlanLine, PlanMilestone, PlanVersion

    for model in (PlanLine, PlanMilestone, PlanVersion):
        session.query(model).delete()
    session.expire_all()
    with pytest.raises(Refused, match="方案还没有定稿"):
        matter.open_poll(Case(actor("周敏", Role.CHAIR), time.at), {})


def test_a_councillor_votes_in_three_pages(person, poll):
    chen = person("陈国栋")
    chen.opens("/c/liuyin/polls").sees(QUESTION, "名册12人，还没有人投票", "还剩5天")
    chen.opens(poll)
    chen.opens(chen.page.find("a", string="去投票")["href"]).sees("表决选票", QUESTION, "截止前可以改票", "赞成多于反对就通过")
    assert not chen.page.select("input[type=radio][checked]"), "nothing is chosen beforehand"
    assert [radio["value"] for radio in chen.page.select("input[type=radio]")] == ["aye", "no", "abstain"]
    chen.presses("下一步：核对", choice="aye").sees("核对您的选票", "您选的是 赞成", "截止后您的名字和选择一起公布")
    assert "aye" not in chen.url
    chen.presses("投出选票").sees("您的票已收到", "投票回执", "陈国栋", "赞成", "投出，拿回执")
    assert chen.url.endswith("/receipt")
    chen.opens(poll).sees("您的票已收到，截止前可以改票", "名册12人，已有1人投票")


def test_the_review_keeps_nothing(person, kept, poll):
    chen = person("陈国栋")
    chen.opens(f"{poll.url}/ballot").presses("下一步：核对", choice="no")
    assert kept(Ballot) == []


def test_the_receipt_can_be_found_in_the_ledger(person, kept, poll):
    chen = marks(person("陈国栋"), poll, NO)
    (ballot,) = kept(Ballot)
    chen.sees(ballot.receipt, ballot.digest)
    (entry,) = kept(LedgerEntry, subject=poll.subject, step="cast")
    assert entry.given == {"receipt": ballot.receipt, "digest": ballot.digest}
    assert (entry.actor_name, entry.evidence) == ("陈国栋", [])


def test_a_ballot_may_be_changed_until_the_closing_and_there_is_one_row(person, kept, poll):
    chen = marks(person("陈国栋"), poll, AYE)
    first = kept(Ballot)[0].digest
    chen.opens(f"{poll.url}/ballot").sees("您已经投过一票")
    assert not chen.page.select("input[type=radio][checked]")
    chen.presses("下一步：核对", choice="no").sees("改票以后，原来那一票不再计入").presses("投出选票").sees("反对")
    (ballot,) = kept(Ballot)
    assert (ballot.choice, ballot.digest != first) == (NO, True)
    assert [e.step for e in kept(LedgerEntry, subject=poll.subject)] == ["open", "cast", "change"]


def test_a_page_from_before_one_voted_changes_nothing(person, kept, poll):
    chen, again = person("陈国栋"), person("陈国栋")
    for window in (chen, again):
        window.opens(f"{poll.url}/ballot").presses("下一步：核对", choice="aye" if window is chen else "no")
    chen.presses("投出选票")
    again.presses("投出选票").sees("您已经投过票了，这一次没有计入", "您已经投过一票")
    assert again.status == 409
    assert [ballot.choice for ballot in kept(Ballot)] == [AYE]


def test_the_same_submit_twice_is_one_ballot_and_one_receipt(person, kept, poll):
    chen = person("陈国栋")
    chen.opens(f"{poll.url}/ballot").presses("下一步：核对", choice="aye")
    form = chen.page.select_one("main form")
    receipts = {chen.sends(form).page.select_one(".code").get_text() for _ in range(2)}
    assert len(receipts) == 1
    assert len(kept(LedgerEntry, subject=poll.subject, step="cast")) == 1


@pytest.mark.parametrize("choice", ["", "yes", "AYE", "aye\n", "赞成", "<script>", "😀", "aye' OR 1=1", "x" * 10_000])
def test_what_is_no_choice_is_refused(person, kept, poll, choice):
    chen = person("陈国栋")
    chen.opens(f"{poll.url}/ballot")
    form = chen.page.select_one("main form")
    chen.sends(form, choice=choice)
    if choice.strip() != "aye":
        assert chen.status == 422
        chen.sees("赞成、反对还是弃权")
    chen.posts(f"{poll.url}/cast", choice=choice)
    assert len(kept(Ballot)) == (1 if choice.strip() == "aye" else 0)


def test_no_choice_comes_back_with_a_sentence_beside_the_options(person, poll):
    chen = person("陈国栋")
    chen.opens(f"{poll.url}/ballot").presses("下一步：核对").sees("请选择赞成、反对还是弃权", "有1处要改")
    assert chen.status == 422


@pytest.mark.parametrize("name", ["周敏", "郑秘书", "王主任", "林秀兰", "管理员", "街道老李", "江北人", "监督员甲"])
def test_who_is_not_on_the_roll_does_not_vote(person, kept, poll, name):
    other = person(name)
    other.opens(f"{poll.url}/ballot").sees("您不在这次表决的名册里")
    assert not other.page.select("input[type=radio]")
    for step in ("review", "cast"):
        other.posts(f"{poll.url}/{step}", choice="aye").sees("您不在这次表决的名册里")
        assert other.status == 409
    assert other.opens(f"{poll.url}/receipt").status == 404
    other.opens(poll).does_not_see("去投票")
    assert kept(Ballot) == []


def test_a_visitor_signs_in_first(visitor, poll):
    assert visitor.opens(f"{poll.url}/ballot").status == 401
    assert visitor.posts(f"{poll.url}/cast", choice="aye").status in (401, 403)
    assert visitor.opens(f"{poll.url}/receipt").status == 401


def test_a_poll_of_another_community_is_not_there(person, poll):
    away = poll.url.replace("/liuyin/", "/wangjiang/")
    for path in ("", "/ballot", "/receipt", "/record.json", "/roll/1"):
        assert person("陈国栋").opens(away + path).status == 404, path
    for path in ("/review", "/cast", "/roll/1/recuse"):
        assert person("陈国栋").posts(away + path, choice="aye", reason="x").status == 404, path


def test_a_closed_poll_takes_no_ballot(person, kept, poll, votes, time):
    votes(9, 2)
    last = person("梁志强")
    last.opens(f"{poll.url}/ballot").presses("下一步：核对", choice="no")
    time.at = poll.closes_at
    last.presses("投出选票").sees("表决已于3月7日24:00截止")
    assert last.status == 409
    assert len(kept(Ballot)) == 11


def test_an_early_closing_is_told(person, poll, votes, time):
    votes(9, 2, 1)
    person("陈国栋").opens(f"{poll.url}/ballot").sees("应投票的人都已投票，表决已经截止", "看我的回执")


def test_one_ballot_to_a_voter_is_the_databases_rule(session, poll, votes, home, time):
    from sqlalchemy.exc import IntegrityError

    votes(1)
    one = session.query(Ballot).one()
    session.add(Ballot(community_id=home.id, elector_id=one.elector_id, choice=NO, salt="0" * 32, digest="0" * 64, cast_at=time.at))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()
    session.add(
        Elector(
            community_id=home.id, poll_id=poll.id, person_id=one.elector.person_id, name="陈国栋", title="议事员",
            entered_at=time.at, touched_at=time.at,
        )
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_the_database_refuses_a_count_while_a_poll_is_open(session, poll):
    from sqlalchemy.exc import IntegrityError

    poll.figures = {"aye": 9}
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_abstaining_is_voting(session, poll, votes):
    votes(0, 0, 3)
    assert poll.voted == 3
    assert {b.choice for b in session.query(Ballot)} == {ABSTAIN}


def test_the_pages_ask_the_database_little(person, visitor, session, poll, votes, queries):
    votes(3, 2)
    chen = person("陈国栋")
    for who, page, most in (
        (visitor, "/c/liuyin/polls", 6), (visitor, poll.url, 12), (visitor, f"{poll.matter.url}/poll", 16),
        (chen, f"{poll.url}/ballot", 14), (chen, f"{poll.url}/receipt", 14),
    ):  # fmt: skip
        with queries() as seen:
            assert who.opens(page).status == 200
        assert len(seen) <= most, (page, len(seen), seen)


def test_every_choice_has_its_word():
    assert [choice.label for choice in Choice] == ["赞成", "反对", "弃权"]
    assert Poll.__table__.c.openness.type.enums == ["open", "secret"]


def test_going_back_from_the_receipt_never_asks_to_send_the_ballot_again(person, poll):
    chen = person("陈国栋")
    chen.opens(f"{poll.url}/ballot").presses("下一步：核对", choice="aye")
    assert chen.response.request.method == "GET" and chen.url.endswith(f"{poll.url}/review")
    assert chen.opens(chen.url).sees("核对您的选票", "同意").status == 200
    chen.presses("投出选票").sees("您的票已收到")
    assert chen.opens(f"{poll.url}/review").sees("您已经投过一票").url.endswith("/ballot")


def test_a_choice_waits_for_the_one_who_made_it_and_in_this_poll_alone(person, poll):
    chen = person("陈国栋").opens(f"{poll.url}/ballot").presses("下一步：核对", choice="no")
    carried = chen.ask.cookies.get("ballot")
    assert carried.startswith(f"{poll.id}.{chen.id}.")
    he = person("何丽")
    for text in (carried, f"{poll.id + 1}.{he.id}.no.", f"{poll.id}.{he.id}.maybe.", "no", "...", ""):
        he.ask.cookies.set("ballot", text, domain="yishi.test")
        assert he.opens(f"{poll.url}/review").url.endswith("/ballot"), text
        he.ask.cookies.delete("ballot")


def test_what_was_chosen_is_not_kept_when_the_ballot_comes_back(person, poll, session):
    chen = person("陈国栋").opens(f"{poll.url}/ballot").presses("下一步：核对", choice="wrong")
    assert chen.status == 422 and chen.response.request.method == "GET"
    assert [list(it.typed) for it in session.query(Returned)] == [["replaces"]]
