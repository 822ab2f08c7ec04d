"""Every template compiles, is a page or a part, and holds no code of its own."""

import re

import pytest
from jinja2 import StrictUndefined

from yishi import files
from yishi.web.templating import environment

ENVIRONMENT = environment(files.TEMPLATES, lambda name: name)
NAMES = sorted(ENVIRONMENT.list_templates(extensions=["html"]))
PAGES = [n for n in NAMES if not n.split("/")[-1].startswith("_") and not n.startswith(("ui/", "layouts/", "shared/"))]
INLINE = re.compile(
    r"<style|(?<![\w-])style=|(?<![\w-])on[a-z]+=\"|<script(?![^>]*\bsrc=)(?![^>]*application/json)|javascript:|\|\s*safe\b"
)


@pytest.mark.parametrize("name", NAMES)
def test_it_compiles(name):
    ENVIRONMENT.get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_it_holds_no_inline_code_and_trusts_no_text(name):
    assert INLINE.findall((files.TEMPLATES / name).read_text()) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_extends_a_layout_and_has_a_title(name):
    chain, current = "", name
    while current:
        source = (files.TEMPLATES / current).read_text()
        chain += source
        parent = re.search(r"{%\s*extends\s+\"([^\"]+)\"", source)
        current = parent[1] if parent else ""
    assert "<!doctype html>" in chain, name
    assert re.search(r"{%\s*block title\s*%}\s*\S", chain), name


@pytest.mark.parametrize("name", NAMES)
def test_every_import_is_used(name):
    source = (files.TEMPLATES / name).read_text()
    for names in re.findall(r"{%\s*from\s+\"[^\"]+\"\s+import\s+(.+?)(?:\s+with context)?\s*%}", source):
        for word in names.split(","):
            used = word.split(" as ")[-1].strip()
            assert len(re.findall(rf"\b{re.escape(used)}\b", source)) > 1, f"{name}: {used}"


def test_the_reader_finds_what_it_looks_for():
    assert all(INLINE.search(bad) for bad in ('<p style="x">', "<script>x", "{{ x|safe }}", '<a onclick="x">'))
    assert not any(INLINE.search(good) for good in ('<script defer src="x">', '<p data-style="x">'))
    assert "matters/show.html" in PAGES and "ui/field.html" in NAMES and ENVIRONMENT.undefined is StrictUndefined
