"""辩论页 · what people see and press."""

import pytest


@pytest.fixture
def url(session, debate):
    session.commit()
    return debate.url


def test_a_matter_without_a_debate_says_when_there_will_be_one(visitor, session, home, time):
    from tests.matters.planning import matter_in_review

    matter = matter_in_review(session, home, time)
    session.commit()
    assert visitor.opens(f"{matter.url}/debate").sees("方案定稿以后先公告").status == 200


def test_a_visitor_reads_everything_and_is_told_who_speaks(visitor, url):
    visitor.opens(url).sees("第1轮（共2轮），到3月9日24:00为止", "登录以后，议事员可以发言", "第五条 限时限次")
    visitor.is_not_offered("发言")


def test_a_councillor_speaks(person, url):
    chen = person("陈国栋").opens(url)
    chen.presses("发言", stance="for", text="主持人，我赞成。南门台阶晚上看不清。")
    chen.sees("已发言：这是您在这件事上的第1次发言", "陈国栋", "居民议事员·第1次发言·第1轮", "1人次·18字", "您这一轮已经说过")
    chen.is_not_offered("发言")


def test_a_resident_is_told_why_not(person, url):
    person("赵春梅").opens(url).sees("在辩论里发言的是议事员").is_not_offered("发言")
