"""一只钟 · two browsers whose clocks are five minutes apart count down to the same second: the clock is the server's."""

from datetime import timedelta
from time import monotonic

import pytest

from e2e.earlier import Earlier
from tests.world import COUNCIL
from yishi.procedure.debate import Stance
from yishi.procedure.floor import Do

WRONG = "(() => {{ const right = Date.now; Date.now = () => right.call(Date) + {ms}; }})()"
LEFT = "() => { const [m, s] = document.querySelector('.clock').textContent.trim().split(':'); return 60 * m + Number(s) }"


@pytest.fixture
def speaking(town):
    """何丽 has the floor, for two minutes from now on."""
    matter = Earlier(town).debating()
    hall = matter.on_the_agenda()
    for name in ("周敏", *COUNCIL[:9]):
        matter.in_hall(hall, "郑秘书", Do.CHECK_IN, to=name)
    matter.in_hall(hall, "周敏", Do.OPEN)
    matter.in_hall(hall, "周敏", Do.CALL_ITEM, item=0)
    matter.in_hall(hall, "何丽", Do.REQUEST, stance=Stance.FOR)
    matter.in_hall(hall, "周敏", Do.GRANT)
    return hall


def test_whatever_their_own_clocks_say(speaking, town, person, visitor):
    at, begun = town.at, monotonic()
    town.parts.now = lambda: at + timedelta(seconds=monotonic() - begun)  # the server's clock runs
    周敏, 墙, 陈国栋 = person("周敏"), visitor(), person("陈国栋")
    周敏.page.add_init_script(WRONG.format(ms=300_000))
    陈国栋.page.add_init_script(WRONG.format(ms=-300_000))
    周敏.opens(f"{speaking}/room").sees("正在发言")
    陈国栋.opens(f"{speaking}/room").sees("正在发言")
    墙.opens(f"{speaking}/screen").sees("何丽")
    seen = []
    for _ in range(9):
        seen.append({it.page.evaluate(LEFT) for it in (周敏, 墙, 陈国栋)})
        墙.page.wait_for_timeout(270)
    assert all(max(it) - min(it) <= 1 for it in seen), seen
    assert sum(len(it) == 1 for it in seen) >= 5, seen
    assert 90 < min(seen[-1]) < max(seen[0]) <= 120
