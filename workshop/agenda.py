"""Read an agenda that a person wrote: every step checked before anybody sees it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from workshop.errors import Rejected
from workshop.model import STEP_KINDS, Json, Option, Step

LANGUAGES = ("nb", "nn", "sv", "en")
COLOURS = ("teal", "orange", "blue", "purple")
_ID = re.compile(r"[a-z0-9_-]{1,24}\Z")
_YEAR = re.compile(r"[0-9]{4}\Z")
_PLACE = re.compile(r"[a-z0-9_-]{1,40}\Z")

TITLE, TEXT, OPTION = 140, 600, 200
MAX_STEPS, MAX_OPTIONS = 30, 40
LAYERS = ("municipalities", "districts")


def parse_agenda(value: object) -> tuple[Step, ...]:
    """The steps of an agenda in JSON form; `Rejected` names the step and field that is wrong."""
    if not isinstance(value, list) or not value:
        raise Rejected("agenda_empty")
    items = cast(list[object], value)
    if len(items) > MAX_STEPS:
        raise Rejected("agenda_long")
    steps = tuple(parse_step(item, f"steps[{i}]") for i, item in enumerate(items))
    _distinct([step.id for step in steps], "steps")
    return steps


def parse_step(value: object, where: str = "step") -> Step:
    """One step; all texts trimmed, all settings filled in with their defaults."""
    step = _mapping(value, "agenda_kind", where)
    kind = step.get("kind")
    if kind not in STEP_KINDS:
        raise Rejected("agenda_kind", f"{where}.kind")
    minutes = step.get("minutes", 5)
    if not _whole(minutes, 0, 240):
        raise Rejected("agenda_minutes", f"{where}.minutes")
    return Step(
        id=_id(step.get("id"), f"{where}.id"),
        kind=kind,
        title=_text(step.get("title"), TITLE, f"{where}.title", code="agenda_title", needed=True),
        text=_text(step.get("text"), TEXT, f"{where}.text"),
        minutes=minutes,
        notes=_text(step.get("notes"), 2 * TEXT, f"{where}.notes"),
        view=_view(step.get("view"), f"{where}.view"),
        card=_card(step.get("card"), f"{where}.card"),
        options=_options(kind, step.get("options"), where),
        settings=_settings(kind, step.get("settings"), f"{where}.settings"),
    )


def step_json(step: Step, notes: bool = True) -> Json:
    """The step in JSON form, as it came in; without the speaker's notes where others read it."""
    out: Json = {
        "id": step.id,
        "kind": step.kind,
        "title": dict(step.title),
        "text": dict(step.text),
        "minutes": step.minutes,
        "view": step.view,
        "card": step.card,
        "options": [
            {"id": o.id, "text": dict(o.text)} | ({"colour": o.colour} if o.colour else {})
            for o in step.options
        ],
        "settings": step.settings,
    }
    return out | {"notes": dict(step.notes)} if notes else out


def _mapping(value: object, code: str, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise Rejected(code, where)
    return cast(Mapping[str, Any], value)


def _whole(value: object, low: int, high: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _id(value: object, where: str) -> str:
    if not isinstance(value, str) or not _ID.match(value):
        raise Rejected("agenda_id", where)
    return value


def _distinct(ids: Sequence[str], where: str) -> None:
    if len(set(ids)) != len(ids):
        raise Rejected("agenda_duplicate", where)


def _text(
    value: object, longest: int, where: str, code: str = "agenda_text", needed: bool = False
) -> dict[str, str]:
    texts = _mapping(value if value is not None else {}, code, where)
    out: dict[str, str] = {}
    for language, text in texts.items():
        if language not in LANGUAGES or not isinstance(text, str) or len(text) > longest:
            raise Rejected(code, f"{where}.{language}")
        if text.strip():
            out[language] = text.strip()
    if needed and not out:
        raise Rejected(code, where)
    return out


def _view(value: object, where: str) -> Json | None:
    if value is None:
        return None
    view = _mapping(value, "agenda_view", where)
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
    card = _mapping(value, "agenda_text", where)
    points = cast(object, card.get("points") or [])
    if not isinstance(points, list) or len(cast(list[object], points)) > 8:
        raise Rejected("agenda_text", f"{where}.points")
    return {
        "title": _text(card.get("title"), TITLE, f"{where}.title"),
        "text": _text(card.get("text"), TEXT, f"{where}.text"),
        "points": [
            _text(p, OPTION, f"{where}.points[{i}]")
            for i, p in enumerate(cast(list[object], points))
        ],
    }


def _options(kind: object, value: object, where: str) -> tuple[Option, ...]:
    if kind not in ("statements", "approval", "score"):
        return ()
    options = _option_list(value, f"{where}.options", "agenda_options")
    if not options:
        raise Rejected("agenda_options", f"{where}.options")
    return options


def _option_list(value: object, where: str, code: str) -> tuple[Option, ...]:
    if not isinstance(value, list) or len(cast(list[object], value)) > MAX_OPTIONS:
        raise Rejected(code, where)
    options: list[Option] = []
    for i, item in enumerate(cast(list[object], value)):
        at = f"{where}[{i}]"
        option = _mapping(item, code, at)
        colour = option.get("colour", "")
        if colour not in ("", *COLOURS):
            raise Rejected("agenda_settings", f"{at}.colour")
        text = _text(option.get("text"), OPTION, f"{at}.text", code=code, needed=True)
        options.append(Option(_id(option.get("id"), f"{at}.id"), text, colour))
    _distinct([o.id for o in options], where)
    return tuple(options)


def _setting(settings: Mapping[str, Any], name: str, default: int, low: int, high: int) -> int:
    value = settings.get(name, default)
    if not _whole(value, low, high):
        raise Rejected("agenda_settings", name)
    return value


def _settings(kind: object, value: object, where: str) -> Json:
    settings = _mapping(value if value is not None else {}, "agenda_settings", where)
    if kind == "score":
        return {"max": _setting(settings, "max", 5, 1, 10)}
    if kind == "approval":
        cap = settings.get("cap")
        if cap is not None and not _whole(cap, 1, MAX_OPTIONS):
            raise Rejected("agenda_settings", f"{where}.cap")
        return {"cap": cap}
    if kind == "ideas":
        return {
            "per_person": _setting(settings, "per_person", 3, 1, 20),
            "length": _setting(settings, "length", 140, 20, 400),
        }
    if kind == "pins":
        return _pin_settings(settings, where)
    return {}


def _pin_settings(settings: Mapping[str, Any], where: str) -> Json:
    categories = _option_list(settings.get("categories") or [], where, "agenda_settings")
    if not categories or len(categories) > 8:
        raise Rejected("agenda_settings", f"{where}.categories")
    return {
        "categories": [
            {"id": c.id, "text": dict(c.text), "colour": c.colour or COLOURS[i % len(COLOURS)]}
            for i, c in enumerate(categories)
        ],
        "text": bool(settings.get("text", True)),
        **({"photos": True} if settings.get("photos") is True else {}),
        "per_person": _setting(settings, "per_person", 5, 1, 50),
        "length": _setting(settings, "length", 200, 20, 400),
    }
