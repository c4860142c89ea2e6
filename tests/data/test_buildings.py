"""A building register: read from any file, checked row by row, kept as sums, and gone back to."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import geopandas
import openpyxl
import pandas as pd
import pytest
import shapely

from data import queries
from data.errors import DataError
from data.imports.buildings import reading
from data.imports.buildings.__main__ import main
from data.imports.buildings.keeping import keep
from data.imports.findings import Refusal
from data.imports.pending import Waiting
from data.imports.preview import Preview
from data.library import Library
from data.twin.areas_at import district_shapes
from data.twin.register import in_force
from data.twin.register_file import Registers, Sum
from data.twin.stock import city_tables
from tests.data.import_files import saved
from tests.data.importing import Desk
from twin.energy.use import SEGMENTS

HESSOY, ASPOY, OTHER = "15080100", "15080200", "15081200"
IN_HESSOY, IN_OTHER = (6.107, 62.464), (6.913, 62.478)
WHOSE = {"by": "Ålesund kommune", "date": "2026-10-01", "licence": "NLOD 2.0"}
HEAD = "Bygningstype;Byggeår;Bruksareal (m²);Bydel;Eierform;Adresse;Hjemmelshaver"
PRIVATE = "Storgata 17;Kari Nordmann"
SOUND = (
    f"111 - Enebolig;1965;180,5;{HESSOY};;{PRIVATE}",
    f"142;1998-05-12;1200;Aspøy;Privat;{PRIVATE}",
    f"office;2004;3000;{HESSOY};Ålesund kommune;{PRIVATE}",
    f"613;;4000;aspøy;;{PRIVATE}",
    f"Barnehage;2011;800;{HESSOY};25 %;{PRIVATE}",
    f"retail;1980;1000;{HESSOY};Møre og Romsdal fylkeskommune;{PRIVATE}",
    f"181;1990;30;{HESSOY};;{PRIVATE}",
)


def csv(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join((head, *rows, "")).encode()


@pytest.fixture
def own(own_library_dir: Path) -> Library:
    return Library(own_library_dir)


@pytest.fixture
def desk(own: Library) -> Desk:
    return Desk(own, "alesund", what="buildings")


@pytest.fixture(scope="module")
def said(library: Library) -> dict[str, Any]:
    """What the child is told besides the file."""
    shapes = district_shapes(library, "alesund")
    return {
        "districts": [(code, name, shape.hex()) for code, name, shape in shapes],
        "city": queries.city(library, "alesund").names, "year": 2026, "wished": {},
    }  # fmt: skip


def codes(told: dict[str, Any]) -> list[tuple[str, int | None, str]]:
    return [(each["code"], each["row"], each["column"]) for each in told["findings"]]


def noted(shown: Preview) -> dict[str, Any]:
    assert shown.errors == (), shown.errors
    return {each.code: each.args["found"] for each in shown.notes}


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_register_is_seen_before_it_is_kept_and_says_where_the_buildings_are(desk: Desk) -> None:
    library, by_people = desk.library, city_tables(desk.library, "alesund")
    shown = desk.look("bygg.csv", csv(*SOUND), **WHOSE)
    assert noted(shown) == {
        "import_note_passed": 1, "import_note_undated": 1, "import_note_unowned": 1,
    }  # fmt: skip
    assert shown.writes == 6 and shown.buildings is not None
    assert shown.buildings.before == by_people.weights
    held = {(each.district, each.category): each for each in shown.buildings.sums}
    assert held[HESSOY, "office"] == Sum(HESSOY, "office", 1, 3000, 3000, 0)
    assert held[HESSOY, "kindergarten"] == Sum(HESSOY, "kindergarten", 1, 800, 200, 0)
    assert held[ASPOY, "school"] == Sum(ASPOY, "school", 1, 4000, 0, 4000)
    assert held[HESSOY, "retail"].municipal_m2 == 0
    assert city_tables(library, "alesund").hash() == by_people.hash()

    version, made = keep(library, shown.upload, shown.buildings, "official")
    assert (version, made.buildings, made.floor_m2, made.role) == (1, 6, 10180.5, "official")
    assert (made.by, made.date, made.file) == ("Ålesund kommune", "2026-10-01", "bygg.csv")
    tables = city_tables(library, "alesund")
    assert tables.weights == shown.buildings.weights and tables.hash() != by_people.hash()
    assert tables.weights[HESSOY]["dwellings"] == pytest.approx(180.5 / 1380.5)
    school = 4000 * tables.municipal["school"]
    assert tables.weights[ASPOY]["municipal"] == pytest.approx(school / (school + 3200))
    for segment in SEGMENTS:
        assert sum(each[segment] for each in tables.weights.values()) == pytest.approx(1)


def test_no_address_and_no_owner_is_kept_and_the_file_goes(desk: Desk) -> None:
    folder = desk.library.data_dir
    shown = desk.look("bygg.csv", csv(*SOUND), **WHOSE)
    assert shown.buildings is not None
    assert b"Nordmann" in everything_in(folder / "imports")  # the file, until there is a yes
    keep(desk.library, shown.upload, shown.buildings, "official")
    Waiting(folder).drop(shown.upload.token)
    assert everything_in(folder / "imports") == b""
    kept = everything_in(folder / "registers")
    assert b"Nordmann" not in kept and b"Storgata" not in kept and HESSOY.encode() in kept
    assert shown.upload.sha256.encode() in kept


def test_a_register_that_nobody_said_yes_to_goes_by_itself(desk: Desk) -> None:
    token = desk.token("bygg.csv", csv(*SOUND))
    waiting = desk.library.data_dir / "imports" / token
    assert (waiting / "upload.csv").exists()
    past = time.time() - 31 * 60
    os.utime(waiting, (past, past))
    Waiting(desk.library.data_dir).sweep()
    assert not waiting.exists()


def frame(crs: int = 4326, areas: bool = False) -> geopandas.GeoDataFrame:
    """The same three buildings in both districts."""
    rows = [
        {"bygningstype": use, "byggear": 1990, "bruksareal": 100.5, "navn": "Kari"}
        for use in ("111", "613", "322") for _ in (IN_HESSOY, IN_OTHER)
    ]  # fmt: skip
    points = [shapely.Point(place) for _ in range(3) for place in (IN_HESSOY, IN_OTHER)]
    shapes = [point.buffer(0.0001) for point in points] if areas else points
    return geopandas.GeoDataFrame(rows, geometry=shapes, crs=4326).to_crs(crs)


def table(crs: int = 4326) -> pd.DataFrame:
    made = frame(crs)
    plain = pd.DataFrame(made.drop(columns="geometry"))
    return plain.assign(x=made.geometry.x, y=made.geometry.y)


@pytest.mark.parametrize(
    "name",
    ["a.xlsx", "a.parquet", "utm32.csv", "utm33.csv", "a.geojson", "a.gpkg", "areas.gpkg"],
)
def test_coordinates_stand_for_districts_in_every_format(
    name: str, said: dict[str, Any], tmp_path: Path
) -> None:
    path, frames = tmp_path / name, {"utm32.csv": 25832, "utm33.csv": 25833}
    if path.suffix == ".csv":
        table(frames[name]).to_csv(path, sep=";", decimal=",", index=False)
    elif path.suffix == ".xlsx":
        table().to_excel(path, index=False)
    elif path.suffix == ".parquet":
        table().to_parquet(path)
    else:
        crs, driver = (4326, "GeoJSON") if path.suffix == ".geojson" else (25833, "GPKG")
        frame(crs, areas=name.startswith("areas")).to_file(path, driver=driver)
    told = reading.read(path, said)
    assert told["findings"] == [] or name in frames, told["findings"]
    systems = [each["args"]["found"] for each in told["findings"]]
    assert systems == ([f"EPSG:{frames[name]}"] if name in frames else [])
    assert told["placed"] is (path.suffix in (".geojson", ".gpkg"))
    assert [each[:3] for each in told["sums"]] == [
        [code, use, 1] for code in (HESSOY, OTHER) for use in ("house", "retail", "school")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (f"castle;1965;180;{HESSOY};;;", "import_building_use", "Bygningstype"),
        (f";1965;180;{HESSOY};;;", "import_building_use", "Bygningstype"),
        (f"111;196;180;{HESSOY};;;", "import_building_year", "Byggeår"),
        (f"111;2027;180;{HESSOY};;;", "import_building_year", "Byggeår"),
        (f"111;soon;180;{HESSOY};;;", "import_building_year", "Byggeår"),
        (f"111;1965;0;{HESSOY};;;", "import_building_floor", "Bruksareal (m²)"),
        (f"111;1965;-80;{HESSOY};;;", "import_building_floor", "Bruksareal (m²)"),
        (f"111;1965;;{HESSOY};;;", "import_building_floor", "Bruksareal (m²)"),
        (f"111;1965;large;{HESSOY};;;", "import_building_floor", "Bruksareal (m²)"),
        (f"111;1965;2000000;{HESSOY};;;", "import_building_floor", "Bruksareal (m²)"),
        (f"613;1965;180;{HESSOY};929911709;;", "import_building_owner", "Eierform"),
        ("111;1965;180;Bergen;;;", "import_area", "Bydel"),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_its_place(
    row: str, code: str, column: str, said: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(csv(*SOUND, row))
    told = codes(reading.read(path, said))
    assert told[:2] == [("import_buildings_wrong", None, ""), (code, 9, column)]
    left = reading.read(path, said | {"wished": {"wrong": "leave"}})
    assert codes(left)[0] == ("import_note_left", None, "")
    path.write_bytes(csv(*SOUND, *[row] * 3))
    left = reading.read(path, said | {"wished": {"wrong": "leave"}})
    assert codes(left)[0] == ("import_buildings_left", None, "")


@pytest.mark.parametrize(
    ("head", "rows", "code"),
    [
        ("Hva;Byggeår;Bruksareal;Bydel", ["111;1965;180;Aspøy"], "import_part_missing"),
        ("use;year;area", ["111;1965;180"], "import_building_where"),
        ("use;year;area;lon;lat", ["111;1965;180;62.464;6.107"], "import_swapped"),
        ("use;year;area;lon;lat", ["111;1965;180;10.7;59.9"], "import_buildings_wrong"),
        (HEAD, [], "import_no_rows"),
    ],
)
def test_a_file_that_says_too_little_is_told_what_is_missing(
    head: str, rows: list[str], code: str, said: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(csv(*rows, head=head))
    assert codes(reading.read(path, said))[0][0] == code


def test_columns_that_were_not_guessed_are_chosen_and_whose_it_is_must_be_said(desk: Desk) -> None:
    content = csv("111;1965;180;Aspøy", head="Hva;Når;Stort;Sted")
    token = desk.token("a.csv", content)

    def look(**wished: str) -> list[str]:
        from data.imports.preview import preview  # noqa: PLC0415

        return [each.code for each in preview(desk.library, token, desk.user, wished).errors]

    assert look()[:3] == [
        "import_register_by", "import_register_date", "import_register_licence",
    ]  # fmt: skip
    assert "import_part_missing" in look(**WHOSE)
    chosen = {"use": "Hva", "built": "Når", "floor": "Stort", "district": "Sted"}
    # One house says nothing of where schools and shops are.
    assert look(**WHOSE, **chosen) == ["import_building_segment"] * 2
    assert look(**WHOSE | {"date": "2126-01-01"}, **chosen)[0] == "import_whose_day"


def test_earlier_registers_stay_and_are_gone_back_to(desk: Desk) -> None:
    library, held = desk.library, Registers(desk.library.data_dir)
    by_people = city_tables(library, "alesund")
    for rows in (SOUND, (*SOUND, f"111;1970;120;{ASPOY};;;")):
        shown = desk.look("a.csv", csv(*rows), **WHOSE)
        assert shown.buildings is not None
        keep(library, shown.upload, shown.buildings, "official")
    second = city_tables(library, "alesund")
    assert held.number("alesund") == 2 and list(held.versions("alesund")) == [1, 2]
    stamp = held.stamp("alesund")
    held.choose("alesund", 1, "official")
    assert held.stamp("alesund") != stamp
    assert city_tables(library, "alesund").hash() not in (second.hash(), by_people.hash())
    held.choose("alesund", 0, "official")
    assert city_tables(library, "alesund").hash() == by_people.hash()
    with pytest.raises(DataError, match="has no register 3"):
        held.choose("alesund", 3, "official")
    assert held.versions("baerum") == {} and held.number("baerum") == 0


def test_a_register_of_other_districts_or_of_another_content_is_not_used(desk: Desk) -> None:
    library = desk.library
    shown = desk.look("a.csv", csv(*SOUND), **WHOSE)
    assert shown.buildings is not None
    keep(library, shown.upload, shown.buildings, "official")
    path = library.data_dir / "registers" / "alesund" / "1.json"
    sound = path.read_text("utf-8")
    path.write_text(sound.replace("180.5", "1805"), "utf-8")
    assert Registers(library.data_dir).version("alesund", 1) is None
    assert in_force(library, "alesund") is None
    path.write_text(sound, "utf-8")
    assert in_force(library, "alesund") is not None
    told = json.loads(sound)["register"]
    assert {each["district"] for each in told["sums"]} == {HESSOY, ASPOY}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.txt", b"use", "import_suffix"),
        ("a.xlsx", b"no workbook", "import_not_xlsx"),
        ("a.parquet", b"none", "import_not_parquet"),
        ("a.geojson", b"[]", "import_not_geojson"),
        ("a.gpkg", b"none", "import_not_geopackage"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(
    desk: Desk, name: str, content: bytes, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        desk.token(name, content)
    assert refused.value.code == code


def test_a_workbook_with_dates_and_formulas_is_read_for_what_it_says(
    said: dict[str, Any], tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["use", "year built", "floor area", "district", "municipal share"],
        [613, pd.Timestamp("1972-05-01"), 4000, "Aspøy", 0.5],
        ["house", 1965, "=1+1", "Aspøy", None],
    ):
        sheet.append(row)
    path = tmp_path / "a.xlsx"
    path.write_bytes(saved(book.save))
    told = reading.read(path, said)
    assert codes(told)[1] == ("import_formula", 3, "floor area")
    assert told["sums"] == [[ASPOY, "school", 1, 4000.0, 2000.0, 0.0]]


def test_the_command_takes_a_register_or_says_what_is_wrong(
    own: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bygg.csv"
    file.write_bytes(csv(*SOUND, f"castle;1965;180;{HESSOY};;;"))
    who = ["--by", "Ålesund kommune", "--date", "2026-10-01", "--licence", "NLOD"]
    asked = ["alesund", str(file), *who, "--data-dir", str(own.data_dir)]
    assert main(asked) == 1
    assert "row 9, Bygningstype: import_building_use found=castle" in capsys.readouterr().err
    assert main([*asked, "--leave"]) == 0
    assert "Version 1: 6 buildings, 10180 m²." in capsys.readouterr().out
    assert main(["nowhere", *asked[1:]]) == 1
    assert everything_in(own.data_dir / "imports") == b""
