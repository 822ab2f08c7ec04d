"""照片 · what is made of a sent file: a fresh picture without a trace of where and with what, or a sentence."""

import io
from datetime import UTC, datetime

import pytest
from PIL import Image

from tests.web.files import doc, docx, exif, huge_png, pdf, picture
from yishi.communities.photos import Unfit
from yishi.communities.received_files import LARGEST, AttachmentKind, harmless, made_of

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def made(sent, name="现场.jpg"):
    return made_of(name, sent, NOW)


def opened(content):
    return Image.open(io.BytesIO(content))


KINDS = {
    "JPEG": ("RGB", "L", "CMYK"),
    "PNG": ("RGB", "RGBA", "P", "1", "I;16", "LA", "L"),
    "WEBP": ("RGB", "RGBA"),
}


@pytest.mark.parametrize(("form", "mode"), [(form, mode) for form, modes in KINDS.items() for mode in modes])
def test_every_kind_of_picture_becomes_a_jpeg_with_a_small_one_beside_it(form, mode):
    it = made(picture(form, (3000, 1500), mode))
    assert (opened(it.content).format, opened(it.content).size) == ("JPEG", (2000, 1000))
    assert (opened(it.small).format, opened(it.small).size) == ("WEBP", (480, 240))
    assert (it.kind, it.media_type, it.width, it.height) == (AttachmentKind.PHOTO, "image/jpeg", 2000, 1000)


def test_a_small_picture_is_not_blown_up():
    assert opened(made(picture()).content).size == (320, 240)


def test_nothing_of_the_camera_is_left():
    sent = picture(exif=exif(), comment=b"SN-12345")
    assert b"SecretPhone" in sent
    it = made(sent)
    for content in (it.content, it.small):
        kept = opened(content)
        assert not dict(kept.getexif())
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(kept.info)
        assert b"SecretPhone" not in content and b"SN-12345" not in content


def test_the_time_is_kept_as_a_fact():
    assert made(picture(exif=exif())).taken_at == datetime(2026, 2, 28, 2, 15, tzinfo=UTC)
    assert made(picture(exif=exif(zone="+09:00"))).taken_at == datetime(2026, 2, 28, 1, 15, tzinfo=UTC)
    assert made(picture()).taken_at is None


@pytest.mark.parametrize(
    "taken", ["", "yesterday", "0000:00:00 00:00:00", "1970:01:01 00:00:00", "2027:01:01 00:00:00", "2026:02:30 10:00:00"]
)
def test_a_time_that_cannot_be_is_no_time(taken):
    assert made(picture(exif=exif(taken=taken))).taken_at is None


@pytest.mark.parametrize(
    ("orientation", "left_top", "size"),
    [(1, "red", (320, 240)), (3, "green", (320, 240)), (6, "red", (240, 320)), (8, "green", (240, 320))],
)
def test_a_picture_stands_upright(orientation, left_top, size):
    it = opened(made(picture(exif=exif(orientation))).content)
    assert it.size == size
    red, green, _ = it.getpixel((10, 10))
    assert (red > green) is (left_top == "red")


@pytest.mark.filterwarnings("ignore:.*EXIF")
def test_metadata_that_cannot_be_read_does_not_cost_the_picture():
    sent = picture(exif=b"Exif\0\0MM\0\x2a\xff\xff\xff\xff garbage")
    assert opened(made(sent).content).size == (320, 240)


def test_a_see_through_picture_lies_on_white():
    it = opened(made(picture("PNG", mode="RGBA", colour=(0, 0, 0, 0))).content)
    assert min(it.getpixel((5, 5))) > 250


def test_what_hangs_behind_a_picture_is_cut_off():
    it = made(picture() + b"<script>alert(1)</script>" + docx())
    assert b"<script>" not in it.content and b"word/document.xml" not in it.content


HOSTILE = {
    "100 megapixels": (huge_png(10_000, 10_000), "画面太大"),
    "40,000 megapixels": (huge_png(200_000, 200_000), "画面太大"),
    "a hair": (huge_png(1, 20_000), "太小或者太窄"),
    "pixels that are not there": (huge_png(300, 300), "打不开"),
    "half a picture": (picture()[:-300], "打不开"),
    "a page called a picture": (b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>", "打不开"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "不是能收的格式"),
    "html": (b"<html><script>alert(1)</script></html>", "不是能收的格式"),
    "gif": (b"GIF89a" + b"\0" * 100, "不是能收的格式"),
    "heic": (b"\0\0\0\x18ftypheic" + b"\0" * 100, "HEIC"),
    "program": (b"MZ" + b"\0" * 100, "不是能收的格式"),
    "nothing": (b"", "是空的"),
    "more than 10 MB": (b"x" * (LARGEST + 1), "超过10MB"),
    "pdf and zip at once": (pdf(docx()), "不是完整的 PDF"),
    "half a pdf": (b"%PDF-1.4 cut off", "不是完整的 PDF"),
    "docx with macros": (docx("word/vbaProject.bin"), "带有宏"),
    "zip bomb": (docx(unpacked=210 * 1024 * 1024), "展开以后太大"),
    "zip of 2,000 parts": (docx(*(f"word/{n}.xml" for n in range(2000))), "展开以后太大"),
    "another office file": (docx(kind="application/vnd.ms-excel"), "不是能收的格式"),
    "half a docx": (docx()[:60], "打不开"),
    "doc with macros": (doc("_VBA_PROJECT"), "带有宏"),
    "another compound file": (doc()[:100], "不是能收的格式"),
}


@pytest.mark.filterwarnings("ignore:Image size")
@pytest.mark.parametrize("what", HOSTILE)
def test_what_cannot_be_kept_is_refused_with_a_sentence(what):
    sent, says = HOSTILE[what]
    with pytest.raises(Unfit, match=says):
        made(sent, "harmless.png")


@pytest.mark.parametrize(
    ("sent", "ending", "media_type"),
    [(pdf(), "pdf", "application/pdf"), (docx(), "docx", docx.__globals__["WORD"]), (doc(), "doc", "application/msword")],
)
def test_documents_are_known_by_what_is_in_them(sent, ending, media_type):
    it = made(sent, "报价单.png")
    assert (it.kind, it.name, it.media_type, it.content) == (AttachmentKind.DOCUMENT, f"报价单.{ending}", media_type, sent)


NAMES = {
    "../../etc/passwd": "passwd.jpg",
    "..\\..\\boot.ini": "boot.ini.jpg",
    "照片\u202egnp.exe": "照片gnp.exe.jpg",
    "a" * 300 + ".jpeg": "a" * 75 + ".jpg",
    "好" * 300: "好" * 80 + ".jpg",
    "x.jpg.png": "x.jpg",
    '<img src=x onerror="alert(1)">.png': "img src=x onerror=alert(1).jpg",
    "\x00\r\n": "照片.jpg", ".jpg": "照片.jpg", "": "照片.jpg", "/": "照片.jpg", "..": "照片.jpg",
}  # fmt: skip


@pytest.mark.parametrize("number", range(len(NAMES)))
def test_a_name_is_made_harmless(number):
    name, kept = list(NAMES.items())[number]
    assert harmless(name, "jpg", "照片") == kept
