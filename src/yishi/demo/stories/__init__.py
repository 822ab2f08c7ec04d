"""故事 · what happened in the three communities over the year: one function a matter, each begun so many days ago."""

from . import debating, done, planning, proposing, ruling, supervising, voting
from .telling import STORIES, Story

__all__ = ["STORIES", "Story", "debating", "done", "planning", "proposing", "ruling", "supervising", "voting"]
