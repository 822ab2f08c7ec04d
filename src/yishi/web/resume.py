"""接着提交 · what was typed into a form by somebody who had been signed out meanwhile, shown once more with one button."""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from types import ModuleType
from typing import TYPE_CHECKING, Any

from litestar import Request, Response

from ..procedure.asking import Ask, Kind
from ..procedure.atlas import LIFECYCLES
from ..procedure.people import VISITOR
from .addresses import page_at
from .visit import Sent, Visit

if TYPE_CHECKING:
    from .handlers import Page

Fields = Mapping[str, list[str]]


def kept_fields(text: str) -> Fields:
    """Fields as `_ask_to_sign_in` wrote them; nothing if it was not us."""
    try:
        fields = json.loads(text) if text else {}
    except (ValueError, RecursionError):
        return {}
    well = isinstance(fields, dict) and all(
        isinstance(texts, list) and all(isinstance(it, str) and _printable(it) for it in (name, *texts))
        for name, texts in fields.items()
    )
    return written(fields) if well else {}


def written(fields: Fields) -> Fields:
    """What a person wrote, and in which form; nothing where there are only the tokens around it."""
    kept = {name: texts for name, texts in fields.items() if not name.startswith("_") or name == "_step"}
    return kept if any(any(texts) for name, texts in kept.items() if name != "_step") else {}


def _printable(text: str) -> bool:
    return not any("\ud800" <= c <= "\udfff" for c in text)


def resume(visit: Visit, page: "Page", target: str, fields: Fields, lost_files: list[str]) -> Response:
    """Everything typed, and the button that sends it to where it was going."""
    step = (fields.get("_step") or [""])[-1]
    asks = {ask.name: ask for ask in asks_of(page, step or target.rpartition("/")[2])}
    simple = [ask for ask in asks.values() if ask.kind is not Kind.FILES and not ask.choices_from]
    editable = [ask for ask in simple if len(fields.get(ask.name, ())) == 1]
    rest = {name: texts for name, texts in fields.items() if name not in {ask.name for ask in editable} and name != "_step"}
    labels = {name: asks[name].label if name in asks else "另外" for name, texts in rest.items() if name in asks or _worded(texts)}
    visit.sent, visit.came_back = Sent(dict(fields)), True
    return visit.page(
        "people/resume.html", target=target, step=step, asks=editable, rest=rest, labels=labels, lost_files=lost_files
    )


def _worded(texts: list[str]) -> bool:
    """Somebody's words, not the value of a button."""
    return any(not re.fullmatch(r"[\w.-]{0,40}", text, re.ASCII) for text in texts)


def form_at(request: Request, target: str) -> "Page | None":
    """The page that takes forms at this address, if it is one for which people sign in."""
    page = page_at(request, target, "POST")
    return page if page is not None and not page.only.includes(VISITOR, None) else None


def asks_of(page: "Page", step: str) -> Iterator[Ask]:
    """The fields that this page may have asked for, the likeliest last: what its module knows, then those of the step."""
    known = list(vars(sys.modules[page.does.__module__]).values())
    for module in known:
        if isinstance(module, ModuleType) and module.__name__.startswith(__name__.partition(".")[0]):
            yield from _within(vars(module).values())
    yield from _within(known)
    yield from (ask for cycle in LIFECYCLES for row in cycle.steps if row.name == step for ask in row.asks)


def _within(values: Iterable[Any]) -> Iterator[Ask]:
    for value in values:
        yield from (it for it in (value if isinstance(value, tuple) else (value,)) if isinstance(it, Ask))
