"""怎么问欠着的事 · what every source of the inbox is asked with: whose it is, where and when; and the addresses it leads to."""

from typing import Any

from sqlalchemy import Date, Integer, String, bindparam, cast, literal, null

from ..communities.models import Community
from ..db import Moment

HERE, ME, AT = bindparam("here", type_=Integer()), bindparam("me", type_=Integer()), bindparam("at", type_=Moment())
MORNING, MIDNIGHT = bindparam("morning", type_=Moment()), bindparam("midnight", type_=Moment())  # of today
NEVER = cast(null(), Moment)
UNITS = bindparam("units", type_=Integer(), expanding=True)
DAY, BELOW = bindparam("day", type_=Date()), bindparam("below", type_=String())


def address(*parts: Any) -> Any:
    """An address put together in the database: words as they are, keys as their digits."""
    pieces = [literal(it) if isinstance(it, str) else it if it is Community.slug else cast(it, String) for it in parts]
    return sum(pieces[1:], pieces[0])
