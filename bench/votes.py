"""Phones that vote: how soon each vote is on disk, how soon the stage shows it, and what is lost.

    python -m bench.votes [--phones 200] [--seconds 10] [--repeats 3]

One server process, real sockets, every vote acknowledged after its commit. Measured in quiet, and
while a Dash callback burns the processor, a second at a time. Exit status 1 when a vote is lost.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from typing import Any

from bench.phones import Json, Socket
from bench.serving import BURN
from data.log_store import LogStore
from tests.people import post
from tests.product import Prepared, Running
from tests.workshop.builders import step


@dataclass
class Measured:
    """Milliseconds of every vote; `acked` holds the operations that were said to be kept."""

    acks: list[float] = field(default_factory=list)
    stage: list[float] = field(default_factory=list)
    refused: int = 0
    acked: dict[str, int] = field(default_factory=dict)


class Hall:
    """A stage and phones; each phone votes once a second, spread evenly over the second."""

    def __init__(self, url: str, code: str, session: str, key: str) -> None:
        self.url, self.code, self.session, self.key = url, code, session, key
        self._waiting: list[tuple[int, float]] = []
        self._seen = 0
        self.measured = Measured()

    def on_stage(self, view: Json, at: float) -> None:
        self._seen = view["seq"]
        shown = [sent for seq, sent in self._waiting if seq <= self._seen]
        self._waiting = [(seq, sent) for seq, sent in self._waiting if seq > self._seen]
        self.measured.stage += [(at - sent) * 1000 for sent in shown]

    async def fill(self, phones: int) -> None:
        self.stage = Socket(self.url, on_view=self.on_stage)
        await self.stage.connect({"role": "stage", "session": self.session, "key": self.key})
        self.phones: list[Socket] = []
        for _ in range(phones):
            # One after the other, and each connects at once: a ticket is good for two minutes.
            told, cookies = post(f"{self.url}/j/{self.code}/join", {"language": "nb"}, self.url)
            line = Socket(self.url, "; ".join(f"{n}={v}" for n, v in cookies.items()))
            auth = {"role": "phone", "session": self.session, "ticket": told["ticket"]}
            await line.connect(auth)
            self.phones.append(line)

    async def vote_for(self, seconds: float, measured: Measured) -> None:
        self.measured = measured
        count = len(self.phones)
        voting = (self._vote(line, n, n / count, seconds) for n, line in enumerate(self.phones))
        await asyncio.gather(*voting)
        await asyncio.sleep(0.5)

    async def _vote(self, line: Socket, number: int, offset: float, seconds: float) -> None:
        began = time.perf_counter()
        turn = 0
        while offset + turn < seconds:
            await asyncio.sleep(max(0.0, began + offset + turn - time.perf_counter()))
            turn += 1
            await self._one(line, number, turn)

    async def _one(self, line: Socket, number: int, turn: int) -> None:
        op_id = f"bench-{time.monotonic_ns()}-{number}"
        message: Json = {
            "op_id": op_id,
            "do": "ballot",
            "round": line.view["round"]["id"],
            "item": "abc"[turn % 3],
            "value": ("agree", "disagree", "pass")[(number + turn) % 3],
            "rev": time.monotonic_ns() // 1000,
            "seen_seq": line.view["seq"],
        }
        sent = time.perf_counter()
        answer = await line.call("op", message)
        if not answer["ok"]:
            self.measured.refused += 1
            return
        self.measured.acks.append((time.perf_counter() - sent) * 1000)
        self.measured.acked[op_id] = answer["seq"]
        if answer["seq"] > self._seen:
            self._waiting.append((answer["seq"], sent))
        else:
            self.measured.stage.append((time.perf_counter() - sent) * 1000)

    async def close(self) -> None:
        for line in (self.stage, *self.phones):
            await line.close()


class Burning:
    """Somebody else's Dash callback that never stops computing, while the `with` lasts."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._burn)
        self.seconds = 0

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _burn(self) -> None:
        while not self._over.is_set():
            post(f"{self._url}/_dash-update-component", BURN, self._url)
            self.seconds += 1


async def measure(hall: Hall, phones: int, seconds: float, repeats: int) -> dict[str, Measured]:
    await hall.fill(phones)
    found = {"quiet": Measured(), "burning": Measured()}
    await hall.vote_for(3, Measured())
    for _ in range(repeats):
        await hall.vote_for(seconds, found["quiet"])
        with Burning(hall.url):
            await hall.vote_for(seconds, found["burning"])
    await hall.close()
    return found


def lost(folder: Path, session: str, acked: dict[str, int]) -> int:
    """How many acknowledged votes are not in the file, or not where they were said to be."""
    log = LogStore(folder).open(session)
    kept = {recorded.op_id: recorded.seq for recorded in log.load()}
    log.close()
    return sum(1 for op_id, seq in acked.items() if kept.get(op_id) != seq)


def run(phones: int, seconds: float, repeats: int) -> dict[str, Any]:
    """Start a server, measure, stop it, and look into the file."""
    with tempfile.TemporaryDirectory() as folder:
        server = Running(Path(folder), program="bench.serving")
        with Prepared(server) as before:
            session = before.session([step("statements", "quick")])
            before.workshop.command(session.id, "next")
            key = before.doors.stage_key(session.id)
        server.start()
        try:
            hall = Hall(server.url, session.code, session.id, key)
            found = asyncio.run(measure(hall, phones, seconds, repeats))
        finally:
            server.stop()
        acked = found["quiet"].acked | found["burning"].acked
        return found | {"lost": lost(Path(folder), session.id, acked)}


def percentiles(values: list[float]) -> tuple[float, float, float]:
    """(p50, p99, max)."""
    cuts = quantiles(values, n=100)
    return cuts[49], cuts[98], max(values)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--phones", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    found = run(asked.phones, asked.seconds, asked.repeats)
    print(f"{asked.phones} phones, one vote a second each, every vote on disk before its answer")
    print("             votes  refused   answer ms p50 / p99 / max   on stage p50 / p99 / max")
    for name in ("quiet", "burning"):
        one = found[name]
        acks = " / ".join(f"{v:.1f}" for v in percentiles(one.acks))
        stage = " / ".join(f"{v:.1f}" for v in percentiles(one.stage))
        print(f"{name:10}{len(one.acks):>8}{one.refused:>9}   {acks:24}  {stage}")
    print(f"acknowledged votes that are not in the file: {found['lost']}")
    return 1 if found["lost"] else 0


if __name__ == "__main__":
    sys.exit(main())
