"""The product with a model that answers at once: `python -m tests.workshop.sliding_app`.

Its answers are in proportion to the levels, and mean nothing; everything around them is real.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import app
from data.models.beyond import Beyond
from data.models.live import Twins
from tests.scenario_runs import OWN, answer
from twin.answer import Answer
from twin.errors import TwinError
from twin.scenario import Chosen

PEOPLE = 50_000.0
SILENT = 0.5  # a level at which the model has nothing to say


def sliding(self: Twins, city: str, chosen: Sequence[Chosen], output: str) -> Answer:
    levels = [each.level for each in chosen]
    if SILENT in levels:
        raise TwinError("model_not_ready", city)
    return answer(-100 * sum(levels), OWN[city])


def living(self: Beyond, city: str, year: int) -> float:
    return PEOPLE


def unregistered(self: Beyond, city: str) -> None:
    return None


if __name__ == "__main__":
    Beyond.register = unregistered
    Twins.answer = sliding
    Beyond.people = living
    code = app.main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)
