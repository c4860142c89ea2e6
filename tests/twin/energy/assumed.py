"""The energy models' assumptions as shipped, and what they are drawn to."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np
import yaml

from twin.answer import Floats
from twin.draws import DRAWS, draw
from twin.scenario import Assumption

SHIPPED = Path(__file__).parents[3] / "data" / "twin" / "assumptions.yml"


@lru_cache(maxsize=1)
def shipped() -> tuple[Assumption, ...]:
    return tuple(Assumption(**entry) for entry in yaml.safe_load(SHIPPED.read_text("utf-8")))


@lru_cache(maxsize=4)
def known(count: int = DRAWS) -> Mapping[str, Floats]:
    return draw(shipped(), count)


def fixed(**values: float) -> Mapping[str, Floats]:
    """Every assumption at its likely value, in one draw, some of them as told."""
    plain = {each.id: each.value for each in shipped()}
    assert set(values) <= set(plain)
    return {name: np.array([float(value)]) for name, value in (plain | values).items()}
