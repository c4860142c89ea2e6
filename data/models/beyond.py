"""What an answer means beyond its outputs: indicators, flows, the full run, and what it would take.

Built on `data.models.live`, which answers sliders. Never on the socket loop.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data import queries
from data.errors import DataError
from data.library import Library
from data.models import aims, kpi_goals
from data.models.goals import Goal, Offer, Reached, begun
from data.models.live import Twins
from data.records import City
from data.scenarios import plain
from data.scenarios.effects import KpiEffect, difference, kpi_effects, possible
from data.scenarios.records import Run
from data.scenarios.store import Scenarios
from data.twin.indicators import load_links
from data.twin.register_file import Register, Registers
from twin.answer import Answer
from twin.circular.flows import Flow
from twin.energy.surface import Surface
from twin.energy.use import Reference
from twin.scenario import FIRST, Chosen

Flows = Mapping[str, tuple[tuple[Flow, ...], tuple[Flow, ...]]]


class Beyond:
    def __init__(self, library: Library, scenarios: Scenarios, twins: Twins) -> None:
        self._library, self._scenarios, self._twins = library, scenarios, twins

    def full(self, city: str, chosen: Sequence[Chosen], scenario: str) -> Run | None:
        """The full models' run of a saved scenario, if it is of this very mix and up to date."""
        try:
            if not scenario or self._scenarios.get(scenario).city != city:
                return None
            run = self._twins.full(scenario)
        except DataError:
            return None
        return run if run is not None and run.chosen == plain.digest_of(chosen) else None

    def register(self, city: str) -> Register | None:
        """The building register that says where the answers have the city's buildings, if any."""
        number = self._twins.twin(city).told.get("register", 0)
        return Registers(self._library.data_dir).version(city, number) if number else None

    def off(self, run: Run, output: str, year: int) -> float | None:
        """How much more the full models' change of an output is than the estimate's."""
        estimate = self._scenarios.run_of(run.scenario, run.version, "estimate")
        code = queries.city(self._library, self._scenarios.get(run.scenario).city).municipality
        found = difference(run, estimate, code).get(output)
        return found[run.answer.years.index(year)] if found else None

    def people(self, city: str, year: int) -> float:
        """How many live in the city in that year, as the model of its buildings has it."""
        return float(self._twins.twin(city).reference.population[year - FIRST])

    def indicators(
        self, city: City, answer: Answer, year: int, people: float
    ) -> tuple[KpiEffect, ...]:
        """What the answer does to the indicators, in the units that they have."""
        return kpi_effects(city, queries.kpi_values(self._library, city.id), answer, year, people)

    def flows(self, city: str, chosen: Sequence[Chosen], year: int) -> Flows:
        """What flows where in a year, before and after."""
        return self._twins.twin(city).circular.flows(tuple(chosen), year)

    def goals(self, city: City) -> tuple[Offer, ...]:
        """The indicators that may be made a goal, as they are now."""
        held, twin = queries.kpi_values(self._library, city.id), self._twins.twin(city.id)
        with self._twins.in_turn():
            answer = twin.answer((), (), [each.output for each in load_links()])
        years = (kpi_goals.NOW, kpi_goals.LATER)
        people = {year: self.people(city.id, year) for year in years}
        return kpi_goals.offers(city, held, answer, people)

    def reach(self, city: City, goal: Goal, offer: Offer | None = None) -> Reached:
        """The cheapest mix that gets there, begun at once, and the live answer of that mix.

        `offer` is one of `goals` if the goal is an indicator, else it is an output. Raises
        TwinError for what cannot be aimed at.
        """
        people = self.people(city.id, goal.year)
        aim = aims.of_indicator(goal, offer, people) if offer else aims.of_output(goal)
        twin = self._twins.twin(city.id)
        found = aims.reached(twin, aim, self._twins.in_turn)
        chosen = begun(found.levels)
        answer = self._twins.answer(city.id, chosen, aim.output)
        effect = None
        if offer:
            effects = self.indicators(city, answer, goal.year, people)
            effect = next(each for each in effects if each.card.code == offer.link.code)
        told, cost = aims.ranges(answer, city.municipality, aim)
        if offer and offer.basis == "observed":
            low, middle, high = (possible(each, offer.link) for each in told)
            told = (low, middle, high)
        chance = aims.chance(twin, aim, chosen)
        return Reached(found, chosen, chance, told, cost, effect)

    def basis(self, city: str) -> tuple[Reference, Surface]:
        """What the answers rest on."""
        return self._twins.twin(city).basis
