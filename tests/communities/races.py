"""Two people, one moment."""

import threading
from collections.abc import Callable


def at_once(*acts: Callable[[], object]) -> None:
    """Everybody presses at the same moment."""
    start = threading.Barrier(len(acts))

    def press(act: Callable[[], object]) -> None:
        start.wait()
        act()

    threads = [threading.Thread(target=press, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
