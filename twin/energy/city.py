"""What an answer rests on: a city, what stands in for its model, and what is drawn of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from twin.answer import Floats
from twin.draws import draw
from twin.energy.levers import DEPTHS
from twin.energy.local import Local
from twin.energy.owners import owned
from twin.energy.slopes import Driver, Slopes
from twin.energy.use import Reference
from twin.scenario import Assumption, Measure


class Surface(Protocol):
    """What stands in for the model: levels before they are drawn → GWh a year more."""

    def slopes(
        self, levels: Mapping[str, float], starts: Mapping[str, int], drivers: Mapping[str, Driver]
    ) -> Slopes: ...


@dataclass(frozen=True, slots=True)
class City:
    """All that an answer rests on, besides what is chosen."""

    reference: Reference
    surface: Surface
    local: Local
    measures: Mapping[str, Measure]
    assumptions: Mapping[str, Assumption]


class Drawn(Mapping[str, Floats]):
    """Assumptions as drawn; `used` are those that some output has asked for.

    `owned` as in `owners`. `likely`: the depths that the model was run with; one of nought saves
    nothing, however it is drawn.
    """

    def __init__(self, assumptions: Mapping[str, Assumption], draws: int) -> None:
        self._drawn = dict(draw(tuple(assumptions.values()), draws))
        self.used: set[str] = set()
        depths = [f"depth_{each}" for each in DEPTHS]
        self.likely = {name: assumptions[name].value or 1.0 for name in depths}
        self._assumptions = assumptions

    @cached_property
    def owned(self) -> Floats:
        return owned(self, self._assumptions)

    def __getitem__(self, name: str) -> Floats:
        self.used.add(name)
        return self._drawn[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._drawn)

    def __len__(self) -> int:
        return len(self._drawn)
