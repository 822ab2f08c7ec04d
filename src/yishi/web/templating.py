"""模板 · one environment, made once: strict, escaped, with our filters."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from .formats import FILTERS


def environment(folder: Path, asset: Callable[[str], str]) -> Environment:
    templates = Environment(
        loader=FileSystemLoader(folder), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, auto_reload=False, cache_size=-1,
    )  # fmt: skip
    templates.template_class = Page
    templates.globals["asset"] = asset
    templates.globals["visit"] = Drawing()
    templates.filters.update(FILTERS)
    return templates


_drawing = threading.local()


class Page(Template):
    """Remembers whose page this thread is drawing, so that macros (imported without context, hence compiled once) know it too."""

    def render(self, *positional: Any, **context: Any) -> str:
        _drawing.visit = context.get("visit")
        return super().render(*positional, **context)


class Drawing:
    """`visit` as a macro sees it."""

    def __getattr__(self, name: str) -> Any:
        return getattr(_drawing.visit, name)
