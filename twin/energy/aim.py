"""The cheapest mix of energy measures that reaches a target: twin.search on live answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from twin.answer import Floats
from twin.energy.deeds import GROUPS, HEAT_PUMPS
from twin.energy.live import Live
from twin.energy.outputs import NAMES
from twin.errors import TwinError
from twin.mixes import Lever, Target
from twin.scenario import EARLIEST, YEARS, Chosen
from twin.search import Found, cheapest

# Outputs that are no aim: what a mix costs, and what has no meaning without one.
NO_AIM = ("cost_per_kwh", "self_consumption", "investment", "yearly_cost")
# In the baseline nought: no share of it can be asked for.
FROM_NOUGHT = ("solar", "managed_area", "certified_area")


@dataclass(frozen=True, slots=True)
class Aim:
    """An output's target in a year.

    `of_baseline`: the target's bound is a share of the same year's baseline, draw by draw; what
    nobody knows of both (the emissions of electricity) then cancels out. Else it is in the
    output's unit. `measures`: those that may be used (none told: all), from `start` on, in the
    whole city.
    """

    output: str
    year: int
    target: Target
    of_baseline: bool = False
    measures: tuple[str, ...] = ()
    start: int = EARLIEST


def reached(live: Live, aim: Aim) -> Found:
    """Cheapest is the least yearly cost in the year of the aim, at its p50.

    That is annuities, upkeep and the bill for energy. Raises `TwinError` with `output_unknown`,
    `target_year` or `measure_unknown`.
    """
    barred = NO_AIM + FROM_NOUGHT if aim.of_baseline else NO_AIM
    if aim.output not in NAMES or aim.output in barred:
        raise TwinError("output_unknown", aim.output)
    if aim.year not in YEARS or aim.year < aim.start:
        raise TwinError("target_year", str(aim.year))
    before = live.baseline(live.code, (aim.year,))

    def model(levels: Mapping[str, float]) -> tuple[Floats, float]:
        chosen = [Chosen(measure, level, aim.start) for measure, level in levels.items()]
        outcome = live.outcome(chosen, (aim.year,))
        dearer = float(np.median(outcome.of("yearly_cost") - before.of("yearly_cost")))
        result = outcome.of(aim.output)
        if aim.of_baseline:
            result = result / before.of(aim.output)
        return result[:, 0], dearer

    return cheapest(model, aim.target, _levers(live, aim.measures), [frozenset(HEAT_PUMPS)])


def _levers(live: Live, measures: Sequence[str]) -> list[Lever]:
    known = live.city.measures
    for measure in measures:
        if measure not in known or measure not in GROUPS:
            raise TwinError("measure_unknown", measure)
    used = measures or [measure for measure in known if measure in GROUPS]
    return [Lever(measure, known[measure].highest, known[measure].step) for measure in used]
