"""Networks that lose (F27), break in two (F28) and are narrow (F29), in a namespace of our own.

The phones live in a network namespace behind a pair of virtual wires; packets are dropped there by
nftables and slowed down by a token bucket. Needs root, iproute2 and nftables.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import secrets
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from bench.phones import Way
from tests.soak.hall import Hall, percentile, until, vote_at
from tests.soak.report import Outcome, at_least, at_most

CLONE_NEWNET = 0x40000000
SERVER, FIRST, SECOND = "10.213.7.1", "10.213.7.2", "10.213.7.3"


def hindrance() -> str:
    """Why there can be no bad network here, or nothing."""
    if os.geteuid() != 0:
        return "needs root (network namespaces): run it as root"
    missing = [tool for tool in ("ip", "tc", "nft") if not shutil.which(tool)]
    if missing:
        return f"needs {', '.join(missing)}: apt install iproute2 nftables"
    try:
        with Net():
            return ""
    except subprocess.CalledProcessError as refused:
        return f"this kernel or container allows no namespaces: {refused.stderr.decode().strip()}"


class Net:
    """A namespace whose only way out is a wire that can be made bad."""

    def __init__(self) -> None:
        self.name = f"soak{secrets.token_hex(3)}"
        self._wire, self._inner = f"{self.name}o"[:15], f"{self.name}i"[:15]

    def __enter__(self) -> Net:
        _do("ip", "netns", "add", self.name)
        try:
            _do("ip", "link", "add", self._wire, "type", "veth", "peer", "name", self._inner)
            _do("ip", "link", "set", self._inner, "netns", self.name)
            _do("ip", "addr", "add", f"{SERVER}/24", "dev", self._wire)
            _do("ip", "link", "set", self._wire, "up")
            for address in (FIRST, SECOND):
                self.inside("ip", "addr", "add", f"{address}/24", "dev", self._inner)
            self.inside("ip", "link", "set", self._inner, "up")
            self.inside("ip", "link", "set", "lo", "up")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run(["ip", "netns", "del", self.name], capture_output=True, check=False)
        subprocess.run(["ip", "link", "del", self._wire], capture_output=True, check=False)

    def inside(self, *command: str) -> None:
        _do("ip", "netns", "exec", self.name, *command)

    def drop(self, rule: str) -> None:
        """Lose what the rule (nftables) says, on the way in and on the way out."""
        self.inside("nft", "add table inet bad")
        for way in ("input", "output"):
            chain = f"add chain inet bad {way} {{ type filter hook {way} priority 0 ; }}"
            self.inside("nft", chain)
            self.inside("nft", f"add rule inet bad {way} {rule} drop")

    def mend(self) -> None:
        self.inside("nft", "delete table inet bad")

    def narrow(self, kbit: int) -> None:
        """So many bits a second each way, shared by everybody inside."""
        bucket = ["root", "tbf", "rate", f"{kbit}kbit", "burst", "8kb", "latency", "1s"]
        self.inside("tc", "qdisc", "add", "dev", self._inner, *bucket)
        # A story is told from inside: the outer end is where the process itself lives.
        outside = ["nsenter", f"--net=/proc/{os.getpid()}/ns/net"]
        _do(*outside, "tc", "qdisc", "add", "dev", self._wire, *bucket)

    def run(self, story: Callable[[], Coroutine[Any, Any, Outcome]]) -> Outcome:
        """The story, told by a thread that lives inside the namespace."""
        told: list[Outcome | BaseException] = []

        def live() -> None:
            try:
                with Path(f"/run/netns/{self.name}").open() as handle:
                    libc = ctypes.CDLL(None, use_errno=True)
                    if libc.setns(handle.fileno(), CLONE_NEWNET):
                        raise OSError(ctypes.get_errno(), "setns")
                told.append(asyncio.run(story()))
            except BaseException as fault:
                told.append(fault)

        thread = threading.Thread(target=live)
        thread.start()
        thread.join()
        if isinstance(told[0], BaseException):
            raise told[0]
        return told[0]


def _do(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)


def _story(folder: Path, tell: Callable[[Net, Hall], Coroutine[Any, Any, Outcome]]) -> Outcome:
    """A server outside, a story inside, and the check of the file at the end."""
    with Net() as net:
        hall = Hall(folder, HOST=SERVER)
        hall.server.url = f"http://{SERVER}:{hall.server.port}"
        hall.start()
        try:
            outcome = net.run(lambda: tell(net, hall))
        finally:
            hall.server.stop()
        outcome.problems += hall.problems()
        return outcome


def loss(folder: Path, short: bool) -> Outcome:
    seconds, phones = (5, 6) if short else (60, 50)

    async def tell(net: Net, hall: Hall) -> Outcome:
        people = await hall.fill(phones)
        net.drop("numgen random mod 100 < 30")
        await vote_at(people, phones / 5, seconds * phones // 5)
        done = await hall.answered(90)
        net.mend()
        done = done or await hall.answered(30)
        waits = hall.ledger.waits_s
        await hall.empty()
        return Outcome(
            figures=[
                at_least("votes sent while 30 % of all packets were lost", len(waits), seconds),
                at_most("answers p95", percentile(waits, 0.95), 5, unit="s"),
            ],
            problems=[] if done else ["some votes were never answered"],
        )

    return _story(folder, tell)


def partition(folder: Path, short: bool) -> Outcome:
    seconds, phones = (12, 6) if short else (60, 60)

    async def tell(net: Net, hall: Hall) -> Outcome:
        here = await hall.fill(phones // 2, Way(hall.server.url, own_address=FIRST))
        away = await hall.fill(phones // 2, Way(hall.server.url, own_address=SECOND))
        net.drop(f"ip saddr {SECOND}")
        net.inside("nft", f"add rule inet bad input ip daddr {SECOND} drop")
        await vote_at(here + away, phones / 5, seconds * phones // 5)
        kept = sum(len(one.outbox) for one in away)
        waiting = sum(len(one.outbox) for one in here)
        net.mend()
        began = time.monotonic()
        done = await hall.answered(40)
        healed = time.monotonic() - began
        await hall.empty()
        return Outcome(
            figures=[
                at_least("votes kept by phones that were cut off", kept, 1),
                at_most("votes that waited on phones that were not", waiting, phones // 2),
                at_most("all counted after the network was whole again", healed, 10, unit="s"),
            ],
            problems=[] if done else ["some votes were never answered"],
        )

    return _story(folder, tell)


def narrow(folder: Path, short: bool) -> Outcome:
    phones, seconds = (8, 5) if short else (50, 40)

    async def tell(net: Net, hall: Hall) -> Outcome:
        people = await hall.fill(phones)
        await vote_at(people, 10, phones)
        await hall.answered()
        await asyncio.sleep(1.5)  # for the last figures to be told: the page is loaded
        net.narrow(256)
        lines = {one.name: one.lines for one in people}
        began = time.monotonic()
        for line in [one.line for one in people if one.line]:
            await line.close()
            line.ended.set()
        back = await until(lambda: all(p.line and p.lines > lines[p.name] for p in people), 40)
        first = max(one.current_at for one in people) - began
        hall.ledger.waits_s.clear()
        await vote_at(people, phones / 5, seconds * phones // 5)
        done = await hall.answered(30)
        p95 = percentile(hall.ledger.waits_s, 0.95)
        await hall.empty()
        return Outcome(
            figures=[
                at_least("phones that share 256 kbit/s", phones, phones),
                at_most("first state on the last of them", first, 5, unit="s"),
                at_most("answers p95 while they vote", p95, 5, unit="s"),
            ],
            problems=[] if back and done else ["some phones or votes never came through"],
        )

    return _story(folder, tell)
