"""限速 · how often people may try to sign in. Every number stands here.

An account that is tried five times in a row rests; that is kept in the database. Addresses are counted in the memory of the
process, failures only: a whole building, or a hall of five hundred, signs in from one address and none of them is shut out.
While the people of one community are being guessed at, an address that fails has fewer tries left; nobody is locked out by it.
"""

import threading
from collections import Counter
from datetime import datetime, timedelta

LOCK_AFTER = 5  # failures in a row
LOCKED_FOR = timedelta(minutes=15)

WINDOW = timedelta(minutes=15)
PER_ADDRESS = 200  # failures from one address in a window
PER_COMMUNITY = 300  # failures against people of one community in a window; beyond it an address has only:
PER_ADDRESS_THEN = 10

HASHES_AT_ONCE = 1  # each takes four threads for a tenth of a second
MOST_WAITING = 200  # for their turn to be hashed; the next one is asked to try again in a minute


class Throttle:
    """Counts failures by address and by community, and forgets them when the window ends."""

    def __init__(self) -> None:
        self._gate = threading.Lock()
        self._window = 0
        self._failures: Counter[tuple[str, object]] = Counter()

    def failed(self, address: str, community_id: int | None, at: datetime) -> None:
        with self._gate:
            self._turn(at)
            self._failures["address", address] += 1
            self._failures["community", community_id] += 1

    def shut(self, address: str, community_id: int | None, at: datetime) -> bool:
        """Whether nobody may try from this address until the window ends. Names that are nobody's count as one community."""
        with self._gate:
            self._turn(at)
            attacked = self._failures["community", community_id] >= PER_COMMUNITY
            return self._failures["address", address] >= (PER_ADDRESS_THEN if attacked else PER_ADDRESS)

    def _turn(self, at: datetime) -> None:
        window = int(at.timestamp()) // int(WINDOW.total_seconds())
        if window != self._window:
            self._window = window
            self._failures.clear()
