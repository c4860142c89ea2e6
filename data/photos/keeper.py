"""Takes photos away once nothing in their session holds them any more.

Deleting is an event; this follows the state, whatever way it came about, on a thread of its own.
"""

from __future__ import annotations

import threading
from queue import SimpleQueue

import structlog

from data.photos.store import PhotoStore
from workshop.model import Session
from workshop.service import Workshop

IN_FLIGHT_S = 600.0  # an upload whose event is not there yet
log = structlog.get_logger("photos")


class PhotoKeeper:
    def __init__(self, workshop: Workshop, store: PhotoStore) -> None:
        self._workshop = workshop
        self.store = store
        self._seen: dict[str, int] = {}
        self._queue: SimpleQueue[Session | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="photos", daemon=True)
        workshop.observe(self._changed)

    def start(self) -> None:
        for row in self._workshop.sessions():
            self._queue.put(self._workshop.state(row.id))
        self._thread.start()

    def stop(self) -> None:
        self._queue.put(None)
        self._thread.join()

    def _changed(self, session_id: str, session: Session) -> None:
        """On the writer's thread: only what costs nothing."""
        if self._seen.get(session_id) != session.photo_changes:
            self._seen[session_id] = session.photo_changes
            self._queue.put(session)

    def _run(self) -> None:
        known: dict[str, set[str]] = {}
        while (session := self._queue.get()) is not None:
            held = {c.photo for r in session.rounds for c in r.contributions.values() if c.photo}
            gone = known.get(session.id, set()) - held
            try:
                gone |= self.store.names(session.id, IN_FLIGHT_S) - held
                for name in gone:
                    self.store.drop(session.id, name)
            except OSError as fault:
                log.error("photo_not_dropped", session=session.id, exc_info=fault)
            known[session.id] = held
