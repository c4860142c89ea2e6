"""What the explore page draws for a state: each function answers {place: nodes} for one store."""

from __future__ import annotations

from collections.abc import Callable

from dash import html

from dashboards import _explore_card, _explore_compare, _explore_map, _explore_table, _explore_told
from dashboards import _explore_trend as trend
from dashboards._drawing import Content, Node, tree
from dashboards._explore_ids import Ids
from dashboards._explore_parts import standing
from dashboards._explore_state import State, short
from dashboards._language import words
from data.library import Library
from layers import choropleth, leaflet

_ = words("explore")
Drawn = dict[str, list[Node | str]]


def wheel(library: Library, state: State, language: str, *, first: bool = False) -> Drawn:
    """The wheel and its words; at first also the list of all indicators, which never changes."""
    stand = standing(library, state.city, language)
    drawing = _explore_told.wheel(stand, state.part, short(state.indicator), language)
    drawn: Drawn = {
        Ids.WHEEL: [drawing],
        Ids.TOLD: tree(_explore_told.told(stand, state.part, language)),
    }
    if first:
        drawn[Ids.INDICATORS] = tree(_explore_map.indicators(library, state, language))
    return drawn


def map_words(library: Library, state: State, language: str) -> Drawn:
    spec = choropleth.spec(library, state.subject, language)
    return {
        Ids.MAP_TITLE: tree(_explore_map.head(spec)),
        Ids.MAP_CHOICES: tree(_explore_map.choices(library, spec)),
        Ids.LEGEND: tree(leaflet.legend(spec, language)),
        Ids.TABLE: tree(_explore_map.area_table(spec)),
    }


def area_card(library: Library, state: State, language: str, chosen: str | None) -> Drawn:
    spec = choropleth.spec(library, state.subject, language)
    return {Ids.AREA: tree(_explore_map.area_card(spec, library, chosen, language))}


def _card_panel(library: Library, state: State, language: str) -> Drawn:
    stand = standing(library, state.city, language)
    made = _explore_card.card(library, stand, state, language)
    return _shown(None, None, html.Div(made, className="explore-card"))


def _table_panel(library: Library, state: State, language: str) -> Drawn:
    stand = standing(library, state.city, language)
    return _shown(None, None, _explore_table.rows(stand, state.part, language))


def _trend_panel(library: Library, state: State, language: str) -> Drawn:
    spec = choropleth.spec(library, state.subject, language)
    found = trend.stretches(library, state, language)
    heading = _("{indicator} over time").format(indicator=spec.title)
    if not found:
        return _shown(heading, None, html.P(_("Not reported")))
    drawing = trend.chart(found, spec.unit, language, heading)
    return _shown(heading, drawing, trend.rows(found, heading))


def _compare_panel(library: Library, state: State, language: str) -> Drawn:
    title = choropleth.spec(library, state.subject, language).title
    found = _explore_compare.lines(library, state, language)
    heading = _("{indicator} in every city").format(indicator=title)
    said = [
        *_explore_compare.notes(found),
        _explore_compare.rows(found, heading),
        *_explore_compare.part_table(library, state, language),
    ]
    return _shown(heading, _explore_compare.chart(found, heading), said)


def _shown(heading: str | None, chart: Node | None, said: Content) -> Drawn:
    return {
        Ids.HEADING: tree(html.H2(heading)) if heading else [],
        Ids.CHART: [chart] if chart else [],
        Ids.PANEL: tree(said),
    }


_PANELS: dict[str, Callable[[Library, State, str], Drawn]] = {
    "card": _card_panel,
    "trend": _trend_panel,
    "compare": _compare_panel,
    "table": _table_panel,
}


def panel(library: Library, state: State, language: str) -> Drawn:
    """The view in force: card, trend, comparison or table."""
    return _PANELS[state.view](library, state, language)
