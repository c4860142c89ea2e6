"""A server whose clock is set while people vote (F38): nobody is dropped, the order stays."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.soak.hall import Hall, vote_at
from tests.soak.report import Outcome, at_least, at_most

JUMPS_S = (3600, -7200, 0, -3600, 7200)


def run(folder: Path, short: bool) -> Outcome:
    return asyncio.run(_jumps(folder, short))


async def _jumps(folder: Path, short: bool) -> Outcome:
    told = folder / "clock.txt"
    told.write_text("0")
    hall = Hall(folder / "server", SOAK_CLOCK=str(told))
    await hall.restart()
    people = await hall.fill(6 if short else 100)
    lines = {one.name: one.lines for one in people}
    jumps = JUMPS_S[:2] if short else JUMPS_S * 2
    for jump in jumps:
        told.write_text(str(jump))
        # Longer than a ping's round, so that every line is asked on both sides of the jump.
        await vote_at(people, 10 if short else 50, 60 if short else 400)
    await hall.answered()
    dropped = sum(1 for one in people if one.lines != lines[one.name] or one.line is None)
    newcomers = await hall.fill(2)  # codes, cookies and tickets work at the wrong time, too
    told.write_text("0")
    await vote_at(newcomers, 10, 10)
    await hall.answered()
    await hall.empty()
    hall.server.stop()
    return Outcome(
        figures=[
            at_least("times the clock was set", len(jumps), len(jumps)),
            at_most("phones dropped", dropped, 0),
        ],
        problems=hall.problems(),
    )
