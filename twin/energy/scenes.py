"""A city and its areas, with measures and without, in all draws.

Areas in which the same measures apply form a pattern: the whole city's stock is computed once
with each pattern, and an area is its share of it. The city is the sum of its areas.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from typing import Protocol

import numpy as np

from twin.answer import Floats
from twin.draws import DRAWS, draw
from twin.energy.deeds import BESIDE, GROUPS, Doing, applies, effective, share_of
from twin.energy.effects import Energy, milder, settled
from twin.energy.local import Local
from twin.energy.outputs import Outcome, Place
from twin.energy.use import Reference
from twin.scenario import YEARS, Assumption, Chosen, Measure

# Measures that hold in an area, and no areas in them any more.
Pattern = tuple[Chosen, ...]
Years = tuple[int, ...]


class Surface(Protocol):
    """What stands in for the model: measure → effective levels (draws,) → GWh a year more.

    The answer is (draws, segment, purpose, carrier, years).
    """

    def change(
        self, levels: Mapping[str, Floats], starts: Mapping[str, int], years: Sequence[int]
    ) -> Floats: ...


@dataclass(frozen=True, slots=True)
class City:
    """All that an answer rests on, besides what is chosen."""

    reference: Reference
    surface: Surface
    local: Local
    measures: Mapping[str, Measure]
    assumptions: Mapping[str, Assumption]


class Drawn(Mapping[str, Floats]):
    """Assumptions as drawn; `used` are those that some output has asked for."""

    def __init__(self, drawn: Mapping[str, Floats]) -> None:
        self._drawn = dict(drawn)
        self.used: set[str] = set()

    def __getitem__(self, name: str) -> Floats:
        self.used.add(name)
        return self._drawn[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._drawn)

    def __len__(self) -> int:
        return len(self._drawn)


class Scenes:
    """A city made ready: the draws, and the baseline as it is asked for, are kept."""

    def __init__(self, city: City, draws: int = DRAWS) -> None:
        self.city, self.draws = city, draws
        self.known = Drawn(draw(tuple(city.assumptions.values()), draws))
        self.code = city.reference.municipality
        self.baseline = lru_cache(maxsize=64)(self._baseline)

    def outcome(self, chosen: Sequence[Chosen], years: Years) -> Outcome:
        """The city with what is chosen."""
        return self.scenarios(chosen, (self.code,), years)[self.code]

    def everywhere(self, pattern: Pattern, years: Years, whole: Energy) -> Outcome:
        """The city as if the pattern held in all of it."""
        return self._outcome((), years, whole, pattern)

    def energies(
        self, chosen: Sequence[Chosen], places: Sequence[str], years: Years,
        full: Mapping[Pattern, Floats] | None = None,
    ) -> dict[Pattern, Energy]:  # fmt: skip
        """What the whole city would use with each pattern that the places need."""
        return {
            pattern: self._energy(pattern, years, full)
            for pattern, areas in self.patterns(chosen).items()
            if self.code in places or not set(areas).isdisjoint(places)
        }

    def scenarios(
        self, chosen: Sequence[Chosen], places: Sequence[str], years: Years,
        whole: Mapping[Pattern, Energy] | None = None,
    ) -> dict[str, Outcome]:  # fmt: skip
        """Each place (an area, or the city by its code) with what is chosen.

        `whole`: as from `energies`, if that is known.
        """
        patterns = self.patterns(chosen)
        whole = self.energies(chosen, places, years) if whole is None else whole
        at = {area: pattern for pattern, areas in patterns.items() for area in areas}
        found: dict[str, Outcome] = {}
        for place in places:
            if place != self.code:
                found[place] = self._part((place,), years, whole[at[place]], chosen)
            elif len(patterns) == 1:
                found[place] = self._outcome((), years, next(iter(whole.values())), chosen)
            else:
                parts = [
                    self._part(areas, years, whole[pattern], chosen)
                    for pattern, areas in patterns.items()
                ]
                found[place] = self._outcome((), years, _sum(parts), chosen, tuple(parts))
        return found

    def patterns(self, chosen: Sequence[Chosen]) -> Mapping[Pattern, tuple[str, ...]]:
        """What holds where: pattern → areas."""
        held: dict[tuple[bool, ...], list[str]] = {}
        for area in self.city.reference.weights:
            holds = tuple(not each.areas or area in each.areas for each in chosen)
            held.setdefault(holds, []).append(area)
        return {
            tuple(map(applies, compress(chosen, holds))): tuple(areas)
            for holds, areas in held.items()
        }

    def middle(self, pattern: Pattern) -> Mapping[str, float]:
        """Measure → the middle of its effective levels, for a run of the models themselves."""
        levels = self._levels(pattern)
        return {measure: float(np.median(level)) for measure, level in levels.items()}

    def _levels(self, pattern: Pattern) -> dict[str, Floats]:
        return {
            each.measure: effective(each, self.known)
            for each in pattern
            if each.measure in GROUPS and each.measure not in BESIDE
        }

    def _energy(
        self, pattern: Pattern, years: Years, full: Mapping[Pattern, Floats] | None
    ) -> Energy:
        """The whole city's stock, as if the pattern held everywhere."""
        if not pattern:
            return self.baseline(self.code, years).energy
        change = self._change(self._levels(pattern), pattern, years)
        if full is not None:
            middle = {name: np.array([level]) for name, level in self.middle(pattern).items()}
            exact = full[pattern][..., _at(years)]
            change = change - self._change(middle, pattern, years) + exact
        doing = Doing(pattern, self.city.reference, self.city.measures, self.known)
        return self._settled(change, doing.cooler(years), years)

    def _change(self, levels: Mapping[str, Floats], pattern: Pattern, years: Years) -> Floats:
        if not levels:
            return np.zeros((1, *self.city.reference.use.values.shape[:-1], len(years)))
        starts = {each.measure: each.start for each in pattern if each.measure in levels}
        return self.city.surface.change(levels, starts, years)

    def _settled(self, change: Floats, cooler: Floats, years: Years) -> Energy:
        use = self.city.reference.use.values[..., _at(years)]
        return settled(use, change, cooler, self.known, milder(self.known, years))

    def _baseline(self, place: str, years: Years) -> Outcome:
        if place != self.code:
            return self._part((place,), years, self.baseline(self.code, years).energy, ())
        none = np.zeros((self.draws, len(years)))
        return self._outcome((), years, self._settled(self._change({}, (), years), none, years), ())

    def _part(
        self, areas: tuple[str, ...], years: Years, whole: Energy, chosen: Sequence[Chosen]
    ) -> Outcome:
        """Areas in which the same holds, from the whole city's stock as if it held everywhere."""
        energy = whole.of_share(share_of(areas, self.city.reference))
        return self._outcome(areas, years, energy, chosen)

    def _outcome(
        self, areas: tuple[str, ...], years: Years, energy: Energy, chosen: Sequence[Chosen],
        parts: tuple[Outcome, ...] = (),
    ) -> Outcome:  # fmt: skip
        reference, share = self.city.reference, share_of(areas, self.city.reference)
        floor = reference.stock.floor[:, _at(years)] * share[:, None]
        doing = Doing(chosen, reference, self.city.measures, self.known, areas)
        return Outcome(
            # People live where the dwellings are.
            Place(years, floor, reference.population[_at(years)] * share[0]),
            energy,
            doing.deeds(years),
            self.city.local,
            self.known,
            self.baseline(self.code, years) if chosen and not areas else None,
            parts,
        )


def _sum(parts: Sequence[Outcome]) -> Energy:
    total = parts[0].energy
    for part in parts[1:]:
        total = total + part.energy
    return total


def _at(years: Years) -> list[int]:
    return [YEARS.index(year) for year in years]
