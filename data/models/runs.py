"""What is ordered of the full models, and what becomes of it: an estimate and a full run each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.models.answers import Around, CityTwin
from data.models.jobs import Task
from data.models.needs import CityNeeds
from data.scenarios import plain
from data.scenarios.records import Assumptions, FlowLine, Run
from data.scenarios.store import Scenarios
from twin.answer import Answer
from twin.scenario import Chosen

if TYPE_CHECKING:  # it loads the models, which only workers need
    from data.models.work import Computed

# A run of the energy model takes seconds, and a scenario limited to areas may need several.
LIMIT_SECONDS = 1200.0


@dataclass(frozen=True)
class Order:
    """One version that is to be computed, with what it is computed from.

    `stood`: where stations stand today, see `Around.stood`.
    """

    scenario: str
    number: int
    city: str
    chosen: tuple[Chosen, ...]
    known: Assumptions
    stood: str = ""

    def key(self, fit: str) -> str:
        """The same inputs, the same key."""
        figures = {name: list(map(float, each)) for name, each in self.figures.items()}
        made_of = [self.scenario, self.number, fit, plain.digest_of(self.chosen), figures]
        made_of += [self.stood] if self.stood else []  # a run from before lists were imported
        return plain.digest(made_of)

    def run_id(self, fit: str, kind: str) -> str:
        return plain.digest([self.key(fit), kind])

    @property
    def figures(self) -> dict[str, tuple[float, float, float]]:
        return plain.figures_of(self.known.table)

    @property
    def inputs(self) -> dict[str, str]:
        return {"stations": self.stood} if self.stood else {}


def task_for(
    store: Scenarios, orders: Sequence[Order], home: Path, needs: CityNeeds, around: Around
) -> Task:
    """All orders are of one city, whose fit is at `home` by the time that the task runs."""
    inputs = inputs_of(needs.fit.key, needs.stock, needs.fit.told)

    def keep(made: Sequence[Computed], folder: Path) -> None:
        for order, each in zip(orders, made, strict=True):
            for run in _runs(order, inputs, each):
                store.add_run(run)

    mixes = tuple(each.chosen for each in orders)
    arguments = (home, needs.tables, around, mixes)
    name = f"run {plain.digest([each.key(needs.fit.key) for each in orders])}"
    return Task(name, "data.models.work:compute", arguments, LIMIT_SECONDS, keep)


def inputs_of(fit: str, stock: str, told: Mapping[str, Any]) -> dict[str, str]:
    """`told`: of the fit. The building register is named where it says where buildings are."""
    register = told.get("register", 0)
    return {"fit": fit, "stock": stock} | ({"register": str(register)} if register else {})


def estimate(store: Scenarios, twin: CityTwin, order: Order) -> Run:
    """What the fit says of a version, kept as its run until the full models have run for it.

    It is the very run that a worker would add for this fit; it takes about a second.
    """
    reference = twin.reference
    inputs = inputs_of(twin.key, reference.inputs_hash[:32], twin.told)
    people = tuple(float(each) for each in reference.population)
    told = (twin.everywhere(order.chosen), people, twin.flows(order.chosen))
    run = _run(order, inputs, *told)
    store.add_run(run)
    return run


def _runs(order: Order, inputs: dict[str, str], made: Computed) -> list[Run]:
    both = (made.estimate, made.full)
    return [_run(order, inputs, answer, made.people, made.flows) for answer in both]


def _run(
    order: Order,
    inputs: dict[str, str],
    answer: Answer,
    people: tuple[float, ...],
    flows: tuple[FlowLine, ...],
) -> Run:
    return Run(
        id=order.run_id(inputs["fit"], answer.kind),
        scenario=order.scenario,
        version=order.number,
        chosen=plain.digest_of(order.chosen),
        assumption_version=order.known.number,
        assumptions=order.figures,
        inputs=inputs | order.inputs,
        people=people,
        answer=answer,
        made_at=dt.datetime.now(dt.UTC),
        flows=flows,
    )
