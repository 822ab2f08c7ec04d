"""留页 · a page that everybody may read is made once and kept for a moment.

When a notice is posted a whole quarter reads the same page within minutes. A page made for a visitor who has not signed in,
and who has no cookie but the wish for large type, is the same for every such visitor. It is given out again for as long as
nothing was committed here, and no longer than two seconds: that is how late it can be of what another process commits, and of
the clock. Whoever has signed in never gets a kept page.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from litestar import Request, Response

from ..procedure.people import Who, everyone
from ..settings import Settings

if TYPE_CHECKING:
    from .parts import Parts

LONGEST = timedelta(seconds=2)
MOST = 500  # pages, some ten megabytes
COOKIES = ("", "size=elder", "__Host-size=elder")

Key = tuple[str, str]  # the whole address with its host, and the cookies


@dataclass(frozen=True, slots=True)
class Asked:
    """One page asked for, and what stood when it was: the last commit here, the settings, the moment."""

    key: Key
    stamp: object
    settings: Settings
    at: datetime


@dataclass(slots=True)
class KeptPages:
    _pages: dict[Key, tuple[Asked, Response]] = field(default_factory=dict)

    def asked(self, request: Request, only: Who, parts: "Parts") -> Asked | None:
        """None for a page that is made anew each time."""
        cookie = request.headers.get("cookie", "")
        if only is not everyone or cookie not in COOKIES or not request.url.path.startswith("/c/"):
            return None
        return Asked((str(request.url), cookie), parts.database.stamp, parts.settings, parts.now())

    def find(self, asked: Asked) -> Response | None:
        then, answer = self._pages.get(asked.key, (None, None))
        if then is None or then.stamp is not asked.stamp or then.settings is not asked.settings:
            return None
        return answer if then.at <= asked.at < then.at + LONGEST else None

    def keep(self, asked: Asked, answer: Response) -> None:
        """What was read after `asked` is at least as new as its stamp: a commit in between only ends its time sooner."""
        if answer.status_code != 200 or answer.media_type != "text/html" or answer.cookies or answer.background is not None:
            return
        if len(self._pages) >= MOST:
            self._pages.clear()
        self._pages[asked.key] = (asked, answer)
