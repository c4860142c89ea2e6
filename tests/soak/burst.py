"""A hundred votes a second: latecomers get the log (F35), a reloaded stage goes on (F36)."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from tests.soak.hall import Hall, Screen, percentile, until, vote_at
from tests.soak.report import Outcome, at_least, at_most


def run(folder: Path, short: bool) -> Outcome:
    return asyncio.run(_burst(folder, short))


async def _burst(folder: Path, short: bool) -> Outcome:
    people_first, seconds, late, per_s = (12, 3, 3, 20) if short else (60, 30, 40, 100)
    hall = Hall(folder)
    await hall.restart()
    people = await hall.fill(people_first)
    screen = Screen(hall)
    reloads = 0
    voting = asyncio.create_task(vote_at(people, per_s, per_s * seconds))
    began = time.monotonic()
    latecomers = []
    while not voting.done():
        latecomers += await hall.fill(max(1, late // seconds))
        await _reload(hall, screen)
        reloads += 1
    await voting
    outcome = Outcome()
    if not await hall.answered():
        outcome.problems.append("some votes were never answered")
    took = time.monotonic() - began
    stage = await hall.stage(on_view=screen.see)
    same = await until(lambda: {_told(one.view) for one in hall.people} == {_told(stage.view)}, 5)
    await stage.close()
    if not same:
        shown = {_told(one.view) for one in hall.people}
        outcome.problems.append(f"phones show {shown}, the stage {_told(stage.view)}")
    await hall.empty()
    hall.server.stop()
    outcome.problems += hall.problems() + screen.problems
    outcome.figures = [
        at_least("votes in the burst", len(hall.ledger.acked), per_s * seconds),
        at_least("votes a second", len(hall.ledger.acked) / took, per_s * (0.2 if short else 0.8)),
        at_least("people who came in the middle of it", len(latecomers), late),
        at_least("stage reloads", reloads, 1 if short else 20),
        at_most("stage frames that went back", len(screen.problems), 0),
    ]
    outcome.notes.append(f"answers p95 {percentile(hall.ledger.waits_s, 0.95) * 1000:.0f} ms")
    return outcome


async def _reload(hall: Hall, screen: Screen) -> None:
    """A stage's page that was just loaded."""
    screen.on_line = 0
    page = await hall.stage(on_view=screen.see)
    await asyncio.sleep(0.2)
    await page.close()


def _told(view: dict) -> tuple[int, int]:
    turnout = view["round"]["turnout"]
    return turnout["answered"], turnout["joined"]
