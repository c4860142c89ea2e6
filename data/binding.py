"""What was voted on can never change: the store of scenarios is told of it after the commit.

A version is bound when the question about it opens: between that and the first vote nobody can
change what people are looking at. What a crash kept from being told is told when the session is
opened again; telling it twice is the same as once.
"""

from __future__ import annotations

import logging
import threading
from queue import SimpleQueue

from data.errors import DataError
from data.models.parts import TwinParts
from workshop.exhibits import Bound, bound
from workshop.model import Session
from workshop.service import Workshop

log = logging.getLogger("data.binding")


class Binder:
    """Observes a workshop; a thread of its own writes to the store."""

    def __init__(self, workshop: Workshop, twin: TwinParts) -> None:
        self._workshop = workshop
        self._twin = twin
        self._told: dict[str, frozenset[Bound]] = {}
        self._queue: SimpleQueue[tuple[str, Bound] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="binder", daemon=True)
        workshop.observe(self.changed)

    def start(self) -> None:
        self._thread.start()

    def catch_up(self) -> None:
        """Tell of every session that is open by now; what was told already is not told again."""
        for each in self._workshop.sessions():
            self.changed(each.id, self._workshop.state(each.id))

    def changed(self, session_id: str, session: Session) -> None:
        found = bound(session)
        for one in found - self._told.get(session_id, frozenset()):
            self._queue.put((session_id, one))
        self._told[session_id] = found

    def stop(self) -> None:
        """When everything that has queued is told."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        self.catch_up()
        while (found := self._queue.get()) is not None:
            session_id, (scenario, version, run) = found
            try:
                if not self._twin.scenarios.version(scenario, version).bound:
                    self._twin.scenarios.bind(scenario, version, run, session_id)
            except DataError as problem:
                log.error("not_bound", extra={"scenario": scenario, "code": problem.code})
            except Exception:
                log.exception("a scenario that was voted on could not be bound")
