"""收件 · what is made of a sent file before it is kept: its kind by its content, a harmless name, a picture written anew."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from ..procedure.asking import tidy
from ..procedure.words import Word
from .documents import TYPES, document
from .photos import Unfit, photo

LARGEST = 10 * 1024 * 1024  # bytes of one file as sent
LONGEST_NAME = 80  # characters


class AttachmentKind(Word):
    PHOTO = "photo", "照片"
    DOCUMENT = "document", "文件"


@dataclass(frozen=True)
class Made:
    """A file ready to be kept."""

    kind: AttachmentKind
    name: str
    media_type: str
    content: bytes
    small: bytes = b""
    width: int | None = None
    height: int | None = None
    taken_at: datetime | None = None

    @cached_property
    def digest(self) -> str:
        return sha256(self.content).hexdigest()


def made_of(name: str, sent: bytes, at: datetime) -> Made:
    """A JPEG, PNG or WebP picture, or a PDF or Word document; anything else is `Unfit`, with what to do instead."""
    if not sent:
        raise Unfit("是空的，请重新选择")
    if len(sent) > LARGEST:
        raise Unfit("超过10MB，请压缩以后再传")
    if _is_picture(sent):
        it = photo(sent, at)
        kept = harmless(name, "jpg", "照片")
        return Made(AttachmentKind.PHOTO, kept, "image/jpeg", it.content, it.small, it.width, it.height, it.taken_at)
    if form := document(sent):
        return Made(AttachmentKind.DOCUMENT, harmless(name, form, "文件"), TYPES[form], sent)
    if sent[4:8] == b"ftyp" and sent[8:12] in _HEIF:
        raise Unfit("是 HEIC 格式，别人的手机和电脑多半打不开，请在相册里另存为 JPG，或者截一张图再传")
    raise Unfit("不是能收的格式，照片请传 JPG、PNG 或 WebP，文件请传 PDF 或 Word")


def harmless(name: str, ending: str, otherwise: str) -> str:
    """The last part of a name, without control or direction-changing characters, with the ending of what it really is."""
    stem = re.sub(r"(\.(jpe?g|png|webp|pdf|docx?))+$", "", shown(name), flags=re.IGNORECASE).strip(" .")
    return f"{stem or otherwise}.{ending}"


def shown(name: str) -> str:
    """The name as it may stand in a sentence."""
    bare = " ".join(tidy(re.split(r"[/\\]", name)[-1]).split())
    return re.sub(r'[<>:"|?*]', "", bare)[-LONGEST_NAME:]


def _is_picture(sent: bytes) -> bool:
    return sent.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (sent[:4] == b"RIFF" and sent[8:12] == b"WEBP")


_HEIF = frozenset((b"heic", b"heix", b"hevc", b"heim", b"heis", b"hevm", b"hevs", b"mif1", b"msf1", b"avif"))
