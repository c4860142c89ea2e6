"""The maps as dash-leaflet components; no other module imports dash_leaflet.

    spec = choropleth.spec(library, view, language)
    leaflet.base_map(
        "stage-map", city, language, version=library.version, label=spec.title, gestures=False,
        children=[leaflet.choropleth_layer(spec, "stage-map-areas"),
                  leaflet.points_layer("stage-map-pins")],
    )

Afterwards nothing is built again: `Output("stage-map-areas", "hideout")` takes `spec.hideout()`,
`Output("stage-map-areas", "url")` takes `spec.outlines` when city or layer change,
`Output("stage-map", "viewport")` takes `viewport(city)`, and the pins' layer takes GeoJSON as
`data`, from `points.collection` on the server or ``radslag.map.pins`` in the browser. The
functions named here live in assets/map.js; "tapped" and "station" are the scenarios page's own.
"""

from __future__ import annotations

from typing import Any

import dash_leaflet as dl
from dash import html
from dash.development.base_component import Component
from dash_extensions.javascript import Namespace

from data.records import City
from layers.choropleth import ChoroplethSpec
from layers.subjects import geo_address
from workshop.language import translator

_browser = Namespace("radslag", "map")
_LAND, _SECOND, _CIRCLES, _LABELS = 250, 450, 460, 620


def base_map(  # noqa: PLR0913  a map is told what it shows, all by name
    map_id: str,
    city: City,
    language: str,
    *,
    version: int,
    label: str,
    children: list[Component] | None = None,
    gestures: bool = True,
    tapped: bool = False,
) -> html.Div:
    """Sea, land and zoom buttons, with room for layers; asks nothing of any other host.

    `label` names the map for a screen reader. `gestures` keeps page scrolling free on a page
    that scrolls; a projected map does not need it. With `tapped` the page's scripts are told
    where the map was clicked.
    """
    _ = translator(language, "explore")
    land = dl.GeoJSON(
        id=f"{map_id}-land",
        url=land_url(version, city.id),
        style=_browser("quiet"),
        interactive=False,
    )
    parts: list[Any] = [
        dl.Pane(land, name=f"{map_id}-land-pane", style={"zIndex": _LAND}),
        *(children or []),
        dl.ZoomControl(position="topleft"),
        dl.AttributionControl(prefix=False, position="bottomright"),
    ]
    heard = {"focus": _browser("wake"), "blur": _browser("doze")} if gestures else {}
    heard |= {"click": _browser("tapped")} if tapped else {}
    drawn = dl.Map(
        parts,
        id=map_id,
        bounds=[list(corner) for corner in city.bounds],
        zoomControl=False,
        attributionControl=False,
        scrollWheelZoom=not gestures,
        zoomSnap=0.25,
        trackViewport=False,
        minZoom=5,
        maxZoom=14,
        eventHandlers=heard,
    )
    # assets/map.js says these on the zoom buttons, which Leaflet knows in English only.
    said = {"data-zoom-in": _("Zoom in"), "data-zoom-out": _("Zoom out")}
    return html.Div(drawn, className="map-frame", role="region", **{"aria-label": label, **said})


def choropleth_layer(spec: ChoroplethSpec, layer_id: str) -> dl.GeoJSON:
    """Areas coloured by class; the shapes come by address, the colours by `hideout`."""
    return dl.GeoJSON(
        id=layer_id,
        url=spec.outlines,
        hideout=spec.hideout(),
        style=_browser("style"),
        onEachFeature=_browser("reachable"),
        options={"attribution": spec.attribution},
    )


def recoloured_layer(layer_id: str, outlines: str, credit: str = "") -> dl.GeoJSON:
    """Areas that have no colour until somebody sends `hideout`, as `choropleth_layer` says it."""
    return dl.GeoJSON(
        id=layer_id,
        url=outlines,
        hideout={},
        style=_browser("style"),
        onEachFeature=_browser("reachable"),
        options={"attribution": credit} if credit else {},
    )


def second_layer(layer_id: str, outlines: str) -> dl.Pane:
    """The same shapes once more, in a pane of their own that can be cut off for swiping."""
    shapes = recoloured_layer(layer_id, outlines)
    return dl.Pane(shapes, name=layer_id, style={"zIndex": _SECOND})


def bare_layer(layer_id: str) -> dl.GeoJSON:
    """A layer with nothing in it, for layouts that Dash only reads the ids of."""
    return dl.GeoJSON(id=layer_id)


def shapes_layer(layer_id: str, data: dict[str, Any], hideout: dict[str, Any]) -> dl.GeoJSON:
    """Areas that are not in the library yet, as GeoJSON; coloured and named by `hideout`."""
    return dl.GeoJSON(
        id=layer_id,
        data=data,
        hideout=hideout,
        style=_browser("style"),
        onEachFeature=_browser("reachable"),
        zoomToBounds=True,
    )


def points_layer(layer_id: str, data: dict[str, Any] | None = None) -> dl.GeoJSON:
    """Pins; `data` is GeoJSON as `points.collection` makes it."""
    return dl.GeoJSON(
        id=layer_id,
        data=data or {"type": "FeatureCollection", "features": []},
        pointToLayer=_browser("pin"),
    )


def squares_layer(layer_id: str, data: dict[str, Any], hideout: dict[str, Any]) -> dl.GeoJSON:
    """Squares that are drawn round what lies in them; named by `hideout`, as areas are."""
    return dl.GeoJSON(
        id=layer_id,
        data=data,
        hideout=hideout,
        style=_browser("around"),
        onEachFeature=_browser("reachable"),
    )


def circles_layer(layer_id: str) -> dl.Pane:
    """Amounts as circles over the areas; nobody points at them, the areas below say the figures."""
    empty = {"type": "FeatureCollection", "features": []}
    circles = dl.GeoJSON(id=layer_id, data=empty, pointToLayer=_browser("circle"))
    return dl.Pane(circles, name=f"{layer_id}-pane", style={"zIndex": _CIRCLES})


def stations_layer(layer_id: str) -> dl.GeoJSON:
    """Stations that stand, could stand or are chosen; the page's scripts send them as `data`."""
    empty = {"type": "FeatureCollection", "features": []}
    return dl.GeoJSON(id=layer_id, data=empty, pointToLayer=_browser("station"))


def places_layer(layer_id: str, data: dict[str, Any]) -> dl.Pane:
    """Names of places, above everything and never in the way of a click."""
    labels = dl.GeoJSON(id=layer_id, data=data, pointToLayer=_browser("placeLabel"))
    return dl.Pane(labels, name=f"{layer_id}-pane", style={"zIndex": _LABELS})


def land_url(version: int, city: str) -> str:
    """The address of the land under a city's map."""
    return geo_address(version, f"land-{city}")


def legend(spec: ChoroplethSpec, language: str) -> list[Component]:
    """Unit, classes with numbers and counts, how they were made, and whose data it is."""
    _ = translator(language, "explore")
    rows = [
        html.Li([
            html.Span(className=f"map-swatch map-shade-{row.shade}", **{"aria-hidden": "true"}),
            html.Span(row.text),
            html.Span(_("n = {n}").format(n=row.n), className="n"),
        ])
        for row in spec.legend
    ]  # fmt: skip
    notes = [spec.method, spec.approximate, _("Source: {source}").format(source=spec.attribution)]
    return [
        html.P(spec.unit, className="map-unit"),
        html.Ul(rows, className="map-legend"),
        *[html.P(note, className="map-note") for note in notes if note],
    ]


def viewport(city: City) -> dict[str, Any]:
    """Move a drawn map to a city."""
    return {"bounds": [list(corner) for corner in city.bounds], "transition": "setView"}
