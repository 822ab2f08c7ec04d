"""照片 · a photograph as it may be kept: decoded, turned upright, made smaller and written anew, without its metadata.

Nothing of the sent bytes survives: no place, no serial number, no file hidden behind the picture.
"""

import io
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from PIL import ExifTags, Image, ImageCms

from ..clock import at_here

LONGEST = 2000  # pixels of the longer side of what is kept
SMALL = 480  # pixels of the longer side of the thumbnail
MOST_PIXELS = {"JPEG": 50_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}  # a JPEG is decoded at reduced size
THINNEST = 100  # times longer than wide at most
FORMATS = tuple(MOST_PIXELS)

_turns = threading.BoundedSemaphore(2)  # pictures decoded at one time: memory stays flat


class Unfit(Exception):
    """The file cannot be kept. The message is the second half of a sentence that begins with its name."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A JPEG and its thumbnail (WebP), and when the camera says it was taken."""

    content: bytes
    small: bytes
    width: int
    height: int
    taken_at: datetime | None


def photo(sent: bytes, at: datetime) -> Photo:
    """Read a JPEG, PNG or WebP. `at` is now: a picture from the future has no time."""
    with _turns:
        try:
            return _photo(sent, at)
        except Unfit:
            raise
        except Image.DecompressionBombError:
            raise Unfit("画面太大，请缩小以后再传") from None
        except Exception:
            raise Unfit("打不开，文件可能坏了或没有传完，请换一张") from None


def _photo(sent: bytes, at: datetime) -> Photo:
    with Image.open(io.BytesIO(sent), formats=FORMATS) as opened:
        _measured(opened)
        turn, taken_at = _told(opened, at)
        longest = max(*opened.size, LONGEST)
        opened.draft(None, (opened.width * LONGEST // longest, opened.height * LONGEST // longest))
        whole = _plain(opened, opened.info.get("icc_profile"))
    whole.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS, reducing_gap=3)
    if turn is not None:
        whole = whole.transpose(turn)
    small = whole.copy()
    small.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS, reducing_gap=3)
    kept = _written(whole, "JPEG", quality=84, optimize=True, progressive=True)
    return Photo(kept, _written(small, "WEBP", quality=76), whole.width, whole.height, taken_at)


def _measured(opened: Image.Image) -> None:
    """Looked at before a single pixel is decoded."""
    short, long = sorted(opened.size)
    if short * long > MOST_PIXELS[opened.format or ""]:
        raise Unfit(f"画面太大（{opened.width}×{opened.height}），请缩小以后再传")
    if short < 16 or long > short * THINNEST:
        raise Unfit("画面太小或者太窄，看不出内容，请换一张")


def _told(opened: Image.Image, at: datetime) -> tuple[Image.Transpose | None, datetime | None]:
    """How the camera was held, and when. Metadata that cannot be read tells nothing."""
    try:
        exif = opened.getexif()
        return _TURNS.get(exif.get(ExifTags.Base.Orientation, 1)), _taken(exif.get_ifd(ExifTags.IFD.Exif), at)
    except Exception:
        return None, None


def _plain(opened: Image.Image, profile: bytes | None) -> Image.Image:
    """The first frame in sRGB, on white where it was see-through; a new picture, to which nothing else is tied."""
    picture: Image.Image = opened
    if picture.mode.startswith("I;16"):
        picture = picture.point(lambda value: value * (1 / 256)).convert("L")
    paper = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        paper.paste(picture, mask=picture.getchannel("A"))
    else:
        paper.paste((_in_srgb(picture, profile) if profile else picture).convert("RGB"))
    return paper


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Colours as the camera meant them; a profile that cannot be read is left out."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB") or picture
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture


def _taken(exif: dict[int, object], at: datetime) -> datetime | None:
    """The camera's own clock, which keeps the time of the place unless it names another zone."""
    text = str(exif.get(ExifTags.Base.DateTimeOriginal, "")).strip("\0 ")
    zone = str(exif.get(ExifTags.Base.OffsetTimeOriginal, "")).strip("\0 ")
    try:
        wall = datetime.strptime(text, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007  the zone, if any, stands beside it
        moment = datetime.fromisoformat(f"{wall.isoformat()}{zone}").astimezone(UTC) if zone else at_here(wall)
    except ValueError:
        return None
    return moment if wall.year >= 1990 and moment <= at + timedelta(days=1) else None


def _written(picture: Image.Image, form: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
