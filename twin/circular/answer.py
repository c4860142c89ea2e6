"""The live answer of the circular models: baseline, scenario and change, in all draws.

There is no stand-in: the models themselves are quick enough. A scenario is reckoned from its first
start on; before that it is the baseline, which is computed once for a city and its assumptions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import numpy as np

from twin.answer import Answer, Floats, Series, ranged
from twin.circular.flows import Flow
from twin.circular.touched import OUTPUTS, touched
from twin.circular.town import City, Town
from twin.draws import DRAWS, SEED
from twin.errors import TwinError
from twin.scenario import YEARS, Chosen
from twin.spread import Classes

# Name → version, kept with every result; a version rises when the same inputs answer otherwise.
MODELS: Mapping[str, str] = {"waste": "1", "stations": "1", "materials": "1"}
# Of all that is drawn for a city, what these models use.
_OURS = ("waste_", "materials_", "realised_rehabilitation")
Told = Mapping[str, Series]


class Live:
    """A city made ready for answers. May be used from several threads at once."""

    def __init__(self, city: City, draws: int = DRAWS) -> None:
        self.town, self.draws = Town(city, draws), draws
        self.code = self.town.code
        known = self.town.known
        self._classes = Classes({name: known[name] for name in known if name.startswith(_OURS)})
        self._before = lru_cache(maxsize=64)(self._baseline)

    def answer(
        self,
        chosen: Sequence[Chosen],
        outputs: Sequence[str] = OUTPUTS,
        areas: Sequence[str] = (),
        years: tuple[int, ...] = YEARS,
    ) -> Answer:
        """`chosen` is as from `scenario.checked`. Told is what it touches and what can be told.

        Without areas of the city, else of these; areas know access to stations alone. Raises
        `TwinError`: `areas_unknown`, `output_unknown`.
        """
        self._check(areas, outputs)
        chosen = self.town.standing(chosen)
        moved = touched(chosen, homes=self.town.stations is not None)
        told = [each for each in OUTPUTS if each in outputs and each in moved]
        places = areas or (self.code,)
        found = {place: self._place(place, chosen, told, years) for place in places}
        spread = found[self.code][1] if self.code in found else {}
        series = {place: each for place, (each, _) in found.items()}
        return Answer("full", years, series, MODELS, self.draws, SEED, spread)

    def flows(
        self, chosen: Sequence[Chosen], year: int
    ) -> Mapping[str, tuple[tuple[Flow, ...], tuple[Flow, ...]]]:
        """What flows where in a year: "waste" and "materials", each before and after."""
        return self.town.flows(self.town.standing(chosen), year)

    def _place(
        self, place: str, chosen: Sequence[Chosen], told: Sequence[str], years: tuple[int, ...]
    ) -> tuple[Told, Mapping[str, Mapping[str, float]]]:
        """Its series, and what drives the spread of each change in the last year."""
        draws, ranges = self._before(place)
        names = [each for each in told if each in draws]
        if not names:
            return {}, {}
        before = np.stack([ranges[name] for name in names])
        after, change = before.copy(), np.zeros_like(before)
        last = np.stack([draws[name][:, YEARS.index(years[-1])] for name in names])
        if chosen:
            first = YEARS.index(min(each.start for each in chosen))
            now = slice(first, None)
            found = self.town.outputs(place, chosen, names, now)
            scenario = np.stack([found[name] for name in names])
            more = scenario - np.stack([draws[name][:, now] for name in names])
            after[..., now], change[..., now] = _ranges(scenario), _ranges(more)
            at = YEARS.index(years[-1]) - first
            last = more[..., at] if at >= 0 else np.zeros_like(last)
        when = [YEARS.index(year) for year in years]
        rows = zip(names, before, after, change, strict=True)
        series = {name: Series(*(each[:, when] for each in rest)) for name, *rest in rows}
        return series, self._classes.indices(dict(zip(names, last, strict=True)))

    def _baseline(self, place: str) -> tuple[Mapping[str, Floats], Mapping[str, Floats]]:
        """Every output without a scenario: its draws, and its range."""
        found = self.town.outputs(place, (), OUTPUTS, slice(None))
        if not found:
            return {}, {}
        ranges = _ranges(np.stack(list(found.values())))
        return found, dict(zip(found, ranges, strict=True))

    def _check(self, areas: Sequence[str], outputs: Sequence[str]) -> None:
        known = {self.code, *self.town.city.reference.weights}
        if strange := [each for each in areas if each not in known]:
            raise TwinError("areas_unknown", strange[0])
        if strange := [each for each in outputs if each not in OUTPUTS]:
            raise TwinError("output_unknown", strange[0])


def _ranges(draws: Floats) -> Floats:
    """(outputs, draws, years) → (outputs, 3, years), all of them at once."""
    return np.swapaxes(ranged(np.swapaxes(draws, 0, 1)), 0, 1)
