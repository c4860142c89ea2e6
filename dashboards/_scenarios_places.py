"""Addresses of the panel for recycling stations: where they could stand, and the best of them.

A workshop's pins become candidates as they may be published: approved, without words, without a
number, without who placed them. Nothing but a coordinate goes from here into a scenario.
"""

from __future__ import annotations

import math
from typing import Any

from flask import Blueprint, Response, jsonify, request

from dashboards._language import current
from dashboards._review_words import day
from dashboards._scenarios_asked import body
from dashboards._scenarios_places_told import found_json, near_json
from dashboards._scenarios_routes import closed, not_held, refused
from dashboards._services import services
from data import queries
from data.errors import DataError
from data.twin.pinned import pin_steps
from data.twin.places import MEASURE, candidates, rounded
from data.twin.station_file import Station
from data.twin.tables import load_measures
from twin.errors import TwinError
from twin.scenario import MOST_CLOSED, Chosen
from workshop.errors import Rejected
from workshop.language import pick
from workshop.model import Session
from workshop.server.refusals import NotOpen, SignInFirst

Json = dict[str, Any]
Position = tuple[float, float]
MOST_ASKED = 400  # places in one question; more than can be compared are refused with a sentence

place_routes = Blueprint("scenario_places", __name__)
for problem, answer in ((TwinError, refused), (DataError, not_held)):
    place_routes.register_error_handler(problem, answer)
for problem in (SignInFirst, NotOpen):
    place_routes.register_error_handler(problem, closed)


@place_routes.get("/scenarios/<city>/places")
def known(city: str) -> Response:
    """Today's stations (null: not reported), each district's middle, and what may be asked."""
    finder = services().twin.best_places
    queries.city(services().library, city)
    today, (walk, _detour) = finder.today(city), finder.known(city)
    return jsonify(
        {
            "today": None if today is None else _standing(city, today),
            "walk": walk.value,
            "most": load_measures()[MEASURE].highest,
            "most_closed": MOST_CLOSED,
            "middles": {area: _shown(place) for area, place in finder.middles(city).items()},
        }
    )


@place_routes.post("/scenarios/<city>/places/where")
def where(city: str) -> Response:
    """{places}: the district of each; null for one that lies outside the city."""
    places = _places(body().get("places"))
    return jsonify({"ok": True, "areas": services().twin.best_places.where(city, places)})


@place_routes.post("/scenarios/<city>/places/best")
def best(city: str) -> Response:
    """{among, count, walk, closed}: the best `count` of these, and who has one near then."""
    asked = body()
    among, closed = _places(asked.get("among")), _places(asked.get("closed", []))
    count, walk = asked.get("count"), _walk(asked)
    if type(count) is not int:
        raise TwinError("place_count", f"{load_measures()[MEASURE].highest:.0f}")
    found = services().twin.best_places.best(city, among, count, walk, closed)
    return jsonify({"ok": True} | found_json(city, found, count, walk))


@place_routes.post("/scenarios/<city>/places/near")
def near(city: str) -> Response:
    """{places, closed, level, walk}: who has a station near today, and with this mix."""
    asked = body()
    level, most = asked.get("level"), load_measures()[MEASURE].highest
    if type(level) is not int or not 0 <= level <= most:
        raise TwinError("place_count", f"{most:.0f}")
    places, gone = (rounded(_places(asked.get(each))) for each in ("places", "closed"))
    chosen = Chosen(MEASURE, level, places=places, closed=gone)
    found = services().twin.best_places.near(city, chosen, _walk(asked))
    return jsonify({"ok": True} | near_json(found))


@place_routes.get("/scenarios/<city>/pins")
def workshops(city: str) -> Response:
    """The city's workshops with pins, newest first: their steps, and how many pins are released."""
    parts, language = services(), current()
    rows = [row for row in parts.workshop.sessions() if row.city == city]
    told = [
        {
            "id": row.id,
            "title": pick(row.title, language),
            "day": day(row.last_at_ms),
            "steps": [
                {
                    "step": step.number,
                    "title": step.title,
                    "kinds": [
                        {"id": kind.id, "name": kind.name, "pins": kind.pins} for kind in step.kinds
                    ],
                }
                for step in pin_steps(parts.workshop.state(row.id), language)
            ],
        }
        for row in rows
    ]
    return jsonify({"ok": True, "workshops": [each for each in told if each["steps"]]})


@place_routes.get("/scenarios/<city>/pins/<session_id>")
def pins(city: str, session_id: str) -> Response:
    """?step=&kind=: where the released pins lie, without those outside the city."""
    session = _session(session_id)
    if session.city != city or session.rehearsal:
        raise TwinError("pins_none")
    step = request.args.get("step", 0, int)
    lie = candidates(session, request.args.get("kind", ""), step) if step > 0 else ()
    areas = services().twin.best_places.where(city, lie)
    inside = [(place, area) for place, area in zip(lie, areas, strict=True) if area]
    if not inside:
        raise TwinError("pins_outside" if lie else "pins_none")
    return jsonify(
        {
            "ok": True,
            "places": [place for place, _area in inside],
            "areas": [area for _place, area in inside],
            "outside": len(lie) - len(inside),
        }
    )


def _session(session_id: str) -> Session:
    try:
        return services().workshop.state(session_id)
    except Rejected:
        raise TwinError("pins_none") from None


def _standing(city: str, today: tuple[Station, ...]) -> list[Json]:
    """Each with its name and district; null for one just outside the city."""
    areas = services().twin.best_places.where(city, [each.place for each in today])
    return [
        {"name": each.name, "place": each.place, "area": area}
        for each, area in zip(today, areas, strict=True)
    ]


def _walk(asked: Json) -> float:
    walk = asked.get("walk")
    if isinstance(walk, bool) or not isinstance(walk, int | float):
        raise TwinError("place_distance")
    return float(walk)


def _shown(place: Position) -> Position:
    return round(place[0], 5), round(place[1], 5)


def _places(asked: object) -> list[Position]:
    """(longitude, latitude) each, in degrees."""
    if not isinstance(asked, list) or len(asked) > MOST_ASKED:
        raise TwinError("invalid")
    return [_place(each) for each in asked]


def _place(asked: object) -> Position:
    match asked:
        case [int() | float() as lon, int() | float() as lat] if math.isfinite(lon + lat):
            return float(lon), float(lat)
    raise TwinError("place_range", MEASURE)
