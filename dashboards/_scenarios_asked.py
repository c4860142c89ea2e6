"""What a script of the scenarios page sends, read once: a wrong shape is refused as `invalid`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import request

from data.scenarios.plain import chosen_of
from data.twin.places import rounded
from twin.errors import TwinError
from twin.scenario import YEARS, Chosen

Json = dict[str, Any]
MOST_CHOSEN = 60


def body() -> Json:
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise TwinError("invalid")
    return sent


def mix(asked: Json) -> tuple[Chosen, ...] | str:
    """Measures, or the id of a scenario that another model computed."""
    held = asked.get("held")
    return held if isinstance(held, str) and held else measures(asked.get("chosen"))


def measures(asked: object) -> tuple[Chosen, ...]:
    """As they were sent; what they may be is checked where they are answered.

    Places no finer than they are shown: a scenario must not know more of a pin than its readers.
    """
    try:
        told = chosen_of(listed(asked, MOST_CHOSEN))
    except (KeyError, TypeError, ValueError):
        raise TwinError("invalid") from None
    return tuple(
        replace(each, places=rounded(each.places), closed=rounded(each.closed)) for each in told
    )


def listed(asked: object, most: int) -> list[Any]:
    if asked is None:
        return []
    if not isinstance(asked, list) or len(asked) > most:
        raise TwinError("invalid")
    return asked


def year(asked: Json) -> int:
    found = asked.get("year")
    if type(found) is not int or found not in YEARS:
        raise TwinError("invalid")
    return found


def number(asked: Any, name: str) -> float:
    value = asked.get(name) if isinstance(asked, dict) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TwinError("invalid")
    return float(value)
