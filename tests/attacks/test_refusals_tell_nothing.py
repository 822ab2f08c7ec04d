"""拒绝不泄露 · a form that is refused shows again only a page that is for whoever sent it."""

import pytest
from sqlalchemy import select

from yishi.app import PAGES
from yishi.people.models import Person
from yishi.web.handlers import routes

ELSEWHERE = {"origin": "https://elsewhere.example"}
DESK = ("code", "suspend", "restore", "change", "move-out")


@pytest.fixture
def sheet(database):
    """The address of 林秀兰's sheet at the desk, with a telephone number on it."""
    with database.writing() as session:
        person = session.scalars(select(Person).filter_by(name="林秀兰")).one()
        person.phone = "13900001111"
        return f"/c/liuyin/desk/people/{person.id}"


@pytest.mark.parametrize("act", DESK)
@pytest.mark.parametrize("who", [None, "赵春梅", "望江主任"])
def test_a_form_from_elsewhere_does_not_open_the_desk(visitor, person, sheet, act, who):
    someone = person(who) if who else visitor
    answer = someone.ask("POST", f"{sheet}/{act}", data={"a": "b"}, headers=ELSEWHERE)
    assert answer.status_code == 403
    assert "13900001111" not in answer.text
    assert "林秀兰" not in answer.text


def test_whose_desk_it_is_sees_it_again(person, sheet):
    answer = person("王主任").ask("POST", f"{sheet}/code", data={"a": "b"}, headers=ELSEWHERE)
    assert answer.status_code == 403
    assert "13900001111" in answer.text


def test_no_page_comes_back_to_people_to_whom_it_does_not_belong(visitor):
    """Every form of ours, sent by a stranger from elsewhere: what is answered is the plain refusal or a public page."""
    public = {"所有人"}
    for handler in routes(*PAGES):
        page = handler.opt["page"]
        back = getattr(page.back, "route", None)
        if not page.writes or back is None or back.opt["page"].only.label in public:
            continue
        for path in handler.paths:
            address = path.replace("{community:str}", "liuyin").replace("{step:str}", "accept")
            parts = ["1" if ":int}" in part else part for part in address.split("/")]
            answer = visitor.ask("POST", "/".join(parts), headers=ELSEWHERE)
            assert answer.status_code in (403, 404), path
            assert '<form method="post" action="/c/' not in answer.text, path
