"""The live answer: baseline, scenario and change of every output asked for, with their ranges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from twin.answer import Answer, Floats, Series, ranged
from twin.draws import DRAWS, SEED
from twin.energy.deeds import share_of
from twin.energy.outputs import NAMES, SHARES, Outcome
from twin.energy.scenes import City, Pattern, Scenes, Years
from twin.errors import TwinError
from twin.products import keep_memory
from twin.scenario import YEARS, Chosen
from twin.spread import Classes


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which outputs, of which areas (the municipality's code is the city), in which years.

    `of_areas`: the outputs that are told of areas; none: the same as of the city.
    """

    outputs: tuple[str, ...] = NAMES
    areas: tuple[str, ...] = ()
    years: Years = YEARS
    of_areas: tuple[str, ...] = ()

    def of(self, city: bool) -> tuple[str, ...]:
        return self.outputs if city else self.of_areas or self.outputs


class Live(Scenes):
    """A city made ready for answers. May be used from several threads at once."""

    def __init__(self, city: City, draws: int = DRAWS) -> None:
        super().__init__(city, draws)
        keep_memory()
        self._classes = Classes(self.known)
        self.known.used.clear()
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
        self._check(places, wanted.outputs + wanted.of_areas)
        found, alike = self._together(chosen, places, wanted, full)
        areas = alike | {
            place: {
                name: self._series(place, wanted.years, name, outcome)
                for name in wanted.of(place == self.code)
            }
            for place, outcome in found.items()
        }
        return Answer(
            kind="estimate" if full is None else "full",
            years=wanted.years,
            areas={place: areas[place] for place in places},
            models={"ebm": self.city.reference.ebm_version},
            draws=self.draws,
            seed=SEED,
            spread=self._spread(found[self.code], wanted) if self.code in found else {},
        )

    def _together(
        self, chosen: Sequence[Chosen], places: Sequence[str], wanted: Wanted,
        full: Mapping[Pattern, Floats] | None,
    ) -> tuple[dict[str, Outcome], dict[str, dict[str, Series]]]:  # fmt: skip
        """Places with an outcome of their own, and areas that are others' in small.

        Of areas with the same share of every segment, ranges are that share of the ranges of the
        whole, so a pattern is computed once for all of them, and for a city of one pattern.
        """
        found: dict[str, Outcome] = {}
        told: dict[str, dict[str, Series]] = {}
        patterns = self.patterns(chosen)
        energies = self.energies(chosen, places, wanted.years, full)
        for pattern, areas in patterns.items():
            alike = [area for area in areas if area in places and np.ptp(self._share(area)) < 1e-12]
            whole = self.code in places and len(patterns) == 1
            if alike or whole:
                outcome = self.everywhere(pattern, wanted.years, energies[pattern])
                found |= {self.code: outcome} if whole else {}
                told |= self._in_small(outcome, alike, wanted)
        others = [place for place in places if place not in found and place not in told]
        return found | self.scenarios(chosen, others, wanted.years, energies), told

    def _in_small(
        self, outcome: Outcome, areas: Sequence[str], wanted: Wanted
    ) -> dict[str, dict[str, Series]]:
        whole = {
            name: self._series(self.code, wanted.years, name, outcome)
            for name in (wanted.of(city=False) if areas else ())
        }
        return {
            area: {
                name: each if name in SHARES else _times(each, float(self._share(area)[0]))
                for name, each in whole.items()
            }
            for area in areas
        }

    def _share(self, area: str) -> Floats:
        return share_of((area,), self.city.reference)

    def _baseline_ranges(self, place: str, years: Years, output: str) -> Floats:
        return ranged(self.baseline(place, years).of(output))

    def _series(self, place: str, years: Years, output: str, outcome: Outcome) -> Series:
        before, after = self.baseline(place, years).of(output), outcome.of(output)
        return Series(self._ranges(place, years, output), ranged(after), ranged(after - before))

    def _spread(self, outcome: Outcome, wanted: Wanted) -> dict[str, dict[str, float]]:
        """Of each output's change in the last year; of the scenario if no change is told."""
        before = self.baseline(self.code, wanted.years)
        results: dict[str, Floats] = {}
        for name in wanted.outputs:
            last = outcome.of(name)[:, -1]
            change = last - before.of(name)[:, -1]
            results[name] = change if np.isfinite(change).all() else last
        return self._classes.indices(results, self.known.used)

    def _check(self, places: Sequence[str], outputs: Sequence[str]) -> None:
        known = {self.code, *self.city.reference.weights}
        if strange := [place for place in places if place not in known]:
            raise TwinError("areas_unknown", strange[0])
        if strange := [output for output in outputs if output not in NAMES]:
            raise TwinError("output_unknown", strange[0])


def _times(series: Series, share: float) -> Series:
    return Series(series.baseline * share, series.scenario * share, series.change * share)
