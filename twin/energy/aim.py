"""The cheapest mix of energy measures that reaches a target: twin.search on live answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext

import numpy as np

from twin.aims import Aim, Turn
from twin.answer import Floats
from twin.energy.deeds import GROUPS, HEAT_PUMPS
from twin.energy.live import Live
from twin.energy.outputs import NAMES
from twin.errors import TwinError
from twin.mixes import Lever
from twin.scenario import YEARS, Chosen
from twin.search import Found, cheapest

# Outputs that are no aim: what a mix costs, and what has no meaning without one.
NO_AIM = ("cost_per_kwh", "self_consumption", "investment", "yearly_cost")
# In the baseline nought: no share of it can be asked for.
FROM_NOUGHT = ("solar", "managed_area", "certified_area")


def reached(live: Live, aim: Aim, turn: Turn = nullcontext) -> Found:
    """Cheapest is the least yearly cost in the year of the aim, at its p50.

    That is annuities, upkeep and the bill for energy. Raises `TwinError` with `output_unknown`,
    `target_year` or `measure_unknown`.
    """
    barred = NO_AIM + FROM_NOUGHT if aim.of_baseline else NO_AIM
    if aim.output not in NAMES or aim.output in barred:
        raise TwinError("output_unknown", aim.output)
    if not aim.in_reach_of_time:
        raise TwinError("target_year", str(aim.year))
    before = live.baseline(live.code, (aim.year,))

    def model(levels: Mapping[str, float]) -> tuple[Floats, float]:
        chosen = [Chosen(measure, level, aim.start) for measure, level in levels.items()]
        with turn():
            outcome = live.outcome(chosen, (aim.year,))
            dearer = float(np.median(outcome.of("yearly_cost") - before.of("yearly_cost")))
            result = aim.read(outcome.of(aim.output), before.of(aim.output))
        return result[:, 0], dearer

    return cheapest(model, aim.target, _levers(live, aim.measures), [frozenset(HEAT_PUMPS)])


def chance(live: Live, aim: Aim, chosen: Sequence[Chosen]) -> float:
    """The share of the live answer's draws of just this mix that meet the target."""
    before = live.baseline(live.code, YEARS).of(aim.output)
    result = aim.read(live.outcome(chosen, YEARS).of(aim.output), before)
    return aim.target.met(result[:, YEARS.index(aim.year)])


def _levers(live: Live, measures: Sequence[str]) -> list[Lever]:
    known = live.city.measures
    for measure in measures:
        if measure not in known or measure not in GROUPS:
            raise TwinError("measure_unknown", measure)
    used = measures or [measure for measure in known if measure in GROUPS]
    return [Lever(measure, known[measure].highest, known[measure].step) for measure in used]
