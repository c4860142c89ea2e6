"""Clients that never read beside people who vote: F37."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import suppress
from pathlib import Path

from tests.soak.hall import Hall, percentile, until, vote_at
from tests.soak.report import Outcome, at_least, at_most

DEAF = 20


def run(folder: Path, short: bool) -> Outcome:
    return asyncio.run(_deaf(folder, short))


async def _deaf(folder: Path, short: bool) -> Outcome:
    """Stages that take no byte after they joined, while the room votes."""
    people_n, number = (5, 3) if short else (60, DEAF)
    hall = Hall(folder)
    await hall.restart()
    people = await hall.fill(people_n)
    per_s = 5 if short else 50
    await vote_at(people, per_s, 2 * per_s)
    await hall.answered()
    quiet = percentile(hall.ledger.waits_s, 0.95)
    before = memory(hall)
    usual = open_lines(hall)
    lines = [await _never_reads(hall) for _ in range(number)]
    hall.ledger.waits_s.clear()
    began = time.monotonic()
    voting = asyncio.create_task(vote_at(people, per_s, per_s * (15 if short else 30)))
    gone = await until(lambda: open_lines(hall) <= usual, 35)
    dropped = time.monotonic() - began
    grown = memory(hall) - before
    await voting
    await hall.answered()
    beside = percentile(hall.ledger.waits_s, 0.95)
    for line in lines:
        line.close()
    await hall.empty()
    hall.server.stop()
    return Outcome(
        figures=[
            at_least("clients that never read", number, number),
            at_most("seconds until all of them were dropped", dropped, 30, unit="s"),
            at_most("memory taken by them", grown, 150, unit="MB"),
            at_most(
                "others' answers p95 against before", beside / max(quiet, 0.01), 4 if short else 2
            ),
        ],
        problems=hall.problems() + ([] if gone else ["some were never dropped"]),
        notes=[f"answers p95 {quiet * 1000:.0f} ms before, {beside * 1000:.0f} ms beside them"],
    )


async def _never_reads(hall: Hall) -> socket.socket:
    """A stage whose machine takes no more bytes once it is in."""
    line = await hall.stage()
    line._reading.cancel()
    own = line._writer.get_extra_info("socket").dup()
    own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    return own


def open_lines(hall: Hall) -> int:
    """How many sockets the server holds: a client that reads nothing never hears of its end."""
    assert hall.server.process is not None
    handles = Path(f"/proc/{hall.server.process.pid}/fd").iterdir()
    found = 0
    for handle in handles:
        with suppress(OSError):
            found += str(handle.readlink()).startswith("socket:")
    return found


def memory(hall: Hall) -> float:
    """Megabytes that the server holds."""
    assert hall.server.process is not None
    status = Path(f"/proc/{hall.server.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024
