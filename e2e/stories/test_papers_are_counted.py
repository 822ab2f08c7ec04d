"""投纸票、受委托 · two tellers count the papers on their telephones, and a neighbour votes for who could not come."""

import pytest

from e2e.earlier import Earlier
from tests import world
from tests.world import COUNCIL
from yishi.procedure.floor import Do

TELEPHONE = {"viewport": {"width": 390, "height": 844}}
AWAY = COUNCIL[11]


@pytest.fixture
def matter(town):
    """Of a council whose rules let a member vote for one other."""
    it = Earlier(town).debating()
    with town.meanwhile() as session:
        world.adopt(session, it.matter(session).community, town.at, proxies_each="1")
    return it


@pytest.fixture
def hall(matter):
    return matter.on_the_agenda()


def test_papers_by_two_tellers_and_a_vote_for_somebody_away(matter, hall, person, visitor):
    away = person(AWAY, **TELEPHONE).opens(hall).presses("请假").fills("请假的原因", "出差").presses("提交请假")
    away.presses("委托别人投票").chooses("委托谁", "何丽").presses("委托别人投票").sees("您委托了何丽代您投票")
    for name in ("周敏", *COUNCIL[:9]):
        matter.in_hall(hall, "郑秘书", Do.CHECK_IN, to=name)
    matter.in_hall(hall, "周敏", Do.OPEN)
    matter.in_hall(hall, "周敏", Do.CALL_ITEM, item=0)

    周敏, 郑秘书 = (person(name).opens(f"{hall}/room") for name in ("周敏", "郑秘书"))
    何丽 = person("何丽", **TELEPHONE).opens(f"{hall}/room").sees(f"您受{AWAY}委托")
    吴桂花 = person("吴桂花", js=False, **TELEPHONE).opens(f"{hall}/room")
    墙 = visitor().opens(f"{hall}/screen").sees("到会11/13")
    for name in ("何丽", "吴桂花"):
        周敏.presses("请监票员").chooses("请谁监票", name).presses("请监票员")
    周敏.sees("监票").presses("付诸表决")
    何丽.sees(f"代{AWAY}投票").presses("赞成", near=f"代{AWAY}投票")
    何丽.sees(f"您代{AWAY}投的是“赞成”", "您是监票员")
    郑秘书.presses("点票").does_not_see("点的是纸票").opens(f"{hall}/room")

    counted = {"赞成": "6", "反对": "2", "弃权": "1"}
    何丽.presses("填我点的票")
    for label, figure in counted.items():
        何丽.fills(label, figure)
    何丽.presses("监票员点票").sees("您点的数已经收到")
    周敏.sees("何丽已经点完，等另一名监票员").is_not_offered("宣布结果")
    吴桂花.opens(f"{hall}/room").presses("填我点的票")
    for label, figure in (counted | {"反对": "3", "弃权": "0"}).items():
        吴桂花.fills(label, figure)
    吴桂花.presses("监票员点票").sees("两名监票员点的不一样，都不算")
    郑秘书.sees("两名监票员点的不一样")
    何丽.sees("两名监票员点的不一样，都不算")
    for teller in (吴桂花, 何丽):
        teller.opens(f"{hall}/room").presses("填我点的票")
        for label, figure in counted.items():
            teller.fills(label, figure)
        teller.presses("监票员点票")
    何丽.sees("两名监票员点的一样")
    墙.does_not_see("赞成7")
    周敏.presses("宣布结果").sees("通过", "赞成7票，反对2票")
    墙.sees("赞成7票")
    周敏.presses("散会").presses("散会")
    郑秘书.sees("看会议纪要")  # the hall has led everybody out
    郑秘书.opens(f"{hall}/minutes").sees("周敏请何丽监票", "两名监票员点的不一样，都不算，重新点", f"{AWAY}（何丽代）")
