"""Everybody at once: 300 phones that come back after a restart (F30), 200 at a SIGTERM (F05)."""

from __future__ import annotations

import asyncio
import signal
import time
from pathlib import Path

from data.log_store import LogStore
from tests.soak.hall import Hall, percentile, until, vote_at
from tests.soak.ledger import read
from tests.soak.report import Outcome, at_least, at_most


def returning(folder: Path, short: bool) -> Outcome:
    return asyncio.run(_returning(folder, 25 if short else 300, short))


async def _returning(folder: Path, phones: int, short: bool) -> Outcome:
    """Kill and restart; from the moment that the server is healthy until each phone is current."""
    hall = Hall(folder, pages=not short)
    await hall.restart()
    people = await hall.fill(phones)
    await vote_at(people, 100, phones)
    await hall.answered()
    outcome = Outcome()
    slowest: list[float] = []
    healthy: list[float] = []
    for _ in range(1 if short else 3):
        lines = {one.name: one.lines for one in people}
        await hall.kill()
        healthy.append(await hall.restart())
        at = time.monotonic()
        back = await until(lambda: all(p.line and p.lines > lines[p.name] for p in people), 30)  # noqa: B023
        if not back:
            outcome.problems.append("some phones never came back")
        waits = [max(0.0, one.current_at - at) for one in people]
        slowest.append(max(waits))
        outcome.notes.append(f"p95 {percentile(waits, 0.95):.2f} s, slowest {max(waits):.2f} s")
    await hall.empty()
    hall.server.stop()
    outcome.problems += hall.problems()
    # The short form runs beside other tests: there it is not about time.
    floor, stretch = (60, 60) if short else (6, 3)
    outcome.figures = [
        at_least("phones", phones, phones),
        at_most("restart until healthy, slowest", max(healthy), 60 if short else 2, 1, "s"),
        at_most("all phones current after a restart, slowest", max(slowest), floor, stretch, "s"),
    ]
    return outcome


def goodbye(folder: Path, short: bool) -> Outcome:
    return asyncio.run(_goodbye(folder, *((20, 20) if short else (200, 5))))


async def _goodbye(folder: Path, phones: int, floor: float) -> Outcome:
    """SIGTERM while everybody votes: what was sent is answered, lines are closed with a word."""
    hall = Hall(folder)
    await hall.restart()
    people = await hall.fill(phones)
    lines = [one.line for one in people if one.line]
    for one in people:
        one.vote("a", "agree")
    await asyncio.sleep(0.03)  # the votes are on their way, and not all are answered
    process = hall.server.process
    began = time.monotonic()
    assert process is not None
    process.send_signal(signal.SIGTERM)
    await asyncio.to_thread(process.wait, 60)
    took = time.monotonic() - began
    await until(lambda: all(line.ended.is_set() for line in lines), 5)
    wal = LogStore(folder).path(hall.session.id).with_suffix(".duckdb.wal")
    left = wal.stat().st_size if wal.exists() else 0
    before = len(hall.ledger.acked)
    events, _ = read(folder, hall.session.id)
    silent_votes = {e.op_id for e in events} & hall.ledger.sent.keys() - hall.ledger.acked.keys()
    await hall.restart()
    outcome = Outcome()
    if not await hall.answered(30):
        outcome.problems.append("some votes were never answered")
    await hall.empty()
    hall.server.stop()
    outcome.problems += hall.problems()
    silent = sum(1 for line in lines if not line.farewell)
    outcome.figures = [
        at_least("phones", len(lines), phones),
        at_most("SIGTERM until the process has ended", took, floor, unit="s"),
        at_most("lines that ended without a close frame", silent, 0),
        at_most("votes that were stored and not answered", len(silent_votes), 0),
        at_most("bytes left in the write-ahead log", left, 0),
    ]
    outcome.notes.append(f"{before} of {phones} votes were answered before the end")
    return outcome
