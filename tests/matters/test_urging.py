"""督促 · an overdue review is the street's to urge: on record, public, once a day, by nobody else."""

import pytest

from tests.matters.proposing import clock_strikes, in_review, last_entry, told


@pytest.fixture
def late(session, database, home, time):
    """更换3栋楼道灯, left lying past its five working days."""
    it = in_review(session, home, time)
    time.passes(days=9)
    clock_strikes(session, database, time.at)
    assert it.escalated and it.url and it.title
    session.commit()
    return it


def test_the_street_finds_the_form_from_its_own_inbox_and_urges(session, person, visitor, late):
    li = person("街道老李")
    li.opens("/c/liuyin-street").sees("柳荫街道的各社区", "1件提案的受理审查超过了期限", "柳荫社区", "超期1件")
    li.opens("/c/liuyin-street/todo").sees("督促超期的受理审查", "柳荫社区：更换3栋楼道灯", "已逾期")
    link = li.page.select_one(".entry a.button")["href"]
    assert link == f"{late.url}/urge"
    li.opens(link).presses("督促", words="3月16日以前给提出人一个答复。").sees("已督促")
    entry = last_entry(session, late)
    assert (entry.step, entry.actor_name, entry.given["to"]) == ("urge", "街道老李", "社区工作人员")
    session.commit()
    visitor.opens(late).sees("街道老李督促社区工作人员", "3月16日以前给提出人一个答复。")
    li.opens("/c/liuyin-street/todo").does_not_see("督促超期")
    person("王主任").opens(late).sees("3月16日以前给提出人一个答复。")


def test_once_a_day_at_most(session, person, late, time):
    li = person("街道老李").opens(f"{late.url}/urge").presses("督促", words="请尽快办。")
    assert li.posts(f"{late.url}/urge", words="再催一次。").status == 409
    li.sees("今天已经督促过，一天最多一次")
    time.passes(days=1)
    li.opens(f"{late.url}/urge").presses("督促", words="还没有办。").sees("已督促", "一共督促了2次")
    assert [step for step, _ in told(session, late)].count("urge") == 2


def test_what_was_urged_stays_to_be_read_in_the_next_review(session, person, visitor, late, time):
    person("街道老李").opens(f"{late.url}/urge").presses("督促", words="请尽快办。")
    person("王主任").opens(late.url).presses("不予受理", article="1", negative="none", reason="说不清要办什么")
    person("林秀兰").opens(late.url).presses("申诉", reason="写得很清楚")
    visitor.opens(f"{late.url}/urge").sees("请尽快办。")


@pytest.mark.parametrize("name", ["林秀兰", "陈国栋", "王主任", "周敏", "管理员", "江北人"])
def test_nobody_else_urges(session, person, late, name):
    somebody = person(name).opens(f"{late.url}/urge").is_not_offered("督促")
    assert somebody.posts(f"{late.url}/urge", words="快办。").status == 403
    assert ("urge", name) not in told(session, late)


def test_not_before_it_is_overdue(session, home, time, person):
    it = in_review(session, home, time)
    session.commit()
    li = person("街道老李").opens(it).sees("受理审查")
    assert "督促受理" not in li.words
    assert li.posts(f"{it.url}/urge", words="快办。").status == 409
    li.sees("受理还没有超期")


@pytest.mark.parametrize(("words", "says"), [("", "请填写"), ("快" * 501, "500"), ("  \n ", "请填写")])
def test_the_words_are_asked_for(person, late, words, says):
    li = person("街道老李").opens(f"{late.url}/urge").presses("督促", words=words)
    assert li.status == 422
    li.sees(says)


def test_markup_is_shown_as_typed(person, visitor, late):
    person("街道老李").opens(f"{late.url}/urge").presses("督促", words="<script>alert(1)</script>🙂")
    assert "<script>alert" not in visitor.opens(late).text
    visitor.sees("<script>alert(1)</script>🙂")


def test_the_matter_of_another_community_is_not_there(person, late):
    li = person("街道老李")
    assert li.posts(f"{late.url.replace('/liuyin/', '/wangjiang/')}/urge", words="快办。").status == 404
