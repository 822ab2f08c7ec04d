"""文档 · the pages of docs that are drawn from the program, so that they cannot lie."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from . import files, procedure
from .app import PAGES
from .procedure import atlas
from .procedure.people import VISITOR, Actor, Role
from .procedure.words import Word
from .web.handlers import Page, routes

DOCS = files.ROOT / "docs"
COLUMNS: tuple[tuple[str, Actor], ...] = (
    ("访客", VISITOR),
    ("登录的人", Actor(1, "")),
    *((role.label, Actor(1, "", frozenset({role}))) for role in Role if role is not Role.CLOCK),
)


def pages() -> Mapping[Path, str]:
    return {DOCS / "procedure.md": atlas.page(), DOCS / "permissions.md": permissions(), DOCS / "words.md": words()}


def words() -> str:
    """`docs/words.md`: every word that is stored as one thing and shown as another."""
    lines = ["# 用词 Words", "", "Drawn from the enums of `src/yishi/procedure/` by `yishi docs`; a test keeps it current.", ""]
    for found in sorted(_vocabularies(), key=lambda it: (it.__module__, it.__name__)):
        lines += [f"## {found.__name__}", "", "| code | 中文 |", "| --- | --- |"]
        lines += [*(f"| `{word.value}` | {word.label} |" for word in found), ""]
    return "\n".join(lines)


def _vocabularies() -> list[type[Word]]:
    for module in pkgutil.iter_modules(procedure.__path__):
        importlib.import_module(f"{procedure.__name__}.{module.name}")
    return [it for it in Word.__subclasses__() if it.__module__.startswith(procedure.__name__)]


def permissions() -> str:
    """`docs/permissions.md`: who may open or send what. ○ stands where the record names the person (提出人, 方案小组…)."""
    lines = [
        "# 权限 Permissions", "",
        "Drawn from the `only=` of every handler by `yishi docs`; a test keeps it current. Behind it stand two more questions: may",
        "this person know of this record (else 404), and does the row of the lifecycle give them this step (see procedure.md).", "",
        "● may · ○ only whom the record names · blank may not. A role counts in the community where it is held; 街道, 区 and 平台",
        "look down the tree.", "",
        f"| | {' | '.join(name for name, _ in COLUMNS)} |",
        f"| --- | {' | '.join('---' for _ in COLUMNS)} |",
    ]  # fmt: skip
    lines += [f"| `{address}` | {' | '.join(_cell(page, actor) for _, actor in COLUMNS)} |" for address, page in addressed()]
    return "\n".join([*lines, ""])


def addressed() -> Iterator[tuple[str, Page]]:
    """("GET /c/{community:str}", its page), in order of address."""
    found = []
    for handler in routes(*PAGES):
        method = "POST" if handler.opt["page"].writes else "GET"
        found += [(f"{method} {path}", handler.opt["page"]) for path in handler.paths]
    return iter(sorted(found, key=lambda pair: (pair[0].partition(" ")[2], pair[0])))


def _cell(page: Page, actor: Actor) -> str:
    if page.only.includes(actor, None):
        return "●"
    return "○" if page.only.of_record and actor.id is not None else ""
