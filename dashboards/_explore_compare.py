"""Cities beside each other, by name and never by rank, each with its own year and area."""

from __future__ import annotations

from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboards._drawing import Node, el, shortened, svg
from dashboards._explore_map import table
from dashboards._explore_parts import percent, standing
from dashboards._explore_state import State
from dashboards._explore_values import figure, point_label, told
from dashboards._language import words
from dashboards._parts import Part
from data import queries
from data.cards import load_catalogue
from data.library import Library
from data.map_values import values_for_map
from data.records import City
from layers import subjects
from workshop.language import pick

_ = words("explore")
WIDE, ROW, NAMES, ENDS = 600.0, 44.0, 110.0, 190.0
WIDEST_TABLE = 30


@dataclass(frozen=True)
class Line:
    """One city's value; None is not reported."""

    city: str
    here: bool
    point: str
    value: float | None
    text: str
    period: str
    area: str


def lines(library: Library, state: State, language: str) -> tuple[Line, ...]:
    """Every city by name, with its newest value."""
    make = _published if subjects.card_of(state.indicator) else _metered
    found = []
    for city in sorted(queries.cities(library), key=lambda each: pick(each.names, language)):
        found += make(library, city, state, language)
    return tuple(found)


def _published(library: Library, city: City, state: State, language: str) -> list[Line]:
    card = subjects.card_of(state.indicator)
    name, here = pick(city.names, language), city.id == state.city
    seen = [each for each in queries.latest(library, city.id, state.indicator) if each.reported]
    if not seen or card is None:
        return [Line(name, here, "", None, _("Not reported"), "", "")]
    return [
        Line(
            name, here, point_label(each.data_point, card, language), each.value,
            told(each, card, language), each.period,
            pick(queries.area(library, each.area).names, language),
        )
        for each in seen
    ]  # fmt: skip


def _metered(library: Library, city: City, state: State, language: str) -> list[Line]:
    name, here = pick(city.names, language), city.id == state.city
    found = values_for_map(library, city.id, subjects.LAYERS[0], state.indicator, state.year)
    own = next((one for one in found if one.area == city.municipality), None)
    if own is None or own.value is None:
        return [Line(name, here, "", None, _("Not reported"), "", "")]
    unit = subjects.unit(state.indicator, own.unit, language)
    text = f"{figure(own.value, language)} {unit}"
    return [Line(name, here, "", own.value, text, own.period or "", pick(own.names, language))]


def chart(found: tuple[Line, ...], label: str) -> Node | None:
    """Bars from zero in the order of names; what is not reported is hatched and says so."""
    values = [line.value for line in found if line.value is not None]
    if not values:
        return None
    low, high = min(0.0, *values), max(0.0, *values)
    span = (high - low) or 1.0
    room = WIDE - NAMES - ENDS
    zero = NAMES + (0 - low) / span * room
    parts: list[Node] = []
    for n, line in enumerate(found):
        y = n * ROW
        name = f"{line.city} · {line.point}" if line.point else line.city
        here = " here" if line.here else ""
        parts.append(
            el("text", shortened(name, NAMES - 12, 14), x=0, y=y + 26, class_=f"bar-name{here}")
        )
        if line.value is None:
            parts.append(
                el("rect", x=zero, y=y + 8, width=60.0, height=26.0, rx=4, class_="bar missing")
            )
            parts.append(el("text", line.text, x=zero + 70, y=y + 26, class_="bar-value soft"))
            continue
        end = NAMES + (line.value - low) / span * room
        left, width = min(zero, end), max(abs(end - zero), 2.0)
        parts.append(
            el("rect", x=left, y=y + 8, width=width, height=26.0, rx=4, class_=f"bar{here}")
        )
        told_ = " · ".join(part for part in (line.text, line.period) if part)
        text = shortened(told_, WIDE - left - width - 8, 14)
        parts.append(el("text", text, x=left + width + 8, y=y + 26, class_="bar-value"))
    height = len(found) * ROW
    return svg(*parts, box=(0, 0, WIDE, height), class_="chart", role="img", aria_label=label)


def notes(found: tuple[Line, ...]) -> list[Component]:
    """What keeps the values from being the same thing."""
    said: list[Component] = [
        html.P(_("Cities stand in the order of their names; this is no ranking."))
    ]
    if len({line.period for line in found if line.value is not None}) > 1:
        said.append(html.P(_("The values are from different years."), className="rs-note warn"))
    other = [line for line in found if line.area and line.area != line.city]
    if other:
        names = ", ".join(f"{line.city}: {line.area}" for line in other)
        text = _("Measured on another area than the municipality: {names}.").format(names=names)
        said.append(html.P(text, className="rs-note warn"))
    return said


def rows(found: tuple[Line, ...], caption: str) -> Component:
    heads = (_("City"), _("Value"), _("Year"), _("Area"))
    made: list[Component] = [
        html.Tr([
            html.Th(line.city, scope="row"),
            html.Td(f"{line.text} ({line.point})" if line.point else line.text),
            html.Td(line.period), html.Td(line.area),
        ])
        for line in found
    ]  # fmt: skip
    return table(heads, made, caption)


def part_table(library: Library, state: State, language: str) -> list[Component]:
    """The part in focus for every city: own scores, and its indicators where they fit."""
    cities = sorted(queries.cities(library), key=lambda each: pick(each.names, language))
    found = [standing(library, each.id, language) for each in cities]
    focus = [each.whole.find(state.part) or each.whole for each in found]
    heads = (_("Indicator"), *[pick(each.names, language) for each in cities])
    title = focus[0].name if state.part != "city" else _("All indicators")
    made: list[Component] = [_row(_("Own score"), [_score(each, language) for each in focus])]
    if focus[0].total <= WIDEST_TABLE:
        made += _indicator_rows(library, focus[0], [each.id for each in cities], language)
    return [
        html.H3(_("{part} in every city").format(part=title)),
        html.P(_("An own score rests only on the indicators that can be scored.")),
        table(heads, made, title),
    ]


def _score(part: Part, language: str) -> str:
    counted = _("{n} of {m}").format(n=part.scored, m=part.total)
    return f"{'–' if part.score is None else percent(part.score, language)} ({counted})"


def _indicator_rows(
    library: Library, focus: Part, places: list[str], language: str
) -> list[Component]:
    cards = {card.slug: card for card in load_catalogue().cards}
    held = queries.compare(library, [cards[part.id].code for part in focus.indicators()], places)
    made: list[Component] = []
    for part in focus.indicators():
        card = cards[part.id]
        texts = []
        for place in places:
            seen = held[card.code, place]
            told_ = "; ".join(f"{told(each, card, language)}, {each.period}" for each in seen)
            texts.append(told_ or _("Not reported"))
        made.append(_row(part.name, texts))
    return made


def _row(name: str, texts: list[str]) -> Component:
    return html.Tr([html.Th(name, scope="row"), *[html.Td(text) for text in texts]])
