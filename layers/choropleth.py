"""From a step's view to everything a coloured map needs: classes, shades, texts, legend, credits.

    spec = choropleth.spec(library, {"city": "alesund", "layer": "municipalities",
                                     "indicator": "electricity:XX", "year": "2024"}, "nb")
    spec.outlines       # address of the shapes: fetched once, never sent again
    spec.hideout()      # what the layer takes to recolour: Output(layer_id, "hideout")
    spec.legend         # rows of (shade, text, n); spec.method says how the classes were made

Pure but for reading the library. A value that is missing stays missing: shade 0 is hatched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from data import queries
from data.library import Library
from data.map_values import values_for_map
from data.records import MapValue, Observation
from layers import subjects
from layers.classify import NONE, Classes, classify
from layers.kept import kept
from layers.legend import LegendRow, legend, method, sensible, shade
from layers.subjects import LAYERS, Subject
from workshop.language import number, pick, translator

HUNDRED = 100
YES, NO = 4, 2  # the shades of answers


@dataclass(frozen=True)
class Reading:
    """One area as it is drawn and read aloud; `value` None is not reported."""

    area: str
    name: str
    value: float | None
    text: str
    shade: int
    period: str | None
    quality: str
    source: str
    note: str


@dataclass(frozen=True)
class ChoroplethSpec:
    """A map, ready to be drawn; all texts are in one language."""

    city: str
    layer: str
    indicator: str
    year: str | None
    years: tuple[str, ...]
    title: str
    unit: str
    outlines: str
    own: str
    readings: tuple[Reading, ...]
    classes: Classes
    legend: tuple[LegendRow, ...]
    method: str
    approximate: str | None
    attribution: str

    def hideout(self, chosen: str | None = None) -> dict[str, Any]:
        """What the browser needs to colour and name the areas; shapes are not in it."""
        areas = {one.area: [one.shade, one.name, one.text] for one in self.readings}
        focus = chosen or self.own or next(iter(areas), None)
        return {"areas": areas, "own": self.own, "focus": focus, "chosen": chosen}

    def reading(self, area: str | None) -> Reading | None:
        return next((one for one in self.readings if one.area == area), None)

    @property
    def period(self) -> str | None:
        """The year to print in a title; None where each area shows its own newest value."""
        return self.year

    @property
    def values(self) -> dict[str, float | None]:
        return {one.area: one.value for one in self.readings}


def spec(library: Library, view: Mapping[str, str | None], language: str) -> ChoroplethSpec:
    """The map of a view; what the view leaves out or gets wrong is replaced by what we hold."""
    wished = (view.get("city"), view.get("layer"), view.get("indicator"), view.get("year"))
    return _spec(library, *wished, language)


@kept
def _spec(
    library: Library,
    city: str | None,
    layer: str | None,
    indicator: str | None,
    year: str | None,
    language: str,
) -> ChoroplethSpec:
    view = {"city": city, "layer": layer, "indicator": indicator, "year": year}
    subject = subjects.find(library, view, language)
    asked = (subject.city, subject.layer, subject.indicator, subject.year)
    return paint(subject, values_for_map(library, *asked), language, _answer(library, subject))


def _answer(library: Library, subject: Subject) -> Observation | None:
    """The city's answer to an indicator of yes or no, which has no number to classify."""
    card = subjects.card_of(subject.indicator)
    if card is None or card.unit.id != "yes_no":
        return None
    found = queries.latest(library, subject.own, card.code)
    return found[0] if found and found[0].text_value else None


def paint(
    subject: Subject, values: Sequence[MapValue], language: str, answer: Observation | None = None
) -> ChoroplethSpec:
    """Classes, shades and words for the values of one subject; `answer` is the city's own."""
    spelling = next((one.unit for one in values if one.value is not None), "")
    unit = subjects.unit(subject.indicator, spelling, language)
    classes = classify(one.value for one in values if one.value is not None)
    digits = _digits([one.value for one in values if one.value is not None])
    readings = tuple(_reading(one, unit, classes, language, digits) for one in values)
    rows = legend(classes, sum(one.value is None for one in readings), language)
    told = method(classes, language)
    if answer is not None:
        readings = tuple(_answered(one, subject.own, answer, language) for one in readings)
        rows, told = _answer_legend(answer, len(readings) - 1, language), ""
    return ChoroplethSpec(
        city=subject.city,
        layer=subject.layer,
        indicator=subject.indicator,
        year=subject.year,
        years=subject.years,
        title=subject.title,
        unit=unit,
        outlines=subject.outlines,
        own=subject.own,
        readings=readings,
        classes=classes,
        legend=rows,
        method=told,
        approximate=_approximate(subject, language),
        attribution=subject.attribution,
    )


def _answered(one: Reading, own: str, answer: Observation, language: str) -> Reading:
    if one.area != own:
        return one
    return replace(
        one,
        text=_answer_word(answer, language),
        shade=_answer_shade(answer),
        period=answer.period,
        quality=answer.quality,
        source=answer.source,
        note=pick(answer.notes, language),
    )


def _answer_shade(answer: Observation) -> int:
    return YES if answer.text_value == "yes" else NO


def _answer_word(answer: Observation, language: str) -> str:
    _ = translator(language, "explore")
    return {"yes": _("yes"), "no": _("no")}.get(answer.text_value or "", answer.text_value or "")


def _answer_legend(answer: Observation, missing: int, language: str) -> tuple[LegendRow, ...]:
    row = LegendRow(_answer_shade(answer), _answer_word(answer, language), 1)
    return (row, *legend(NONE, missing, language))


def _reading(one: MapValue, unit: str, classes: Classes, language: str, digits: int) -> Reading:
    _ = translator(language, "explore")
    if one.value is None:
        text = _("Not reported")
    else:
        text = f"{number(one.value, language, digits)} {unit}".strip()
    return Reading(
        area=one.area,
        name=pick(one.names, language),
        value=one.value,
        text=text,
        shade=shade(classes, one.value),
        period=one.period,
        quality=one.quality,
        source=one.source,
        note=pick(one.notes, language),
    )


def _digits(values: Sequence[float]) -> int:
    """The same decimals for the whole map: those that its middle value is read with."""
    if not values or all(value == round(value) for value in values):
        return 0
    digits = sensible(sorted(values, key=abs)[len(values) // 2])
    return min(digits, 1) if max(map(abs, values)) >= HUNDRED else digits


def _approximate(subject: Subject, language: str) -> str | None:
    _ = translator(language, "explore")
    if subject.layer == LAYERS[2]:
        return _("The values were measured on a region of its own, not on the municipality.")
    if subject.layer == LAYERS[1] and subject.approximate:
        return _("District borders are approximate: nearest district centre inside the city.")
    return None
