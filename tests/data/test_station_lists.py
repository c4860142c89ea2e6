"""A list of stations, here made up: read from any file, kept, and gone back to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.imports.findings import Refusal
from data.imports.pending import Waiting
from data.imports.stations import reading
from data.imports.stations.keeping import keep
from data.library import Library
from data.twin.areas_at import district_shapes
from data.twin.station_file import Station, StationLists, standing
from tests.data.importing import Desk

WHOSE = {"by": "Made up for a test", "date": "2026-10-01", "licence": "CC0"}
MOA, TORGET = Station("Oppdiktet Moa", 6.353, 62.469), Station("Oppdiktet Torget", 6.155, 62.472)
HEAD = "Navn;Breddegrad;Lengdegrad"
ROWS = tuple(f"{each.name};{each.lat};{each.lon}" for each in (MOA, TORGET))
SOUND = "\n".join((HEAD, *ROWS, f"Den samme;{MOA.lat};{MOA.lon}", "")).encode()


@pytest.fixture
def desk(own_library_dir: Path) -> Desk:
    return Desk(Library(own_library_dir), "alesund", what="stations")


def test_a_list_is_seen_before_it_is_kept_and_earlier_ones_are_gone_back_to(desk: Desk) -> None:
    held, folder = StationLists(desk.library.data_dir), desk.library.data_dir
    shown = desk.look("punkter.csv", SOUND, **WHOSE)
    assert shown.stations is not None and shown.writes == 2
    assert shown.stations.stations == (MOA, TORGET)
    assert shown.stations.before is None
    assert shown.stations.areas[0] == "15080600"
    assert [(each.code, each.args["found"]) for each in shown.notes] == [("import_note_twice", 1)]
    assert standing(folder, "alesund") is None
    assert keep(desk.library, shown.upload, shown.stations, "official") == 1
    assert standing(folder, "alesund") == (MOA, TORGET)

    later = desk.look("ett.csv", f"{HEAD}\n{ROWS[1]}\n".encode(), **WHOSE)
    assert later.stations is not None and later.stations.before == (MOA, TORGET)
    keep(desk.library, later.upload, later.stations, "official")
    assert standing(folder, "alesund") == (TORGET,)
    stamp = held.stamp("alesund")
    held.choose("alesund", 1, "official")
    assert standing(folder, "alesund") == (MOA, TORGET) and held.stamp("alesund") != stamp
    held.choose("alesund", 0, "official")
    assert standing(folder, "alesund") is None


def test_a_list_that_is_not_as_it_was_written_is_not_used(desk: Desk) -> None:
    shown = desk.look("punkter.csv", SOUND, **WHOSE)
    assert shown.stations is not None
    keep(desk.library, shown.upload, shown.stations, "official")
    path = desk.library.data_dir / "stations" / "alesund" / "1.json"
    path.write_text(path.read_text("utf-8").replace("62.469", "62.5"), "utf-8")
    assert standing(desk.library.data_dir, "alesund") is None


WRONG = [("import_stations_wrong", None), ("import_station_outside", 2)]


@pytest.mark.parametrize(
    ("head", "row", "found"),
    [
        (HEAD, "Oslo;59.91;10.75", WRONG),
        (HEAD, "Ingensteds;;", WRONG),
        (HEAD, "Byttet;6.353;62.469", [("import_swapped", None)]),
        (HEAD, ";;", [("import_no_stations", None)]),
        ("Navn;Gate", "Moa;Langelandsvegen", [("import_station_where", None)]),
        ("navn;nord;aust", "Moa;6928500;363700", [("import_note_system", None)]),
    ],
)
def test_what_is_wrong_with_a_station_is_said_with_its_row(
    library: Library, tmp_path: Path, head: str, row: str, found: list[tuple[str, int | None]]
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"{head}\n{row}\n", "utf-8")
    shapes = district_shapes(library, "alesund")
    districts = [(code, name, shape.hex()) for code, name, shape in shapes]
    told = reading.read(file, {"wished": {}, "districts": districts})
    assert [(each["code"], each["row"]) for each in told["findings"]] == found


def test_stations_that_are_wrong_are_left_out_when_that_is_asked_for(desk: Desk) -> None:
    content = "\n".join((HEAD, *ROWS, "Oslo;59.91;10.75", "")).encode()
    shown = desk.look("a.csv", content, **WHOSE | {"wrong": "leave"})
    assert shown.writes == 2
    assert [each.code for each in shown.findings] == ["import_note_left"]
    kept = Waiting(desk.library.data_dir).file(shown.upload)
    assert kept.is_file()  # until a yes, in case other columns are chosen
    unsaid = desk.look("a.csv", content)
    assert {each.code for each in unsaid.errors} >= {
        "import_list_by", "import_list_date", "import_list_licence",
    }  # fmt: skip


def test_points_on_a_map_are_stations_too_and_a_city_without_districts_takes_none(
    desk: Desk,
) -> None:
    points = [
        {
            "type": "Feature",
            "properties": {"navn": each.name},
            "geometry": {"type": "Point", "coordinates": [each.lon, each.lat]},
        }
        for each in (MOA, TORGET)
    ]
    told = json.dumps({"type": "FeatureCollection", "features": points}).encode()
    shown = desk.look("punkter.geojson", told, **WHOSE)
    assert shown.stations is not None and shown.stations.stations == (MOA, TORGET)
    with pytest.raises(Refusal, match="import_stations_districts"):
        Desk(desk.library, "stavanger", what="stations").token("a.csv", SOUND)
