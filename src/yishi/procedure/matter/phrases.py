"""理由里的字句 · the figures and days that several rules speak of."""

from ..calendar import moment_in_words
from .facts import Matter


def cap_of(it: Matter) -> int | None:
    """上限 · in fen; none where no class was chosen."""
    chosen = it.written.project_class
    return it.rule_set.class_caps.get(chosen) if chosen else None


def not_before(period: str, it: Matter) -> str:
    """公示期到11月23日24:00才满"""
    return f"{period}到{moment_in_words(it.due_at)}才满" if it.due_at else f"{period}还没有满"
