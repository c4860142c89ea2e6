"""Places that all opinion groups have marked: squares on the map of pins, and in words."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards._language import current, words
from dashboards._services import services
from data import queries
from data.export.common_places import GROUPS, NONE, common
from data.export.missing import OPEN
from data.records import Place
from layers import leaflet
from workshop.language import number, picked
from workshop.model import Json, Round, Session

_ = words("review")


class Common:
    """What is told of a round of pins, found once for the map and for the list."""

    def __init__(self, session: Session, pins: Round) -> None:
        self._found = common(session, pins)
        self._pins = pins
        inside = queries.places(services().library, session.city, inside=True)
        self._districts = [place for place in inside if place.kind == "district"]

    @property
    def _places(self) -> list[Json]:
        return self._found["places"] if self._found else []

    def squares(self, layer_id: str) -> list[Component]:
        """The layer, where there is anything to draw."""
        if not self._places:
            return []
        features = [
            {
                "type": "Feature",
                "geometry": {"type": "Polygon", "coordinates": [_ring(place)]},
                "properties": {"id": at},
            }
            for at, place in enumerate(self._places)
        ]
        areas = {
            str(at): ["", self._kind(place)[1], self._where(place)]
            for at, place in enumerate(self._places)
        }
        data = {"type": "FeatureCollection", "features": features}
        return [leaflet.squares_layer(layer_id, data, {"areas": areas})]

    def words(self) -> list[Component]:
        """The squares as a list, or why there are none."""
        if self._found is None:
            return []
        heading = html.H4(_("Places that all opinion groups have marked"))
        if self._found["why"]:
            return [heading, html.P(_why(self._found["why"]), className="soft")]
        about = _(
            "In each square, five or more people of every opinion group put a pin of this kind."
        )
        lines = [self._line(place) for place in self._places]
        return [heading, html.P(about, className="soft"), html.Ul(lines, className="review-common")]

    def _line(self, place: Json) -> Component:
        language, kind = self._kind(place)
        return html.Li([html.Strong(kind, lang=language), " – ", self._where(place)])

    def _kind(self, place: Json) -> tuple[str, str]:
        kinds = {each["id"]: each["text"] for each in self._pins.step.settings["categories"]}
        return picked(kinds[place["category"]], current())

    def _where(self, place: Json) -> str:
        side = number(place["side_m"], current(), 0)
        if not self._districts:
            return _("a square of {side} m").format(side=side)
        near = _nearest(self._districts, place)
        return _("near {place}, a square of {side} m").format(place=near, side=side)


def _why(why: str) -> str:
    return {
        OPEN: _("It comes here when the workshop is finished."),
        GROUPS: _("There are no opinion groups here that pins could be compared by."),
        NONE: _("There is no place where five or more of every opinion group put the same kind."),
    }[why]


def _nearest(districts: Sequence[Place], square: Json) -> str:
    """The district whose name lies nearest; at our latitudes a degree east is half as far."""
    lat = (square["south"] + square["north"]) / 2
    lon = (square["west"] + square["east"]) / 2
    return min(districts, key=lambda p: (p.lat - lat) ** 2 + ((p.lon - lon) / 2) ** 2).name


def _ring(place: Json) -> list[list[float]]:
    south, west, north, east = (place[side] for side in ("south", "west", "north", "east"))
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]
