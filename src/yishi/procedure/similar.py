"""相似 · how near two Chinese texts are, and the words of the search column. Counted on pairs of neighbouring characters.

No dictionary, no guess at word borders: 楼道照明 is 楼道, 道照, 照明. Latin words and numbers stay whole.
"""

import re
import unicodedata
from fractions import Fraction

_RUNS = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")


def bigrams(text: str) -> str:
    """The search column: every pair once, in the order of the text, between single spaces, with a space at both ends.

    `f" {pair} "` is found in it by plain LIKE on either database. A query matches when all of its own pairs are there.
    """
    return f" {' '.join(pairs(text))} " if pairs(text) else ""


def pairs(text: str) -> tuple[str, ...]:
    """The distinct pairs of a text; a Chinese character that stands alone is itself a 'pair'."""
    found: dict[str, None] = {}
    for run in _RUNS.findall(unicodedata.normalize("NFKC", text).lower()):
        whole = run.isascii() or len(run) == 1
        found.update(dict.fromkeys([run] if whole else [run[i : i + 2] for i in range(len(run) - 1)]))
    return tuple(found)


def closeness(one: str, other: str) -> Fraction:
    """Shared pairs: 0 for nothing in common, 1 for the same pairs (twice the shared over the sum of both)."""
    ours, theirs = set(pairs(one)), set(pairs(other))
    if not ours or not theirs:
        return Fraction(0)
    return Fraction(2 * len(ours & theirs), len(ours) + len(theirs))
