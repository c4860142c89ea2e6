"""Units as they are written in the tables ("kWh/inhabitant/a"), and factors between them.

A unit is a product of atoms, each with a scale and a dimension; what follows a slash divides. Two
units convert when their dimensions are the same. Anything else is refused, never guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from twin.errors import TwinError

PERSON = "inhabitant"
# Atom → (how many of its dimension's base it is, dimension). Energy in kWh, mass in t, power in kW.
_ATOMS: Mapping[str, tuple[float, str]] = {
    "kWh": (1, "energy"), "MWh": (1e3, "energy"), "GWh": (1e6, "energy"), "TWh": (1e9, "energy"),
    "MJ": (1 / 3.6, "energy"), "GJ": (1e3 / 3.6, "energy"), "TJ": (1e6 / 3.6, "energy"),
    "kW": (1, "power"), "MW": (1e3, "power"), "GW": (1e6, "power"),
    "g": (1e-6, "mass"), "kg": (1e-3, "mass"), "t": (1, "mass"), "kt": (1e3, "mass"),
    "NOK": (1, "money"), "kNOK": (1e3, "money"), "MNOK": (1e6, "money"),
    "m2": (1, "area"), "km2": (1e6, "area"), "a": (1, "time"), PERSON: (1, PERSON),
    "%": (0.01, ""), "share": (1, ""), "1": (1, ""),
}  # fmt: skip


def factor(found: str, wanted: str) -> float:
    """What a figure in `found` is multiplied by to be in `wanted`; TwinError `unit_convert`."""
    scale, dimension = _read(found)
    goal, same = _read(wanted)
    if dimension != same:
        raise TwinError("unit_convert", f"{found} → {wanted}")
    return scale / goal


def by_person(found: str, wanted: str) -> bool:
    """Whether `wanted` is `found` shared among residents, as in t/a and t/inhabitant/a."""
    return _read(f"{found}/{PERSON}")[1] == _read(wanted)[1]


def _read(unit: str) -> tuple[float, Mapping[str, int]]:
    """The scale of a unit, and the power of each of its dimensions."""
    scale, powers = 1.0, Counter[str]()
    for place, atom in enumerate(unit.strip().split("/")):
        if atom not in _ATOMS:
            raise TwinError("unit_unknown", unit)
        sign = -1 if place else 1
        size, dimension = _ATOMS[atom]
        scale *= size**sign
        powers[dimension] += sign if dimension else 0
    return scale, {name: power for name, power in powers.items() if power}
