"""两页照片 · the pictures of the READMEs, taken in the demonstration: `make pictures` keeps them, other runs only take them."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page
from sqlalchemy import select

from e2e.town import Town
from yishi.debates.motions import Motion
from yishi.files import ROOT
from yishi.procedure.debate import Stance
from yishi.procedure.debate_motion import MotionState
from yishi.procedure.floor import Command, Do
from yishi.procedure.lifecycle import Case
from yishi.procedure.people import Actor
from yishi.procedure.sitting import Place, SittingState
from yishi.sittings.models import Sitting

KEPT = ROOT / "docs" / "img"
COLOURS = 128


@pytest.fixture
def town(demonstration: Town) -> Town:
    return demonstration


def test_the_pages_in_the_readmes_can_be_pictured(town, person, pytestconfig, tmp_path):
    folder = Path(pytestconfig.getoption("--pictures") or tmp_path)
    councillor = person("陈国栋")
    with town.database.reading() as session:
        being_decided = select(Motion).filter_by(state=MotionState.VOTING).order_by(Motion.id)
        debate = f"{session.scalars(being_decided).first().matter.url}/debate"
    for name, address, words in (("home", "/c/wenhua", "去投票"), ("matter", debate, "双方发言")):
        page = councillor.opens(address).sees(words).page
        page.wait_for_function("[...document.images].every(it => it.complete || it.loading === 'lazy')")
        _keep(page, folder / f"{name}.png")
    hall = _debating(town)
    chair = person("周敏").opens(f"{hall}/room").sees("正在发言", "等候发言，2人")
    _keep(chair.page, folder / "hall.png")


def _keep(page: Page, path: Path) -> None:
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    assert picture.size == (1280, 900) and len(picture.getcolors(1 << 20)) > COLOURS
    picture.quantize(COLOURS).save(path, optimize=True)


def _debating(town: Town) -> str:
    """Tonight's sitting, half an hour on: somebody speaks, two wait."""
    with town.meanwhile() as session:
        sitting = session.scalars(select(Sitting).filter_by(state=SittingState.NOTICED).order_by(Sitting.starts_at)).first()
        town.at = sitting.starts_at
        by = {line.name: line.person_id for line in sitting.roll if line.place is Place.MEMBER}
        people = [name for name in by if name not in ("周敏", "陈国栋")]

        def does(person_id: int, do: Do, **more: Any) -> None:
            town.seconds_pass(5)
            sitting.act(Command(do=do, by=person_id, **more), Case(Actor(person_id, ""), town.at))

        for name in ("周敏", "陈国栋", *people[:9]):
            does(sitting.secretary_id, Do.CHECK_IN, to=by[name])
        for do, more in ((Do.OPEN, {}), (Do.CALL_ITEM, {"item": 0}), (Do.CALL_ITEM, {"item": 1})):
            does(by["周敏"], do, **more)
        for name, stance in zip(people[6:9], (Stance.FOR, Stance.AGAINST, Stance.ASK), strict=True):
            does(by[name], Do.REQUEST, stance=stance)
        does(by["周敏"], Do.GRANT)
        address: str = sitting.url
    return address


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_every_picture_of_a_readme_is_there_and_one_of_these(readme):
    shown = re.findall(r"!\[[^]]+\]\(docs/img/([^)]+)\)", (ROOT / readme).read_text("utf-8"))
    assert shown and set(shown) <= {"home.png", "matter.png", "hall.png"}
    assert all((KEPT / name).is_file() for name in shown)
