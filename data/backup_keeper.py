"""Makes the backups: within a minute of a change, when a session ends, and every night.

Of sessions, and of the building registers and lists of stations that cities have imported.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable

from data.log_store import LogStore
from workshop.model import Session

EVERY_S = 60.0
LOOK_EVERY_S = 2.0
NIGHT_HOUR = 3

log = logging.getLogger("data.backups")


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class BackupKeeper:
    """A thread of its own: neither the event loop nor the writer waits for a copy."""

    def __init__(
        self,
        logs: LogStore,
        every_s: float = EVERY_S,
        now: Callable[[], dt.datetime] = _now,
    ) -> None:
        self._logs = logs
        self._every_s = every_s
        self._now = now
        self._changed: dict[str, float] = {}
        self._lock = threading.Lock()
        self._wake = threading.Event()
        self._stopping = False
        self._registers_at = 0.0
        self._night = now().date()
        self._thread = threading.Thread(target=self._run, name="backups", daemon=True)

    def start(self) -> None:
        """Begin, with what is lost of registers, and with what changed since its last backup."""
        self._logs.backups.registers.bring_back(self._now())
        for session_id in self._logs.ids():
            if self._logs.changed_since_backup(session_id):
                self._due(session_id, 0.0)
        self._thread.start()

    def stop(self) -> None:
        """Back up what has changed, then end."""
        self._stopping = True
        self._wake.set()
        self._thread.join()

    def changed(self, session_id: str, session: Session) -> None:
        """A session has changed: an open one is copied within a minute, a closed one at once."""
        closed = session.phase == "closed"
        self._due(session_id, 0.0 if closed else self._every_s)
        if closed:
            self._wake.set()

    def _due(self, session_id: str, after_s: float) -> None:
        due = time.monotonic() + after_s
        with self._lock:
            self._changed[session_id] = min(due, self._changed.get(session_id, due))

    def _run(self) -> None:
        while not self._stopping:
            self._wake.wait(min(LOOK_EVERY_S, self._every_s))
            self._wake.clear()
            self._make(self._taken(everything=False))
            self._copy_registers()
            if self._is_night():
                self._nightly()
        self._make(self._taken(everything=True))
        self._copy_registers()

    def _taken(self, everything: bool) -> list[str]:
        now = time.monotonic()
        with self._lock:
            due = [i for i, at in self._changed.items() if everything or at <= now]
            for session_id in due:
                del self._changed[session_id]
        return due

    def _make(self, session_ids: list[str]) -> None:
        for session_id in session_ids:
            try:
                self._logs.back_up(session_id, self._now())
            except Exception:
                # Most likely a full disk: the file itself is sound, and the next minute comes.
                log.exception("a backup cannot be made", extra={"session": session_id})
                if not self._stopping:
                    self._due(session_id, self._every_s)

    def _copy_registers(self) -> None:
        """Within a minute of an import, which is all that changes them; and at the end."""
        if not self._stopping and time.monotonic() < self._registers_at:
            return
        self._registers_at = time.monotonic() + self._every_s
        try:
            self._logs.backups.registers.make()
        except OSError:
            log.exception("what cities have given cannot be copied")

    def _is_night(self) -> bool:
        now = self._now().astimezone()
        if now.date() == self._night or now.hour < NIGHT_HOUR:
            return False
        self._night = now.date()
        return True

    def _nightly(self) -> None:
        """A copy of whatever changed, and the old copies of every session grow fewer."""
        found = self._logs.ids()
        self._make([i for i in found if self._logs.changed_since_backup(i)])
        for session_id in found:
            self._logs.backups.prune(session_id, self._now())
