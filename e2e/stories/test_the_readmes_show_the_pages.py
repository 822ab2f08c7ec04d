"""两页照片 · the pictures of the READMEs, taken in the demonstration: `make pictures` keeps them, other runs only take them."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from e2e.town import Town
from yishi.debates.motions import Motion
from yishi.files import ROOT
from yishi.procedure.debate_motion import MotionState

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
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        assert picture.size == (1280, 900) and len(picture.getcolors(1 << 20)) > COLOURS
        picture.quantize(COLOURS).save(folder / f"{name}.png", optimize=True)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_every_picture_of_a_readme_is_there_and_one_of_these(readme):
    shown = re.findall(r"!\[[^]]+\]\(docs/img/([^)]+)\)", (ROOT / readme).read_text("utf-8"))
    assert shown and set(shown) <= {"home.png", "matter.png"}
    assert all((KEPT / name).is_file() for name in shown)
