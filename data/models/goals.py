"""What somebody wants to reach, and the mix that gets there as a scenario; loads no models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from data.benchmarks import Benchmark
from data.card import Card, DataPoint
from data.records import Observation
from data.scenarios.effects import KpiEffect
from data.twin.tables import load_measures
from twin.indicators import Link
from twin.scenario import EARLIEST, Chosen

if TYPE_CHECKING:  # it loads the mathematics, which nobody should wait for at a start
    from twin.search import Found

Range = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Goal:
    """`what` is an output, or an indicator's value by its code and data point.

    It should reach `value` in `year` with this probability. `of_baseline`: the value is a share of
    what the output is on today's course, else it is in the unit of what is asked for.
    """

    what: str
    value: float
    year: int
    chance: float
    of_baseline: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """An indicator's value that can be made a goal, or a reason why it cannot.

    `basis`: what is asked for is the value that was `observed`, plus the change; or, where nothing
    was reported, the value as the `model` has it; or the `change` alone, where the model covers
    only a part. `now` is in the indicator's unit, None for a change; `course` is where the model
    has it later without measures. `target` is what is proposed: the benchmark, or else somewhat
    better. `closed`: "" when it can be asked
    for; `direction` where nobody has said which way is better, `stations` where it is not known
    where they stand, `nought` where there is nothing left to lower.
    """

    link: Link
    card: Card
    point: DataPoint
    basis: Literal["observed", "model", "change"]
    observed: Observation | None
    benchmark: Benchmark | None
    now: float | None = None
    course: float | None = None
    target: float = 0.0
    closed: Literal["", "direction", "stations", "nought"] = ""

    @property
    def id(self) -> str:
        return f"{self.link.code} {self.link.data_point}".strip()

    @property
    def at_most(self) -> bool:
        return self.point.direction != "higher"


@dataclass(frozen=True, slots=True)
class Reached:
    """A mix that was found, and what the live answer says of just this mix.

    `probability`: the share of its draws that meet the goal. `told` (p10, p50, p90) is in the unit
    of the goal; `cost` is the change of the yearly cost, MNOK. `effect`: on an indicator, if it is
    one.
    """

    found: Found
    chosen: tuple[Chosen, ...]
    probability: float
    told: Range
    cost: Range
    effect: KpiEffect | None = None


def begun(levels: Mapping[str, float]) -> tuple[Chosen, ...]:
    """Measures at these levels, as early as they can begin, in the order of the table."""
    return tuple(
        Chosen(each, round(levels[each], 4), EARLIEST)
        for each in load_measures()
        if levels.get(each)
    )
