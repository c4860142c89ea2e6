"""Household waste: who throws what, where it is sorted, what becomes of it.

Everything is kilograms per inhabitant and year, for each draw and year, so that a district is its
people times this. Three things happen to each fraction in turn: some of it is never thrown away
(`reused`), some is sorted, and the rest lies in the residual bin, of which a plant may sort more
out. `Waste.check` closes the balance draw by draw.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from twin.answer import Floats
from twin.errors import TwinError
from twin.scenario import BASE

# Cardboard is paper. "other" goes to the recycling yard: garden waste, wood, appliances, bulky and
# hazardous things. "rest" is what nobody can sort: nappies, sweepings, worn-out mixed things.
FRACTIONS = ("food", "paper", "plastics", "glass_metal", "textiles", "other", "rest")
TREATMENTS = (
    "recycled", "incinerated", "landfilled", "open_burned", "open_dump", "other_treatment",
)  # fmt: skip
FOOD, PAPER, PLASTICS, GLASS_METAL, TEXTILES, OTHER, REST = range(7)
# What is sorted at home or at a point, and so gains when the residual bin costs by what is in it.
_PAID = (PAPER, PLASTICS, GLASS_METAL, TEXTILES)
# What people carry to a recycling station; paper and plastics are fetched at home.
_CARRIED = (GLASS_METAL, TEXTILES)

Drawn = Mapping[str, Floats]
Levels = Mapping[str, Floats]
_NONE = np.zeros((1, 1))
CLOSE = 1e-9


# Bin → way → (draws, years).
Treated = Mapping[str, Mapping[str, Floats]]


@dataclass(frozen=True)
class Waste:
    """Kilograms per inhabitant and year: (fraction, draws, years).

    `made` = `reused` + `separate` + `residual`; of `residual`, a plant sorts out `central`.
    """

    made: Floats
    reused: Floats
    separate: Floats
    residual: Floats
    central: Floats
    treated: Treated

    @property
    def sorted(self) -> Floats:
        return self.separate + self.central

    @property
    def collected(self) -> Floats:
        """What is thrown away: (draws, years)."""
        return (self.separate + self.residual).sum(axis=0)

    def by_way(self, way: str) -> Floats:
        found = [ways[way] for ways in self.treated.values() if way in ways]
        return sum(found, np.zeros_like(self.made[0]))

    def check(self) -> None:
        """Nothing is lost, nothing appears, and nothing is negative, in any draw and year."""
        ways = [each for found in self.treated.values() for each in found.values()]
        _same(self.reused + self.separate + self.residual, self.made)
        _same(sum(ways, np.zeros_like(self.made[0])), self.collected)
        parts = [self.reused, self.separate, self.residual - self.central, *ways]
        if min(float(each.min()) for each in parts) < -CLOSE:
            raise TwinError("run_check", "waste does not balance")


def waste(drawn: Drawn, levels: Levels, years: tuple[int, ...]) -> Waste:
    """`levels`: measure → effective level, (draws or 1, years), or without the measure.

    `reuse_centre` and `recycling_stations` are here a number per inhabitant; `reach` is the share
    of people who have come within reach of a recycling station, `lost` of those who no longer are.
    """
    thrown = _thrown(drawn, years)
    spared = _spared(drawn, levels, thrown)
    made = thrown - spared
    reused = _reused(drawn, levels, made)
    kept = made - reused
    rate = _rates(drawn, levels, kept.shape)
    separate = kept * rate
    residual = kept - separate
    central = _central(drawn, levels, residual)
    treated = _treated(drawn, separate, residual, central)
    return Waste(made, reused, separate, residual, central, treated)


def _same(one: Floats, other: Floats) -> None:
    # What is not a number is nearer to nothing.
    if not float(np.abs(one - other).max()) <= CLOSE * float(other.max()):
        raise TwinError("run_check", "waste does not balance")


def level_of(levels: Levels, measure: str) -> Floats:
    """The level of a measure; nought where it is not chosen."""
    return levels.get(measure, _NONE)


def column(drawn: Drawn, name: str) -> Floats:
    """The draws of an assumption, one a row: (draws, 1)."""
    return drawn[name][:, None]


def _thrown(drawn: Drawn, years: tuple[int, ...]) -> Floats:
    """What is thrown away if nothing is done; it grows or shrinks after the base year."""
    after = np.maximum(np.array(years) - BASE, 0)
    trend = (1 + column(drawn, "waste_trend") / 100) ** after
    return np.stack([column(drawn, f"waste_{each}_amount") * trend for each in FRACTIONS])


def _spared(drawn: Drawn, levels: Levels, thrown: Floats) -> Floats:
    """What people no longer buy or throw when the residual bin costs by what is in it."""
    share = level_of(levels, "pay_as_you_throw") * column(drawn, "waste_payt_reduction")
    spared = thrown * share
    spared[OTHER] = 0.0  # the recycling yard is not paid for by the bin
    return spared


def _reused(drawn: Drawn, levels: Levels, made: Floats) -> Floats:
    """What a reuse centre finds new owners for: ever less for each further centre."""
    reused = np.zeros_like(made)
    suited = made[OTHER] + made[TEXTILES]
    limit = suited * column(drawn, "waste_reusable_share")
    could = level_of(levels, "reuse_centre") * column(drawn, "waste_centre_tonnes") * 1000
    taken = limit * -np.expm1(-could / limit)
    for each in (OTHER, TEXTILES):
        reused[each] = taken * made[each] / suited
    return reused


def _rates(drawn: Drawn, levels: Levels, shape: tuple[int, ...]) -> Floats:
    """The share of each fraction that people sort: (fraction, draws, years)."""
    rates = np.zeros(shape)
    has = column(drawn, "waste_food_coverage")
    has = has + (1 - has) * level_of(levels, "food_waste_sorting")
    rates[FOOD] = has * column(drawn, "waste_food_capture")
    for each in (PAPER, PLASTICS, GLASS_METAL, TEXTILES, OTHER):
        rates[each] = column(drawn, f"waste_{FRACTIONS[each]}_sorted")
    gain = level_of(levels, "textiles") * column(drawn, "waste_textiles_gain")
    rates[TEXTILES] += gain * (1 - rates[TEXTILES])
    gain = level_of(levels, "reach") * column(drawn, "waste_station_gain")
    loss = level_of(levels, "lost") * column(drawn, "waste_station_gain")
    for each in _CARRIED:
        rates[each] += gain * (1 - rates[each]) - loss * rates[each]
    gain = level_of(levels, "pay_as_you_throw") * column(drawn, "waste_payt_gain")
    rates[FOOD] += gain * (has - rates[FOOD])
    for each in _PAID:
        rates[each] += gain * (1 - rates[each])
    return rates


def _central(drawn: Drawn, levels: Levels, residual: Floats) -> Floats:
    """What a plant picks out of the residual waste: plastics, and some of the metal with them."""
    central = np.zeros_like(residual)
    through = level_of(levels, "plastics_central_sorting")
    central[PLASTICS] = residual[PLASTICS] * through * column(drawn, "waste_central_plastics")
    central[GLASS_METAL] = residual[GLASS_METAL] * through * column(drawn, "waste_central_metal")
    return central


def _treated(drawn: Drawn, separate: Floats, residual: Floats, central: Floats) -> Treated:
    """What becomes of what is in each bin; biological treatment counts as recycling."""
    lost = separate[OTHER] * (1 - column(drawn, "waste_other_recycled"))
    left = (residual - central).sum(axis=0)
    return {
        "separate": _with_rest(
            separate.sum(axis=0),
            recycled=_recycled(drawn, separate),
            landfilled=lost * column(drawn, "waste_other_landfilled"),
            other_treatment=lost * column(drawn, "waste_other_otherwise"),
        ),
        "central": _with_rest(central.sum(axis=0), recycled=_recycled(drawn, central)),
        "residual": _with_rest(
            left,
            landfilled=left * column(drawn, "waste_residual_landfilled"),
            open_burned=left * column(drawn, "waste_open_burned"),
            open_dump=left * column(drawn, "waste_open_dump"),
        ),
    }


def _recycled(drawn: Drawn, kilos: Floats) -> Floats:
    rates = [column(drawn, f"waste_{each}_recycled") for each in FRACTIONS[:REST]]
    return (kilos[:REST] * np.stack(rates)).sum(axis=0)


def _with_rest(whole: Floats, **ways: Floats) -> Mapping[str, Floats]:
    """What goes no other way is burnt in a plant that makes heat of it."""
    return {**ways, "incinerated": whole - sum(ways.values(), np.zeros_like(whole))}
