"""Pings by a clock that nobody sets.

Engine.IO measures how old a ping is by the wall clock: a server whose clock is put forward by an
hour would drop every phone that it has just asked whether it is there, and one whose clock is put
back would not notice for hours that a phone is dead.
"""

from __future__ import annotations

import time
from types import SimpleNamespace

from engineio import base_socket, socket


def keep_time_steadily() -> None:
    steady = SimpleNamespace(time=time.monotonic)
    base_socket.time = steady  # pyright: ignore[reportAttributeAccessIssue]
    socket.time = steady  # pyright: ignore[reportAttributeAccessIssue]
