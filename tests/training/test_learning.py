"""学规则 · cards for everybody; a quiz that tells what was wrong, and keeps the best result for one person alone."""

import pytest
from sqlalchemy import select

from tests import world
from yishi import files
from yishi.procedure.quiz import questions
from yishi.procedure.rule_set import load
from yishi.training.models import Practice
from yishi.training.web import PICTURES, short

TRAINING = "/c/liuyin/training"
ASKED = questions(load("luohu10"))


@pytest.fixture
def kept(database):
    """`kept()`: every result there is."""

    def read():
        with database.reading() as session:
            return session.scalars(select(Practice)).all()

    return read


def takes(someone, wrong=()):
    """The whole quiz; the questions with these numbers (from 1) are answered wrongly."""
    someone.opens(f"{TRAINING}/quiz")
    for number, it in enumerate(ASKED, 1):
        someone.sees(f"第{number}题", it.asks)
        button = "下一题" if number < len(ASKED) else "交卷，看结果"
        someone.presses(button, choice=(it.right + (number in wrong)) % 3)
    return someone


def test_everybody_finds_the_cards_from_the_rules(visitor):
    visitor.opens("/c/liuyin/rules").sees("学规则、练开会").opens(TRAINING)
    visitor.sees("第一条 主持中立", "第十条 服从裁判", "主持人管程序，不管输赢")
    cards = visitor.page.select(".lesson")
    assert len(cards) == 10
    assert all(it.select_one("svg use") and it.select_one("button[hidden][data-reads]") for it in cards)


@pytest.mark.parametrize("name", ["luohu10", "robert", "consensus"])
def test_a_card_has_a_drawing_and_two_sentences_at_most(name):
    drawn = (files.STATIC / "img" / "rules.svg").read_text()
    for article in load(name).articles:
        assert short(article.text).count("。") <= 2
        assert [it for it in article.binds if it in PICTURES], article.title
    assert all(f'id="{it}"' in drawn for it in (*PICTURES.values(), "paper"))


def test_the_cards_speak_of_the_rules_in_force(session, home, visitor, time):
    world.adopt(session, home, time.at, speech_seconds="180")
    session.commit()
    visitor.opens(TRAINING).sees("每次发言不超过3分钟")


def test_a_place_without_rules_says_so(person, visitor):
    visitor.opens("/c/liuyin-street/training").sees("还没有通过议事规则")
    lin = person("林秀兰").opens("/c/liuyin-street/training/quiz").sees("还没有可以考的条文")
    assert lin.opens("/c/liuyin-street/training/quiz/result").url.endswith("/training/quiz")
    lin.opens("/c/liuyin-street/training/practice").sees("没有可以演的一幕")


def test_whoever_answers_all_rightly_has_passed(person, kept):
    lin = takes(person("林秀兰")).sees("合格", "13题答对13题", "只有您自己看得到")
    [it] = kept()
    assert (it.scenario, it.person_id, it.done, it.mistakes) == ("quiz", lin.id, 13, [])


def test_a_wrong_answer_is_told_with_the_article_and_why(person):
    lin = takes(person("林秀兰"), wrong=(7,)).sees("合格", "13题答对12题", "同一件事，一个人最多可以说几次？", "应该是", "最多2次")
    lin.sees("第五条“限时限次”", "修正案是另一件事")


def test_fewer_than_the_rules_ask_for_do_not_pass(person):
    takes(person("林秀兰"), wrong=(1, 2, 3)).sees("还差一点", "13题答对10题；答对11题合格")


def test_the_best_result_is_kept(person, kept):
    lin = takes(person("林秀兰"), wrong=(1, 2, 3))
    takes(lin, wrong=(5,)).sees("您最好的一次：13题答对12题")
    takes(lin, wrong=(1, 2)).sees("您最好的一次：13题答对12题")
    assert [it.mistakes for it in kept()] == [["第三条"]]
    lin.opens(f"{TRAINING}/quiz").sees("13题答对12题")
    person("赵春梅").opens(f"{TRAINING}/quiz").does_not_see("您最好的一次")


def test_a_question_left_out_is_asked_again(person):
    lin = person("林秀兰").opens(f"{TRAINING}/quiz?given=1").presses("下一题")
    assert lin.status == 422
    lin.sees("请选择答案", "第2题").presses("下一题", choice="1").sees("第3题")


def test_one_can_go_back_a_question(person):
    lin = person("林秀兰").opens(f"{TRAINING}/quiz?given=11").sees("第3题")
    back = [it["href"] for it in lin.page.select("a.button") if it.get_text() == "上一题"]
    lin.opens(back[0]).sees("第2题")


@pytest.mark.parametrize("given", ["x", "9", "1x1", "１", "-1", "²", "0" * 500])
def test_an_address_made_up_by_hand_does_no_harm(person, given):
    assert person("林秀兰").opens(f"{TRAINING}/quiz?given={given}").status == 200


def test_what_nobody_was_asked_is_not_marked(person):
    assert person("林秀兰").opens(f"{TRAINING}/quiz/result?given=01").url.endswith("/training/quiz")
    assert person("林秀兰").opens(f"{TRAINING}/quiz/result?given={'0' * 13}").sees("答错的题").status == 200


def test_a_visitor_signs_in_first(visitor):
    assert visitor.opens(f"{TRAINING}/quiz").status == 401


def test_the_pages_cost_little(person, visitor, queries):
    with queries() as seen:
        visitor.opens(TRAINING)
    assert len(seen) <= 3, seen
    lin = person("林秀兰")
    with queries() as seen:
        lin.opens(f"{TRAINING}/quiz")
    assert len(seen) <= 7, seen


def test_every_community_keeps_its_own_result(person, kept):
    lin = takes(person("林秀兰"))
    lin.opens("/c/wangjiang/training/quiz").sees("第1题").does_not_see("您最好的一次")
    assert len(kept()) == 1
