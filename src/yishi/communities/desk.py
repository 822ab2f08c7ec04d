"""工作台 · what the pages of the staff desk have in common."""

from typing import Any

from ..web.visit import LARGEST_ID, Missing, Visit
from .models import Level


def in_a_community(visit: Visit) -> None:
    """Streets, districts and grids have seats, but no residents, rules or money of their own."""
    if visit.here.level is not Level.COMMUNITY:
        raise Missing


def number(text: Any) -> int | None:
    """The id that came in a hidden field, or None."""
    id = int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 16 else None
    return id if id is None or id <= LARGEST_ID else None


def as_key(id: int) -> int:
    """An id from an address; 404 for one that no record can have."""
    if id > LARGEST_ID:
        raise Missing
    return id
