"""A growing pause after wrong tries: five are free, then each next one waits twice as long."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

FREE = 5
LONGEST_S = 900.0
FORGOTTEN_AFTER_S = 3600.0
KEYS = 10_000


class Throttle:
    """Kept in memory only: nothing about who tried what is stored."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._tries: OrderedDict[Hashable, tuple[int, float]] = OrderedDict()

    def take(self, key: Hashable) -> float:
        """Counts one try; 0 when it may go on, else the seconds to wait (it is then not counted).

        A try is counted before it is known to be wrong, so that a hundred tries sent at once do
        not slip through together; `right` takes the count back.
        """
        now = self._clock()
        with self._lock:
            count, last = self._tries.get(key, (0, now))
            if now - last > FORGOTTEN_AFTER_S:
                count = 0
            left = _pause(count) - (now - last)
            if left > 0:
                return left
            self._tries[key] = (count + 1, now)
            self._tries.move_to_end(key)
            while len(self._tries) > KEYS:
                self._tries.popitem(last=False)
        return 0.0

    def right(self, key: Hashable) -> None:
        with self._lock:
            self._tries.pop(key, None)


def _pause(count: int) -> float:
    return 0.0 if count < FREE else min(2.0 ** (count - FREE + 1), LONGEST_S)
