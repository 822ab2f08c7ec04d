"""文件样品 · pictures and documents made on the spot, good ones and hostile ones."""

import io
import struct
import zipfile
import zlib

from PIL import Image

_INK = {"L": 90, "I;16": 40_000, "P": 1, "1": 1, "LA": (90, 120), "RGBA": (160, 30, 30, 200), "CMYK": (9, 90, 90, 9)}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def picture(form="JPEG", size=(320, 240), mode="RGB", colour=None, **options):
    """A picture whose left half is red and whose right half is green, so that turning it shows."""
    it = Image.new(mode, size, colour if colour is not None else _INK.get(mode, (160, 30, 30)))
    if colour is None and mode == "RGB":
        it.paste((30, 130, 60), (size[0] // 2, 0, size[0], size[1]))
    file = io.BytesIO()
    it.save(file, form, **options)
    return file.getvalue()


def exif(orientation=1, taken="2026:02:28 10:15:00", zone=None, place=True):
    """What a telephone writes: which way up, when, with what, and where."""
    it = Image.Exif()
    it[0x0112], it[0x010F], it[0xA431] = orientation, "SecretPhone", "SN-12345"
    it.get_ifd(0x8769)[0x9003] = taken
    if zone:
        it.get_ifd(0x8769)[0x9011] = zone
    if place:
        it.get_ifd(0x8825).update({1: "N", 2: (22.0, 33.0, 1.0), 3: "E", 4: (114.0, 7.0, 2.0)})
    return it


def huge_png(width, height):
    """A few hundred bytes that promise very many pixels."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def pdf(tail=b""):
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n" + tail


def docx(*more, kind=WORD, unpacked=0):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", f'<Types><Override ContentType="{kind}.main+xml"/></Types>')
        parts.writestr("word/document.xml", "<w:document/>" + "0" * unpacked)
        for name in more:
            parts.writestr(name, "x")
    return file.getvalue()


def doc(*streams):
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512 + b"".join(s.encode("utf-16-le") for s in ("WordDocument", *streams))
