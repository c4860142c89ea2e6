"""What the simulated people of a rehearsal do when a question is asked again with feedback: many of
them come nearer to the middle of what was answered before, and a few say why."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any, cast

from workshop.model import Round

NEARER = 0.6  # of the crowd come nearer to the middle
REASON = 0.12  # say why


def nearer(round_: Round, item: str, value: Any, rng: random.Random) -> Any:
    """The answer after reading the feedback; as it was where there is none to read."""
    read = (round_.feedback or {}).get("middles", ())
    middles = {each["id"]: each["median"] for each in read}
    if isinstance(value, dict):
        given = cast(Mapping[str, Any], value)
        return {option: _step(n, middles.get(option), rng) for option, n in given.items()}
    return _step(value, middles.get(item), rng)


def _step(value: Any, middle: float | None, rng: random.Random) -> Any:
    """Half of the way, in whole numbers where the answer is one; no answer in words moves."""
    if middle is None or not isinstance(value, (int, float)) or rng.random() > NEARER:
        return value
    way = middle - value
    half = int(way / 2) or (1 if way >= 1 else -1 if way <= -1 else 0)
    return value + half


def says_why(round_: Round, rng: random.Random) -> bool:
    declared = round_.step.settings.get("delphi")
    return bool(declared and declared["reasons"]) and rng.random() < REASON
