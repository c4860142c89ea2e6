"""From a goal to the mix that reaches it: the energy models' search, or that of waste."""

from __future__ import annotations

from collections.abc import Sequence

from data.models.answers import CityTwin
from data.models.goals import Goal, Offer, Range
from data.models.kpi_goals import bound, reading
from data.twin.tables import load_outputs
from twin.aims import Aim, Turn
from twin.answer import Answer
from twin.circular import aim as circular
from twin.energy import aim as energy
from twin.energy.outputs import NAMES
from twin.errors import TwinError
from twin.mixes import Target
from twin.scenario import Chosen
from twin.search import Found


def of_output(goal: Goal) -> Aim:
    """Raises TwinError `output_unknown`, `target_bound`, `target_probability`."""
    output = load_outputs().get(goal.what)
    if output is None:
        raise TwinError("output_unknown", goal.what)
    target = Target(goal.value, output.better != "higher", goal.chance)
    return Aim(goal.what, goal.year, target, goal.of_baseline)


def of_indicator(goal: Goal, offer: Offer, people: float) -> Aim:
    """So many `people` live in the city in the year of the goal. Raises as `of_output`."""
    if offer.closed:
        raise TwinError("output_unknown", offer.link.output)
    target = Target(bound(offer, goal.value), offer.at_most, goal.chance)
    return Aim(offer.link.output, goal.year, target, reading=reading(offer, people))


def reached(twin: CityTwin, aim: Aim, turn: Turn) -> Found:
    """`turn` is taken for each single question, so that sliders are answered in between."""
    if aim.output in NAMES:
        return energy.reached(twin.energy, aim, turn)
    return circular.reached(twin.circular, aim, turn)


def chance(twin: CityTwin, aim: Aim, chosen: Sequence[Chosen]) -> float:
    """How surely just this mix gets there, by every draw of its live answer."""
    if aim.output in NAMES:
        return energy.chance(twin.energy, aim, chosen)
    return circular.chance(twin.circular, aim, chosen)


def ranges(answer: Answer, own: str, aim: Aim) -> tuple[Range, Range]:
    """What is aimed at (p10, p50, p90) in the unit of its reading, and the change of cost."""
    whole, at = answer.areas[own], answer.years.index(aim.year)
    series, read = whole[aim.output], aim.reading
    rows = series.scenario if read.start is None else series.change
    low, middle, high = (float(each) * read.factor + (read.start or 0.0) for each in rows[:, at])
    cost = whole["yearly_cost" if aim.output in NAMES else circular.COST].change[:, at]
    return (low, middle, high), (float(cost[0]), float(cost[1]), float(cost[2]))
