"""不分彼此: who is somebody in particular on a floor, and whose vote makes a difference."""

from tests.procedure.floor.hall import AYE, FOR, NO, Hall
from yishi.procedure.floor import Person
from yishi.procedure.floor.alike import named, standing

CHEN, LIN, ZHOU, HUANG, HE, *OTHERS = MEMBERS = range(501, 510)
SECRETARY = 511


def hall() -> Hall:
    """Numbers of people that no count and no moment of a short sitting comes to."""
    people = {id: Person(id, f"议员{id}", seat=id != SECRETARY) for id in (*MEMBERS, SECRETARY)}
    it = Hall(people=people, chair_id=ZHOU, secretary_id=SECRETARY, teller_ids=frozenset())
    it.gathered(*MEMBERS).does(ZHOU, "open").does(ZHOU, "call_item", item=0)
    return it.does(CHEN, "move", text="南门装照明").stated(LIN)


def test_who_moved_seconded_spoke_or_waits_is_somebody_in_particular():
    it = hall().does(HUANG, "request", stance=FOR).does(ZHOU, "grant").does(HUANG, "finish")
    it.does(HE, "request", stance=FOR).does(ZHOU, "grant")
    assert named(it.floor) & {*MEMBERS, SECRETARY} == {CHEN, LIN, ZHOU, HUANG, HE, SECRETARY}
    it.does(OTHERS[0], "request", stance=FOR)
    assert OTHERS[0] in named(it.floor)


def test_those_who_vote_alike_stand_alike():
    it = hall().does(ZHOU, "put")
    for person, choice in zip(OTHERS, (AYE, AYE, NO), strict=False):
        it.does(person, "vote", choice=choice)
    ayes, more_ayes, no, nothing = (standing(it.floor, person) for person in OTHERS)
    assert ayes == more_ayes
    assert len({ayes, no, nothing}) == 3
    assert not named(it.floor) & set(OTHERS)


def test_who_is_not_there_is_compared_with_nobody():
    it = hall().does(SECRETARY, "leave", to=OTHERS[0])
    assert standing(it.floor, OTHERS[0]) is None
    assert standing(it.floor, SECRETARY) is None
