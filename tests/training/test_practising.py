"""演练厅 · a part is taken, a wrong move is answered by its article, and the score is told to that person alone."""

import pytest
from sqlalchemy import select

from tests import world
from yishi.communities.models import Community
from yishi.db import Base
from yishi.procedure.floor.practice import played, way_on
from yishi.procedure.rule_set import shipped
from yishi.training.models import Practice
from yishi.training.scenes import role_of, scenes

HALL = "/c/liuyin/training/practice"
SCENES = scenes(shipped("luohu10"))
THIRD = "06-third-speech"


@pytest.fixture
def kept(database):
    """`kept()`: every practice there is."""

    def read():
        with database.reading() as session:
            return session.scalars(select(Practice).order_by(Practice.id)).all()

    return read


def begins(someone, scene, role):
    return someone.opens(HALL).posts(HALL, scene=scene, role=role)


def goes_on(someone, kept, until=""):
    """The way on, button by button: to the end, or to the moment that has these words on it."""
    while "演完了" not in someone.words and not (until and until in someone.words):
        [it] = [it for it in kept() if someone.url.endswith(f"/{it.id}")]
        scenario = SCENES[it.scenario]
        button = way_on(played(scenario, role_of(scenario, it.role), it.commands))
        someone.presses(button.label, press=button.key)
    return someone


def test_from_the_hall_into_a_scene(person):
    lin = person("林秀兰").opens(HALL).sees("第一次参加议事会", "同一件事不说第三次").presses("演议事员何丽")
    lin.sees("您演议事员何丽", "轮到您了", "陈国栋", "宣布议题", "已达法定人数", "正在议", "在北门划二十个车位")


def test_a_third_speech_is_answered_by_the_fifth_article_and_tried_again(person, kept):
    lin = goes_on(begins(person("林秀兰"), THIRD, "何丽"), kept, until="您觉得动议要改一改")
    lin.sees("已得4分").presses("举手：反对", press="request.1")
    lin.sees("“举手：反对”不合规则", "何丽已经说了2次", "第五条“限时限次”", "提示：", "已得3分")
    grey = lin.page.select_one("button[aria-disabled=true]")
    assert grey.get_text() == "举手：反对" and "最多发言2次" in lin.page.find(id=grey["aria-describedby"]).get_text()
    lin.does_not_see("请按").presses("举手：赞成", press="request.0").sees("请按“提修正案：改为十五个车位”")
    goes_on(lin, kept).sees("演完了", "5分", "要做7步", "有2次不合规则", "再看看这几条", "第五条 限时限次")
    [it] = kept()
    assert it.finished_at and it.points == 5 and len(it.breaches) == 2
    lin.opens(HALL).sees("上次7步得5分").opens(lin.url).presses("演议事员何丽").sees("第1步")


def test_what_the_scene_does_not_ask_for_is_told_and_costs_nothing(person, kept):
    lin = begins(person("林秀兰"), THIRD, "何丽").presses("举手：赞成", press="request.0")
    lin.sees("不是这一步", "规则允许这样做", "已得0分")
    goes_on(lin, kept).sees("7分", "没有一次不合规则").does_not_see("再看看这几条")


def test_a_scene_left_in_the_middle_goes_on_where_it_was(person, kept):
    lin = begins(person("林秀兰"), THIRD, "何丽").presses("举手：反对", press="request.1").sees("做对了", "第2步")
    where = lin.url
    lin.opens(HALL).sees("演到第2步").presses("接着演议事员何丽")
    assert lin.url == where
    assert len(kept()) == 1


def test_the_chair_sees_who_waits_and_why(person, kept):
    zhou = goes_on(begins(person("周敏"), "22-first-sitting", "周敏"), kept, until="有人在等着说话")
    zhou.sees("黄伟强（反对）：先举手的先说", "林秀兰（赞成）：只有这一位在等", "周敏（您）")


def test_a_page_that_is_behind_does_nothing(person, kept):
    lin = begins(person("林秀兰"), THIRD, "何丽")
    url = lin.url
    lin.posts(url, press="request.1", after="0").posts(url, press="request.1", after="0")
    assert lin.status == 409
    lin.sees("这一步刚才已经做过了", "第2步")
    assert kept()[0].commands == ["request.1"]


@pytest.mark.parametrize("press", ["", "unknown", "request.1 ", "开会", "x" * 65])
def test_a_button_that_is_not_there_changes_nothing(person, kept, press):
    lin = begins(person("林秀兰"), THIRD, "何丽")
    url = lin.url
    lin.posts(url, press=press, after="7" if press == "request.1 " else "0")
    assert lin.status in (200, 409, 422)
    assert kept()[0].commands == []


@pytest.mark.parametrize(("scene", "role"), [("nothing", "周敏"), (THIRD, "陈国栋"), (THIRD, "无人"), ("quiz", "周敏")])
def test_a_part_that_is_not_offered_cannot_be_taken(person, kept, scene, role):
    assert begins(person("林秀兰"), scene, role).status == 404
    assert not kept()


def test_nobody_else_knows_of_it(person, visitor):
    where = begins(person("林秀兰"), THIRD, "何丽").url
    for other in ("赵春梅", "周敏", "王主任", "管理员"):
        someone = person(other)
        assert someone.opens(where).status == 404
        assert someone.posts(where, press="request.1", after="0").status == 404
        someone.opens(HALL).does_not_see("演到第")
    assert visitor.opens(where).status == 401
    assert person("林秀兰").opens(where.replace("liuyin", "wangjiang")).status == 404


def test_nothing_real_is_touched(person, database, kept):
    def everything():
        own = {"practices", "acts", "sign_ins", "returned_forms"}
        with database.reading() as session:
            return {it.name: session.execute(select(it)).all() for it in Base.metadata.sorted_tables if it.name not in own}

    lin, before = person("林秀兰"), everything()
    goes_on(begins(lin, "22-first-sitting", "周敏"), kept).sees("8分")
    assert everything() == before


def test_the_rules_in_force_are_quoted_and_their_figures_played(session, home, person, time):
    world.adopt(session, home, time.at, speech_seconds="180")
    session.commit()
    lin = begins(person("林秀兰"), THIRD, "何丽").presses("举手：反对", press="request.1").sees("一共180秒")
    lin.does_not_see("和您社区现行的规则有不同")


def test_a_scene_that_does_not_go_under_the_rules_in_force_says_by_which_it_is_played(session, home, person, time, kept):
    world.adopt(session, home, time.at, speeches_per_question="3")
    session.commit()
    lin = goes_on(begins(person("林秀兰"), THIRD, "何丽"), kept, until="您觉得动议要改一改")
    lin.sees("和您社区现行的规则有不同").presses("举手：反对", press="request.1").sees("同一件事每人最多说3次")


def test_the_rules_may_change_in_the_middle(database, person, time):
    lin = begins(person("林秀兰"), THIRD, "何丽").presses("举手：反对", press="request.1")
    with database.writing() as session:
        world.adopt(session, session.scalars(select(Community).filter_by(slug="liuyin")).one(), time.at, speeches_per_question="3")
    assert lin.opens(lin.url).sees("第2步").status == 200


def test_the_pages_cost_the_same_however_much_was_practised(person, kept, queries):
    lin = person("林秀兰").opens(HALL)
    with queries() as few:
        lin.opens(HALL)
    goes_on(begins(lin, "22-first-sitting", "林秀兰"), kept)
    begins(lin, THIRD, "何丽")
    scene = lin.url
    with queries() as many:
        lin.opens(HALL)
    assert len(many) == len(few) <= 7, many
    with queries() as seen:
        lin.opens(scene)
    assert len(seen) <= 7, seen
