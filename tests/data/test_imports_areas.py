"""Districts from map files: every format, every way in which they can be wrong."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data.imports.features import plain
from data.imports.outlines import outlines
from data.imports.preview import Preview, preview
from data.library import Library
from tests.built_library import copy_of_library
from tests.data import import_files as files
from tests.data.importing import Desk

FORMATS = ("geojson", "gpkg", "shapefile", "fgb")


@pytest.fixture(scope="module")
def desk(library_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    library = Library(copy_of_library(library_dir, tmp_path_factory.mktemp("areas") / "own"))
    yield Desk(library)
    library.close()


def made(kind: str, folder: Path, crs: int | None) -> tuple[str, bytes]:
    if kind == "geojson":
        named = {"crs": {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{crs}"}}}
        features = files.frame(crs).to_geo_dict()["features"]
        return "b.geojson", files.geojson(features, **named)
    if kind == "shapefile":
        return "b.zip", files.shapefile_zip(folder, crs)
    driver = {"gpkg": "GPKG", "fgb": "FlatGeobuf"}[kind]
    return f"b.{kind}", files.written(folder, f"bydeler.{kind}", driver, crs)


def errors(shown: Preview) -> list[tuple[str, int | None]]:
    return [(each.code, each.feature) for each in shown.errors]


READ = [(kind, crs) for kind in FORMATS for crs in (25833, 25832)]


@pytest.mark.parametrize(("kind", "crs"), [*READ, ("geojson", 4326), ("gpkg", 3857)])
def test_districts_are_read_from_every_format_in_every_known_projection(
    desk: Desk, tmp_path: Path, kind: str, crs: int
) -> None:
    shown = desk.look(*made(kind, tmp_path, crs))
    assert errors(shown) == []
    one, other = sorted((each.district for each in shown.areas), key=lambda each: each.id)
    assert (one.id, one.name, one.population) == ("3201-101", "Solvik", 1200)
    assert (other.name, other.population) == ("Fjordby", 2000)
    assert one.km2 == pytest.approx(0.62, abs=0.01)
    assert one.centre == pytest.approx((10.525, 59.925), abs=1e-3)


def test_what_will_leave_the_map_is_counted(desk: Desk) -> None:
    shown = desk.look("b.geojson", files.geojson(files.two_districts()))
    assert len(shown.leaving) == 22
    assert {each.code for each in shown.notes} == {"import_note_cover"}


def test_properties_are_chosen_anew_without_another_upload(desk: Desk) -> None:
    features = [files.feature(files.square(), navn="Solvik", tekst="Ytre Solvik", kode="9")]
    token = desk.token("b.geojson", files.geojson(features))
    first = preview(desk.library, token, desk.user)
    assert first.chosen == {"name": "navn", "id": "kode", "population": ""}
    wished = {"name": "tekst", "id": "-", "population": "-"}
    (change,) = preview(desk.library, token, desk.user, wished).areas
    assert (change.district.name, change.district.id) == ("Ytre Solvik", "3201-ytre-solvik")


@pytest.mark.fault("F49", "T9")
def test_instructions_in_properties_are_left_behind() -> None:
    hostile: dict[str, Any] = {
        "navn": "<img src=x onerror=alert(1)>", "popup": "x", "Tooltip": "x", "style": {"a": 1},
        "__proto__": "x", "nested": [1, 2], "n": float("nan"), "tall": 3.0,
    }  # fmt: skip
    assert plain(hostile) == {"navn": hostile["navn"], "n": "", "tall": "3"}


@pytest.mark.fault("F49", "T9")
def test_outlines_carry_numbers_and_no_words(desk: Desk) -> None:
    shown = desk.look("b.geojson", files.geojson(files.two_districts()))
    told = outlines([each.district for each in shown.areas])
    assert [each["properties"] for each in told["features"]] == [
        {"id": "3201-101"},
        {"id": "3201-102"},
    ]


BOW_TIE = [[10.52, 59.92], [10.54, 59.94], [10.54, 59.92], [10.52, 59.94], [10.52, 59.92]]
WRONG: list[tuple[dict[str, Any], str]] = [
    (files.feature(BOW_TIE, navn="a"), "import_geometry_invalid"),
    (files.feature(files.square()[:2], navn="a"), "import_geometry_kind"),
    ({"type": "Feature", "properties": {"navn": "a"}, "geometry": None}, "import_geometry_kind"),
    (
        {"type": "Feature", "properties": {"navn": "a"},
         "geometry": {"type": "Point", "coordinates": [10.5, 59.9]}},
        "import_geometry_kind",
    ),
    (files.feature(files.square(east=0.28), navn="a"), "import_area_outside"),
    (files.feature(files.square(), navn=""), "import_name"),
    (files.feature(files.square(), navn="x" * 100), "import_name"),
    (files.feature(files.square(), navn="a", innbyggere="mange"), "import_people"),
    (files.feature(files.square(), navn="a", innbyggere=-1), "import_people"),
    (files.feature(files.square(), navn="a", innbyggere=1.5), "import_people"),
]  # fmt: skip


@pytest.mark.fault("F50", "T13")
@pytest.mark.parametrize(("feature", "code"), WRONG)
def test_a_wrong_area_is_named_by_its_number(
    desk: Desk, feature: dict[str, Any], code: str
) -> None:
    content = files.geojson([files.feature(files.square(north=0.02), navn="Rett"), feature])
    assert errors(desk.look("b.geojson", content)) == [(code, 2)]


def test_the_same_number_or_name_twice_is_refused(desk: Desk) -> None:
    ring, other = files.square(), files.square(east=0.02)
    content = files.geojson([
        files.feature(ring, navn="A", id="1"), files.feature(other, navn="a", id="1"),
    ])  # fmt: skip
    assert errors(desk.look("b.geojson", content)) == [
        ("import_id_twice", 2), ("import_name_twice", 2),
    ]  # fmt: skip


def test_a_flaw_that_changes_no_surface_is_mended_and_said(desk: Desk) -> None:
    ring = files.square()
    spiked = [*ring[:2], [ring[1][0] + 0.01, ring[1][1]], *ring[1:]]
    shown = desk.look("b.geojson", files.geojson([files.feature(spiked, navn="a")]))
    assert "import_note_repaired" in {each.code for each in shown.notes}
    assert shown.areas[0].district.km2 == pytest.approx(0.62, abs=0.01)


def test_areas_that_lie_over_each_other_are_told_of(desk: Desk) -> None:
    features = [
        files.feature(files.square(), navn="a"), files.feature(files.square(east=0.005), navn="b"),
    ]  # fmt: skip
    notes = desk.look("b.geojson", files.geojson(features)).notes
    (overlap,) = [each for each in notes if each.code == "import_note_overlap"]
    assert (overlap.feature, overlap.args["other"]) == (1, 2)


def swapped(ring: list[list[float]]) -> list[list[float]]:
    return [[y, x] for x, y in ring]


@pytest.mark.fault("F50", "T13")
def test_swapped_coordinates_are_called_that(desk: Desk) -> None:
    features = [files.feature(swapped(files.square()), navn="a")]
    assert desk.refused("b.geojson", files.geojson(features)) == "import_swapped"


def test_swapped_metres_are_called_that_too(desk: Desk) -> None:
    (first, *_) = files.frame(25833).to_geo_dict()["features"]
    ring = swapped([list(point) for point in first["geometry"]["coordinates"][0]])
    named = {"crs": {"type": "name", "properties": {"name": "EPSG:25833"}}}
    content = files.geojson([files.feature(ring, navn="a")], **named)
    assert desk.refused("b.geojson", content) == "import_swapped"


def test_metres_without_a_system_are_not_taken_for_degrees(desk: Desk, tmp_path: Path) -> None:
    content = files.geojson(files.frame(25833).to_geo_dict()["features"])
    assert desk.refused("b.geojson", content) == "import_crs_missing"
    assert desk.refused("b.zip", files.shapefile_zip(tmp_path, None)) == "import_crs_missing"


@pytest.mark.fault("F50", "T13")
def test_a_file_about_another_place_is_refused(desk: Desk) -> None:
    features = [files.feature(files.square(east=-5, north=3), navn="a")]
    assert desk.refused("b.geojson", files.geojson(features)) == "import_outside"


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:EPSG::99999", "my own grid", "ESRI:102100"])
def test_an_unknown_system_is_refused(desk: Desk, name: str) -> None:
    named = {"crs": {"type": "name", "properties": {"name": name}}}
    content = files.geojson(files.two_districts(), **named)
    assert desk.refused("b.geojson", content) == "import_crs_unknown"


@pytest.mark.fault("F61")
def test_an_unknown_system_in_a_geopackage_is_refused(desk: Desk, tmp_path: Path) -> None:
    content = files.changed_geopackage(
        tmp_path,
        "UPDATE gpkg_spatial_ref_sys SET organization = 'me', definition ="
        " '+proj=utm +zone=33 +nadgrids=/etc/passwd' WHERE srs_id = 25833",
    )
    assert desk.refused("b.gpkg", content) == "import_crs_unknown"


def test_a_shapefile_that_is_not_whole_is_refused(desk: Desk, tmp_path: Path) -> None:
    content = files.shapefile_zip(tmp_path, without=".dbf")
    assert desk.refused("b.zip", content) == "import_shapefile_part"


@pytest.mark.fault("F61")
def test_triggers_and_generated_columns_of_a_geopackage_are_never_followed(
    desk: Desk, tmp_path: Path
) -> None:
    content = files.changed_geopackage(
        tmp_path,
        "CREATE TRIGGER evil AFTER INSERT ON gpkg_contents BEGIN DELETE FROM bydeler; END",
    )
    assert len(desk.look("b.gpkg", content).areas) == 2


def test_two_layers_of_areas_are_asked_about(desk: Desk, tmp_path: Path) -> None:
    files.written(tmp_path, "b.gpkg", "GPKG")
    files.frame().to_file(tmp_path / "b.gpkg", driver="GPKG", layer="andre")
    assert desk.refused("b.gpkg", (tmp_path / "b.gpkg").read_bytes()) == "import_layers"


def test_a_large_file_within_the_limits_is_read(desk: Desk, tmp_path: Path) -> None:
    """Ninety thousand points and 15 MB of text: the reader has room for it in every format."""

    def ring(north: float) -> list[list[float]]:
        turns = [step / 45_000 * math.tau for step in range(45_000)]
        lon, lat = files.CENTRE[0], files.CENTRE[1] + north
        points = [[lon + 0.01 * math.cos(a), lat + 0.003 * math.sin(a)] for a in turns]
        return [*points, points[0]]

    features = [files.feature(ring(0.0), navn="a"), files.feature(ring(0.02), navn="b")]
    padded = files.geojson(features, note="x" * 12_000_000)
    assert len(desk.look("b.geojson", padded).areas) == 2
