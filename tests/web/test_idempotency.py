"""一次只办一次 · the same press twice is one act with one answer; another text is another act."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from yishi.matters.models import Matter
from yishi.people.models import Act

NEW = "/c/liuyin/matters/new"


@pytest.fixture
def count(database):
    def counted(model):
        with database.reading() as session:
            return session.scalar(select(func.count()).select_from(model))

    return counted


@pytest.fixture
def form(person):
    """The hidden fields of one form of 林秀兰's, and how she sends it."""
    lin = person("林秀兰").opens(NEW)
    hidden = {it["name"]: it["value"] for it in lin.page.select("main form input[type=hidden]") if it["name"] in ("_csrf", "_key")}

    def send(title, **more):
        return lin.ask("POST", NEW, data={**hidden, "title": title, "kind": "micro_project", **more}, follow_redirects=False)

    return send


def test_the_same_press_twice_is_one_act_and_the_same_answer(form, count):
    first, second = form("更换3栋楼道灯"), form("更换3栋楼道灯")
    assert first.status_code == second.status_code == 303 and first.headers["location"] == second.headers["location"]
    assert count(Matter) == count(Act) == 1


def test_ten_presses_at_once_are_one_act(form, count):
    with ThreadPoolExecutor(10) as people:
        answers = list(people.map(lambda _: form("更换3栋楼道灯"), range(10)))
    assert {(it.status_code, it.headers["location"]) for it in answers} == {(303, answers[0].headers["location"])}
    assert count(Matter) == 1


def test_going_back_and_changing_the_words_is_another_act(form, count):
    assert form("更换3栋楼道灯").headers["location"] != form("更换4栋楼道灯").headers["location"]
    assert count(Matter) == 2


def test_a_refused_form_may_be_sent_again_with_its_key(form, count):
    assert "?again=" in form("").headers["location"]
    assert form("更换3栋楼道灯").status_code == 303
    assert count(Matter) == 1


def test_another_persons_key_is_ones_own(form, person, count):
    form("更换3栋楼道灯", _key="k")
    zhao = person("赵春梅")
    answer = zhao.ask(
        "POST",
        NEW,
        data={"_csrf": zhao.token, "_key": "k", "title": "更换3栋楼道灯", "kind": "micro_project"},
        follow_redirects=False,
    )
    assert answer.status_code == 303 and count(Matter) == 2


def test_without_a_key_every_press_counts(form, count):
    form("更换3栋楼道灯", _key="")
    form("更换3栋楼道灯", _key="")
    assert count(Matter) == 2 and count(Act) == 0


@pytest.mark.parametrize("key", ["x" * 100_000, "😀" * 100, "../../etc", "\x01\x00"])
def test_a_strange_key_is_a_key(form, count, key):
    assert form("更换3栋楼道灯", _key=key).status_code == 303
    assert form("更换3栋楼道灯", _key=key).status_code == 303
    assert count(Matter) == 1
