"""An indicator in time. What was measured on different areas is never joined by a line."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from dash import html
from dash.development.base_component import Component

from dashboards._drawing import Node, el, svg
from dashboards._explore_map import table
from dashboards._explore_state import State
from dashboards._explore_values import figure, point_label, quality, source, told
from dashboards._language import words
from data import queries
from data.library import Library
from data.map_values import values_for_map, years
from data.records import Observation
from layers import subjects
from workshop.language import pick

_ = words("explore")
WIDE, HIGH = 600.0, 280.0
LEFT, RIGHT, TOP, BOTTOM = 74.0, 40.0, 44.0, 44.0


@dataclass(frozen=True)
class Mark:
    """One value in time, with the row that tells it."""

    year: float
    value: float | None
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Stretch:
    """Values that may be joined: one geography, one data point."""

    area: str
    point: str
    marks: tuple[Mark, ...]

    @property
    def drawn(self) -> tuple[Mark, ...]:
        return tuple(mark for mark in self.marks if mark.value is not None)


def stretches(library: Library, state: State, language: str) -> tuple[Stretch, ...]:
    if subjects.card_of(state.indicator):
        return _published(library, state, language)
    return _metered(library, state, language)


def _published(library: Library, state: State, language: str) -> tuple[Stretch, ...]:
    card = subjects.card_of(state.indicator)
    found = queries.series(library, state.city, state.indicator)
    return tuple(
        Stretch(
            pick(segment.area_names, language),
            point_label(segment.data_point, card, language) if card else "",
            tuple(_mark(each, state, language) for each in segment.observations),
        )
        for segment in found
    )


def _mark(seen: Observation, state: State, language: str) -> Mark:
    card = subjects.card_of(state.indicator)
    value = told(seen, card, language) if card else ""
    kind = quality(seen.quality, seen.grade, language)
    note = pick(seen.notes, language)
    cells = (value, kind, source(seen, language), note)
    return Mark(float(seen.period[:4]), seen.value, cells)


def _metered(library: Library, state: State, language: str) -> tuple[Stretch, ...]:
    """The library's own layers: one value a year on today's municipality."""
    own = queries.city(library, state.city).municipality
    layer = subjects.LAYERS[0]
    marks = []
    for year in years(library, state.city, layer, state.indicator):
        found = values_for_map(library, state.city, layer, state.indicator, year)
        each = next((one for one in found if one.area == own and one.value is not None), None)
        if each is not None and each.value is not None:
            unit = subjects.unit(state.indicator, each.unit, language)
            kind = quality(each.quality, "", language)
            sources = {one.id: pick(one.titles, language) for one in queries.sources(library)}
            text = f"{figure(each.value, language)} {unit}"
            cells = (text, kind, sources.get(each.source, ""), pick(each.notes, language))
            marks.append(Mark(float(year), each.value, cells))
    name = pick(queries.area(library, own).names, language)
    return (Stretch(name, "", tuple(marks)),) if marks else ()


def chart(found: tuple[Stretch, ...], unit: str, language: str, label: str) -> Node | None:
    """Lines and dots from zero; nothing when there is no number to draw."""
    marks = [mark for stretch in found for mark in stretch.drawn]
    if not marks:
        return None
    frame = _Frame.around(marks)
    parts = [*_axes(frame, marks, unit, language)]
    for number_, stretch in enumerate(found):
        parts += _line(frame, stretch, number_, language)
    parts += [_break(frame, year) for year in breaks(found)]
    return svg(
        *parts,
        box=(0, 0, WIDE, HIGH),
        class_="chart",
        role="img",
        aria_label=label,
    )


def round_step(low: float, high: float) -> float:
    """The distance of lines on an axis: 1, 2 or 5 of a power of ten, about four of them."""
    span = (high - low) or 1.0
    power = 10.0 ** math.floor(math.log10(span / 4))
    return next(n * power for n in (1, 2, 5, 10) if n * power * 4.5 >= span)


@dataclass(frozen=True)
class _Frame:
    first: float
    last: float
    low: float
    high: float
    step: float

    @staticmethod
    def around(marks: list[Mark]) -> _Frame:
        times = [mark.year for mark in marks]
        values = [mark.value or 0.0 for mark in marks]
        first, last = min(times), max(times)
        if first == last:
            first, last = first - 1, last + 1
        step = round_step(min(0.0, *values), max(0.0, *values))
        low = math.floor(min(0.0, *values) / step) * step
        high = math.ceil(max(0.0, *values) / step) * step
        return _Frame(first, last, low, high if high > low else low + step, step)

    def x(self, year: float) -> float:
        return LEFT + (year - self.first) / (self.last - self.first) * (WIDE - LEFT - RIGHT)

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return HIGH - BOTTOM - share * (HIGH - TOP - BOTTOM)


def _axes(frame: _Frame, marks: list[Mark], unit: str, language: str) -> list[Node]:
    parts = [el("text", unit, x=LEFT - 10, y=14, class_="axis-unit")]
    for n in range(round((frame.high - frame.low) / frame.step) + 1):
        value = frame.low + n * frame.step
        y = frame.y(value)
        parts.append(el("line", x1=LEFT, x2=WIDE - RIGHT, y1=y, y2=y, class_="grid"))
        text = figure(float(f"{value:.6g}"), language)
        parts.append(el("text", text, x=LEFT - 10, y=y + 4, class_="axis-y"))
    for year in sorted({mark.year for mark in marks}):
        parts.append(
            el("text", f"{year:.0f}", x=frame.x(year), y=HIGH - BOTTOM + 24, class_="axis-x")
        )
    return parts


def _line(frame: _Frame, stretch: Stretch, number_: int, language: str) -> list[Node]:
    marks = stretch.drawn
    if not marks:
        return []
    spots = [(frame.x(mark.year), frame.y(mark.value or 0.0)) for mark in marks]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)
    series = f"series-{number_ % 4 + 1}"
    parts: list[Node] = [el("path", d=path, class_=f"line {series}")] if len(spots) > 1 else []
    for (x, y), mark in zip(spots, marks, strict=True):
        parts.append(el("circle", cx=x, cy=y, r=5.0, class_=f"dot {series}"))
        parts.append(el("text", figure(mark.value or 0.0, language), x=x, y=y - 12, class_="value"))
    name = " · ".join(text for text in (stretch.area, stretch.point) if text)
    x = sum(x for x, _y in spots) / len(spots)
    y = max(y for _x, y in spots) + 22
    parts.append(el("text", name, x=x, y=min(y, HIGH - BOTTOM - 6), class_="series-name"))
    return parts


def breaks(found: tuple[Stretch, ...]) -> list[float]:
    """The moments between two areas of one series."""
    cuts = set()
    for point in {stretch.point for stretch in found}:
        line = sorted(
            (mark.year, stretch.area)
            for stretch in found
            if stretch.point == point
            for mark in stretch.drawn
        )
        cuts |= {(a[0] + b[0]) / 2 for a, b in pairwise(line) if a[1] != b[1]}
    return sorted(cuts)


def _break(frame: _Frame, year: float) -> Node:
    """A torn line, with its word on top."""
    x = frame.x(year)
    steps = [
        f"{x + (4 if n % 2 else -4):.1f} {TOP + n * 12:.1f}"
        for n in range(int((HIGH - TOP - BOTTOM) / 12) + 1)
    ]
    word = el("text", _("Break"), x=x, y=TOP - 8, class_="break-word")
    return el("g", el("path", d="M" + "L".join(steps), class_="break"), word)


def rows(found: tuple[Stretch, ...], caption: str) -> Component:
    """The chart's table, with the breaks as rows of their own."""
    heads = (_("Year"), _("Area"), _("Value"), _("Quality"), _("Source"), _("Note"))
    cuts = breaks(found)
    lines = sorted(
        ((mark.year, stretch.area, stretch.point, mark) for stretch in found
         for mark in stretch.marks),
        key=lambda line: line[:3],
    )  # fmt: skip
    made: list[Component] = []
    before: float | None = None
    for year, area, point, mark in lines:
        if before is not None and any(before < cut < year or cut == year for cut in cuts):
            told_ = _("Break in the series: measured on another area")
            made.append(html.Tr(html.Td(told_, colSpan=len(heads)), className="break-row"))
        value, *rest = mark.cells
        name = f"{value} ({point})" if point else value
        cells = [html.Td(text) for text in (area, name, *rest)]
        made.append(html.Tr([html.Th(f"{year:.0f}", scope="row"), *cells]))
        before = year
    return table(heads, made, caption)
