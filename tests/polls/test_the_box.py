"""表决与“您现在可以”· whoever is on the roll finds the ballot at the top of the matter, in words that fit the question."""

import pytest
from sqlalchemy import update

from yishi.matters.models import Matter
from yishi.polls.models import Poll
from yishi.procedure.matter import MatterKind
from yishi.procedure.poll import Purpose


def boxed(somebody) -> list[str]:
    return [it.get_text(strip=True) for it in somebody.page.select(".now-box a.button")]


def test_a_councillor_votes_from_the_matters_own_page(person, poll, matter):
    chen = person("陈国栋").opens(matter.url)
    first = chen.page.select_one(".now-box a.button")
    assert (first.get_text(strip=True), first["data-kind"], first["href"]) == ("去投票", "primary", f"{poll.url}/ballot")
    chen.sees("还剩")
    chen.opens("/c/liuyin/todo")
    assert chen.page.select_one(f"a.button[href='{poll.url}/ballot']")
    chen.opens(first["href"]).presses("下一步：核对", choice="aye").presses("投出选票").sees("您的票已收到")
    assert boxed(chen.opens(matter.url)) == ["看我的回执", "改票"]


@pytest.mark.parametrize("name", ["林秀兰", "王主任", "江北人"])
def test_who_is_not_on_the_roll_is_not_sent_to_a_ballot(person, poll, matter, name):
    assert "去投票" not in boxed(person(name).opens(matter.url))


def test_after_the_closing_nobody_is_sent_to_a_ballot(person, poll, matter, time):
    time.at = poll.closes_at
    chen = person("陈国栋").opens(matter.url).sees("投票时间已到，正在计票")
    assert "去投票" not in boxed(chen)


@pytest.mark.parametrize(
    ("kind", "purpose", "says", "never"),
    [
        (MatterKind.MICRO_PROJECT, Purpose.DECISION, "不同意，这件事不办", "原来的预算"),
        (MatterKind.ISSUE, Purpose.DECISION, "不同意按这个方案办", "这件事不办"),
        (MatterKind.RULE_CHANGE, Purpose.DECISION, "不同意修订，仍按现行规则", "这件事不办"),
        (MatterKind.MICRO_PROJECT, Purpose.CHANGE_ORDER, "不同意增加，仍按原来的预算办", "这件事不办"),
    ],
)
def test_the_words_on_the_ballot_fit_the_question(session, person, poll, kind, purpose, says, never):
    session.execute(update(Matter).values(kind=kind))
    session.execute(update(Poll).values(purpose=purpose))
    session.commit()
    person("陈国栋").opens(f"{poll.url}/ballot").sees(says).does_not_see(never)
