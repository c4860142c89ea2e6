"""The live answer: baseline, scenario and change of every output asked for, in all draws.

What does not depend on the scenario (the draws, the baseline) is computed once for a city and
its assumptions, and kept. Areas in which the same measures apply form a pattern: the whole
city's stock is computed once with each pattern, and an area is its share of it. The city is the
sum of its areas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np

from twin.answer import Answer, Floats, Series, ranged
from twin.draws import DRAWS, SEED, draw
from twin.energy.deeds import BESIDE, GROUPS, Doing, applies, effective
from twin.energy.effects import Energy, milder, settled
from twin.energy.local import Local
from twin.energy.outputs import NAMES, Outcome, Place
from twin.energy.use import SEGMENTS, Reference
from twin.errors import TwinError
from twin.scenario import YEARS, Assumption, Chosen, Measure
from twin.spread import Classes

# Measures that hold in an area, and no areas in them any more.
Pattern = tuple[Chosen, ...]


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


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which outputs, of which areas (the municipality's code is the city), in which years."""

    outputs: tuple[str, ...] = NAMES
    areas: tuple[str, ...] = ()
    years: tuple[int, ...] = YEARS


class Live:
    """A city made ready for answers. May be used from several threads at once."""

    def __init__(self, city: City, draws: int = DRAWS) -> None:
        self.city, self.draws = city, draws
        self.known = draw(tuple(city.assumptions.values()), draws)
        self.code = city.reference.municipality
        self._classes = Classes(self.known)
        self.baseline = lru_cache(maxsize=64)(self._baseline)
        self._ranges = lru_cache(maxsize=1024)(self._baseline_ranges)

    def answer(
        self, chosen: Sequence[Chosen], wanted: Wanted, full: Mapping[Pattern, Floats] | None = None
    ) -> Answer:
        """`chosen` is as from `scenario.checked`. `full`: what the models themselves say.

        `full` maps each pattern of `patterns` to GWh a year against the reference, (segment,
        purpose, carrier, year) over all years, at the levels of `middle`: it replaces the
        surface's, and the draws keep their distance around it. Raises `TwinError` with
        `areas_unknown` or `output_unknown`.
        """
        places = wanted.areas or (self.code,)
        self._check(places, wanted.outputs)
        found = self._scenarios(chosen, places, wanted.years, full)
        areas = {
            place: {
                name: self._series(place, wanted.years, name, outcome) for name in wanted.outputs
            }
            for place, outcome in found.items()
        }
        return Answer(
            kind="estimate" if full is None else "full",
            years=wanted.years,
            areas=areas,
            models={"ebm": self.city.reference.ebm_version},
            draws=self.draws,
            seed=SEED,
            spread=self._spread(found, wanted) if self.code in found else {},
        )

    def outcome(self, chosen: Sequence[Chosen], years: tuple[int, ...]) -> Outcome:
        """The city with what is chosen."""
        return self._scenarios(chosen, (self.code,), years, None)[self.code]

    def patterns(self, chosen: Sequence[Chosen]) -> Mapping[Pattern, tuple[str, ...]]:
        """What holds where: pattern → areas."""
        found: dict[Pattern, tuple[str, ...]] = {}
        for area in self.city.reference.weights:
            pattern = tuple(applies(each) for each in chosen if area in (each.areas or (area,)))
            found[pattern] = (*found.get(pattern, ()), area)
        return found

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

    def _scenarios(
        self, chosen: Sequence[Chosen], places: Sequence[str], years: tuple[int, ...],
        full: Mapping[Pattern, Floats] | None,
    ) -> dict[str, Outcome]:  # fmt: skip
        patterns = self.patterns(chosen)
        energies = {
            pattern: self._energy(pattern, years, full)
            for pattern, areas in patterns.items()
            if self.code in places or not set(areas).isdisjoint(places)
        }
        at = {area: pattern for pattern, areas in patterns.items() for area in areas}
        found: dict[str, Outcome] = {}
        for place in places:
            if place == self.code:
                energy = self._sum(energies, patterns)
            else:
                energy = energies[at[place]].of_share(self._share((place,)))
            found[place] = self._outcome(place, years, energy, chosen)
        return found

    def _energy(
        self, pattern: Pattern, years: tuple[int, ...], full: Mapping[Pattern, Floats] | None
    ) -> Energy:
        """The whole city's stock, as if the pattern held everywhere."""
        if not pattern:
            return self.baseline(self.code, years).energy
        when = [YEARS.index(year) for year in years]
        change = self._change(self._levels(pattern), pattern, years)
        if full is not None:
            middle = {name: np.array([level]) for name, level in self.middle(pattern).items()}
            change = change - self._change(middle, pattern, years) + full[pattern][..., when]
        doing = Doing(pattern, self.city.reference, self.city.measures, self.known)
        use = self.city.reference.use.values[..., when]
        cooler, mild = doing.cooler(years), milder(self.known, years)
        return settled(use, change, cooler, self.known, mild)

    def _change(
        self, levels: Mapping[str, Floats], pattern: Pattern, years: tuple[int, ...]
    ) -> Floats:
        starts = {each.measure: each.start for each in pattern if each.measure in levels}
        return self.city.surface.change(levels, starts, years)

    def _sum(
        self, energies: Mapping[Pattern, Energy], patterns: Mapping[Pattern, tuple[str, ...]]
    ) -> Energy:
        if len(patterns) == 1:
            return next(iter(energies.values()))
        first, *others = (
            energies[pattern].of_share(self._share(areas)) for pattern, areas in patterns.items()
        )
        for other in others:
            first = first + other
        return first

    def _share(self, areas: Sequence[str]) -> Floats:
        """Share of the city's stock that stands in these areas: (segment,)."""
        weights = self.city.reference.weights
        return np.array([sum(weights[area][each] for area in areas) for each in SEGMENTS])

    def _baseline(self, place: str, years: tuple[int, ...]) -> Outcome:
        reference = self.city.reference
        if place != self.code:
            whole = self.baseline(self.code, years).energy
            return self._outcome(place, years, whole.of_share(self._share((place,))), ())
        use = reference.use.values[..., [YEARS.index(year) for year in years]]
        none = np.zeros((self.draws, *use.shape))
        mild = milder(self.known, years)
        energy = settled(use, none, none[:, 0, 0, 0], self.known, mild)
        return self._outcome(place, years, energy, ())

    def _baseline_ranges(self, place: str, years: tuple[int, ...], output: str) -> Floats:
        return ranged(self.baseline(place, years).of(output))

    def _series(self, place: str, years: tuple[int, ...], output: str, outcome: Outcome) -> Series:
        before, after = self.baseline(place, years).of(output), outcome.of(output)
        return Series(self._ranges(place, years, output), ranged(after), ranged(after - before))

    def _outcome(
        self, place: str, years: tuple[int, ...], energy: Energy, chosen: Sequence[Chosen]
    ) -> Outcome:
        reference, area = self.city.reference, "" if place == self.code else place
        when = [YEARS.index(year) for year in years]
        share = self._share((area,)) if area else np.ones(len(SEGMENTS))
        doing = Doing(chosen, reference, self.city.measures, self.known, area)
        return Outcome(
            Place(
                years,
                reference.stock.floor[:, when] * share[:, None],
                reference.population[when] * share[0],
            ),
            energy,
            doing.deeds(years),
            self.city.local,
            self.known,
            self.baseline(place, years) if chosen else None,
        )

    def _spread(self, found: Mapping[str, Outcome], wanted: Wanted) -> dict[str, dict[str, float]]:
        """Of each output's change in the last year; of the scenario if no change is told."""
        before = self.baseline(self.code, wanted.years)
        results: dict[str, Floats] = {}
        for name in wanted.outputs:
            last = found[self.code].of(name)[:, -1]
            change = last - before.of(name)[:, -1]
            results[name] = change if np.isfinite(change).all() else last
        return self._classes.indices(results)

    def _check(self, places: Sequence[str], outputs: Sequence[str]) -> None:
        known = {self.code, *self.city.reference.weights}
        if strange := [place for place in places if place not in known]:
            raise TwinError("areas_unknown", strange[0])
        if strange := [output for output in outputs if output not in NAMES]:
            raise TwinError("output_unknown", strange[0])
