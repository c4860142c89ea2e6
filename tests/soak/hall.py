"""A hall full of phones in front of a real server, which may die and come back."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from bench.phones import Json, Socket, Way
from tests.product import Prepared, Running
from tests.soak.ledger import Ledger, read
from tests.soak.resident import Resident
from tests.workshop.builders import step

VALUES = ("agree", "disagree", "pass")


class Hall:
    """One session with an open question; `fill` brings the people in."""

    def __init__(self, folder: Path, pages: bool = False, **environment: str) -> None:
        environment = {"SOAK_PAGES": "yes" if pages else "no"} | environment
        self.server = Running(folder, program="tests.soak.serving", **environment)
        with Prepared(self.server) as before:
            self.session = before.session([step("statements", "first"), step("score", "second")])
            assert before.workshop.command(self.session.id, "next").ok
            self.stage_key = before.doors.stage_key(self.session.id)
            self.desk_link = before.desk_link()
        self.folder = folder
        self.ledger = Ledger()
        self.people: list[Resident] = []
        self.lives: list[asyncio.Task[None]] = []

    def start(self) -> float:
        return self.server.start(pages=False)

    async def restart(self) -> float:
        """Seconds until the server was healthy again; phones go on trying meanwhile."""
        return await asyncio.to_thread(self.start)

    async def kill(self) -> None:
        await asyncio.to_thread(self.server.kill)

    async def fill(self, number: int, way: Way | None = None, at_once: int = 8) -> list[Resident]:
        """That many more people, each on a line of their own."""
        room = asyncio.Semaphore(at_once)
        first = len(self.people)
        fresh = [
            Resident(way or Way(self.server.url), self.session.code, self.ledger, first + n)
            for n in range(number)
        ]

        async def enter(one: Resident) -> None:
            async with room:
                await one.join()
                self.lives.append(asyncio.create_task(one.live()))

        await asyncio.gather(*(enter(one) for one in fresh))
        self.people += fresh
        await until(lambda: all(one.line for one in fresh), 30)
        return fresh

    async def empty(self) -> None:
        await asyncio.gather(*(one.leave() for one in self.people))
        for life in self.lives:
            life.cancel()
        await asyncio.gather(*self.lives, return_exceptions=True)
        await asyncio.sleep(0.1)  # for the loop to close what was told to close

    async def answered(self, within_s: float = 60) -> bool:
        """Wait until nothing lies in any outbox."""
        return await until(lambda: not any(one.outbox for one in self.people), within_s)

    async def stage(self, way: Way | None = None, on_view: Callable[[Json], None] | None = None):
        line = Socket(way or self.server.url, on_view=lambda v, _: on_view and on_view(v))
        auth = {"role": "stage", "session": self.session.id, "key": self.stage_key}
        joined = await line.connect(auth)
        if on_view:
            on_view(joined["view"])
        return line

    def problems(self) -> list[str]:
        """Every promise against the file; the server must have been stopped."""
        events, wrong = read(self.folder, self.session.id)
        return wrong + self.ledger.check(events)


class Screen:
    """The projected screen through it all: comes back, and never shows an older state."""

    def __init__(self, hall: Hall, way: Way | None = None) -> None:
        self.hall, self.way = hall, way
        self.problems: list[str] = []
        self.frames, self.lines, self.on_line = 0, 0, 0
        self.seq, self.answered, self.epoch = 0, 0, ""

    def see(self, view: Json) -> None:
        """As assets/live.js: on one line an older view (join's, overtaken) is not drawn."""
        if view["seq"] < self.on_line:
            return
        self.on_line = view["seq"]
        self.frames += 1
        answered = view["round"]["turnout"]["answered"]
        if self.epoch and view["epoch"] != self.epoch:
            self.problems.append("the epoch changed without a restore")
        if view["seq"] < self.seq or answered < self.answered:
            self.problems.append(f"the stage went back from {self.seq} to {view['seq']}")
        self.seq, self.answered, self.epoch = view["seq"], answered, view["epoch"]

    async def watch(self) -> None:
        while True:
            with contextlib.suppress(OSError, TimeoutError, EOFError):
                self.lines, self.on_line = self.lines + 1, 0
                async with asyncio.timeout(8):
                    line = await self.hall.stage(self.way, self.see)
                await line.ended.wait()
            await asyncio.sleep(0.3)


async def vote_at(people: list[Resident], per_s: float, number: int, dice: int = 5) -> None:
    """`number` votes by anybody, so many a second, whatever the network does."""
    rng = random.Random(dice)
    began = time.monotonic()
    for n in range(number):
        rng.choice(people).vote(rng.choice("abc"), rng.choice(VALUES))
        await asyncio.sleep(max(0.0, began + (n + 1) / per_s - time.monotonic()))


async def until(holds: Callable[[], bool], within_s: float) -> bool:
    end = time.monotonic() + within_s
    while not holds():
        if time.monotonic() > end:
            return False
        await asyncio.sleep(0.02)
    return True


def percentile(values: Iterable[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
