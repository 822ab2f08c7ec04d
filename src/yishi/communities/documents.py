"""文件 · a PDF or Word file, known by what is in it and never by its name."""

import io
import zipfile

from .photos import Unfit

MOST_PARTS = 2_000
MOST_UNPACKED = 200 * 1024 * 1024
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {"pdf": "application/pdf", "docx": WORD, "doc": "application/msword"}

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MAIN = f"{WORD}.main+xml".encode()


def document(sent: bytes) -> str | None:
    """`pdf`, `docx` or `doc`; None when it is something else altogether."""
    if sent.startswith(b"%PDF-"):
        return _pdf(sent)
    if sent.startswith(b"PK\x03\x04"):
        return _docx(sent)
    if sent.startswith(_OLE):
        return _doc(sent)
    return None


def _pdf(sent: bytes) -> str:
    """Whole to its end mark, with nothing hung on behind it."""
    _, mark, rest = sent.rpartition(b"%%EOF")
    if not mark or rest.strip(b"\r\n\t \0"):
        raise Unfit("不是完整的 PDF，可能没有传完，请重新导出再传")
    return "pdf"


def _docx(sent: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(sent)) as parts:
            names = parts.namelist()
            if "word/document.xml" not in names or "[Content_Types].xml" not in names:
                return None
            if len(names) > MOST_PARTS or sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                raise Unfit("展开以后太大，请减少内容或者导出为 PDF 再传")
            if any("vbaproject" in name.lower() for name in names):
                raise Unfit("带有宏，不能收，请另存为不带宏的 docx 或 PDF")
            with parts.open("[Content_Types].xml") as table:
                if _MAIN not in table.read(1024 * 1024):
                    return None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise Unfit("打不开，文件可能坏了或者加了密码，请另存以后再传") from None
    return "docx"


def _doc(sent: bytes) -> str | None:
    """The old Word file: a compound file with a stream of that name; macros live in a storage of theirs."""
    if "WordDocument".encode("utf-16-le") not in sent:
        return None
    if "_VBA_PROJECT".encode("utf-16-le") in sent:
        raise Unfit("带有宏，不能收，请另存为不带宏的 docx 或 PDF")
    return "doc"
