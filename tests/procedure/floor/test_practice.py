"""演练 · whatever somebody presses, a scene never breaks and comes to its end; a breach is answered by its article."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yishi.procedure.floor import Do
from yishi.procedure.floor.practice import Answer, offered, played, staged, taken, way_on
from yishi.procedure.floor.prompts import HINTS, SITUATIONS, hint, in_words, situation
from yishi.procedure.floor.scenario import Malformed, read
from yishi.procedure.floor.shelf import shelf
from yishi.procedure.rule_set import load, parse, shipped

SCENES = {name: it for name, text in shelf().items() if (it := read(text)).roles}
PARTS = [(name, who) for name, it in SCENES.items() for who in it.roles]


def part(name, role):
    scenario = SCENES[name]
    return scenario, scenario.ids[role]


def finished(scene):
    """The way on, to the end."""
    while not scene.over:
        scene = taken(scene, way_on(scene).key)
    return scene


@pytest.mark.parametrize(("name", "who"), PARTS)
def test_every_scene_can_be_played_to_the_end_in_every_part(name, who):
    scene = finished(played(SCENES[name], who))
    assert scene.done >= 3 and scene.points == scene.done and not scene.mistakes


@pytest.mark.parametrize(("name", "who"), PARTS)
def test_at_every_moment_the_way_on_is_among_the_buttons_at_hand(name, who):
    scene = played(SCENES[name], who)
    while not scene.over:
        on = way_on(scene)
        assert on in [it.option for it in offered(scene) if it.option.near and it.yours and not it.why]
        assert situation(scene.floor, scene.asked) and hint(scene.asked)
        assert scene.asked.do in SITUATIONS and scene.asked.do in HINTS
        scene = taken(scene, on.key)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_is_pressed_it_never_breaks_and_can_be_finished(data):
    name, who = data.draw(st.sampled_from(PARTS))
    scene = played(SCENES[name], who)
    pressed = []
    for _ in range(data.draw(st.integers(0, 25))):
        key = data.draw(
            st.sampled_from([*(it.option.key for it in offered(scene)), "unknown", *([way_on(scene).key] if way_on(scene) else [])])
        )
        before, scene = scene, taken(scene, key)
        pressed.append(key)
        assert len(scene.taken) - len(before.taken) in (0, 1)
        assert scene.next >= before.next
        assert 0 <= scene.points <= scene.done
        assert scene.over or way_on(scene)
    assert played(SCENES[name], who, pressed) == scene
    done = finished(scene)
    assert done.floor == finished(played(SCENES[name], who)).floor
    assert done.points == max(done.done - len(done.mistakes), 0)


def test_a_third_speech_is_refused_by_the_fifth_article_and_costs_a_point():
    scene = played(*part("06-third-speech", "何丽"))
    while scene.asked.do is not Do.AMEND:
        scene = taken(scene, way_on(scene).key)
    after = taken(scene, "request.1")
    wrong = after.taken[-1]
    assert (wrong.answer, wrong.parameter, wrong.option.label) == (Answer.REFUSED, "speeches_per_question", "举手：反对")
    assert "第五条“限时限次”" in in_words(load("luohu10"), wrong.parameter)
    assert after.next == scene.next and after.floor == scene.floor
    assert after.points == scene.points - 1
    [grey] = [it for it in offered(after) if it.option.key == "request.1"]
    assert grey.why == wrong.says and grey.yours


def test_what_the_rules_allow_but_the_scene_does_not_ask_for_costs_nothing():
    scene = played(*part("06-third-speech", "何丽"))
    after = taken(scene, "request.0")
    assert after.taken[-1].answer is Answer.OTHER and after.points == scene.points and not after.mistakes


def test_the_same_button_is_tried_once_at_a_moment():
    scene = taken(played(*part("06-third-speech", "何丽")), "request.0")
    assert taken(scene, "request.0") == scene


def test_the_buttons_stand_in_the_same_order_all_the_time():
    scene = played(*part("22-first-sitting", "周敏"))
    keys = [it.option.key for it in offered(scene)]
    assert len(keys) == len(set(keys))
    assert [it.option.key for it in offered(taken(scene, way_on(scene).key))] == keys
    labels = [it.option.label for it in offered(scene)]
    assert len(labels) == len(set(labels))


def test_what_is_not_this_persons_is_grey_from_the_beginning_and_says_whose_it_is():
    scene = played(*part("22-first-sitting", "林秀兰"))
    [open_] = [it for it in offered(scene) if it.option.command.do is Do.OPEN]
    assert not open_.yours and "由主持人（周敏）办理" in open_.why


def test_others_are_told_in_sentences_also_what_was_refused_to_them():
    scene = played(*part("06-third-speech", "周敏"))
    assert [(it.who, it.says) for it in scene.told] == [("陈国栋等9人", "签到；实到9，应到9，已达法定人数")]
    refused = []
    while not scene.over:
        scene = taken(scene, way_on(scene).key)
        refused += [it for it in scene.told if it.refused]
    assert [(it.who, "第五条" in it.says) for it in refused] == [("何丽", True)]


def test_a_scene_is_played_under_the_rules_in_force_where_it_goes_as_written():
    scenario = SCENES["22-first-sitting"]
    longer = parse(
        shipped("luohu10").replace("[parameters.speech_seconds]\nvalue = 120", "[parameters.speech_seconds]\nvalue = 180")
    )
    assert staged(scenario, longer).setup.rules.speech_seconds == 180
    once = parse(
        shipped("luohu10").replace("[parameters.speeches_per_question]\nvalue = 2", "[parameters.speeches_per_question]\nvalue = 1")
    )
    third = SCENES["06-third-speech"]
    assert staged(third, once) is third
    assert staged(third, load("robert")) is third
    assert staged(third, load("luohu10")) is third


def test_a_part_is_taken_by_a_member():
    text = shelf()["22-first-sitting"]
    with pytest.raises(Malformed, match="成员里没有“王主任”"):
        read(text.replace('roles = ["林秀兰", "周敏"]', 'roles = ["王主任"]'))


def test_rules_without_such_an_article_cite_their_annex():
    assert in_words(load("luohu10"), "quorum").startswith("《罗湖议事十条（据公开资料整理）》附表“法定人数”：")
    assert in_words(load("luohu10"), "") == ""
