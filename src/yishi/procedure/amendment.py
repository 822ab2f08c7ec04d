"""修正案 · a change to one numbered paragraph of the frozen plan, decided before the plan itself."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from .difference import Change, Piece, paragraphs, words_changed
from .words import Word


class AmendmentForm(Word):
    INSERT = "insert", "增加一段"
    STRIKE = "strike", "删去一段"
    REWRITE = "rewrite", "改写一段"


@dataclass(frozen=True, slots=True)
class Amendment:
    """`paragraph` is 1-based; an insertion comes after it, after 0 at the very beginning. Striking needs no text."""

    form: AmendmentForm
    paragraph: int
    text: str = ""

    @property
    def place(self) -> str:
        """在第3段之后增加一段, 改写第3段."""
        if self.form is AmendmentForm.INSERT:
            return f"在第{self.paragraph}段之后增加一段" if self.paragraph else "在最前面增加一段"
        return f"{'删去' if self.form is AmendmentForm.STRIKE else '改写'}第{self.paragraph}段"

    def original(self, text: Sequence[str]) -> str:
        """The paragraph to be changed as it stands; '' where one is only added."""
        return "" if self.form is AmendmentForm.INSERT else text[self.paragraph - 1]

    def in_words(self, original: str) -> str:
        """改写第3段：“……”改为“……” · in full, beside the paragraph as it stands."""
        if self.form is AmendmentForm.REWRITE:
            return f"{self.place}：“{original}”改为“{self.text}”"
        return f"{self.place}：“{original if self.form is AmendmentForm.STRIKE else self.text}”"

    def pieces(self, original: str) -> tuple[Piece, ...]:
        """The paragraph as it can be drawn: what stays, what is struck out, what is put in."""
        if self.form is AmendmentForm.INSERT:
            return (Piece(Change.ADDED, self.text),)
        if self.form is AmendmentForm.STRIKE:
            return (Piece(Change.REMOVED, original),)
        return words_changed(original, self.text)


def amendment_refusals(text: Sequence[str], new: Amendment, undecided: Collection[Amendment] = ()) -> tuple[str, ...]:
    """Why an amendment to these paragraphs is not in order. Of amendments to one paragraph, one at a time."""
    first = 0 if new.form is AmendmentForm.INSERT else 1
    if not first <= new.paragraph <= len(text):
        return (f"方案一共有{len(text)}段，没有第{new.paragraph}段",)
    if any(_same_place(new, other) for other in undecided):
        return (f"第{new.paragraph}段已有一件修正案没有决定，请等它有结果再提",)
    words = paragraphs(new.text)
    if new.form is AmendmentForm.STRIKE:
        if len(text) - sum(other.form is AmendmentForm.STRIKE for other in undecided) <= 1:
            return ("方案至少要留一段，不能再提删去",)
        return ("删去一段不用写新的文字",) if words else ()
    if len(words) != 1:
        return ("请写一段新的文字，不要分段",)
    if new.form is AmendmentForm.REWRITE and words[0] == text[new.paragraph - 1]:
        return ("改写后的文字和原文一样",)
    return ()


def _same_place(one: Amendment, other: Amendment) -> bool:
    inserts = (one.form is AmendmentForm.INSERT, other.form is AmendmentForm.INSERT)
    return one.paragraph == other.paragraph and inserts[0] == inserts[1]


def amended(text: Sequence[str], carried: Amendment) -> tuple[str, ...]:
    """The paragraphs once the amendment has carried."""
    place = carried.paragraph
    words = () if carried.form is AmendmentForm.STRIKE else paragraphs(carried.text)
    kept = place if carried.form is AmendmentForm.INSERT else place - 1
    return (*text[:kept], *words, *text[place:])


def renumbered(undecided: Amendment, carried: Amendment) -> Amendment | None:
    """Where an undecided amendment stands once another has carried; None when its paragraph is gone and it falls."""
    if carried.form is AmendmentForm.INSERT and undecided.paragraph > carried.paragraph:
        return replace(undecided, paragraph=undecided.paragraph + 1)
    if carried.form is AmendmentForm.STRIKE:
        inserts = undecided.form is AmendmentForm.INSERT
        if undecided.paragraph == carried.paragraph and not inserts:
            return None
        if undecided.paragraph > carried.paragraph or (inserts and undecided.paragraph == carried.paragraph):
            return replace(undecided, paragraph=undecided.paragraph - 1)
    return undecided
