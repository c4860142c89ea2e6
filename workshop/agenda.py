"""Read an agenda that a person wrote: every step checked before anybody sees it."""

from __future__ import annotations

import re
from typing import cast

from workshop.agenda_fields import OPTION, distinct, mapping, name, option_list, text, whole
from workshop.agenda_settings import checked, compared
from workshop.errors import Rejected
from workshop.model import CHOICE_KINDS, STEP_KINDS, Json, Option, Step

_YEAR = re.compile(r"[0-9]{4}\Z")
_PLACE = re.compile(r"[a-z0-9_-]{1,40}\Z")

TITLE, TEXT = 140, 600
MAX_STEPS = 30
LAYERS = ("municipalities", "districts")


def parse_agenda(value: object) -> tuple[Step, ...]:
    """The steps of an agenda in JSON form; `Rejected` names the step and field that is wrong."""
    if not isinstance(value, list) or not value:
        raise Rejected("agenda_empty")
    items = cast(list[object], value)
    if len(items) > MAX_STEPS:
        raise Rejected("agenda_long")
    steps = tuple(parse_step(item, f"steps[{i}]") for i, item in enumerate(items))
    distinct([step.id for step in steps], "steps")
    return steps


def parse_step(value: object, where: str = "step") -> Step:
    """One step; all texts trimmed, all settings filled in with their defaults."""
    step = mapping(value, "agenda_kind", where)
    kind = step.get("kind")
    if kind not in STEP_KINDS:
        raise Rejected("agenda_kind", f"{where}.kind")
    minutes = step.get("minutes", 5)
    if not whole(minutes, 0, 240):
        raise Rejected("agenda_minutes", f"{where}.minutes")
    options = _options(kind, step.get("options"), where)
    return Step(
        id=name(step.get("id"), f"{where}.id"),
        kind=kind,
        title=text(step.get("title"), TITLE, f"{where}.title", code="agenda_title", needed=True),
        text=text(step.get("text"), TEXT, f"{where}.text"),
        minutes=minutes,
        notes=text(step.get("notes"), 2 * TEXT, f"{where}.notes"),
        view=_view(step.get("view"), f"{where}.view"),
        card=_card(step.get("card"), f"{where}.card"),
        options=options,
        settings=checked(kind, step.get("settings"), options, f"{where}.settings"),
    )


def step_json(step: Step, notes: bool = True, words: bool = False) -> Json:
    """The step in JSON form, as it came in; without the speaker's notes where others read it.

    `words`: with the words of ideas that it borrows. They belong on screens, in nothing that is
    kept: see `workshop.borrowed`.
    """
    out: Json = {
        "id": step.id,
        "kind": step.kind,
        "title": dict(step.title),
        "text": dict(step.text),
        "minutes": step.minutes,
        "view": step.view,
        "card": step.card,
        "options": [_option(option, words) for option in step.options],
        "settings": step.settings,
    }
    return out | {"notes": dict(step.notes)} if notes else out


def _option(option: Option, words: bool) -> Json:
    own: Json = {"id": option.id, "text": dict(option.text) if words or not option.idea else {}}
    colour = {"colour": option.colour} if option.colour else {}
    return own | colour | ({"idea": option.idea} if option.idea else {})


def _view(value: object, where: str) -> Json | None:
    if value is None:
        return None
    view = mapping(value, "agenda_view", where)
    city, layer, indicator = view.get("city"), view.get("layer"), view.get("indicator")
    year = str(view.get("year", ""))
    good = (
        isinstance(city, str)
        and _PLACE.match(city)
        and layer in LAYERS
        and isinstance(indicator, str)
        and 0 < len(indicator) <= 40
        and (not year or _YEAR.match(year))
    )
    if not good:
        raise Rejected("agenda_view", where)
    return {"city": city, "layer": layer, "indicator": indicator, "year": year}


def _card(value: object, where: str) -> Json | None:
    if value is None:
        return None
    card = mapping(value, "agenda_text", where)
    points = cast(object, card.get("points") or [])
    if not isinstance(points, list) or len(cast(list[object], points)) > 8:
        raise Rejected("agenda_text", f"{where}.points")
    return {
        "title": text(card.get("title"), TITLE, f"{where}.title"),
        "text": text(card.get("text"), TEXT, f"{where}.text"),
        "points": [
            text(p, OPTION, f"{where}.points[{i}]")
            for i, p in enumerate(cast(list[object], points))
        ],
    }


def _options(kind: object, value: object, where: str) -> tuple[Option, ...]:
    if kind == "compare":
        return compared(value, f"{where}.options")
    if kind not in CHOICE_KINDS:
        return ()
    options = option_list(value, f"{where}.options", "agenda_options")
    if not options:
        raise Rejected("agenda_options", f"{where}.options")
    return options
