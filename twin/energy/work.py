"""What a worker process computes about energy: a city made ready, and full runs of scenarios.

Each gets an empty folder of its own and a function to tell how far it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from twin.energy import fit
from twin.energy.fit import Asked, Ran
from twin.energy.inputs import City
from twin.energy.run import Model
from twin.energy.surface import Surface
from twin.energy.use import Reference, Stock, Use

# A share of the work from 0 to 1, and a word for what is done now.
Tell = Callable[[float, str], None]


def fitted(
    folder: Path, tell: Tell, city: City, runs: int = fit.RUNS, held_out: int = fit.HELD_OUT
) -> tuple[Reference, Surface]:
    """The city's reference and response surface, its error measured against fresh runs."""
    tell(0, "reference")
    model = Model(city, folder)
    return model.reference, surface(model, tell, runs, held_out)


def surface(model: Model, tell: Tell, runs: int, held_out: int) -> Surface:
    """Fitted to so many runs, measured against so many others."""
    steps = 1 + runs + held_out

    def ran(asked: Sequence[Asked], done: int, word: str) -> list[Ran]:
        found = []
        for i, each in enumerate(asked):
            tell((1 + done + i) / steps, word)
            use, _ = model.full(each.levels, each.starts)
            found.append(Ran(each, use.values - model.reference.use.values))
        return found

    made = fit.fit(model.reference, ran(fit.design(runs), 0, "fitting"))
    told = fit.errors(made, model.reference, ran(fit.fresh(held_out), runs, "checking"))
    return replace(made, error=told)


def full(
    folder: Path, tell: Tell, city: City, asked: Sequence[Mapping[str, tuple[float, int]]]
) -> list[tuple[Use, Stock]]:
    """Full runs, one for each set of measures: measure → effective level and start."""
    tell(0, "reference")
    model, found = Model(city, folder), []
    for i, chosen in enumerate(asked):
        tell((1 + i) / (1 + len(asked)), "running")
        levels = {measure: level for measure, (level, _) in chosen.items()}
        found.append(model.full(levels, {measure: start for measure, (_, start) in chosen.items()}))
    return found
