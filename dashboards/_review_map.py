"""The pins of a round on a map, and the same pins as a list."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from dashboards._language import current, words
from dashboards._review_common import Common
from dashboards._review_ids import pins_map_id
from dashboards._services import services
from data import queries
from data.library import Library
from layers import leaflet, points
from workshop.language import pick
from workshop.model import Json, Round, Session

_ = words("review")
AROUND = 0.02  # degrees of land around the outermost pins


def pins_map(session: Session, round_: Round, found: Json) -> list[Component]:
    """The map, closed in on its pins, and whose land it is."""
    library = services().library
    city = queries.city(library, session.city)
    pins = points.collection(found["pins"], round_.step.settings["categories"], current())
    name = pins_map_id(round_.id)
    common = Common(session, round_)
    frame = leaflet.base_map(
        name,
        city,
        current(),
        version=library.version,
        label=_("Pins on a map of {city}").format(city=pick(city.names, current())),
        children=[
            *common.squares(f"{name}-squares"),
            leaflet.places_layer(f"{name}-places", _places(library, city.id)),
            leaflet.points_layer(f"{name}-pins", pins),
        ],
    )
    if found["pins"]:
        frame.children.bounds = _bounds(found["pins"])  # pyright: ignore[reportOptionalMemberAccess]
    sources = ", ".join(queries.attribution(library, "land", "places"))
    credit = _("Map: {source}").format(source=sources)
    return [
        html.Div(frame, className="review-map"),
        html.P(credit, className="soft review-note"),
        *common.words(),
    ]


def _bounds(pins: list[Json]) -> list[list[float]]:
    """South-west and north-east of all pins, with some land around."""
    lats, lons = [pin["lat"] for pin in pins], [pin["lon"] for pin in pins]
    return [
        [min(lats) - AROUND, min(lons) - 2 * AROUND],
        [max(lats) + AROUND, max(lons) + 2 * AROUND],
    ]


def _places(library: Library, city: str) -> Json:
    """The districts of the city by name, for who wants to know where a pin lies."""
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
            "properties": {"id": number, "name": place.name, "rank": 1},
        }
        for number, place in enumerate(queries.places(library, city, inside=True))
        if place.kind == "district"
    ]
    return {"type": "FeatureCollection", "features": features}


def pins_list(session: Session, round_: Round, found: Json) -> Component:
    """Every pin as a line: what the map says, without the map."""
    named = {c["id"]: c["text"] for c in round_.step.settings["categories"]}
    ordered = sorted(found["pins"], key=lambda pin: (pin["category"], -pin["lat"]))
    head = [_("Category"), _("Text"), _("Position (north, east)")]
    rows = [
        html.Tr(
            [
                html.Td(pick(named.get(pin["category"]), current())),
                html.Td([pin["text"] or _("No text"), _photo(session, pin)], dir="auto"),
                html.Td(f"{pin['lat']:.5f}, {pin['lon']:.5f}", className="figures"),
            ]
        )
        for pin in ordered
    ]
    table = html.Table(
        [
            html.Caption(_("Pins on a map"), className="visually-hidden"),
            html.Thead(html.Tr([html.Th(text, scope="col") for text in head])),
            html.Tbody(rows),
        ],
        className="rs-table",
    )
    title = _("All pins as a list")
    reach = {"tabIndex": "0", "role": "group", "aria-label": title}
    scroll = html.Div(table, className="review-scroll", **reach)
    return html.Details([html.Summary(title), scroll], className="review-fold")


def _photo(session: Session, pin: Json) -> Component | None:
    """A photo that a facilitator let through, beside the words of its pin."""
    if not pin.get("photo"):
        return None
    address = f"/photo/{session.id}/{pin['photo']}"
    return html.Img(src=address, alt=_("Photo on this pin"), className="review-photo")
