"""规则改动 · what a new version of the rules says otherwise than the one before: figures from and to, articles word by word."""

from collections.abc import Sequence
from dataclasses import dataclass

from .difference import Change, Piece, words_changed
from .rule_set import Article, RuleSet


@dataclass(frozen=True, slots=True)
class ParameterChange:
    """One figure. `before` is '' where there was no version before; `source` tells that only its source is another."""

    label: str
    before: str
    after: str
    source: bool = False


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """One article under its old and new label ('' where it does not stand), with its title and words in pieces."""

    change: Change
    before: str
    after: str
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]
    enforcement: tuple[str, str] = ("", "")  # what the program executes for it, before and after, where that is another

    @property
    def renumbered(self) -> bool:
        """It stands elsewhere, and says the same."""
        return self.change is Change.CHANGED and not (_differ(self.title) or _differ(self.text) or any(self.enforcement))


@dataclass(frozen=True, slots=True)
class RulesChange:
    parameters: tuple[ParameterChange, ...]
    articles: tuple[ArticleChange, ...]
    title: tuple[Piece, ...]
    note: tuple[Piece, ...]

    @property
    def empty(self) -> bool:
        return not (self.parameters or self.articles or _differ(self.title) or _differ(self.note))


def rules_changed(old: RuleSet | None, new: RuleSet) -> RulesChange:
    """Everything that differs, in the order of the new rules; what was struck out stands where it stood."""
    return RulesChange(
        parameters=tuple(_parameters(old, new)),
        articles=tuple(_articles(old.articles if old else (), old, new)),
        title=words_changed(old.title if old else "", new.title),
        note=words_changed(old.note if old else "", new.note),
    )


def _parameters(old: RuleSet | None, new: RuleSet) -> list[ParameterChange]:
    if old is None:
        return []
    found = []
    for name, after in new.parameters.items():
        before = old.parameters[name]
        if before.value != after.value:
            found.append(ParameterChange(after.label, before.shown, after.shown))
        elif before.source != after.source:
            found.append(ParameterChange(after.label, before.source, after.source, source=True))
    return found


def _articles(before: Sequence[Article], old: RuleSet | None, new: RuleSet) -> list[ArticleChange]:
    pairs = _paired(before, new.articles)
    kept = {mine.number for mine in pairs.values()}
    gone = [article for article in before if article.number not in kept]
    found: list[ArticleChange] = []
    for article in new.articles:
        while gone and gone[0].number <= article.number:
            found.append(_struck(gone.pop(0)))
        mine = pairs.get(article.number)
        if mine is None or old is None:
            found.append(
                ArticleChange(Change.ADDED, "", article.label, _all(Change.ADDED, article.title), _all(Change.ADDED, article.text))
            )
        elif change := _compared(mine, article, old, new):
            found.append(change)
    return found + [_struck(article) for article in gone]


def _paired(before: Sequence[Article], after: Sequence[Article]) -> dict[int, Article]:
    """New number → the old article it grew out of: the one of the same title, else the one at the same place that nobody claims."""
    titles = {article.title: article for article in before}
    pairs = {article.number: titles[article.title] for article in after if article.title in titles}
    claimed = {article.number for article in pairs.values()}
    rest = {article.number: article for article in before if article.number not in claimed}
    return pairs | {a.number: rest[a.number] for a in after if a.number not in pairs and a.number in rest}


def _compared(mine: Article, article: Article, old: RuleSet, new: RuleSet) -> ArticleChange | None:
    title, text = words_changed(mine.title, article.title), words_changed(mine.text, article.text)
    bound = (_bound(mine, old), _bound(article, new))
    enforcement = bound if bound[0] != bound[1] else ("", "")
    if mine.number == article.number and not _differ(title) and not _differ(text) and not any(enforcement):
        return None
    return ArticleChange(Change.CHANGED, mine.label, article.label, title, text, enforcement)


def _bound(article: Article, rules: RuleSet) -> str:
    return "、".join(rules.parameters[name].label for name in article.binds) or "无"


def _struck(article: Article) -> ArticleChange:
    return ArticleChange(Change.REMOVED, article.label, "", _all(Change.REMOVED, article.title), _all(Change.REMOVED, article.text))


def _all(change: Change, text: str) -> tuple[Piece, ...]:
    return (Piece(change, text),)


def _differ(pieces: Sequence[Piece]) -> bool:
    return any(piece.change is not Change.KEPT for piece in pieces)
