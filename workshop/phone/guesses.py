"""How often a wrong code may be tried: by one device, and by all devices together.

A hall shares one network address, so nothing here looks at addresses. A device is known by a random
cookie; a guesser who throws it away is met by the limit for everybody. Links from a QR code carry a
token and never come here.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

WINDOW_S = 60.0
PER_DEVICE = 5
TOGETHER = 100
LONGEST_PAUSE_S = 30.0
DEVICES = 20_000


class Guesses:
    """Counts wrong codes in memory; nothing about who tried is kept longer than a minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._devices: OrderedDict[str, deque[float]] = OrderedDict()
        self._all: deque[float] = deque()
        self._next = 0.0
        self._pause = 0.0

    def wait(self, device: str) -> float:
        """Seconds until this device may try a code; 0 when it may now."""
        now = self._clock()
        with self._lock:
            own = self._devices.get(device, deque())
            _forget(own, now)
            if len(own) >= PER_DEVICE:
                return own[0] + WINDOW_S - now
            return max(0.0, self._next - now)

    def wrong(self, device: str) -> None:
        """A code that does not exist was tried; or one is about to be, where finding out takes
        time: then a hundred tries sent at once do not slip through together."""
        now = self._clock()
        with self._lock:
            own = self._devices.setdefault(device, deque())
            _forget(own, now)
            own.append(now)
            self._devices.move_to_end(device)
            while len(self._devices) > DEVICES:
                self._devices.popitem(last=False)
            _forget(self._all, now)
            self._all.append(now)
            self._slow_down(now)

    def right(self, device: str) -> None:
        """Takes back what `wrong` counted beforehand: the code was right after all."""
        with self._lock:
            for times in (self._devices.get(device), self._all):
                if times:
                    times.pop()

    def _slow_down(self, now: float) -> None:
        """Beyond a hundred wrong codes a minute, each one more doubles the pause for typing."""
        if len(self._all) <= TOGETHER:
            self._pause = 0.0
            return
        self._pause = min(LONGEST_PAUSE_S, max(0.5, 2 * self._pause))
        self._next = now + self._pause


def _forget(times: deque[float], now: float) -> None:
    while times and now - times[0] >= WINDOW_S:
        times.popleft()
