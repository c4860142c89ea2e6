"""A city and its areas, with measures and without, in all draws.

Areas in which the same measures apply form a pattern: the whole city's stock is computed once
with each pattern, and an area is its share of it. The city is the sum of its areas.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache, reduce
from itertools import compress
from math import prod

import numpy as np

from twin.answer import Floats
from twin.draws import DRAWS
from twin.energy.city import City, Drawn
from twin.energy.deeds import (
    BESIDE,
    GROUPS,
    Doing,
    applies,
    driven,
    driver,
    share_of,
)
from twin.energy.effects import Energy, Whole, milder
from twin.energy.outputs import Outcome, Place
from twin.energy.owners import HANDED, KINDS, MUNICIPAL, in_others_hands
from twin.energy.slopes import Driver, Key, Slopes
from twin.energy.use import SEGMENTS
from twin.scenario import YEARS, Chosen

# Measures that hold in an area, and no areas in them any more.
Pattern = tuple[Chosen, ...]
Years = tuple[int, ...]


class Scenes:
    """A city made ready: the draws, and the baseline as it is asked for, are kept."""

    def __init__(self, city: City, draws: int = DRAWS) -> None:
        self.city, self.draws = city, draws
        self.known = Drawn(city.assumptions, draws)
        self.code = city.reference.municipality
        self.baseline = lru_cache(maxsize=64)(self._baseline)
        self._mild = lru_cache(maxsize=64)(self._milder)
        self._slopes = lru_cache(maxsize=256)(self._slopes_of)
        self._basis = lru_cache(maxsize=64)(self._basis_of)

    def outcome(self, chosen: Sequence[Chosen], years: Years) -> Outcome:
        """The city with what is chosen."""
        return self.scenarios(chosen, (self.code,), years)[self.code]

    def everywhere(self, pattern: Pattern, years: Years, whole: Whole) -> Outcome:
        """The city as if the pattern held in all of it."""
        return self._outcome((), years, self._part(whole), pattern)

    def energies(
        self, chosen: Sequence[Chosen], places: Sequence[str], years: Years,
        full: Mapping[Pattern, Floats] | None = None,
    ) -> dict[Pattern, Whole]:  # fmt: skip
        """What the whole city would use with each pattern that the places need."""
        measures = frozenset(each.measure for each in chosen if _modelled(each))
        return {
            pattern: self._whole(pattern, measures, years, full)
            for pattern, areas in self.patterns(chosen).items()
            if self.code in places or not set(areas).isdisjoint(places)
        }

    def scenarios(
        self, chosen: Sequence[Chosen], places: Sequence[str], years: Years,
        whole: Mapping[Pattern, Whole] | None = None,
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
                energy = self._part(whole[at[place]], (place,))
                found[place] = self._outcome((place,), years, energy, chosen)
            elif len(patterns) == 1:
                energy = self._part(next(iter(whole.values())))
                found[place] = self._outcome((), years, energy, chosen)
            else:
                found[place] = self._of_parts(chosen, patterns, years, whole)
        return found

    def _of_parts(
        self, chosen: Sequence[Chosen], patterns: Mapping[Pattern, tuple[str, ...]], years: Years,
        whole: Mapping[Pattern, Whole],
    ) -> Outcome:  # fmt: skip
        """The city, whose areas differ in what holds there."""
        reference = self.city.reference
        shares = {pattern: share_of(areas, reference) for pattern, areas in patterns.items()}
        held = [(whole[pattern], share) for pattern, share in shares.items()]
        parts = [
            self._outcome(areas, years, self._part(whole[pattern], areas), chosen)
            for pattern, areas in patterns.items()
        ]
        energy = Energy(held, share_of((), reference))
        return self._outcome((), years, energy, chosen, tuple(parts))

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
        return {
            each.measure: each.level * self._median(driver(each.measure))
            for each in pattern
            if _modelled(each)
        }

    def _median(self, names: Driver) -> float:
        return float(np.median(driven(names, self.known)))

    def _whole(
        self, pattern: Pattern, measures: frozenset[str], years: Years,
        full: Mapping[Pattern, Floats] | None,
    ) -> Whole:  # fmt: skip
        """The whole city's stock, as if the pattern held everywhere; keys are of all `measures`."""
        reference, at = self.city.reference.use.values[[*KINDS]], _at(years)
        slopes = self._slopes(pattern, measures)
        use = [reference[None, ..., at], slopes.values[..., at]]
        if full is not None:
            use.append(self._off(slopes, full[pattern] if pattern else None)[None, ..., at])
        basis = self._basis(slopes.keys, len(use) - 2)
        doing = Doing(pattern, self.city, self.known, years)
        mild, cooler = self._mild(years), doing.cooler
        return Whole(np.concatenate(use), basis, cooler, mild, self.known, self.known.owned)

    def _off(self, slopes: Slopes, exact: Floats | None) -> Floats:
        """What the model says beyond the surface at the middle of levels: (kind, …, year)."""
        middles = [prod(self._median(each) for each in key) for key in slopes.keys]
        told = np.tensordot(np.array(middles), slopes.values[:, : len(SEGMENTS)], (0, 0))
        return ((0.0 if exact is None else exact) - told)[[*KINDS]]

    def _slopes_of(self, pattern: Pattern, measures: frozenset[str]) -> Slopes:
        """By kind of buildings: the last is the municipality's in others' hands."""
        modelled = [each for each in pattern if _modelled(each)]
        levels = {each.measure: each.level for each in modelled}
        starts = {each.measure: each.start for each in modelled}
        drivers = {measure: driver(measure) for measure in measures}
        own = self.city.surface.slopes(levels, starts, drivers)
        handed = self.city.surface.slopes(
            in_others_hands(levels), in_others_hands(starts), in_others_hands(drivers)
        )
        keys = tuple(dict.fromkeys((*own.keys, *handed.keys)))
        values = np.zeros((len(keys), len(KINDS), *own.values.shape[2:]))
        values[: len(own.keys), : len(SEGMENTS)] = own.values
        for key, each in zip(handed.keys, handed.values, strict=True):
            values[keys.index(key), HANDED] = each[MUNICIPAL]
        return Slopes(keys, values)

    def _basis_of(self, keys: tuple[Key, ...], more: int) -> Floats:
        """1, the products of drivers, and `more` ones: (draws, key)."""
        one = np.ones(self.draws)
        products = [reduce(np.multiply, (driven(x, self.known) for x in key)) for key in keys]
        return np.stack([one, *products, *[one] * more], axis=1)

    def _milder(self, years: Years) -> Floats:
        return milder(self.known, years)

    def _baseline(self, place: str, years: Years) -> Outcome:
        areas = () if place == self.code else (place,)
        whole = self._whole((), frozenset(), years, None)
        return self._outcome(areas, years, self._part(whole, areas), ())

    def _part(self, whole: Whole, areas: tuple[str, ...] = ()) -> Energy:
        """Areas in which the same holds, from the whole city's stock as if it held everywhere."""
        share = share_of(areas, self.city.reference)
        return Energy([(whole, share)], share)

    def _outcome(
        self, areas: tuple[str, ...], years: Years, energy: Energy, chosen: Sequence[Chosen],
        parts: tuple[Outcome, ...] = (),
    ) -> Outcome:  # fmt: skip
        reference, share = self.city.reference, share_of(areas, self.city.reference)
        floor = reference.stock.floor[:, _at(years)] * share[:, None]
        doing = Doing(chosen, self.city, self.known, years, areas)
        return Outcome(
            # People live where the dwellings are.
            Place(years, floor, self.known.owned, reference.population[_at(years)] * share[0]),
            energy,
            doing,
            self.city.local,
            self.known,
            self.baseline(self.code, years) if chosen and not areas else None,
            parts,
        )


def _modelled(chosen: Chosen) -> bool:
    """Whether the response surface knows of the measure."""
    return chosen.measure in GROUPS and chosen.measure not in BESIDE


def _at(years: Years) -> list[int]:
    return [YEARS.index(year) for year in years]
