"""表单 · a POST body as lists of strings and files, whatever the browser sent."""

from urllib.parse import parse_qs

from litestar import Request
from litestar.datastructures import FormMultiDict, UploadFile
from litestar.exceptions import ClientException
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from .visit import Sent

MOST_FIELDS = 2000
MOST_TEXT = 1024 * 1024  # what is not a file, in bytes or characters


async def received(request: Request) -> Sent:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        try:
            return _parts(await request.form())
        except (UnicodeDecodeError, LookupError):
            raise ClientException("请用页面上的表单提交") from None
    if kind == "application/x-www-form-urlencoded":
        body = await request.body()
        if len(body) > MOST_TEXT:
            raise RequestEntityTooLarge
        try:
            typed = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS)
        except ValueError:
            raise ClientException("填写的项目太多，请分几次提交") from None
        return Sent({name: [_storable(text) for text in texts] for name, texts in typed.items()})
    if await request.body():
        raise ClientException("请用页面上的表单提交")
    return Sent()


def _parts(form: FormMultiDict) -> Sent:
    sent = Sent()
    if sum(len(value) for _, value in form.multi_items() if isinstance(value, str)) > MOST_TEXT:
        raise RequestEntityTooLarge
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                sent.files.setdefault(name, []).append(value)
        else:
            sent.typed.setdefault(name, []).append(_storable(str(value)))
    return sent


def _storable(text: str) -> str:
    """No database of ours keeps a NUL in a text, and nobody types one."""
    return text.replace("\0", "")
