"""Opens the sessions on disk: the newest first, what takes long last, and looks through them.

A session that cannot be read stays closed, and keeps nobody else from theirs.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Literal

from workshop.damage import Damage
from workshop.ports import Logs, NewerVersion
from workshop.runtime import Later, Runtime

# Opened before anybody is answered: so many sessions, and of each so many events to replay.
AT_ONCE, LONGEST_AT_ONCE = 20, 20_000
OPENERS = 2  # a file is opened by DuckDB, which needs no interpreter for it
AUDITORS = 2  # so that a long log does not keep the short ones waiting

log = logging.getLogger("workshop.opening")


class Opening:
    """Puts what it opens into `runtimes`.

    `opened(runtime)` hears of each, `audited(session_id)` of each that was looked through later.
    """

    def __init__(
        self,
        logs: Logs,
        runtimes: dict[str, Runtime],
        opened: Callable[[Runtime], object],
        audited: Callable[[str], object],
    ) -> None:
        self._logs = logs
        self._runtimes = runtimes
        self._opened = opened
        self._audited = audited
        self._rest: list[str] = []
        self.unreadable: dict[str, Literal["newer", "lost"]] = {}
        self._answering = threading.Event()
        self._auditors = ThreadPoolExecutor(AUDITORS, thread_name_prefix="auditor")
        self._stopping = False

    def open_newest(self) -> None:
        """What people most likely wait for; `open_rest` opens the others."""
        found = self._logs.ids()
        opened = partial(self.open, longest=LONGEST_AT_ONCE, one_of_many=True)
        with ThreadPoolExecutor(OPENERS, thread_name_prefix="opener") as openers:
            list(openers.map(opened, found[:AT_ONCE]))
        self._rest += found[AT_ONCE:]

    def begin_audits(self) -> None:
        """From now on people are answered, and what is long is looked through beside that."""
        self._answering.set()

    def waiting(self) -> bool:
        return bool(self._rest)

    def open_rest(self) -> None:
        while self._rest and not self._stopping:
            self.open(self._rest[0], one_of_many=True)
            del self._rest[0]

    def open(self, session_id: str, longest: int | None = None, one_of_many: bool = False) -> None:
        """One with more than `longest` events to replay is left to `open_rest`."""
        try:
            runtime = self._read(session_id, longest, one_of_many)
        except Later:
            self._rest.append(session_id)
            return
        except Exception as fault:
            # What a newer version wrote is no fault: its sentence says all there is to say.
            newer = isinstance(fault, NewerVersion)
            said = str(fault) if newer else "a session cannot be opened"
            log.error(said, exc_info=not newer, extra={"session": session_id})
            self.forget(session_id)
            self.unreadable[session_id] = "newer" if newer else "lost"
            return
        self.unreadable.pop(session_id, None)
        self._runtimes[session_id] = runtime
        if runtime.damage is not None:
            raise_alarm(session_id, runtime, runtime.damage)
        self._opened(runtime)
        if runtime.session.phase == "closed":
            runtime.log.rest()
        if not (runtime.log.audited or self._stopping):
            self._auditors.submit(self._audit, session_id, runtime)

    def forget(self, session_id: str) -> None:
        """There is no such session any more."""
        self._runtimes.pop(session_id, None)
        self.unreadable.pop(session_id, None)

    def stop(self) -> None:
        self._stopping = True
        self._answering.set()
        self._auditors.shutdown(wait=False, cancel_futures=True)

    def _read(self, session_id: str, longest: int | None, one_of_many: bool) -> Runtime:
        opened = self._logs.open(session_id, one_of_many)
        try:
            return Runtime(opened, longest)
        except Later:
            opened.close()
            raise

    def _audit(self, session_id: str, runtime: Runtime) -> None:
        """Look through a long log while people already see where it stands."""
        self._answering.wait()
        try:
            damage = runtime.log.audit()
        except Exception:
            if not self._stopping:  # its file is closed under it when the server ends
                log.exception("a log cannot be looked through", extra={"session": session_id})
            return
        if damage is not None:
            raise_alarm(session_id, runtime, damage)
        runtime.log.audited = True
        self._audited(session_id)


def raise_alarm(session_id: str, runtime: Runtime, damage: Damage) -> None:
    """From now on the session is for reading only."""
    runtime.damage = damage
    log.error("a session is damaged", extra={"session": session_id} | damage.wire())
