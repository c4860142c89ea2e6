"""What an answer means beyond its outputs: indicators, flows, the full run, and what it would take.

Built on `data.models.live`, which answers sliders. Never on the socket loop.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data import queries
from data.errors import DataError
from data.library import Library
from data.models.goals import Goal
from data.models.live import Twins
from data.records import City
from data.scenarios import plain
from data.scenarios.effects import KpiEffect, difference, kpi_effects
from data.scenarios.records import Run
from data.scenarios.store import Scenarios
from data.twin.tables import load_outputs
from twin.answer import Answer
from twin.circular.flows import Flow
from twin.energy.aim import Aim, reached
from twin.energy.surface import Surface
from twin.energy.use import Reference
from twin.mixes import Target
from twin.scenario import FIRST, Chosen
from twin.search import Found

Flows = Mapping[str, tuple[tuple[Flow, ...], tuple[Flow, ...]]]


class Beyond:
    def __init__(self, library: Library, scenarios: Scenarios, twins: Twins) -> None:
        self._library, self._scenarios, self._twins = library, scenarios, twins

    def full(self, city: str, chosen: Sequence[Chosen], scenario: str) -> Run | None:
        """The full models' run of a saved scenario, if it is of this very mix and up to date."""
        try:
            if not scenario or self._scenarios.get(scenario).city != city:
                return None
            run = self._scenarios.run_of(scenario, kind="full")
        except DataError:
            return None
        now = self._scenarios.assumptions(city).number
        same = run is not None and run.chosen == plain.digest_of(chosen)
        return run if run is not None and same and run.assumption_version == now else None

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

    def reach(self, city: str, goal: Goal) -> Found:
        """The cheapest mix of energy measures that gets there, all of them begun at once."""
        at_most = load_outputs()[goal.output].better != "higher"
        target = Target(goal.value, at_most, goal.chance)
        twin = self._twins.twin(city)
        with self._twins.in_turn():
            return reached(twin.energy, Aim(goal.output, goal.year, target, goal.of_baseline))

    def basis(self, city: str) -> tuple[Reference, Surface]:
        """What the answers rest on."""
        return self._twins.twin(city).basis
