"""The energy models' assumptions as shipped, and what they are drawn to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from data.twin.tables import load_assumptions
from twin.answer import Floats
from twin.draws import DRAWS, draw
from twin.scenario import Assumption


def shipped() -> tuple[Assumption, ...]:
    return tuple(load_assumptions().values())


@lru_cache(maxsize=4)
def known(count: int = DRAWS) -> Mapping[str, Floats]:
    return draw(shipped(), count)


def fixed(**values: float) -> Mapping[str, Floats]:
    """Every assumption at its likely value, in one draw, some of them as told."""
    plain = {each.id: each.value for each in shipped()}
    assert set(values) <= set(plain)
    return {name: np.array([float(value)]) for name, value in (plain | values).items()}
