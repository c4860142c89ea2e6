"""Stores states in the background, so that a long session is soon back after a restart.

A state is an immutable value: writing it down disturbs nobody. It is done piece by piece, with a
pause after each, on a thread of its own.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from queue import SimpleQueue

from workshop.ports import Frame
from workshop.runtime import Moment, Runtime

PAUSE_S = 0.001
FAREWELL_S = 1.5

log = logging.getLogger("workshop.keeper")


Pace = Callable[[Iterable[Frame]], Iterable[Frame]]


class _Stopping(Exception):
    """The server ends, and has no time to finish this."""


class Keeper:
    """Asked after each commit; stores a state when enough has happened since the last time."""

    def __init__(self) -> None:
        self._queue: SimpleQueue[tuple[Runtime, Moment] | None] = SimpleQueue()
        self._busy: set[Runtime] = set()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def consider(self, runtime: Runtime) -> None:
        """Cheap; on the thread that writes."""
        if runtime.due() and runtime not in self._busy and not self._stopping:
            self._busy.add(runtime)
            self._queue.put((runtime, runtime.moment()))

    def stop(self, runtimes: Iterable[Runtime]) -> None:
        """After the last commit: store what is quick to store, so that the next start is quick."""
        self._stopping = True
        self._queue.put(None)
        self._thread.join()
        end = time.monotonic() + FAREWELL_S
        for runtime in runtimes:
            if runtime.due(farewell=True) and time.monotonic() < end:
                _keep(runtime, runtime.moment(), iter)

    def _run(self) -> None:
        while (found := self._queue.get()) is not None:
            runtime, moment = found
            _keep(runtime, moment, self._gently)
            self._busy.discard(runtime)

    def _gently(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        for frame in frames:
            if self._stopping:
                raise _Stopping
            time.sleep(PAUSE_S)
            yield frame


def _keep(
    runtime: Runtime, moment: Moment, pace: Callable[[Iterable[Frame]], Iterator[Frame]]
) -> None:
    try:
        runtime.keep(moment, pace)
    except _Stopping:
        return
    except Exception:
        log.exception("a state cannot be stored", extra={"session": moment.session.id})
