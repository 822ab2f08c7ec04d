"""零件 · what the application is put together from, handed to every visit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jinja2 import Environment

from .. import clock
from ..db import Database
from ..settings import Settings


@dataclass
class Parts:
    settings: Settings
    database: Database
    templates: Environment
    owed: Callable[[Any], int] = lambda visit: 0
    now: Callable[[], datetime] = clock.now
