"""Docs that are drawn from the program are current."""

import pytest

from yishi import atlas


@pytest.mark.parametrize("path", list(atlas.pages()), ids=lambda path: path.name)
def test_the_page_is_current(path):
    assert path.read_text(encoding="utf-8") == atlas.pages()[path], "run `make docs`"
