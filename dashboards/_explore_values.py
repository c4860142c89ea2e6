"""How a value, its kind and its source are said on the explore page."""

from __future__ import annotations

from collections.abc import Callable

from data.card import Card
from data.records import Observation
from layers.legend import sensible
from workshop.language import number, pick, translator


def figure(value: float, language: str) -> str:
    """A figure with the decimals that its size deserves, and no zeros at its end."""
    digits = sensible(value)
    while digits and round(value, digits) == round(value, digits - 1):
        digits -= 1
    return number(value, language, digits)


def told(seen: Observation, card: Card, language: str) -> str:
    """A value with its unit: ``97 per cent``, ``yes``."""
    _ = translator(language, "explore")
    if seen.value is not None:
        return f"{figure(seen.value, language)} {unit_of(seen, card, language)}".strip()
    answers = {"yes": _("yes"), "no": _("no")}
    text = (seen.text_value or "").strip()
    return answers.get(text.casefold(), text) or _("Not reported")


def unit_of(seen: Observation, card: Card, language: str) -> str:
    point = point_name(seen.data_point, card)
    unit = card.value(point).unit if point is not None else card.unit
    return unit.label[language]


def point_name(data_point: str, card: Card) -> str | None:
    """The card's own spelling of a data point, or None when the card has no such point."""
    wanted = data_point.casefold()
    return next((each.id for each in card.values if each.id.casefold() == wanted), None)


def point_label(data_point: str, card: Card, language: str) -> str:
    """What one of several values is called; empty for a card's only value."""
    point = point_name(data_point, card)
    if not card.data_points or point is None:
        return data_point
    return card.value(point).names[language]


def quality(kind: str, grade: str, language: str) -> str:
    """What kind of value it is, and U4SSC's grade of its data when there is one."""
    _ = translator(language, "explore")
    said = _kinds(_).get(kind, kind)
    if kind in ("measured", "derived"):
        return said
    graded = _grades(_).get(grade)
    return f"{said}, {graded}" if graded else f"{said}, {_('data quality not graded')}"


def _kinds(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "published": _("published"),
        "verified": _("verified by U4SSC"),
        "measured": _("metered"),
        "derived": _("own calculation"),
        "not_reported": _("Not reported"),
    }


def _grades(_: Callable[[str], str]) -> dict[str, str]:
    return {
        "measured": _("measured data"),
        "survey_extrapolation": _("extrapolated from a survey"),
        "higher_level_extrapolation": _("extrapolated from a larger area"),
        "assumption_based": _("estimate from assumptions"),
        "personal_estimate": _("personal estimate"),
        "untraceable": _("untraceable"),
    }


def source(seen: Observation, language: str) -> str:
    return pick(seen.source_titles, language)
