"""A municipality's building register, as far as the energy model needs it.

`DATA_DIR/registers/` holds sums of floor area by district and use, and no building; with whose
they are and out of which file (checksum). Without one, districts follow where people live.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from data.twin.kept import Given, Kept


@dataclass(frozen=True)
class Sum:
    """The buildings of one use in one district. Of `unknown_m2` nobody said whose it is."""

    district: str
    category: str
    buildings: int
    floor_m2: float
    municipal_m2: float
    unknown_m2: float


@dataclass(frozen=True)
class Register(Given):
    """What is kept of a register: its sums."""

    sums: tuple[Sum, ...]

    @property
    def buildings(self) -> int:
        return sum(each.buildings for each in self.sums)

    @property
    def floor_m2(self) -> float:
        return sum(each.floor_m2 for each in self.sums)


class Registers(Kept[Register]):
    """Every version of every city's register. Safe from any thread and process."""

    FOLDER, NAME = "registers", "register"

    @classmethod
    def made(cls, told: Any) -> Register:
        return Register(**told | {"sums": tuple(Sum(**each) for each in told["sums"])})
