"""The shipped assumptions drawn, and levels that climb a ramp, for the tests of the models."""

from __future__ import annotations

import numpy as np

from data.twin.tables import load_assumptions
from twin.answer import Floats
from twin.circular.waste import Drawn
from twin.draws import draw
from twin.scenario import YEARS, Assumption

PEOPLE = np.full(len(YEARS), 60_000.0)


def assumptions(prefix: str) -> list[Assumption]:
    return [each for name, each in load_assumptions().items() if name.startswith(prefix)]


def drawn(prefix: str, count: int = 256) -> Drawn:
    return draw(assumptions(prefix), count)


def ramp(level: float, start: int = 2030, years: int = 5) -> Floats:
    """(1, years): nought before the start, the whole level once the ramp is climbed."""
    return level * np.clip((np.array(YEARS) - start + 1) / years, 0, 1)[None]
