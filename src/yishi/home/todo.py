"""待办 · the acts that a person owes, and how many."""

from ..web.visit import Visit


def owed(visit: Visit) -> int:
    return 0
