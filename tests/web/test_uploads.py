"""上传 · files reach those who may see their record, in a form that can do no harm, and nothing else reaches the disk."""

import io
import threading
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from tests.matters.proposing import draft
from tests.web.files import docx, exif, huge_png, pdf, picture
from yishi.app import litestar_of
from yishi.communities import attachments
from yishi.communities.attachments import Attachment, attached, attached_to_all, path_of
from yishi.communities.received_files import made_of
from yishi.web.uploads import MOST


@pytest.fixture
def mine(session, home, time):
    it = draft(session, home, time)
    session.commit()
    return it.url


@pytest.fixture
def folder(app) -> Path:
    return litestar_of(app).state.parts.settings.uploads


@pytest.fixture
def kept(database):
    """Every attachment there is."""

    def look():
        with database.reading() as session:
            return session.scalars(select(Attachment).order_by(Attachment.id)).all()

    return look


def on_disk(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()} if folder.exists() else set()


def sends(somebody, url, *files, button="存为草稿", **words):
    return somebody.opens(f"{url}/draft").presses(button, files=[("photos", file) for file in files], **words)


def published(person, mine, *files):
    lin = sends(person("林秀兰"), mine, *files)
    return lin.opens(f"{mine}/preview").presses("提交", known="yes")


# -- who may see them ----------------------------------------------------------------------------


def test_a_photograph_of_a_draft_is_its_proposers_own(person, visitor, mine, kept):
    lin = sends(person("林秀兰"), mine, ("现场.jpg", picture(), "image/jpeg"))
    (photo,) = kept()
    for address in (f"/c/liuyin/files/{photo.key}", f"/c/liuyin/files/{photo.key}/small"):
        assert lin.opens(address).status == 200
        assert lin.response.headers["cache-control"] == "private, max-age=3600, immutable"
        for other in (visitor, person("赵春梅"), person("王主任"), person("管理员")):
            assert other.opens(address).status == 404
        assert lin.opens(address.replace("/liuyin/", "/wangjiang/")).status == 404


def test_a_photograph_of_a_public_matter_is_public(person, visitor, mine, kept):
    published(person, mine, ("现场.jpg", picture(), "image/jpeg"))
    (photo,) = kept()
    visitor.opens(mine)
    assert visitor.page.select_one(f"img[src='/c/liuyin/files/{photo.key}/small']") is not None
    assert visitor.opens(f"/c/liuyin/files/{photo.key}").status == 200
    assert visitor.response.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_an_address_cannot_be_guessed_or_climbed(visitor, person, mine, kept, folder):
    sends(person("林秀兰"), mine, ("a.jpg", picture(), "image/jpeg"))
    (photo,) = kept()
    assert len(photo.key) == 32 and int(photo.key, 16).bit_length() > 64
    other = ("0" * 32, "1", "..%2f..%2fyishi.sqlite3", "%2e%2e", f"{photo.key}-small", photo.key.upper(), f"{photo.key}%00", "'")
    for key in other:
        assert person("林秀兰").opens(f"/c/liuyin/files/{key}").status == 404, key


def test_a_file_whose_record_is_gone_is_nobodys(session, home, time, folder, person, mine, kept):
    lin = sends(person("林秀兰"), mine, ("a.jpg", picture(), "image/jpeg"))
    for subject in ("matter/999", "nothing/1", "people/1", "matter/", "Matter/1", "sign_in/1"):
        with session.begin_nested():
            session.scalars(select(Attachment)).one().subject = subject
        session.commit()
        assert lin.opens(f"/c/liuyin/files/{kept()[0].key}").status == 404, subject


def test_a_file_of_another_communitys_record_stays_there(session, person, mine, kept):
    lin = sends(person("林秀兰"), mine, ("a.jpg", picture(), "image/jpeg"))
    photo = session.scalars(select(Attachment)).one()
    photo.community_id += 1
    session.commit()
    assert lin.opens(f"/c/liuyin/files/{photo.key}").status == 404
    assert lin.opens(f"/c/wangjiang/files/{photo.key}").status == 404


# -- how they are handed out ---------------------------------------------------------------------


def test_a_photograph_is_shown_a_document_is_saved(person, session, home, time, mine, folder, kept):
    lin = sends(person("林秀兰"), mine, ("a.jpg", picture(), "image/jpeg"))
    it = attachments_of(session, mine)
    attachments.add(session, folder, it, lin.id, time.at, made_of('报价\r\nX-Evil: 1".html', pdf(), time.at))
    session.commit()
    photo, paper = kept()
    headers = lin.opens(f"/c/liuyin/files/{photo.key}").response.headers
    assert headers["content-type"] == "image/jpeg" and headers["content-disposition"].startswith("inline;")
    assert lin.opens(f"/c/liuyin/files/{photo.key}/small").response.headers["content-type"] == "image/webp"
    headers = lin.opens(f"/c/liuyin/files/{paper.key}").response.headers
    assert headers["content-type"] == "application/pdf"
    assert headers["content-disposition"] == "attachment; filename*=UTF-8''%E6%8A%A5%E4%BB%B7%20X-Evil%201.html.pdf"
    assert "x-evil" not in headers and lin.response.content == pdf()
    assert lin.opens(f"/c/liuyin/files/{paper.key}/small").status == 404
    policies = headers.get_list("content-security-policy")
    assert "sandbox" in policies[0] and headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"


def attachments_of(session, url):
    from yishi.matters.models import Matter

    return session.get(Matter, int(url.rpartition("/")[2]))


def test_what_the_browser_has_is_not_sent_again(person, mine, kept):
    lin = sends(person("林秀兰"), mine, ("a.jpg", picture(), "image/jpeg"))
    address = f"/c/liuyin/files/{kept()[0].key}"
    etag = lin.opens(address).response.headers["etag"]
    again = lin.ask("GET", address, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert lin.ask("GET", f"{address}/small", headers={"if-none-match": etag}).status_code == 200


def test_a_file_missing_on_the_disk_is_not_there(person, mine, kept, folder):
    lin = sends(person("林秀兰"), mine, ("a.jpg", picture(), "image/jpeg"))
    for path in folder.rglob("*-small"):
        path.unlink()
    assert lin.opens(f"/c/liuyin/files/{kept()[0].key}/small").status == 404


def test_what_is_kept_has_no_trace_of_the_camera(person, mine, folder):
    before = on_disk(folder)
    sends(person("林秀兰"), mine, ("a.jpg", picture(size=(3000, 2000), exif=exif(6)), "image/jpeg"))
    new = on_disk(folder) - before
    assert len(new) == 2
    for name in new:
        content = path_of(folder, name[:32], small=name.endswith("small")).read_bytes()
        assert b"SecretPhone" not in content and Image.open(io.BytesIO(content)).size in ((1333, 2000), (320, 480))


def test_the_time_of_the_camera_stands_under_the_photograph(person, visitor, mine):
    published(person, mine, ("a.jpg", picture(exif=exif()), "image/jpeg"))
    visitor.opens(mine).sees("拍摄于2月28日(周六)10:15")


# -- what is refused, and what reaches the disk --------------------------------------------------


@pytest.mark.filterwarnings("ignore:Image size")
def test_what_is_refused_never_reaches_the_disk(person, mine, folder, kept):
    before = on_disk(folder)
    hostile = [
        ("bomb.png", huge_png(10_000, 10_000)), ("page.png", b"<html><script>alert(1)</script>"),
        ("x.svg", b"<svg onload='alert(1)'/>"), ("IMG.HEIC", b"\0\0\0\x18ftypheic" + b"\0" * 64),
        ("报价.pdf", pdf()), ("bomb.docx", docx(unpacked=210 * 1024 * 1024)),
    ]  # fmt: skip
    for name, content in hostile:
        lin = sends(person("林秀兰"), mine, (name, content, "image/png"))
        assert lin.status == 422 and f"“{name}”" in lin.words
    assert on_disk(folder) == before and kept() == []


def test_a_sentence_says_what_to_do_about_a_heic(person, mine):
    sends(person("林秀兰"), mine, ("IMG_1.HEIC", b"\0\0\0\x18ftypheic" + b"\0" * 64, "image/heic")).sees(
        "“IMG_1.HEIC”是 HEIC 格式，别人的手机和电脑多半打不开，请在相册里另存为 JPG"
    )


@pytest.mark.parametrize(("name", "shown"), [
    ("../../../etc/passwd.jpg", "passwd.jpg"), ("照片\u202egpj.exe", "照片gpj.exe.jpg"), ("好" * 100 + ".jpg", "好" * 76 + ".jpg"),
    ('"><script>alert(1)</script>.jpg', "script.jpg"),
], ids=["climbing", "right to left", "300 bytes", "markup"])  # fmt: skip
def test_a_hostile_name_is_only_a_name(person, mine, kept, name, shown):
    lin = sends(person("林秀兰"), mine, (name, picture(), "image/jpeg"))
    assert lin.status == 200 and [it.name for it in kept()] == [shown]
    assert "<script>alert" not in lin.text


def test_a_refused_visit_leaves_no_file_behind(person, mine, folder, kept, monkeypatch):
    from yishi.matters import drafting
    from yishi.procedure.lifecycle import Refused

    def refuse(it):
        raise Refused("今天不办")

    before = on_disk(folder)
    monkeypatch.setattr(drafting, "unready", refuse)
    lin = sends(person("林秀兰"), mine, ("a.jpg", picture(), "image/jpeg"), button="下一步：核对").sees("今天不办")
    assert lin.status == 409 and on_disk(folder) == before and kept() == []


def test_a_file_removed_in_vain_is_still_there(session, home, time, folder, mine):
    it = attachments_of(session, mine)
    one = attachments.add(session, folder, it, it.proposer_id, time.at, made_of("a.jpg", picture(), time.at))
    session.commit()
    attachments.remove(session, folder, one)
    session.rollback()
    assert one.key in on_disk(folder)
    attachments.remove(session, folder, attached(session, it)[0])
    session.commit()
    assert not {one.key, f"{one.key}-small"} & on_disk(folder)


def test_a_file_kept_once_outlives_a_later_refusal(session, time, folder, mine):
    it = attachments_of(session, mine)
    one = attachments.add(session, folder, it, it.proposer_id, time.at, made_of("a.jpg", picture(), time.at))
    session.commit()
    attachments.add(session, folder, it, it.proposer_id, time.at, made_of("b.jpg", picture(size=(99, 99)), time.at))
    session.rollback()
    assert {one.key, f"{one.key}-small"} <= on_disk(folder)
    assert [photo.key for photo in attached(session, it)] == [one.key]


def test_many_records_are_looked_up_at_once(session, home, time, folder, queries):
    records = [draft(session, home, time) for _ in range(5)]
    for it in records[:3]:
        attachments.add(session, folder, it, it.proposer_id, time.at, made_of("a.jpg", picture(), time.at))
    session.flush()
    with queries() as seen:
        found = attached_to_all(session, records)
    assert len(seen) == 1 and [len(found[it.subject]) for it in records] == [1, 1, 1, 0, 0]
    assert attached_to_all(session, []) == {}


# -- who may send them, and how much -------------------------------------------------------------


def test_no_picture_is_decoded_for_a_stranger(visitor, person, mine, monkeypatch):
    from yishi.web import uploads

    looked = []
    monkeypatch.setattr(uploads, "made_of", lambda *_: looked.append(1))
    files = [("photos", ("a.jpg", picture(), "image/jpeg"))]
    assert visitor.ask("POST", f"{mine}/draft", files=files).status_code == 401
    lin = person("林秀兰")
    assert lin.ask("POST", f"{mine}/draft", files=files, data={"_csrf": "forged"}).status_code == 403
    assert looked == []


def test_the_whole_of_six_large_files_may_come_and_no_more(person, mine):
    lin = person("林秀兰").opens(f"{mine}/draft")
    large = [("photos", (f"{n}.bin", b"x" * (10 * 1024 * 1024), "image/jpeg")) for n in range(MOST)]
    assert lin.presses("存为草稿", files=large).status == 422
    assert lin.opens(f"{mine}/draft").presses("存为草稿", files=[*large, large[0]]).status == 413


def test_another_photograph_of_the_same_name_is_another_act(person, mine, kept):
    """A telephone calls every picture image.jpg; going back and choosing another one is not the same press."""
    lin = person("林秀兰").opens(f"{mine}/draft")
    page = lin.page
    for width in (300, 301, 301):
        lin.page = page
        lin.presses("存为草稿", files=[("photos", ("image.jpg", picture(size=(width, 200)), "image/jpeg"))])
    assert len(kept()) == 2


def test_a_body_that_is_no_form_is_not_understood(person, mine):
    lin = person("林秀兰")
    headers = {"content-type": "multipart/form-data; boundary=x"}
    field = b"--x\r\nContent-Disposition: form-data; name=a\r\n"
    bytes_of_no_text = field + b"\r\n\xff\xfe\r\n--x--\r\n"
    unknown_letters = field + b"Content-Type: text/plain; charset=klingon\r\n\r\nb\r\n--x--\r\n"
    for body in (b"", b"--x", b"garbage" * 100, bytes_of_no_text, unknown_letters):
        assert lin.ask("POST", f"{mine}/draft", content=body, headers=headers).status_code in (400, 403), body
    assert lin.ask("POST", f"{mine}/draft", content=b"{}", headers={"content-type": "application/json"}).status_code == 400


def test_pictures_are_decoded_before_the_writers_turn(person, mine, database, monkeypatch):
    """While a large picture is decoded, others go on writing."""
    from yishi.web import uploads

    free = []

    def slowly(name, sent, at):
        another = threading.Thread(target=lambda: free.append(write(database)))
        another.start()
        another.join(10)
        return made_of(name, sent, at)

    monkeypatch.setattr(uploads, "made_of", slowly)
    sends(person("林秀兰"), mine, ("a.jpg", picture(), "image/jpeg"))
    assert free == [True]


def write(database) -> bool:
    with database.writing():
        return True


def test_a_photograph_costs_few_queries(person, visitor, mine, kept, queries):
    published(person, mine, ("a.jpg", picture(), "image/jpeg"))
    address = f"/c/liuyin/files/{kept()[0].key}"
    with queries() as seen:
        visitor.opens(address)
    assert len(seen) <= 4, seen
