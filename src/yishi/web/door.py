"""二维码 · the drawing by which a telephone opens one of our pages from a printed sheet."""

import segno
from markupsafe import Markup

from .visit import Visit


def door(visit: Visit, url: str) -> Markup | None:
    """To this address of ours. None while our own address is not configured: a sheet with a wrong one does harm."""
    if not visit.site:
        return None
    code = segno.make(visit.site + url, error="m", micro=False)
    return Markup(code.svg_inline(omitsize=True, border=2, svgclass=None, lineclass=None))
