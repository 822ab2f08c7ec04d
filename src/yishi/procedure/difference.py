"""改动 · what changed between two texts or two budgets, in pieces a page can draw: 未改, 新增, 删去, 修改."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from fractions import Fraction

from .similar import closeness
from .words import Word

RELATED = Fraction(1, 3)
LOOK_AHEAD = 12
MOST_PAIRS = 600_000  # beyond this many comparisons a passage is shown as struck out and rewritten
MOST_MATCHES = 20_000  # likewise beyond this many pairs of equal characters: one word repeated endlessly costs minutes
MOST_MATCHES_IN_ALL = 400_000  # in all the passages of a text


class Change(Word):
    KEPT = "kept", "未改"
    ADDED = "added", "新增"
    REMOVED = "removed", "删去"
    CHANGED = "changed", "修改"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a paragraph; `change` is never CHANGED."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class ParagraphChange:
    """One paragraph. `old` and `new` are its numbers in the two texts, 1-based; None where it does not stand."""

    change: Change
    old: int | None
    new: int | None
    pieces: tuple[Piece, ...]


def paragraphs(text: str) -> tuple[str, ...]:
    """The numbered paragraphs of a text: its lines that are not blank."""
    return tuple(line for line in (part.strip() for part in text.splitlines()) if line)


def difference(old: str, new: str) -> tuple[ParagraphChange, ...]:
    """Paragraph by paragraph; inside a changed paragraph, character by character. Joined again it is both texts, whole."""
    before, after = paragraphs(old), paragraphs(new)
    found: list[ParagraphChange] = []
    for tag, i1, i2, j1, j2 in _blocks(before, after):
        if tag == "equal":
            found += [_whole(Change.KEPT, before[i1 + n], i1 + n, j1 + n) for n in range(i2 - i1)]
        else:
            found += _rewritten(before, after, range(i1, i2), range(j1, j2))
    return tuple(found)


def _whole(change: Change, text: str, old: int | None, new: int | None) -> ParagraphChange:
    return ParagraphChange(change, None if old is None else old + 1, None if new is None else new + 1, (Piece(change, text),))


def _rewritten(before: Sequence[str], after: Sequence[str], ours: range, theirs: range) -> Iterator[ParagraphChange]:
    """Between two paragraphs that grew out of one another: what was struck out, then what is new."""
    most = min(MOST_MATCHES, MOST_MATCHES_IN_ALL // max(len(before), len(after)))
    i, j = ours.start, theirs.start
    for k, m in [*_grown(before, after, ours, theirs), (ours.stop, theirs.stop)]:
        yield from (_whole(Change.REMOVED, before[n], n, None) for n in range(i, k))
        yield from (_whole(Change.ADDED, after[n], None, n) for n in range(j, m))
        if k < ours.stop:
            yield ParagraphChange(Change.CHANGED, k + 1, m + 1, words_changed(before[k], after[m], most))
        i, j = k + 1, m + 1


def _grown(before: Sequence[str], after: Sequence[str], ours: range, theirs: range) -> Iterator[tuple[int, int]]:
    """Each new paragraph with the next old one that is near enough to be its origin."""
    i = ours.start
    for j in theirs:
        source = next((k for k in ours[i - ours.start :][:LOOK_AHEAD] if closeness(before[k], after[j]) >= RELATED), None)
        if source is not None:
            yield source, j
            i = source + 1


def words_changed(old: str, new: str, most: int = MOST_MATCHES) -> tuple[Piece, ...]:
    """Two wordings of one paragraph as pieces in reading order, what was struck out before what replaced it."""
    before, after = _tokens(old), _tokens(new)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in _readable(_blocks(before, after, most)):
        if tag == "equal":
            pieces.append(Piece(Change.KEPT, "".join(before[i1:i2])))
            continue
        if i1 < i2:
            pieces.append(Piece(Change.REMOVED, "".join(before[i1:i2])))
        if j1 < j2:
            pieces.append(Piece(Change.ADDED, "".join(after[j1:j2])))
    return tuple(pieces)


def _tokens(text: str) -> list[str]:
    """Numbers and Latin words whole, everything else character by character: ¥12,300.50 is never cut in two."""
    return re.findall(r"[A-Za-z]+|[0-9]+(?:[.,:/-][0-9]+)*|.", text, re.DOTALL)


Block = tuple[str, int, int, int, int]


def _blocks(before: Sequence[str], after: Sequence[str], most: int = MOST_MATCHES) -> list[Block]:
    """The opcodes of difflib, with common ends set aside first and hopelessly large middles replaced whole."""
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    tail = next((n for n in range(shorter - head) if before[-1 - n] != after[-1 - n]), shorter - head)
    ours, theirs = before[head : len(before) - tail], after[head : len(after) - tail]
    blocks: list[Block] = [("equal", 0, head, 0, head)] if head else []
    if ours and theirs and len(ours) * len(theirs) <= MOST_PAIRS and _matches(ours, theirs) <= most:
        opcodes = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
        blocks += [(tag, i1 + head, i2 + head, j1 + head, j2 + head) for tag, i1, i2, j1, j2 in opcodes]
    elif ours or theirs:
        blocks.append(("replace", head, head + len(ours), head, head + len(theirs)))
    if tail:
        blocks.append(("equal", len(before) - tail, len(before), len(after) - tail, len(after)))
    return blocks


def _matches(before: Sequence[str], after: Sequence[str]) -> int:
    """How many pairs of equal parts there are: what the comparison costs."""
    counts = Counter(after)
    return sum(counts[part] * count for part, count in Counter(before).items())


def _readable(blocks: Sequence[Block]) -> list[Block]:
    """A single character left standing between two changes is part of the change: nobody reads confetti."""
    merged: list[Block] = []
    for n, (tag, i1, i2, j1, j2) in enumerate(blocks):
        island = tag == "equal" and i2 - i1 == 1 and 0 < n < len(blocks) - 1
        if tag != "equal" or island:
            if merged and merged[-1][0] == "replace":
                _, i1, _, j1, _ = merged.pop()
            merged.append(("replace", i1, i2, j1, j2))
        else:
            merged.append((tag, i1, i2, j1, j2))
    return merged
