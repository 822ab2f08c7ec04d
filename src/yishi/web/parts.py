"""零件 · what the application is put together from, handed to every visit."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from jinja2 import Environment

from .. import clock
from ..db import Database
from ..people.throttle import Throttle
from ..settings import Settings
from .jobs import Jobs
from .kept import KeptPages
from .stream import Wires


@dataclass
class Parts:
    settings: Settings
    database: Database
    templates: Environment
    ask_to_sign_in: Callable[..., Any]  # the sign-in page, for a visit that has come to where one must sign in
    owed: Callable[[Any], int] = lambda visit: 0
    now: Callable[[], datetime] = clock.now
    passes: Callable[[timedelta, Database], None] | None = None  # lets time pass, in a demonstration
    throttle: Throttle = field(default_factory=Throttle)
    jobs: Jobs = field(default_factory=Jobs)
    kept: KeptPages = field(default_factory=KeptPages)
    wires: Wires = field(default_factory=Wires)
