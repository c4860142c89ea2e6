"""The areas in the library: the right boundaries on today's municipalities."""

import json
from pathlib import Path

import geopandas
import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from data import queries
from data.library import Library

CITIES = ("alesund", "asker", "baerum", "haram", "karmoy", "stavanger")


def shape(library: Library, area: str) -> BaseGeometry:
    found = library.rows("SELECT st_aswkb(geometry) FROM areas WHERE id = ?", [area])
    return shapely.from_wkb(bytes(found[0][0]))


def km2(geometry: BaseGeometry) -> float:
    return float(geopandas.GeoSeries([geometry], crs=4326).to_crs(25833).area.iloc[0]) / 1e6


def features(library: Library, name: str) -> list[dict]:
    return json.loads(library.geo_path(name).read_text("utf-8"))["features"]


def test_haram_is_cut_out_of_alesund_where_the_reference_says(library: Library) -> None:
    assert km2(shape(library, "1508")) == pytest.approx(364.3, abs=0.05)
    assert km2(shape(library, "1580")) == pytest.approx(259.0, abs=0.05)
    whole = km2(shape(library, "1507"))
    assert km2(shape(library, "1508")) + km2(shape(library, "1580")) == pytest.approx(whole)
    for code in ("1508", "1580"):
        area = queries.area(library, code)
        assert area.approximate
        assert area.notes["en"] == "the line between Ålesund and Haram is approximate"


def test_every_municipality_with_metered_electricity_has_exactly_one_boundary(
    library: Library,
) -> None:
    metered = library.rows("SELECT DISTINCT municipality FROM electricity ORDER BY 1")
    drawn = library.rows(
        "SELECT id FROM areas WHERE kind = 'municipality' AND valid_to IS NULL ORDER BY id"
    )
    assert [row for row in metered if row != ("0000",)] == drawn
    assert len(drawn) == 357
    newer = library.rows(
        "SELECT count(*) FROM areas WHERE kind = 'municipality' AND valid_from = '2024-01-01'"
    )
    assert newer == [(115,)]


def test_no_two_of_todays_municipalities_share_a_boundary(library: Library) -> None:
    found = library.rows(
        "SELECT st_aswkb(geometry) FROM areas WHERE kind = 'municipality' AND valid_to IS NULL"
    )
    assert len({bytes(wkb) for (wkb,) in found}) == 357


@pytest.mark.parametrize(
    ("code", "name", "lon", "lat"),
    [
        ("3114", "Våler", 10.88, 59.48),
        ("3419", "Våler", 11.84, 60.67),
        ("1515", "Herøy", 5.70, 62.33),
        ("1818", "Herøy", 12.22, 65.97),
    ],
)
def test_names_that_exist_twice_lie_in_the_right_county(
    library: Library, code: str, name: str, lon: float, lat: float
) -> None:
    assert queries.area(library, code).name == name
    assert shape(library, code).distance(shapely.Point(lon, lat)) < 0.1


@pytest.mark.parametrize(("city", "count"), [("alesund", 13), ("baerum", 22)])
def test_districts_tile_their_municipality_and_say_that_they_are_approximate(
    library: Library, city: str, count: int
) -> None:
    districts = queries.areas(library, city, "district")
    home = queries.city(library, city)
    cells = [shape(library, each.id) for each in districts]
    boundary = shape(library, home.municipality)
    assert len(districts) == count
    assert sum(km2(cell) for cell in cells) == pytest.approx(km2(boundary), rel=1e-4)
    assert shapely.union_all(cells).symmetric_difference(boundary).area < 1e-4
    assert sum(each.population or 0 for each in districts) == home.population
    assert all(each.approximate and each.notes["nb"] for each in districts)


def test_every_district_holds_the_point_that_stands_for_it(library: Library) -> None:
    for city in ("alesund", "baerum"):
        points = [p for p in queries.places(library, city, inside=True) if p.kind == "district"]
        by_name = {each.name: each.id for each in queries.areas(library, city, "district")}
        assert {point.name for point in points} == set(by_name)
        for point in points:
            where = shapely.Point(point.lon, point.lat)
            assert shape(library, by_name[point.name]).distance(where) < 0.01


def test_the_functional_region_is_an_area_of_its_own(library: Library) -> None:
    parts = sum(km2(shape(library, code)) for code in ("1507", "1531", "1532"))
    region = queries.area(library, "alesund-region")
    assert region.kind == "functional_region"
    assert region.area_km2 == pytest.approx(parts, abs=0.02)


def test_the_place_haram_lies_in_haram_although_the_list_says_otherwise(
    library: Library,
) -> None:
    places = queries.places(library, "haram", inside=True)
    assert "Haram" in {place.name for place in places}


def test_every_city_folder_agrees_with_the_geometry(library: Library) -> None:
    for city in queries.cities(library):
        boundary = shape(library, city.municipality)
        (south, west), (north, east) = city.bounds
        assert shapely.box(west, south, east, north).covers(boundary)
        for neighbour in city.neighbours:
            assert boundary.distance(shape(library, neighbour)) < 0.06


@pytest.mark.parametrize("city", CITIES)
def test_map_files_are_small_valid_and_carry_only_id_and_name(library: Library, city: str) -> None:
    layers = ["land", "municipalities", "boundary"]
    layers += [each for each in ("districts", "regions") if queries.map_areas(library, city, each)]
    for layer in layers:
        name = f"{layer}-{city}.geojson"
        assert library.geo_path(name).stat().st_size <= 170_000
        for feature in features(library, name):
            assert set(feature["properties"]) == {"id", "name"}
            assert shapely.geometry.shape(feature["geometry"]).is_valid, (name, feature["id"])


def test_every_area_of_a_map_layer_has_its_feature(library: Library) -> None:
    for city in CITIES:
        for layer in ("municipalities", "districts", "regions", "boundary"):
            wanted = [each.id for each in queries.map_areas(library, city, layer)]
            if wanted:
                drawn = features(library, f"{layer}-{city}.geojson")
                assert [each["id"] for each in drawn] == wanted


def test_land_beyond_the_border_is_drawn_where_the_window_reaches_it(library: Library) -> None:
    ids = [each["id"] for each in features(library, "land-baerum.geojson")]
    assert ids == ["land", "abroad"]
    abroad = shapely.geometry.shape(features(library, "land-baerum.geojson")[1]["geometry"])
    assert abroad.covers(shapely.Point(12.05, 59.5))
    assert not abroad.intersects(shapely.Point(10.6, 59.5)), "the Oslo fjord is sea"


def test_the_areas_can_be_taken_away_as_geoparquet(library: Library) -> None:
    frame = geopandas.read_parquet(Path(library.geo_path("areas.parquet")))
    assert frame.crs == "EPSG:4326"
    assert {"1508", "3201", "alesund-region", "15080100"} <= set(frame["id"])
