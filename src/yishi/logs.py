"""日志 · one structured line for each event; ids and counts, never names, texts or addresses of people."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog
from jinja2 import TemplateError

TELLING = (AttributeError, ImportError, NameError, NotImplementedError, TemplateError, TypeError)  # they speak of code
FRAMES = 12


def configure(*, json: bool) -> None:
    """JSON lines for a server, plain lines for a person at a terminal, where only what needs attention is shown."""
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False) if json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            where,
            one_line,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO if json else logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")


def where(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception as its kind and the places it passed. Its words may quote what somebody typed, so most are left out."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["error"] = f"{type(error).__name__}: {error}" if isinstance(error, TELLING) else type(error).__name__
        if before := error.__cause__ or error.__context__:
            event["after"] = type(before).__name__
        frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
        event["where"] = [f"{'/'.join(Path(f.filename).parts[-2:])}:{f.lineno} {f.name}" for f in frames]
    return event


def one_line(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A text from outside stays one text on one line: no line ends, no colours, no turning of directions."""
    for name, text in event.items():
        if isinstance(text, str) and not text.isprintable():
            event[name] = "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)
    return event
