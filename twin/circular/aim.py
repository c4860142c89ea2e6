"""The cheapest mix of waste measures that reaches a target: twin.search on the models themselves.

What materials cost is not modelled, so that no mix about them can be called the cheapest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext

import numpy as np

from twin.aims import Aim, Turn
from twin.answer import Floats
from twin.circular.answer import Live
from twin.circular.touched import ACCESS, WASTE, touched
from twin.errors import TwinError
from twin.mixes import Lever
from twin.scenario import YEARS, Chosen
from twin.search import Found, cheapest

COST = "waste_cost"
AIMS = (*(each for each in WASTE if each != COST), ACCESS)


def reached(live: Live, aim: Aim, turn: Turn = nullcontext) -> Found:
    """Cheapest is the least yearly cost of waste in the year of the aim, at its p50.

    Raises `TwinError` with `output_unknown` (also where nobody knows where the stations are),
    `target_year`, `measure_unknown` or `levers_none`.
    """
    if not aim.in_reach_of_time:
        raise TwinError("target_year", str(aim.year))
    when = slice(YEARS.index(aim.year), YEARS.index(aim.year) + 1)
    before = _told(live, aim, (), when)

    def model(levels: Mapping[str, float]) -> tuple[Floats, float]:
        chosen = [Chosen(measure, level, aim.start) for measure, level in levels.items()]
        with turn():
            after = _told(live, aim, chosen, when)
        dearer = float(np.median(after[COST] - before[COST]))
        return aim.read(after[aim.output], before[aim.output])[:, 0], dearer

    return cheapest(model, aim.target, _levers(live, aim))


def chance(live: Live, aim: Aim, chosen: Sequence[Chosen]) -> float:
    """The share of the live answer's draws of just this mix that meet the target."""
    always = slice(None)
    before, after = (_told(live, aim, each, always)[aim.output] for each in ((), chosen))
    return aim.target.met(aim.read(after, before)[:, YEARS.index(aim.year)])


def _told(live: Live, aim: Aim, chosen: Sequence[Chosen], when: slice) -> Mapping[str, Floats]:
    found = live.town.outputs(live.code, chosen, (aim.output, COST), when)
    if aim.output not in AIMS or aim.output not in found:
        raise TwinError("output_unknown", aim.output)
    return found


def _levers(live: Live, aim: Aim) -> list[Lever]:
    """Those that act on what is aimed at."""
    known, homes = live.town.city.measures, live.town.stations is not None
    if strange := [each for each in aim.measures if each not in known]:
        raise TwinError("measure_unknown", strange[0])
    acting = [
        each
        for each in aim.measures or known
        if aim.output in touched((Chosen(each, known[each].step, aim.start),), homes)
    ]
    return [Lever(each, known[each].highest, known[each].step) for each in acting]
