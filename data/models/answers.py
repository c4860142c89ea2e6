"""One city's models together: energy and the circular ones, as one answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from data.models.fits import Fitted
from data.scenarios.plain import digest
from data.scenarios.records import FlowLine
from data.twin.tables import load_measures, load_outputs
from twin.answer import Answer, Floats, Series
from twin.circular import answer as circular
from twin.circular.access import Demand, Positions
from twin.circular.touched import OUTPUTS
from twin.draws import DRAWS, SEED
from twin.energy import live as energy
from twin.energy.deeds import GROUPS
from twin.energy.live import Pattern, Wanted
from twin.energy.outputs import NAMES
from twin.energy.surface import Surface
from twin.energy.use import Reference
from twin.scenario import YEARS, Assumption, Chosen

FLOW_YEARS = (2030, 2040, 2050)
STATES = ("before", "after")


@dataclass(frozen=True)
class Around:
    """What a city's models know besides the fit: assumptions, where people and stations are."""

    assumptions: Mapping[str, Assumption]
    demand: Demand | None
    stations: Positions | None

    @property
    def stood(self) -> str:
        """The digest of where stations stand; empty where that is not reported."""
        return "" if self.stations is None else digest([list(each) for each in self.stations])


class CityTwin:
    """A city made ready for answers. May be used from several threads at once."""

    def __init__(self, fitted: Fitted, around: Around) -> None:
        self.key, self._parts, self.around = fitted.key, fitted.parts, around
        self.told = fitted.told
        self.reference: Reference = fitted.parts["reference"]
        self.code: str = self.reference.municipality
        self.districts = tuple(self.reference.weights)
        self._before = lru_cache(maxsize=16)(self._untouched)

    @property
    def basis(self) -> tuple[Reference, Surface]:
        """What the answers rest on."""
        return self.reference, self._parts["surface"]

    @cached_property
    def energy(self) -> energy.Live:
        parts, known = self._parts, self.around.assumptions
        held = (self.reference, parts["surface"], parts["local"])
        return energy.Live(energy.City(*held, load_measures(), known))

    @cached_property
    def circular(self) -> circular.Live:
        around = self.around
        where = (around.demand, around.stations)
        known = (load_measures(), around.assumptions)
        return circular.Live(circular.City(self.reference, *where, *known))

    def live(self, chosen: Sequence[Chosen], output: str) -> Answer:
        """The city with every output, and its areas with this one, in every year."""
        whole = self.answer(chosen)
        return together(whole, self.answer(chosen, self.districts, (output,)))

    def everywhere(
        self, chosen: Sequence[Chosen], full: Mapping[Pattern, Floats] | None = None
    ) -> Answer:
        """The city with every output, and its areas with all that they have."""
        whole = self.answer(chosen, full=full)
        return together(whole, self.answer(chosen, self.districts, full=full))

    def answer(
        self,
        chosen: Sequence[Chosen],
        areas: tuple[str, ...] = (),
        outputs: Sequence[str] | None = None,
        full: Mapping[Pattern, Floats] | None = None,
    ) -> Answer:
        """Of the city, or of these areas; every output, or these. `full`: see `energy.Live`.

        An output that nothing chosen touches is told as it will be anyway, with no change.
        """
        areas_told = load_outputs()
        asked = [each for each in outputs or areas_told if not areas or areas_told[each].by_area]
        bought = tuple(each for each in NAMES if each in asked)
        round_ = tuple(each for each in OUTPUTS if each in asked)
        told: list[Answer] = []
        if bought:
            told.append(self.energy.answer(of_energy(chosen), Wanted(bought, areas), full))
        if round_:
            told.append(self._before(round_, areas))
            told.append(self.circular.answer(chosen, round_, areas))
        return together(*told)

    def _untouched(self, outputs: tuple[str, ...], areas: tuple[str, ...]) -> Answer:
        return self.circular.answer((), outputs, areas)

    def flows(self, chosen: Sequence[Chosen]) -> tuple[FlowLine, ...]:
        """What flows where in the years of FLOW_YEARS, before and after."""
        return tuple(
            FlowLine(theme, year, state, each.source, each.target, *map(float, each.tonnes))
            for year in FLOW_YEARS
            for theme, both in self.circular.flows(chosen, year).items()
            for state, flows in zip(STATES, both, strict=True)
            for each in flows
        )


def of_energy(chosen: Sequence[Chosen]) -> tuple[Chosen, ...]:
    """Those that the energy models know of: nothing else makes areas differ for them."""
    return tuple(each for each in chosen if each.measure in GROUPS)


def together(*answers: Answer) -> Answer:
    """Several answers of the same city as one; what a later one tells of takes the place."""
    areas: dict[str, dict[str, Series]] = {}
    models: dict[str, str] = {}
    spread: dict[str, Mapping[str, float]] = {}
    for each in answers:
        for area, outputs in each.areas.items():
            areas.setdefault(area, {}).update(outputs)
        models |= each.models
        spread |= each.spread
    estimated = any(each.kind == "estimate" for each in answers)
    first = answers[0] if answers else Answer("full", YEARS, {}, {}, DRAWS, SEED, {})
    kind = "estimate" if estimated else "full"
    return replace(first, kind=kind, areas=areas, models=models, spread=spread)
