"""A thread that looks after the keeping: once a day, and soon after a workshop has ended."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable

import structlog

from data.retention.keeper import Keeper
from workshop.model import Session

LOOK_EVERY_S = 900.0
PATIENCE_S = 2.0  # at the end: whatever it was about, the next start goes on
log = structlog.get_logger("retention")


def _today() -> dt.date:
    return dt.datetime.now().astimezone().date()


class Night:
    """`start` and `stop` it; `observe` is for the workshop. `today` tells the date."""

    def __init__(self, keeper: Keeper, today: Callable[[], dt.date] = _today) -> None:
        self._keeper = keeper
        self._today = today
        self._woken = threading.Event()
        self._stopping = False
        self._done: dt.date | None = None
        self._thread = threading.Thread(target=self._live, name="night", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping = True
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(PATIENCE_S)

    def observe(self, _session_id: str, session: Session) -> None:
        """On the writer's thread: whatever happens after the end may leave something to tidy."""
        if session.phase == "closed":
            self._woken.set()

    def _live(self) -> None:
        while not self._stopping:
            try:
                self.look()
            except Exception as fault:  # tomorrow is another day
                log.error("night_failed", exc_info=fault)
            self._woken.wait(LOOK_EVERY_S)

    def look(self) -> None:
        """Tidy up; what is due is done at the first look of a day, also after a restart."""
        self._woken.clear()
        today = self._today()
        if today != self._done:
            self._done = today
            self._keeper.nightly()
        else:
            self._keeper.tidy()
