"""The settings of each kind of step, checked, and filled in where they have a default."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from workshop.agenda_fields import COLOURS, distinct, mapping, option_list, setting, whole
from workshop.ballots import METHODS
from workshop.errors import Rejected
from workshop.model import CHOICE_KINDS, SHOWING_KINDS, Json, Option, Step, StepKind

# Scenarios, outputs and measures are named by the twin and its files: longer than our own names.
SCENARIO = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}\Z")
_OUTPUT = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
YEARS, YEAR = (2025, 2050), 2040
OUTPUT = "energy_total"
COMPARED = (2, 5)
SLIDERS = 8
# Why a question is not asked once more: the middle half lies close, few changed, or so many rounds.
DELPHI_STOPS = ("middle", "changed", "rounds")
DELPHI_ROUNDS = (2, 3)


def checked(kind: str, value: object, options: Sequence[Option], where: str) -> Json:
    """The settings of a step of this kind, in their one stored form."""
    settings = mapping(value if value is not None else {}, "agenda_settings", where)
    own = _of_kind(kind, settings, options, where)
    return own | _in_steps(kind, settings) | _delphi(kind, settings, own, options)


def _delphi(kind: str, settings: Mapping[str, Any], own: Json, options: Sequence[Option]) -> Json:
    """The question is asked up to three times, with feedback, until the declared rule says stop."""
    if settings.get("delphi") is None:
        return {}
    wished = mapping(settings["delphi"], "agenda_delphi", "delphi")
    way = own.get("ballot", kind)
    step = Step("", cast(StepKind, way), {}, {}, 0, {}, None, None, tuple(options), own)
    scale = METHODS[way].scale(step) if way in METHODS else None
    stop, most = wished.get("stop", "rounds"), wished.get("most", 0)
    if scale is None or stop not in DELPHI_STOPS:
        raise Rejected("agenda_delphi", "delphi")
    high = {"middle": scale[1] - scale[0], "changed": 100, "rounds": 0}[stop]
    if not isinstance(most, (int, float)) or isinstance(most, bool) or not 0 <= most <= high:
        raise Rejected("agenda_delphi", "delphi.most")
    rounds = wished.get("rounds", DELPHI_ROUNDS[1])
    if not whole(rounds, *DELPHI_ROUNDS):
        raise Rejected("agenda_delphi", "delphi.rounds")
    reasons = wished.get("reasons", True) is not False
    return {"delphi": {"rounds": rounds, "stop": stop, "most": most, "reasons": reasons}}


def _in_steps(kind: str, settings: Mapping[str, Any]) -> Json:
    """Whether the big button shows the result part by part."""
    wished = settings.get("in_steps") is True and kind not in SHOWING_KINDS
    return {"in_steps": True} if wished else {}


def _of_kind(kind: str, settings: Mapping[str, Any], options: Sequence[Option], where: str) -> Json:
    own = METHODS[kind].settings(settings, options, where) if kind in METHODS else {}
    if kind == "ideas":
        return {
            "per_person": setting(settings, "per_person", 3, 1, 20),
            "length": setting(settings, "length", 140, 20, 400),
        }
    if kind == "pins":
        return _pins(settings, where)
    if kind == "compare":
        return _compare(settings, options, where)
    read = _TWIN.get(kind)
    return read(settings, where) | own if read else own


def compared(value: object, where: str) -> tuple[Option, ...]:
    """The scenarios that a comparison is between, as options to vote on."""
    options = option_list(value, where, "agenda_scenarios", SCENARIO)
    if not COMPARED[0] <= len(options) <= COMPARED[1]:
        raise Rejected("agenda_scenarios", where)
    return options


def _pins(settings: Mapping[str, Any], where: str) -> Json:
    categories = option_list(settings.get("categories") or [], where, "agenda_settings")
    if not categories or len(categories) > 8:
        raise Rejected("agenda_settings", f"{where}.categories")
    return {
        "categories": [
            {"id": c.id, "text": dict(c.text), "colour": c.colour or COLOURS[i % len(COLOURS)]}
            for i, c in enumerate(categories)
        ],
        "text": bool(settings.get("text", True)),
        **({"photos": True} if settings.get("photos") is True else {}),
        "per_person": setting(settings, "per_person", 5, 1, 50),
        "length": setting(settings, "length", 200, 20, 400),
    }


def _seen(settings: Mapping[str, Any], where: str) -> Json:
    """Which year and which output of the model are looked at."""
    output = settings.get("output", OUTPUT)
    if not isinstance(output, str) or not _OUTPUT.match(output):
        raise Rejected("agenda_settings", f"{where}.output")
    return {"year": setting(settings, "year", YEAR, *YEARS), "output": output}


def _scenario(settings: Mapping[str, Any], where: str) -> Json:
    one = settings.get("scenario")
    if not isinstance(one, str) or not SCENARIO.match(one):
        raise Rejected("agenda_scenario", f"{where}.scenario")
    return {"scenario": one} | _seen(settings, where)


def _compare(settings: Mapping[str, Any], options: Sequence[Option], where: str) -> Json:
    ballot = settings.get("ballot", "approval")
    if ballot not in CHOICE_KINDS:
        raise Rejected("agenda_settings", f"{where}.ballot")
    asked = METHODS[ballot].settings(settings, options, where)
    return {"ballot": ballot} | asked | _seen(settings, where)


def _live(settings: Mapping[str, Any], where: str) -> Json:
    """The sliders on the desk; a scenario, where one is named, is where they start from."""
    measures = cast(object, settings.get("measures"))
    if not isinstance(measures, list) or not 0 < len(cast(list[object], measures)) <= SLIDERS:
        raise Rejected("agenda_sliders", f"{where}.measures")
    named = [m for m in cast(list[object], measures) if isinstance(m, str) and _OUTPUT.match(m)]
    if len(named) != len(cast(list[object], measures)):
        raise Rejected("agenda_sliders", f"{where}.measures")
    distinct(named, f"{where}.measures")
    start = _scenario(settings, where) if settings.get("scenario") else _seen(settings, where)
    return start | {"measures": named}


_TWIN = {"scenario": _scenario, "guess": _scenario, "live": _live}
