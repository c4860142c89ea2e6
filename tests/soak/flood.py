"""One device says 2 000 things a second, again and again: what does it cost the others? (F56)

A hundred phones vote once a second each, first in quiet and then beside the flooder, turn by turn;
it comes back with a fresh line whenever the server has cut the last one.
"""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

from bench.votes import Hall as Voting
from bench.votes import Measured
from tests.bare_line import TEXT, BareLine, Over, framed, phone_auth
from tests.product import Running
from tests.soak.hall import Hall, percentile
from tests.soak.report import Outcome, at_least, at_most

PER_S, AT_ONCE = 2_000, 20


class Flooder:
    """Pours until it is told to stop; its own answers are never read."""

    def __init__(self, server: Running, code: str) -> None:
        self.server = server
        self.auth, self.cookies = phone_auth(server, code)
        self.sent = self.lines = 0
        self.over = False

    def pour(self) -> None:
        said = json.dumps(["op", {"op_id": "flood-00001", "do": "ballot", "round": "r"}])
        drop = framed(TEXT, f"42{said}".encode()) * AT_ONCE
        while not self.over:
            try:
                with BareLine(self.server, self.auth, self.cookies) as line:
                    self.lines += 1
                    self._pour_into(line, drop)
            except (OSError, Over):
                time.sleep(0.05)

    def _pour_into(self, line: BareLine, drop: bytes) -> None:
        began, drops = time.monotonic(), 0
        while not self.over:
            line.raw(drop)
            drops += 1
            self.sent += AT_ONCE
            time.sleep(max(0.0, began + drops * AT_ONCE / PER_S - time.monotonic()))


def run(folder: Path, short: bool) -> Outcome:
    return asyncio.run(_run(folder, short))


async def _run(folder: Path, short: bool) -> Outcome:
    phones, seconds, turns = (20, 3, 1) if short else (100, 10, 3)
    hall = Hall(folder)
    await hall.restart()
    voting = Voting(hall.server.url, hall.session.code, hall.session.id, hall.stage_key)
    await voting.fill(phones)
    await voting.vote_for(2, Measured())
    flooder = Flooder(hall.server, hall.session.code)
    quiet, beside = Measured(), Measured()
    for _ in range(turns):
        await voting.vote_for(seconds, quiet)
        flooder.over = False
        pouring = asyncio.create_task(asyncio.to_thread(flooder.pour))
        await voting.vote_for(seconds, beside)
        flooder.over = True
        await pouring
    await voting.close()
    hall.server.stop()
    before, after = percentile(quiet.acks, 0.95), percentile(beside.acks, 0.95)
    notes = [f"p95 {before:.1f} ms in quiet, {after:.1f} ms beside {flooder.lines} flooded lines"]
    outcome = Outcome(notes=notes)
    if quiet.refused or beside.refused:
        outcome.problems.append(f"{quiet.refused + beside.refused} votes of others were refused")
    floor, stretch = (10, 10) if short else (2, 1.3)
    outcome.figures = [
        at_least("messages of the flooder", flooder.sent, 200),
        at_most("the others' p95 beside a flooder, times", after / before, floor, stretch),
    ]
    return outcome
