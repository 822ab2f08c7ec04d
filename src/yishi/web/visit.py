"""到访 · one request by one person at one moment, and how we answer it."""

import json
import secrets
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar
from urllib.parse import quote, unquote

from litestar import Request, Response
from litestar.datastructures import Cookie, UploadFile
from litestar.response import Stream
from sqlalchemy import select
from sqlalchemy.orm import Session

from ..clock import today
from ..communities.models import Community
from ..db import Base
from ..people.models import SignIn
from ..procedure.asking import Answers, Ask, read
from ..procedure.lifecycle import Case, Unanswered
from ..procedure.matter import neighbour
from ..procedure.people import VISITOR, Actor, desk
from .addresses import page_at
from .parts import Parts

Record = TypeVar("Record", bound=Base)
Found = TypeVar("Found")

AREAS = {"matters": "matters", "sittings": "sittings", "polls": "polls", "notices": "notices", "supervision": "ledger",
         "todo": "todo", "people": "people", "rules": "rules", "training": "rules", "desk": "desk", "admin": "desk", "": "home",
         "account": "me", "sign-in": "me"}  # fmt: skip


LARGEST_ID = 2**31 - 1  # what a key of a record may be on both databases


class Missing(Exception):
    """There is no such record, or none that this person may know of."""


@dataclass(slots=True)
class Sent:
    """What came with a POST."""

    typed: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, list[UploadFile]] = field(default_factory=dict)
    made: dict[str, list[Any]] = field(default_factory=dict)  # what was made of it before the writer's turn

    def last(self, name: str) -> str:
        """A field exactly as it was sent, or ''."""
        return (self.typed.get(name) or [""])[-1]


@dataclass
class Visit:
    request: Request
    session: Session
    parts: Parts
    at: datetime
    sent: Sent
    writes: bool
    community: Community | None = None
    sign_in: SignIn | None = None
    actor: Actor = VISITOR
    csrf: str = ""
    status: int = 200
    reasons: tuple[str, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)
    came_back: bool = False
    again: str = ""  # the word under which a refused form is kept, when this page shows one
    cookies: list[Cookie] = field(default_factory=list)

    # -- what pages and rules ask -------------------------------------------------------------

    @property
    def case(self) -> Case:
        return Case(self.actor, self.at, self.sent.typed)

    @property
    def here(self) -> Community:
        """The community whose pages these are."""
        if self.community is None:
            raise Missing
        return self.community

    @property
    def today(self) -> Any:
        return today(self.at)

    def find(self, model: type[Record], id: int, **where: Any) -> Record:
        """A record of this community that this person may see; locked when the visit may change it. Else 404."""
        if id > LARGEST_ID:
            raise Missing
        statement = select(model).where(model.id == id, model.community_id == self.here.id).filter_by(**where)  # type: ignore[attr-defined]
        if self.writes:
            statement = statement.with_for_update(of=model)
        it = self.session.scalar(statement)
        if it is None or not it.visible_to(self.actor):
            raise Missing
        return it

    def existing(self, found: Found | None) -> Found:
        """What a query found, or 404."""
        if found is None:
            raise Missing
        return found

    def asked(self, name: str) -> str:
        """A query parameter, or ''."""
        return self.request.query_params.get(name, "").replace("\0", "").strip()[:200]

    def number(self, name: str) -> int | None:
        """A whole, positive query parameter as small as a key, or None for anything else."""
        text = self.asked(name)
        number = int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
        return number if number is None or number <= LARGEST_ID else None

    def answers(self, *asks: Ask) -> Mapping[str, Any]:
        """The form as values, or `Unanswered` with a sentence for each field that needs another look."""
        answers: Answers = read(asks, self.sent.typed)
        if answers.problems:
            raise Unanswered(answers.problems)
        return answers.values

    # -- what templates ask -------------------------------------------------------------------

    @property
    def typed(self) -> Mapping[str, list[str]]:
        """What was typed, when a form came back; nothing on a first visit."""
        return self.sent.typed if self.came_back else {}

    @property
    def key(self) -> str:
        """A fresh idempotency key for a form."""
        return secrets.token_urlsafe(12)

    @property
    def path(self) -> str:
        return self.request.url.path

    @cached_property
    def above(self) -> str:
        """The nearest page above this address that is open to this person, short of the front page; '' when there is none."""
        address = self.path.rstrip("/")
        while (address := address.rpartition("/")[0]).count("/") > 2:
            if (page := page_at(self.request, address, "GET")) and page.only.includes(self.actor, None):
                return address
        return ""

    @property
    def area(self) -> str:
        parts = self.path.strip("/").split("/")
        section = (parts[2] if len(parts) > 2 else "") if parts[0] == "c" else parts[0]
        return AREAS.get(section, "")

    @property
    def elder(self) -> bool:
        return self.cookie("size") == "elder"

    @property
    def demo(self) -> bool:
        return self.parts.settings.demo

    @property
    def site(self) -> str:
        """Our own address as printed sheets carry it: as configured, never as a request named it. '' when nothing is configured."""
        settings = self.parts.settings
        return settings.site or (str(self.request.base_url).rstrip("/") if settings.demo else "")

    @property
    def keeps_desk(self) -> bool:
        """Whether there is work for this person at the desk (工作台) of this place."""
        return desk.includes(self.actor, None)

    @property
    def may_propose(self) -> bool:
        """Whether this person may propose something here: who lives here or sits in the council, where there are rules to go by."""
        at_home = self.community is not None and self.community.rule_set_version_id is not None
        return at_home and neighbour.includes(self.actor, None)

    @cached_property
    def owed(self) -> int:
        """How many acts this person owes here (待办)."""
        return self.parts.owed(self) if self.community and self.actor.id else 0

    @cached_property
    def notice(self) -> str:
        """The sentence left by the act before this page; shown once."""
        if not (text := self.cookie("say")):
            return ""
        self.cookies.append(Cookie("say", value="", max_age=0))
        return unquote(text)[:200]

    # -- answers ------------------------------------------------------------------------------

    def page(self, template: str, **context: Any) -> Response[bytes]:
        """Render now, in this thread, while the session is open."""
        html = self.parts.templates.get_template(template).render(visit=self, **context)
        return self._answer(html.encode(), "text/html")

    def json(self, value: Any) -> Response[bytes]:
        text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
        return self._answer(text.encode(), "application/json; charset=utf-8")

    def download(self, content: bytes, media_type: str, name: str) -> Response[bytes]:
        """A file to keep: never shown inside our pages, whatever it holds."""
        answer = self._answer(content, media_type)
        answer.headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
        return answer

    def stream(self, messages: AsyncIterator[bytes]) -> Response[Any]:
        """An answer that goes on: server-sent events, kept by nobody on the way."""
        headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
        return Stream(messages, media_type="text/event-stream", headers=headers)

    def go(self, url: str, say: str = "") -> Response[bytes]:
        """After an act: on to the page that shows it, with one sentence about what was done."""
        if say:
            self.cookies.append(Cookie("say", value=quote(say), max_age=60))
        answer = self._answer(b"", "text/plain", 303)
        answer.headers["location"] = url
        return answer

    def cookie(self, name: str) -> str:
        """A cookie of ours; over HTTPS only one that no neighbouring site can have set."""
        return self.request.cookies.get(self._cookie_name(name), "")

    def _cookie_name(self, name: str) -> str:
        return f"__Host-{name}" if self.parts.settings.secure and not name.startswith("__Host-") else name

    def _answer(self, content: bytes, media_type: str, status: int | None = None) -> Response[bytes]:
        """Whatever belongs to a person, or answers a form, is kept by no cache. Litestar adds the charset of texts."""
        for cookie in self.cookies:
            cookie.key, cookie.path, cookie.httponly = self._cookie_name(cookie.key), "/", True
            cookie.samesite, cookie.secure = "lax", self.parts.settings.secure
        headers = {"cache-control": "no-store" if self.actor.id or self.sent.typed else "no-cache", "vary": "cookie"}
        if media_type.startswith("text/"):
            media_type = media_type.partition(";")[0]
        return Response(content, media_type=media_type, status_code=status or self.status, headers=headers, cookies=self.cookies)
