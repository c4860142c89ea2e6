"""What worker processes compute: a city made ready for answers, and full runs of a scenario.

Everything heavy (ebm, pvlib, pandas) is imported by what is called here, in the worker alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from data.models.answers import Around, CityTwin, of_energy
from data.models.fits import load_parts
from data.models.needs import PARTS
from data.models.worker import Tell
from data.scenarios.records import FlowLine
from data.twin.weather import read_weather
from twin.answer import Answer, Floats
from twin.energy import hours, work
from twin.energy.inputs import City
from twin.energy.live import Pattern
from twin.energy.local import Local
from twin.energy.surface import Surface
from twin.energy.use import Reference
from twin.errors import TwinError
from twin.scenario import Chosen

Mix = tuple[Chosen, ...]
Place = tuple[float, float]  # latitude, longitude in degrees


@dataclass(frozen=True)
class Computed:
    """A scenario's estimate by the response surface, and what the models themselves say."""

    estimate: Answer
    full: Answer
    flows: tuple[FlowLine, ...]
    people: tuple[float, ...]


def prepare(
    folder: Path, tell: Tell, city: City, weather: Path, place: Place
) -> tuple[Reference, Surface, Local]:
    """The parts of a fit, in the order of PARTS."""
    reference, surface = work.fitted(folder, tell, city)
    return reference, surface, hours.local(read_weather(weather), *place, reference.use)


def compute(
    folder: Path, tell: Tell, home: Path, city: City, around: Around, mixes: tuple[Mix, ...]
) -> tuple[Computed, ...]:
    """Each of these scenarios of one city; `home` holds the city's fit."""
    fitted = load_parts(home, "", PARTS)
    if fitted is None:
        raise TwinError("model_not_ready", city.id)
    twin = CityTwin(fitted, around)
    full = _full(folder, tell, city, twin, mixes)
    return tuple(_computed(twin, each, full) for each in mixes)


def _computed(twin: CityTwin, chosen: Mix, full: Mapping[Pattern, Floats]) -> Computed:
    return Computed(
        twin.everywhere(chosen),
        twin.everywhere(chosen, full),
        twin.flows(chosen),
        tuple(float(each) for each in twin.reference.population),
    )


def _full(
    folder: Path, tell: Tell, city: City, twin: CityTwin, mixes: tuple[Mix, ...]
) -> Mapping[Pattern, Floats]:
    """Of each pattern, what the energy model says at the middle of its levels.

    What it does not know of (solar power, say) changes nothing in it, and needs no run.
    """
    told = [twin.energy.patterns(of_energy(chosen)) for chosen in mixes]
    patterns = [each for found in told for each in found if each]
    asked = {pattern: _levels(twin, pattern) for pattern in dict.fromkeys(patterns)}
    before = twin.reference.use.values
    found = {pattern: before * 0 for pattern in asked}
    todo = {pattern: levels for pattern, levels in asked.items() if levels}
    if todo:
        runs = work.full(folder, tell, city, list(todo.values()))
        found |= {
            pattern: use.values - before for pattern, (use, _) in zip(todo, runs, strict=True)
        }
    return found


def _levels(twin: CityTwin, pattern: Pattern) -> dict[str, tuple[float, int]]:
    """Measure → effective level and start."""
    middle = twin.energy.middle(pattern)
    starts = {each.measure: each.start for each in pattern}
    return {measure: (level, starts[measure]) for measure, level in middle.items()}
