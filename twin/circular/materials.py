"""Building materials: what goes into buildings, what comes out, and what becomes of it.

Tonnes a year by material, for each draw: floor area times kilograms per m². What is built and
demolished is the energy model's; what wears out in standing buildings is in `building_stock`.
`Materials.check` closes the balance: what is put in less what is taken out is how the stock grew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from twin.answer import Floats
from twin.circular.building_stock import KINDS, LIVES, Floors
from twin.circular.waste import Drawn, Levels, column, level_of
from twin.errors import TwinError

MATERIALS = ("concrete", "wood", "steel", "gypsum", "glass", "insulation", "other")
CONCRETE, WOOD, STEEL = 0, 1, 2
# What wears out before its building does.
RENEWED = ("gypsum", "glass", "insulation")
KILOS = 1000.0
CLOSE = 1e-9


@dataclass(frozen=True)
class Materials:
    """Tonnes a year: (material, draws, years).

    `needed` = new ones bought + `reused`; `taken_out` = `reused` + `recycled` + `burnt` +
    `landfilled`. `growth`: how much more lies in buildings than a year before. `reusable`: what of
    `taken_out` somebody could build with again.
    """

    needed: Floats
    taken_out: Floats
    reusable: Floats
    reused: Floats
    recycled: Floats
    burnt: Floats
    landfilled: Floats
    growth: Floats

    @property
    def bought(self) -> Floats:
        return self.needed - self.reused

    def check(self) -> None:
        """Nothing is lost, nothing appears, and nothing is negative, in any draw and year."""
        ways = (self.reused, self.recycled, self.burnt, self.landfilled)
        _same(self.needed - self.growth, self.taken_out)
        _same(sum(ways, np.zeros_like(self.needed)), self.taken_out)
        if min(float(each.min()) for each in (*ways, self.bought)) < -CLOSE:
            raise TwinError("run_check", "materials do not balance")


@dataclass(frozen=True)
class Upkeep:
    """What no measure changes: floor area, what it is made of, and what wears out, in all draws.

    `kilos` per m²: (kind, material, draws, 1). `renewed` tonnes: (material, draws, years).
    """

    floors: Floors
    kilos: Floats
    renewed: Floats

    def during(self, when: slice) -> Upkeep:
        return Upkeep(self.floors.during(when), self.kilos, self.renewed[..., when])


def upkeep(drawn: Drawn, floors: Floors) -> Upkeep:
    kilos = np.stack([_each(drawn, f"in_{kind}") for kind in KINDS])
    return Upkeep(floors, kilos, _renewed(drawn, floors, kilos))


def materials(drawn: Drawn, town: Upkeep, levels: Levels) -> Materials:
    """`levels`: measure → effective level, (draws or 1, years), or without the measure.

    `rehabilitate` is by kind of building: (kind, draws or 1, years).
    """
    kilos, renewed = town.kilos, town.renewed
    demolished, built = town.floors.demolished[:, None], town.floors.built[:, None]
    spared = np.minimum(demolished * level_of(levels, "rehabilitate"), built)
    kept_up = _mass(spared, kilos) * column(drawn, "materials_rehabilitation")
    turned = _turned(drawn, built - spared, kilos, levels)
    new = _mass(built - spared, kilos) + turned
    gone = _mass(demolished - spared, kilos)
    needed, taken_out = new + renewed + kept_up, gone + renewed + kept_up
    reusable = taken_out * _each(drawn, "reusable")
    today = column(drawn, "materials_reuse_today")
    share = today + (1 - today) * level_of(levels, "reuse_share")
    reused = np.minimum(np.minimum(taken_out * share, reusable), needed)
    left = taken_out - reused
    recycled = left * _each(drawn, "recycled")
    burnt = np.zeros_like(left)
    burnt[WOOD] = left[WOOD] - recycled[WOOD]
    landfilled = left - recycled - burnt
    growth = _mass(built - demolished, kilos) + turned
    return Materials(needed, taken_out, reusable, reused, recycled, burnt, landfilled, growth)


def carbon(found: Materials, drawn: Drawn) -> Floats:
    """Tonnes CO2e a year of making what is bought, and of making fit what is reused."""
    factor = _each(drawn, "co2e")
    effort = column(drawn, "materials_reuse_effort")
    return ((found.bought + found.reused * effort) * factor).sum(axis=0)


def outputs(found: Materials, drawn: Drawn) -> Mapping[str, Floats]:
    """What is told, (draws, years) each."""
    return {
        "materials_in": found.bought.sum(axis=0),
        "materials_out": found.taken_out.sum(axis=0),
        "materials_reusable": found.reusable.sum(axis=0),
        "materials_reused": found.reused.sum(axis=0),
        "materials_landfilled": found.landfilled.sum(axis=0),
        "embodied_co2e": carbon(found, drawn),
    }


def _same(one: Floats, other: Floats) -> None:
    # What is not a number is nearer to nothing.
    if not float(np.abs(one - other).max()) <= CLOSE * float(np.abs(other).max()):
        raise TwinError("run_check", "materials do not balance")


def _each(drawn: Drawn, what: str) -> Floats:
    """An assumption that every material has: (material, draws, 1)."""
    return np.stack([column(drawn, f"materials_{name}_{what}") for name in MATERIALS])


def _mass(floor: Floats, kilos: Floats) -> Floats:
    """Tonnes of m², (kind, draws or 1, years): (material, draws, years)."""
    found = kilos[0] * floor[0]
    for kind in range(1, len(KINDS)):
        found = found + kilos[kind] * floor[kind]
    return found / KILOS


def _renewed(drawn: Drawn, floors: Floors, kilos: Floats) -> Floats:
    """What is put in anew in buildings that go on standing."""
    draws, years = kilos.shape[2], floors.floor.shape[1]
    found = np.zeros((len(MATERIALS), draws, years))
    for name in RENEWED:
        material = MATERIALS.index(name)
        area = _at_life(floors.renewed, drawn[f"materials_{name}_life"])
        found[material] = _mass(area, kilos[:, material : material + 1])[0]
    return found


def _at_life(renewed: Floats, life: Floats) -> Floats:
    """Between the lives that the model was run for: (kind, draws, years)."""
    lives = np.array(LIVES)
    upper = np.clip(np.searchsorted(lives, life), 1, len(lives) - 1)
    share = np.clip((life - lives[upper - 1]) / np.diff(lives)[upper - 1], 0, 1)[:, None, None]
    found = renewed[upper - 1] * (1 - share) + renewed[upper] * share
    return np.moveaxis(found, 0, 1)


def _turned(drawn: Drawn, built: Floats, kilos: Floats, levels: Levels) -> Floats:
    """What building in wood instead of concrete adds to each material, and takes away."""
    share = level_of(levels, "wood_for_concrete")
    usual = _mass(built, kilos) * share
    found = np.zeros_like(usual)
    found[CONCRETE] = -usual[CONCRETE] * column(drawn, "materials_wood_saves_concrete")
    found[STEEL] = -usual[STEEL] * column(drawn, "materials_wood_saves_steel")
    found[WOOD] = -found[CONCRETE] * column(drawn, "materials_wood_per_concrete")
    return found
