"""A preview of districts: which property is what, the map, and the list of them."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards._imports_ids import Id
from dashboards._language import current, plurals, words
from dashboards._services import services
from data import queries
from data.imports.areas import PARTS
from data.imports.outlines import outlines
from data.imports.preview import AreaChange, Preview
from layers import leaflet
from workshop.language import number

_ = words("imports")
_n = plurals("imports")
_NONE = "-"
_NEW, _KNOWN = 4, 2  # shades on the map


def areas_shown(shown: Preview) -> list[Component | None]:
    """The choice of properties is open even when something is wrong: it may be what is wrong."""
    parts: list[Component | None] = [_columns(shown)]
    if shown.areas:
        parts.append(_map(shown))
    if not shown.errors:
        parts += [_leaving(shown), _list(shown)]
    return parts


def _columns(shown: Preview) -> Component:
    names = {"name": _("Name"), "id": _("Number"), "population": _("Inhabitants")}
    return html.Div(
        [_column(part, names[part], shown) for part in PARTS],
        className="import-columns",
        role="group",
        **{"aria-label": _("Which property of the file is what")},
    )


def _column(part: str, name: str, shown: Preview) -> Component:
    """A native list; assets/import.js sends its choice on and keeps its value true."""
    chosen = (shown.chosen or {}).get(part, "")
    options = [html.Option(each, value=each) for each in shown.properties]
    if part != "name" or not chosen:
        options.insert(0, html.Option(_("none"), value=_NONE))
    return html.Div(
        [
            html.Label(name, htmlFor=f"import-column-{part}", className="rs-label"),
            html.Select(
                options,
                id=f"import-column-{part}",
                className="rs-select",
                **{"data-column": part, "data-value": chosen or _NONE},
            ),
        ]
    )


def _map(shown: Preview) -> Component:
    library = services().library
    city = queries.city(library, shown.upload.city)
    told = {
        each.district.id: [_NEW if each.before is None else _KNOWN, each.district.name, _what(each)]
        for each in shown.areas
    }
    hideout = {"areas": told, "own": "", "focus": next(iter(told)), "chosen": None}
    data = outlines([each.district for each in shown.areas])
    return leaflet.base_map(
        Id.MAP,
        city,
        current(),
        version=library.version,
        label=_("Map of the areas in the file"),
        children=[leaflet.shapes_layer(Id.AREAS, data, hideout)],
    )


def _what(change: AreaChange) -> str:
    if change.before is None:
        return _("New")
    if change.before.approximate:
        return _("Replaces the approximate district {name}").format(name=change.before.name)
    return _("Replaces {name}").format(name=change.before.name)


def _leaving(shown: Preview) -> Component | None:
    if not shown.leaving:
        return None
    names = ", ".join(area.name for area in shown.leaving)
    said = _n(
        "{n} district goes away: {names}.", "{n} districts go away: {names}.", len(shown.leaving)
    )
    parts = [said.format(n=len(shown.leaving), names=names)]
    if shown.leaving_values:
        values = _n(
            "{n} value that was measured on them goes with them.",
            "{n} values that were measured on them go with them.",
            shown.leaving_values,
        )
        parts.append(values.format(n=shown.leaving_values))
    return html.P(" ".join(parts), className="rs-note warn")


def _list(shown: Preview) -> Component:
    heads = (_("Number"), _("Name"), _("Inhabitants"), _("km²"), _("What happens"))
    figures = (2, 3)
    head = [
        html.Th(text, scope="col", className="number" if place in figures else None)
        for place, text in enumerate(heads)
    ]
    return html.Div(
        html.Table(
            [html.Thead(html.Tr(head)), html.Tbody([_row(each) for each in shown.areas])],
            className="rs-table",
        ),
        className="import-scroll",
        tabIndex=0,
        role="region",
        **{"aria-label": _("The districts in the file")},
    )


def _row(change: AreaChange) -> Component:
    area, language = change.district, current()
    if area.population is not None:
        people = number(area.population, language)
    elif change.before is not None and change.before.population is not None:
        people = _("{n} (as held)").format(n=number(change.before.population, language))
    else:
        people = _("Not reported")
    return html.Tr(
        [
            html.Td(area.id),
            html.Th(area.name, scope="row"),
            html.Td(people, className="number"),
            html.Td(number(area.km2, language, 1), className="number"),
            html.Td(_what(change)),
        ]
    )
