"""Between the event loop and threads: who calls over, and how one client waits for a thread."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

import gevent
from gevent.event import AsyncResult

log = logging.getLogger("workshop.loop")
T = TypeVar("T")


class Loop:
    """The loop of the thread that makes this."""

    def __init__(self) -> None:
        self._hub = gevent.get_hub()
        self._calls: deque[tuple[Callable[..., Any], tuple[Any, ...]]] = deque()
        self._called = False

    def soon(self, function: Callable[..., Any], *arguments: Any) -> None:
        """From any thread: have the loop call this. Many at once wake it once, not once each."""
        self._calls.append((function, arguments))
        if not self._called:
            self._called = True
            self._hub.loop.run_callback_threadsafe(self._carry_out)

    def _carry_out(self) -> None:
        # First: who adds a call after this line wakes the loop again.
        self._called = False
        while self._calls:
            function, arguments = self._calls.popleft()
            try:
                function(*arguments)
            except Exception:
                log.exception("a call on the loop failed")

    def on_thread(self, function: Callable[..., T], *arguments: Any) -> T:
        """What takes its time, done on a thread; nobody but who asks waits for it."""
        return self._hub.threadpool.apply(function, arguments)

    def result(self, future: Future[T], within_s: float) -> T | None:
        """What another thread found, waited for by who asks alone; None when it is not in time."""
        arrived: AsyncResult[T] = AsyncResult()
        future.add_done_callback(lambda done: self.soon(arrived.set, done.result()))
        try:
            return arrived.get(timeout=within_s)
        except gevent.Timeout:
            return None
