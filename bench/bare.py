"""A bare Litestar page: no database, no sessions, one Jinja2 template of the same size with fifty rows filled in."""

import os
from pathlib import Path

from jinja2 import Environment
from litestar import Litestar, MediaType, get

ROWS = [{"number": f"黄贝-文华-2026-{n:04}", "title": f"第{n}件事项", "words": "正在征集附议"} for n in range(50)]
ROW = "<li><a href='/{{ row.number }}'>{{ row.title }}</a> {{ row.words }}</li>"


def template_of(size: int) -> str:
    """A template that renders to `size` bytes: fifty rows, and plain text for the rest."""
    loop = "{% for row in rows %}" + ROW + "{% endfor %}"
    empty = Environment(autoescape=True).from_string(loop).render(rows=ROWS)
    return loop + "<p>" + "x" * max(size - len(empty.encode()) - 7, 0) + "</p>"


PAGE = Environment(autoescape=True).from_string(template_of(int(Path(os.environ["BENCH_PAGE"]).read_text())))


@get("/", media_type=MediaType.HTML, sync_to_thread=True)
def page() -> str:
    return PAGE.render(rows=ROWS)


app = Litestar([page], openapi_config=None, logging_config=None)
