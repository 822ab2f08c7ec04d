"""上传 · files that come with a form: looked at before anything is written, kept with a record, handed out again.

A form that takes files is declared with `**UPLOADS`; its handler calls `keep`.
"""

import re
from typing import Any
from urllib.parse import quote

from litestar import Response
from sqlalchemy import select

from ..communities import attachments
from ..communities.attachments import Attachment, attached, path_of
from ..communities.photos import Unfit
from ..communities.received_files import LARGEST, AttachmentKind, Made, made_of, shown
from ..db import Base
from ..procedure.lifecycle import Unanswered
from ..procedure.people import VISITOR, everyone
from .handlers import get
from .visit import Missing, Visit

MOST = 6  # files of one record, unless its page says otherwise
PHOTOS = "image/jpeg,image/png,image/webp"  # for `accept`


def look(visit: Visit) -> None:
    """Decode and check everything that was sent. Done once, before the writer's turn: pictures take their time."""
    for name, files in visit.sent.files.items():
        visit.sent.made[name] = [_looked_at(visit, file) for file in files[: 2 * MOST]]


UPLOADS: dict[str, Any] = {"body": MOST * LARGEST + 1024 * 1024, "first": look}


def keep(
    visit: Visit, name: str, *, of: Base, kinds: tuple[AttachmentKind, ...] = (AttachmentKind.PHOTO,), most: int = MOST,
    required: bool = False,
) -> list[Attachment]:  # fmt: skip
    """Attach the files of one field to a record that is flushed already.

    The good ones are kept even when others are not: then `Unanswered` is raised, with a sentence for each of these. Let it
    pass and the visit is rolled back, files and all. The same file sent twice is there once.
    """
    if name not in visit.sent.made:
        look(visit)
    there = {attachment.digest for attachment in attached(visit.session, of)}
    refused: list[str] = []
    kept: list[Attachment] = []
    for made in visit.sent.made.get(name, ()):
        if isinstance(made, str):
            refused.append(made)
        elif made.kind not in kinds:
            refused.append(f"“{made.name}”不是{'或'.join(kind.label for kind in kinds)}，请换一个")
        elif made.digest not in there and len(there) >= most:
            refused.append(f"最多{most}个，“{made.name}”没有收下")
        elif made.digest not in there:
            there.add(made.digest)
            kept.append(_add(visit, of, made))
    if required and not there and not refused:
        refused.append(f"请至少选一个{'或'.join(kind.label for kind in kinds)}")
    visit.session.flush()
    if refused:
        raise Unanswered({name: "；".join(refused)})
    return kept


def remove(visit: Visit, key: str, *, of: Base) -> bool:
    """Take one file of a record away again. False when it has no such file."""
    found = next((attachment for attachment in attached(visit.session, of) if attachment.key == key), None)
    if found is None:
        return False
    attachments.remove(visit.session, visit.parts.settings.uploads, found)
    visit.session.flush()
    return True


@get("/c/{community:str}/files/{key:str}", only=everyone)
def whole(visit: Visit, key: str) -> Response:
    return _handed_out(visit, key, small=False)


@get("/c/{community:str}/files/{key:str}/small", only=everyone)
def small(visit: Visit, key: str) -> Response:
    return _handed_out(visit, key, small=True)


def _looked_at(visit: Visit, file: Any) -> Made | str:
    """What is kept, or the sentence why it is not."""
    file.file.seek(0)
    try:
        return made_of(file.filename, file.file.read(LARGEST + 1), visit.at)
    except Unfit as unfit:
        return f"“{shown(file.filename) or '文件'}”{unfit}"


def _add(visit: Visit, of: Base, made: Made) -> Attachment:
    assert visit.actor.id is not None
    return attachments.add(visit.session, visit.parts.settings.uploads, of, visit.actor.id, visit.at, made)


def _handed_out(visit: Visit, key: str, small: bool) -> Response:
    if not re.fullmatch("[0-9a-f]{32}", key):
        raise Missing
    it = visit.session.scalar(select(Attachment).where(Attachment.key == key, Attachment.community_id == visit.here.id))
    record = it.record if it else None
    if it is None or record is None or not record.visible_to(visit.actor) or (small and not it.is_photo):
        raise Missing
    etag = f'"{it.digest[:32]}{"-s" if small else ""}"'
    headers = {
        "cache-control": f"{'public, max-age=31536000' if record.visible_to(VISITOR) else 'private, max-age=3600'}, immutable",
        "etag": etag,
        "content-disposition": f"{'inline' if it.is_photo else 'attachment'}; filename*=UTF-8''{quote(it.name, safe='')}",
        "content-security-policy": "sandbox; default-src 'none'",
        "cross-origin-resource-policy": "same-origin",
    }
    media_type = "image/webp" if small else it.media_type
    if visit.request.headers.get("if-none-match") == etag:
        return Response(b"", status_code=304, media_type=media_type, headers=headers)
    try:
        content = path_of(visit.parts.settings.uploads, key, small).read_bytes()
    except FileNotFoundError:
        raise Missing from None
    return Response(content, media_type=media_type, headers=headers)
