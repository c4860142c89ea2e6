"""The parts of the soak: which cases of the fault catalogue each one shows, and how to run it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.soak import (
    burst,
    chaos,
    clock,
    corrupt,
    deaf,
    flood,
    herd,
    kill,
    many_models,
    net,
    power,
    race,
)
from tests.soak.report import Outcome


def _nothing() -> str:
    return ""


@dataclass(frozen=True)
class Part:
    """`run(folder, short)` does it; `hindrance()` says why it cannot be done on this machine."""

    what: str
    faults: tuple[str, ...]
    run: Callable[[Path, bool], Outcome]
    hindrance: Callable[[], str] = _nothing


RUNS = {
    "kill": Part("kill −9 in the middle of commits", ("F01", "F02", "F04"), kill.run),
    "power": Part("power cuts on a disk of our own", ("F03",), power.run, power.hindrance),
    "chaos": Part(
        "votes through a bad network to a server that is killed",
        ("F24", "F25", "F26", "F36"),
        chaos.run,
    ),
    "herd": Part("300 phones that come back after a restart", ("F30",), herd.returning),
    "flood": Part("one device that floods beside a hundred that vote", ("F56",), flood.run),
    "goodbye": Part("SIGTERM while 200 phones vote", ("F05",), herd.goodbye),
    "burst": Part("late joiners and stage reloads in a burst", ("F35", "F36"), burst.run),
    "deaf": Part("clients that never read", ("F37",), deaf.run),
    "clock": Part("the server's clock is set", ("F38",), clock.run),
    "desks": Part("two desks press at once", ("F39",), race.desks),
    "closing": Part("votes race the closing of their question", ("F40",), race.closing),
    "loss": Part("30 % of all packets are lost", ("F27",), net.loss, net.hindrance),
    "partition": Part("half the phones are cut off", ("F28",), net.partition, net.hindrance),
    "narrow": Part("256 kbit/s for fifty phones", ("F29",), net.narrow, net.hindrance),
    "corrupt": Part(
        "files that something has damaged",
        ("F09", "F10", "F11", "F13", "F14", "F15", "F16"),
        corrupt.run,
    ),
    "model": Part("anything, in any order", ("F25", "F26", "F39"), many_models.run),
}
# part → the cases of the catalogue that it shows
PARTS = {name: part.faults for name, part in RUNS.items()}
