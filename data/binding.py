"""What was voted on can never change: the store of scenarios is told of it after the commit.

Telling it twice is the same as once, so everything is told again when a session is opened: what a
crash kept from being told is told then.
"""

from __future__ import annotations

import logging
import threading
from queue import SimpleQueue

from data.exhibits import Runs
from workshop.exhibits import bound
from workshop.model import Session
from workshop.service import Workshop

Bound = tuple[str, str, int]

log = logging.getLogger("data.binding")


class Binder:
    """Observes a workshop; a thread of its own writes to the store."""

    def __init__(self, workshop: Workshop, runs: Runs) -> None:
        self._workshop = workshop
        self._runs = runs
        self._told: dict[str, frozenset[tuple[str, int]]] = {}
        self._queue: SimpleQueue[Bound | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="binder", daemon=True)
        workshop.observe(self.changed)

    def start(self) -> None:
        self._thread.start()
        self.catch_up()

    def catch_up(self) -> None:
        """Tell of every session that is open by now."""
        for each in self._workshop.sessions():
            self.changed(each.id, self._workshop.state(each.id))

    def changed(self, session_id: str, session: Session) -> None:
        found = bound(session)
        if found != self._told.get(session_id, frozenset()):
            for scenario, version in found:
                self._queue.put((session.city, scenario, version))
            self._told[session_id] = found

    def stop(self) -> None:
        """When everything that has queued is told."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (found := self._queue.get()) is not None:
            try:
                self._runs.bind(*found)
            except Exception:
                log.exception(
                    "a scenario that was voted on could not be bound", extra={"it": found}
                )
