"""A token bucket: so many at once, so many a second after that."""

from __future__ import annotations

import time
from collections.abc import Callable


class Bucket:
    """One device's allowance. Not for several threads at once."""

    def __init__(
        self, per_second: float, burst: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_second = per_second
        self._burst = burst
        self._clock = clock
        self._left = burst
        self._at = clock()

    def take(self) -> float:
        """0 when one more is allowed, and it is counted; else the seconds until it will be."""
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._at) * self._per_second)
        self._at = now
        if self._left < 1:
            return (1 - self._left) / self._per_second
        self._left -= 1
        return 0.0
