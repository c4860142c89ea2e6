"""Votes through a network that delays, doubles and resets, to a server that keeps being killed.

F24, F25, F26 and F36: every operation counts once and with one number, the newest revision wins,
and the stage never goes back.
"""

from __future__ import annotations

import asyncio
import random
import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from bench.phones import Json, Way
from tests.soak.hall import Hall, Screen, percentile, until, vote_at
from tests.soak.proxy import Proxy
from tests.soak.report import Figure, Outcome, at_least, at_most

SENT_TWICE = 0.1
PATIENT_S = 60  # the short form runs beside other tests: there it is not about time


@dataclass(frozen=True)
class Size:
    people: int
    operations: int
    kills: int
    resets: int
    per_s: float
    pages: bool = False


LONG = Size(people=100, operations=10_000, kills=30, resets=300, per_s=60.0, pages=True)
SHORT = Size(people=10, operations=150, kills=1, resets=6, per_s=60.0)


def run(folder: Path, short: bool) -> Outcome:
    return asyncio.run(_chaos(folder, SHORT if short else LONG))


async def _chaos(folder: Path, size: Size) -> Outcome:
    hall = Hall(folder, size.pages)
    await hall.restart()
    proxy = Proxy(hall.server.port)
    await proxy.start()
    way = Way(hall.server.url, proxy.port)
    screen = Screen(hall, way)
    watching = asyncio.create_task(screen.watch())
    people = await hall.fill(size.people, way)
    proxy.doubled, proxy.slowest_s = SENT_TWICE, 0.2
    for one in people:
        one.twice = SENT_TWICE
    voting = asyncio.create_task(vote_at(people, size.per_s, size.operations))
    restarts = await _trouble(hall, proxy, size, voting)
    await voting
    outcome = Outcome()
    if not await hall.answered(60):
        outcome.problems.append("some operations were never answered")
    last = max(hall.ledger.acked.values())
    same = await until(lambda: screen.seq >= last, 10)
    newest = await until(
        lambda: len({one.view["round"]["turnout"]["answered"] for one in people}) == 1, 10
    )
    watching.cancel()
    await hall.empty()
    await proxy.stop()
    hall.server.stop()
    outcome.problems += hall.problems() + screen.problems
    outcome.problems += [] if same and newest else ["not everybody came to show the same"]
    twice = proxy.copies + len(hall.ledger.waits_s) - len(hall.ledger.acked)
    outcome.figures = [
        at_least("operations", len(hall.ledger.sent), size.operations),
        at_least("connections reset", proxy.resets, size.resets),
        at_least("servers killed", len(restarts), size.kills),
        at_least("operations that came more than once", twice, size.operations // 10),
        at_most("wrong, missing or double effects", len(outcome.problems), 0),
        *_how_soon(restarts, size),
        at_most("stage frames that went back", len(screen.problems), 0),
    ]
    p95 = percentile(hall.ledger.waits_s, 0.95)
    outcome.notes.append(f"{screen.frames} stage frames; answers p95 {p95:.2f} s")
    return outcome


def _how_soon(restarts: list[float], size: Size) -> list[Figure]:
    """The storm's own hundred phones and their network run on the same cores as the server."""
    half, slowest = (2, 4) if size.pages else (PATIENT_S, PATIENT_S)
    return [
        at_most("restart until healthy, half of them", statistics.median(restarts), half, 1, "s"),
        at_most("restart until healthy in the storm, slowest", max(restarts), slowest, 2, "s"),
    ]


def _turnout(view: Json) -> int:
    return view["round"]["turnout"]["answered"]


async def _trouble(hall: Hall, proxy: Proxy, size: Size, voting: asyncio.Task[None]) -> list[float]:
    """Resets spread over the whole time, kills among them."""
    rng = random.Random(30)
    restarts: list[float] = []
    seconds = size.operations / size.per_s
    between = seconds / (size.kills + 1)
    resets = -(-size.resets // (size.kills * 5))
    while len(restarts) < size.kills or not voting.done():
        began = time.monotonic()
        for _ in range(5):
            await asyncio.sleep(between / 6 * rng.uniform(0.5, 1.5))
            if proxy.resets < size.resets * 2:
                proxy.reset(resets)
        if len(restarts) < size.kills:
            await hall.kill()
            restarts.append(await hall.restart())
        await asyncio.sleep(max(0.0, between - (time.monotonic() - began)))
    return restarts
