"""办理 · a request from beginning to end, in one thread and one transaction.

Commit comes before the answer: nothing is acknowledged that is not kept. A refusal rolls everything back and shows
the page again with what was typed. Two people at the same record: the later one is run again on the new state.
"""

import hashlib
import hmac
import json
import re
from os import SEEK_END
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from litestar import Request, Response
from litestar.background_tasks import BackgroundTask
from litestar.datastructures import UploadFile
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from ..clock import today
from ..communities.models import Community
from ..people.models import Act
from ..procedure.lifecycle import NotYours, Refused, Unanswered
from ..procedure.people import Actor, Who
from . import returned
from .parts import Parts
from .resume import resume, written
from .sign_ins import SEEN_EVERY, actor_in, csrf_for, recognised, seen, token_of
from .visit import LARGEST_ID, Missing, Sent, Visit

if TYPE_CHECKING:
    from .handlers import Page

TRIES = 4


class SignInFirst(Exception):
    """The page is for people who have signed in."""


class Forbidden(Exception):
    """The page is not for this person; the label says for whom."""


class ChangeFirst(Exception):
    """The person must choose a password of their own before anything else."""


class Foreign(Exception):
    """The form did not come from a page of ours."""


class Forged(Exception):
    """The form came from a page of an earlier sign-in, or carries no token at all."""


BEFORE_CHANGE = ("/account/password", "/sign-out", "/size")  # what is open to whoever must change the password first


def serve(page: "Page", request: Request, parts: Parts, sent: Sent | None) -> Response:
    sent = sent or Sent()
    if page.first is not None:
        _prepare(page, request, parts, sent)
    for _ in range(TRIES):
        try:
            return _run(page, request, parts, sent)
        except (StaleDataError, IntegrityError):
            continue
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", "") not in ("40001", "40P01"):
                raise
    return _explained(page, request, parts, sent, 409, ("刚刚已有人办理了这一步，请刷新后再看",), {})


def _prepare(page: "Page", request: Request, parts: Parts, sent: Sent) -> None:
    """Long work on what was sent, with no session open. Whoever may not enter is told so by the run itself."""
    try:
        with parts.database.reading() as session:
            visit = _entered(request, session, parts, sent, page.writes)
            _admitted(visit, page)
    except (SignInFirst, ChangeFirst, Forbidden, Foreign, Forged, Missing):
        return
    assert page.first is not None
    page.first(visit)


def _run(page: "Page", request: Request, parts: Parts, sent: Sent) -> Response:
    try:
        with parts.database.writing() if page.writes else parts.database.reading() as session:
            visit = _entered(request, session, parts, sent, page.writes)
            _admitted(visit, page)
            who = visit.actor.id
            if earlier := _answered_before(visit):
                return visit.go(earlier)
            if not page.writes:
                returned.found(visit)
            answer = page.does(visit, **_own_params(request))
            _remember(visit, who, answer)
            session.flush()
        _note_seen(visit, answer)
        return answer
    except Unanswered as unanswered:
        return _explained(page, request, parts, sent, 422, (), unanswered.problems)
    except NotYours as refused:
        return _explained(page, request, parts, sent, 403, refused.reasons, {})
    except Refused as refused:
        reasons = visit.reasons if visit.again else refused.reasons  # the page to which a refused form led back is gone as well
        return _explained(page, request, parts, sent, 409, reasons, {})
    except SignInFirst:
        return _ask_to_sign_in(request, parts, sent, page.writes)
    except ChangeFirst:
        return visit.go(BEFORE_CHANGE[0], "请先换一个自己的口令，再办别的")
    except Forbidden as forbidden:
        return error_page(request, parts, 403, "errors/403.html", who=str(forbidden))
    except Foreign:
        return _explained(page, request, parts, Sent(), 403, ("这次提交不是从本站的页面发出的，没有办理",), {})
    except Forged:
        return _explained(page, request, parts, sent, 403, ("这一页已经过期，请再提交一次；您填写的内容都还在",), {})
    except Missing:
        return error_page(request, parts, 404, "errors/404.html")


def _entered(request: Request, session: Session, parts: Parts, sent: Sent, writes: bool) -> Visit:
    """Who came, to which community, at what moment."""
    visit = Visit(request, session, parts, parts.now(), sent, writes)
    if slug := request.path_params.get("community"):
        visit.community = None if "\0" in slug else session.scalar(select(Community).where(Community.slug == slug))
        if visit.community is None:
            raise Missing
    token = token_of(request, parts.settings.secure)
    visit.sign_in = recognised(session, token, visit.at)
    if visit.sign_in is not None:
        visit.csrf = csrf_for(token)
        visit.actor = actor_in(session, visit.sign_in.person, visit.community, today(visit.at))
    return visit


def _admitted(visit: Visit, page: "Page") -> None:
    if page.writes and not _from_our_page(visit.request):
        raise Foreign
    if visit.sign_in is not None and visit.sign_in.person.must_change and visit.path not in BEFORE_CHANGE:
        raise ChangeFirst
    if not _is_for(visit.actor, page.only):
        raise Forbidden(page.only.label) if visit.actor.id is not None else SignInFirst
    if page.writes and visit.actor.id is not None:
        given = visit.request.headers.get("x-csrf-token") or visit.sent.last("_csrf")
        if not hmac.compare_digest(given.encode(), visit.csrf.encode()):
            raise Forged


def _from_our_page(request: Request) -> bool:
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or origin.rpartition("//")[2] == request.headers.get("host", "")


def _answered_before(visit: Visit) -> str | None:
    if visit.actor.id is None or not (key := _key(visit)):
        return None
    return visit.session.scalar(select(Act.location).where(Act.person_id == visit.actor.id, Act.key == key))


def _remember(visit: Visit, who: int | None, answer: Response) -> None:
    if not visit.writes or who is None or answer.status_code != 303:
        return
    returned.gone_through(visit)
    if key := _key(visit):
        visit.session.add(Act(person_id=who, key=key, location=answer.headers["location"], at=visit.at))


def _note_seen(visit: Visit, answer: Response) -> None:
    """When a browser was last here is written after the answer has gone out, and only now and then."""
    if visit.sign_in is not None and visit.at - visit.sign_in.seen_at >= SEEN_EVERY:
        answer.background = BackgroundTask(seen, visit.parts.database, visit.sign_in.id, visit.at)


def _own_params(request: Request) -> dict[str, Any]:
    """The address's parameters, without the community, which every visit knows. No record has a number so large."""
    if any(isinstance(value, int) and abs(value) > LARGEST_ID for value in request.path_params.values()):
        raise Missing
    return {name: value for name, value in request.path_params.items() if name != "community"}


def _key(visit: Visit) -> str:
    """One press of one button: the form's key with everything that was sent. A text changed by way of "back" is a new act."""
    if not (key := visit.sent.last("_key")):
        return ""
    typed = sorted((name, texts) for name, texts in visit.sent.typed.items() if name not in ("_csrf", "_key", "_again"))
    files = sorted((name, [_glance(file) for file in files]) for name, files in visit.sent.files.items())
    return hashlib.sha256(json.dumps([key, visit.path, typed, files]).encode("utf-8", "surrogatepass")).hexdigest()


def _glance(upload: UploadFile) -> tuple[str, int, str]:
    """Enough of a file to know it again: telephones call every picture image.jpg."""
    size = upload.file.seek(0, SEEK_END)
    upload.file.seek(0)
    return upload.filename, size, hashlib.sha256(upload.file.read(65536)).hexdigest()


def _explained(
    page: "Page", request: Request, parts: Parts, sent: Sent, status: int, reasons: tuple[str, ...], problems: Any
) -> Response:
    """The page the form came from, once more, with the reasons on it and everything typed still there: led to by GET, where
    it has an address and the form came from somebody who may send it.

    A form that was sent twice at once, and refused because its twin was first, is answered like the twin.
    """
    try:
        with parts.database.reading() as session:
            visit = _entered(request, session, parts, sent, writes=False)
            if status == 409 and (earlier := _answered_before(visit)):
                return visit.go(earlier)
            visit.status, visit.reasons, visit.problems, visit.came_back = status, reasons, problems, True
            if page.back is None:
                if visit.actor.id is not None and (words := written(sent.typed)):
                    return resume(visit, page, visit.path, words, _file_names(sent))
                if page.writes or visit.asked(returned.AGAIN):
                    return visit.page("errors/refused.html")
                visit.reasons = ()
                return visit.page("errors/not_now.html", reasons=reasons)
            if not _is_for(visit.actor, _audience(page)):
                return visit.page("errors/refused.html")
            address = _address(page, request) if status != 403 and visit.actor.id is not None and not page.hashes else ""
            if not address:
                params = {k: v for k, v in _own_params(request).items() if k in page.takes}
                try:
                    return page.back(visit, **params)
                except Refused:  # the page itself is no longer for this person, or no longer there
                    return visit.page("errors/refused.html")
        for name in page.unkept:
            visit.sent.typed.pop(name, None)
        with parts.database.writing() as session:
            word = returned.keep(session, visit, returned.Refusal(status, reasons, problems))
        return returned.shown_at(visit, address, word)
    except Missing:
        return error_page(request, parts, 404, "errors/404.html")


def _address(page: "Page", request: Request) -> str:
    """Where the page that is shown again has its own address, with this record's numbers in it; '' where it has none."""
    shown = getattr(page.back, "route", None)
    if shown is None:
        return ""
    params = request.path_params
    return re.sub(r"\{(\w+):\w+\}", lambda it: quote(str(params[it[1]])), min(shown.paths))


def _audience(page: "Page") -> Who:
    """Of the page that is shown again: a form may be refused before it was asked who sent it."""
    shown = getattr(page.back, "route", None)
    only: Who = shown.opt["page"].only if shown else page.only
    return only


def _is_for(actor: Actor, only: Who) -> bool:
    """Where the record decides, whoever is signed in may ask; the page itself looks at the record."""
    return (only.of_record and actor.id is not None) or only.includes(actor, None)


def _ask_to_sign_in(request: Request, parts: Parts, sent: Sent, writes: bool) -> Response:
    """To the sign-in page; what was typed in a form goes along and comes back after it."""
    with parts.database.reading() as session:
        visit = _entered(request, session, parts, sent, writes=False)
        kept = written(sent.typed)
        visit.status = 401
        return parts.ask_to_sign_in(
            visit,
            next=request.url.path if writes else str(request.url.path) + (f"?{request.url.query}" if request.url.query else ""),
            kept=json.dumps(kept, ensure_ascii=False) if kept else "",
            lost_files=_file_names(sent),
        )


def _file_names(sent: Sent) -> list[str]:
    return sorted(file.filename for files in sent.files.values() for file in files)


def error_page(request: Request, parts: Parts, status: int, template: str, **context: Any) -> Response:
    with parts.database.reading() as session:
        try:
            visit = _entered(request, session, parts, Sent(), writes=False)
        except Missing:
            visit = Visit(request, session, parts, parts.now(), Sent(), writes=False)
        visit.status = status
        return visit.page(template, **context)
