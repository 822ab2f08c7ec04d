"""辩论页 · what people see and press, and what is refused to those who try anyway."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.debates.conftest import AGAINST, FOR
from tests.matters.planning import matter_in_review
from tests.matters.proposing import someone
from tests.world import COUNCIL
from yishi.clock import today
from yishi.debates.models import Hand, Speech
from yishi.debates.turns import turn
from yishi.ledger.models import LedgerEntry
from yishi.people.models import Seat

YES = {"stance": "for", "text": "主持人，我赞成。南门台阶晚上看不清。"}


@pytest.fixture
def url(session, debate):
    session.commit()
    return debate.url


def count(session, model):
    session.expire_all()
    return session.scalar(select(func.count()).select_from(model))


# -- what is seen --------------------------------------------------------------------------------------------------------


def test_a_matter_without_a_debate_says_when_there_will_be_one(visitor, session, home, time):
    matter = matter_in_review(session, home, time)
    session.commit()
    assert visitor.opens(f"{matter.url}/debate").sees("方案定稿以后先公告").status == 200


def test_a_visitor_reads_everything_and_is_told_who_speaks(visitor, url):
    visitor.opens(url).sees("第1轮（共2轮），到3月9日24:00为止", "登录以后，议事员可以发言", "第五条 限时限次", "主持 周敏")
    visitor.is_not_offered("发言")


def test_while_it_is_noticed_nobody_speaks_yet(session, matter, person):
    session.commit()
    page = person("陈国栋").opens(matter.debate.url)
    page.sees("公告到3月5日24:00，之后开始第1轮", "辩论还没有开始").is_not_offered("发言")


def test_a_councillor_speaks_and_may_not_again_in_this_round(person, url):
    chen = person("陈国栋").opens(url)
    chen.presses("发言", **YES)
    chen.sees("已发言：这是您在这件事上的第1次发言", "·居民议事员·第1次发言·第1轮·18字", "1人次·18字", "您这一轮已经说过")
    chen.is_not_offered("发言")


def test_a_resident_is_told_why_not(person, url):
    person("赵春梅").opens(url).sees("在辩论里发言的是议事员").is_not_offered("发言")


def test_only_the_side_whose_turn_it_is_may_be_chosen(person, url, says, council, debate, session):
    says("陈国栋", FOR)
    turn(debate, council("何丽")).raise_hand(AGAINST)
    session.commit()
    gui = person("吴桂花").opens(url)
    gui.sees("赞成一方刚说过，反对一方有人举手在等", "举手等着发言：何丽（反对")
    offered = [field["value"] for field in gui.page.select("#speak input[name=stance]")]
    assert offered == ["against", "ask"]
    gui.presses("发言", **YES)
    assert gui.status == 409
    gui.sees("第九条", "赞成的和反对的轮流说")
    assert "南门台阶晚上看不清" in gui.page.select_one("#speak-text").text


def test_a_hand_goes_up_and_comes_down(person, url, session):
    he = person("何丽").opens(url)
    he.presses("举手", side="against")
    he.sees("您已经为反对一方举手", "举手等着发言：何丽")
    he.presses("放下手")
    he.does_not_see("举手等着发言")
    assert count(session, Hand) == 1


def test_speeches_are_read_page_by_page(session, debate, visitor, url, time):
    people = [someone(session, name).id for name in COUNCIL]
    for n in range(45):
        session.add(
            Speech(
                community_id=debate.community_id,
                debate_id=debate.id,
                seq=n + 1,
                round=1,
                turn=1,
                speaker_id=people[n % 12],
                seat="居民议事员",
                stance=(FOR, AGAINST)[n % 2],
                text=f"第{n + 1}段话",
                characters=5,
                at=time.at,
            )  # fmt: skip
        )
    debate.spoken = 45
    session.commit()
    visitor.opens(url).sees("第1段话", "第40段话", "23人次·115字").does_not_see("第41段话")
    visitor.opens(visitor.page.select_one(".pager a[href*=after]")["href"])
    visitor.sees("第41段话", "第45段话").does_not_see("第40段话")


def test_the_page_asks_the_database_the_same_however_much_was_said(session, debate, person, url, queries, says, time):
    says("陈国栋", FOR)
    session.commit()
    he = person("何丽")
    with queries() as few:
        he.opens(url)
    for n, name in enumerate(COUNCIL[2:]):
        says(name, (AGAINST, FOR)[n % 2])
    session.commit()
    with queries() as many:
        he.opens(url)
    assert len(few) == len(many) <= 32


# -- tried anyway ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "status", "says"),
    [
        ({}, 422, "请填写发言"),
        ({"text": "好。"}, 422, "请先表明立场：赞成、反对还是提问（《罗湖议事十条（据公开资料整理）》第四条“表明立场”）"),
        ({"stance": "for", "text": " \n\t "}, 422, "请填写发言"),
        ({"stance": "for", "text": "好" * 401}, 422, "现在有401字"),
        ({"stance": "for", "text": "好" * 100_001}, 422, "发言最多100000个字"),
        ({"stance": "maybe", "text": "好。"}, 422, "请从列出的选项里选"),
        ({"stance": "for", "text": "回复何丽：不对"}, 422, "不要回复某个人（第三条）"),
    ],
)
def test_a_form_that_will_not_do_comes_back_with_everything_typed(person, url, session, written, status, says):
    chen = person("陈国栋").opens(url)
    chen.posts(f"{url}/speak", _step="speak", **written)
    assert chen.status == status
    chen.sees(says)
    if written.get("text", "").strip() and len(written["text"]) < 1000:
        assert chen.page.select_one("#speak-text").text.strip() == written["text"].strip()
    assert count(session, Speech) == 0


def test_markup_and_emoji_are_words_like_any_others(person, url):
    chen = person("陈国栋").opens(url)
    chen.presses("发言", stance="for", text="<script>alert(1)</script> 👵🏻👨‍👩‍👧 {{ 7*7 }} ' OR 1=1")
    chen.sees("<script>alert(1)</script> 👵🏻👨‍👩‍👧 {{ 7*7 }} ' OR 1=1")
    assert "<script>alert" not in chen.text


def test_the_same_submit_twice_is_one_speech(person, url, session):
    chen = person("陈国栋").opens(url)
    form = chen.page.select_one("form[action$=speak]")
    chen.sends(form, **YES)
    chen.sends(form, **YES)
    assert chen.status == 200
    assert count(session, Speech) == 1


def test_one_person_at_two_windows_at_the_same_instant_speaks_once(person, url, session):
    windows = [person("陈国栋").opens(url) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda window: window.posts(f"{url}/speak", **YES).status, windows))
    assert sorted(done) == [200, 409, 409, 409]
    assert count(session, Speech) == 1


def test_two_people_at_the_same_instant_both_speak_one_after_the_other(person, url, session):
    people = [person(name).opens(url) for name in ("陈国栋", "何丽", "谢明", "刘洋")]
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda one: one.posts(f"{url}/speak", **YES).status, people))
    assert done == [200, 200, 200, 200]
    session.expire_all()
    assert session.scalars(select(Speech.seq).order_by(Speech.id)).all() == [1, 2, 3, 4]


def test_a_third_speech_is_refused_with_the_article_and_what_was_typed_stays(person, url, says, session, time):
    says("陈国栋", FOR)
    time.passes(days=4)
    says("陈国栋", FOR)
    session.commit()
    chen = person("陈国栋").opens(url)
    chen.posts(f"{url}/speak", _step="speak", stance="ask", text="再说一句要紧的。")
    assert chen.status == 409
    chen.sees("第五条", "同一件事每人最多说2次")
    assert "再说一句要紧的" in chen.page.select_one("#kept").text


def test_a_speech_after_the_last_round_is_refused(person, url, says, session, time):
    says("陈国栋", FOR)
    time.passes(days=4)
    says("何丽", AGAINST)
    session.commit()
    chen = person("陈国栋").opens(url)
    time.passes(days=3)
    chen.presses("发言", **YES)
    assert chen.status == 409
    chen.sees("辩论已经结束：各轮都已结束")


def test_the_chair_does_not_speak(person, url, session):
    zhou = person("周敏").opens(url).sees("主持人不发表意见").is_not_offered("发言")
    zhou.posts(f"{url}/speak", **YES)
    assert zhou.status == 409
    zhou.sees("第一条", "主持人管程序，不管输赢")
    assert count(session, Speech) == 0


@pytest.mark.parametrize("name", ["赵春梅", "王主任", "郑秘书", "街道老李", "管理员", "江北人", "望江主持", "物业小何"])
def test_nobody_else_speaks(person, url, session, name):
    assert person(name).opens(url).posts(f"{url}/speak", **YES).status == 403
    assert count(session, Speech) == 0


def test_who_has_not_signed_in_is_asked_to_and_keeps_the_words(visitor, url):
    visitor.opens(url)
    visitor._read(visitor.ask("POST", f"{url}/speak", data=YES))
    assert visitor.status == 401
    assert "南门台阶晚上看不清" in visitor.text


def test_a_seat_whose_term_has_ended_speaks_no_more(person, url, session, time):
    seat = session.scalars(select(Seat).where(Seat.person_id == someone(session, "陈国栋").id)).one()
    seat.until = today(time.at) - timedelta(days=1)
    session.commit()
    chen = person("陈国栋").opens(url).is_not_offered("发言")
    assert chen.posts(f"{url}/speak", **YES).status == 403
    assert count(session, Speech) == 0


def test_another_community_has_no_such_debate(person, url, debate, says, session):
    speech = says("陈国栋", FOR)
    session.commit()
    stranger = person("望江主持")
    assert stranger.opens(url.replace("/liuyin/", "/wangjiang/")).status == 404
    foreign = url.replace("/liuyin/", "/wangjiang/")
    assert stranger.posts(f"{foreign}/speak", **YES).status == 404
    assert stranger.posts(f"{foreign}/speeches/{speech.id}/remind", ground="attack").status in (403, 404)


@pytest.mark.parametrize("number", ["0", "2", "99", "abc", "-1", "9" * 15])
def test_a_debate_that_never_was_is_not_found(visitor, url, number):
    assert visitor.opens(f"{url}?number={number}").status == 404


def test_a_token_of_another_sign_in_does_nothing(person, url, session):
    chen = person("陈国栋").opens(url)
    chen._read(chen.ask("POST", f"{url}/speak", data={"_csrf": "forged", **YES}))
    assert chen.status == 403
    assert count(session, Speech) == 0


def test_every_act_is_in_the_record_of_the_matter(person, url, session, visitor, debate):
    person("陈国栋").opens(url).presses("发言", **YES)
    visitor.opens(f"{debate.matter.url}/record").sees("发言", "开始第1轮", "公告辩论")
    assert session.scalars(select(LedgerEntry.matter_id).where(LedgerEntry.step == "speak")).one() == debate.matter_id
