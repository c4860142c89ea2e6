"""Where people are for the twin: points of their districts, and what the municipality has given."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely

from data import queries
from data.errors import DataError
from data.export.pins import pins_geojson
from data.library import Library
from data.twin.places import candidates, demand, rounded, spread
from data.twin.station_file import stations
from tests.dashboards.review_story import held
from tests.workshop.builders import small_workshop
from twin.circular.median import MOST_POINTS
from twin.errors import TwinError

CITIES = ("alesund", "baerum")


@pytest.mark.parametrize("city", CITIES)
def test_everybody_is_somewhere_in_their_own_district(library: Library, city: str) -> None:
    found = demand(library, city)
    assert len(found.people) <= MOST_POINTS
    features = json.loads(library.geo_path(f"districts-{city}.geojson").read_text("utf-8"))
    shapes = {each["id"]: shapely.geometry.shape(each["geometry"]) for each in features["features"]}
    for area in queries.map_areas(library, city, "districts"):
        mine = [i for i, each in enumerate(found.areas) if each == area.id]
        assert sum(found.people[i] for i in mine) == pytest.approx(area.population)
        inside = [shapely.contains_xy(shapes[area.id], *found.positions[i]) for i in mine]
        assert all(inside), area.name


def test_a_city_without_districts_has_no_points(library: Library) -> None:
    assert demand(library, "stavanger") is None


def test_points_are_as_many_as_asked_for_and_the_same_each_time() -> None:
    ring = shapely.Point(6.2, 62.5).buffer(0.1) - shapely.Point(6.2, 62.5).buffer(0.09)
    for count in (1, 7, 50):
        points = spread(ring, count)
        assert len(set(points)) == count
        assert points == spread(ring, count)


def test_stations_are_what_the_municipality_gave_or_not_reported(tmp_path: Path) -> None:
    assert stations(tmp_path, "alesund", tmp_path) is None
    file = tmp_path / "alesund" / "stations.csv"
    file.parent.mkdir()
    file.write_text("name,lat,lon\nMoa,62.469,6.353\nTorget,62.472,6.15\n", "utf-8")
    assert stations(tmp_path, "alesund", tmp_path) == ((6.353, 62.469), (6.15, 62.472))


@pytest.mark.parametrize("row", ["Moa,north,6.3", "Moa,162.4,6.3", "Moa"])
def test_a_station_that_stands_nowhere_is_refused_by_its_row(tmp_path: Path, row: str) -> None:
    file = tmp_path / "alesund" / "stations.csv"
    file.parent.mkdir()
    file.write_text(f"name,lat,lon\nTorget,62.472,6.15\n{row}\n", "utf-8")
    with pytest.raises(DataError, match=r"stations\.csv, row 3") as told:
        stations(tmp_path, "alesund", tmp_path)
    assert told.value.code == "stations_file"


@pytest.mark.parametrize("city", CITIES)
def test_no_station_of_our_own_making_is_shipped(tmp_path: Path, city: str) -> None:
    assert stations(tmp_path, city) is None


def test_released_pins_of_a_category_are_candidates_where_everybody_may_see_them(
    tmp_path: Path,
) -> None:
    workshop = small_workshop(tmp_path)
    try:
        session = workshop.state(held(workshop))
    finally:
        workshop.stop()
    features = pins_geojson(session, "en")["features"]
    categories = {each["properties"]["category"] for each in features}
    assert categories
    for category in categories:
        seen = {
            tuple(each["geometry"]["coordinates"])
            for each in features
            if each["properties"]["category"] == category
        }
        assert set(candidates(session, category)) == seen
    assert candidates(session, "no such category") == ()


def test_places_are_kept_as_finely_as_they_are_shown_and_each_once() -> None:
    near = (6.1512345678, 62.4712349), (6.15123, 62.47123), (6.2, 62.5)
    assert rounded(near) == ((6.15123, 62.47123), (6.2, 62.5))
    for lon, lat in ((181.0, 0.0), (0.0, 91.0), (float("nan"), 0.0)):
        with pytest.raises(TwinError, match="place_range"):
            rounded([(lon, lat)])
