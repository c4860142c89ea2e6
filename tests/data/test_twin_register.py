"""A municipality's building register says what part of the city each district has."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data.library import Library
from data.twin import register
from data.twin.buildings import RegisterError
from data.twin.register import main, take
from data.twin.stock import city_tables
from twin.energy.use import SEGMENTS

HESSOY, ASPOY = "15080100", "15080200"
HEADER = "use;year;floor_area_m2;district;owner\n"
SOUND = [
    f"house;1965;180,5;{HESSOY};",
    "142;1998;1200;Aspøy;",
    f"office;2004;3000;{HESSOY};",
    "613;1972;4000;Aspøy;municipal",
    f"kindergarten;2011;800;{HESSOY};",
]


@pytest.fixture
def library(own_library_dir: Path) -> Library:
    return Library(own_library_dir)


def written(folder: Path, *rows: str) -> Path:
    file = folder / "buildings.csv"
    file.write_text(HEADER + "\n".join(rows), "utf-8")
    return file


def test_districts_get_the_parts_that_the_register_says(library: Library, tmp_path: Path) -> None:
    by_people = city_tables(library, "alesund")
    told = take(library, "alesund", written(tmp_path, *SOUND), "The municipality, 2024")
    assert told["buildings"] == 5 and told["source"] == "The municipality, 2024"
    tables = city_tables(library, "alesund")
    assert tables.weights[HESSOY]["dwellings"] == pytest.approx(180.5 / 1380.5)
    assert tables.weights[ASPOY]["municipal"] == pytest.approx(4000 / 4400)
    assert tables.weights[HESSOY]["services"] == pytest.approx(1)
    assert set(tables.weights) == set(by_people.weights)
    for segment in SEGMENTS:
        assert sum(each[segment] for each in tables.weights.values()) == pytest.approx(1)
    assert tables.hash() != by_people.hash()
    assert not (library.data_dir / "registers" / "alesund.new").exists()


def test_places_stand_for_districts_in_excel_and_parquet(library: Library, tmp_path: Path) -> None:
    rows = [
        {"Use": use, "Year": 1990, "Floor_area_m2": 100, "lon": lon, "lat": lat}
        for use in ("house", "school", "retail")
        for lon, lat in ((6.107, 62.464), (6.913, 62.478))
    ]
    table = pd.DataFrame(rows)
    table.to_excel(tmp_path / "a.xlsx", index=False)
    table.to_parquet(tmp_path / "a.parquet")
    for name in ("a.xlsx", "a.parquet"):
        take(library, "alesund", tmp_path / name, "")
        weights = register.weights(library, "alesund")
        assert weights is not None
        assert weights[HESSOY]["dwellings"] == weights["15081200"]["dwellings"] == 0.5


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (f"castle;1965;180;{HESSOY};", "row 7: use 'castle' is neither"),
        (f"house;196;180;{HESSOY};", "row 7: year '196' is not"),
        (f"house;soon;180;{HESSOY};", "row 7: year 'soon' is not a number"),
        (f"house;1965;0;{HESSOY};", "row 7: floor_area_m2 '0' is not"),
        (f"house;1965;;{HESSOY};", "row 7: floor_area_m2 '' is not a number"),
        ("house;1965;180;Bergen;", "row 7: district 'Bergen' is not in the city"),
    ],
)
def test_a_wrong_row_is_told_and_nothing_is_taken(
    library: Library, tmp_path: Path, row: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, *SOUND, row)
    arguments = ["alesund", str(file), "--data-dir", str(library.data_dir)]
    assert main(arguments) == 1
    told = capsys.readouterr().err
    assert "1 of 6 rows are wrong" in told and said in told
    assert register.weights(library, "alesund") is None


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", "use", "neither"),
        ("a.csv", "use;year;district\nhouse;1990;15080100", "no column 'floor_area_m2'"),
        ("a.csv", "use;year;floor_area_m2\nhouse;1990;100", "where it is"),
        ("a.csv", HEADER, "no buildings"),
        ("a.csv", HEADER + SOUND[0], "no buildings of the kind 'services'"),
        ("a.xlsx", "no workbook", "cannot be read"),
    ],
)
def test_a_file_that_is_no_register_is_refused(
    library: Library, tmp_path: Path, name: str, content: str, said: str
) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    with pytest.raises(RegisterError, match=said):
        take(library, "alesund", tmp_path / name, "")


def test_the_command_takes_a_register(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, *SOUND)
    assert main(["alesund", str(file), "--data-dir", str(library.data_dir)]) == 0
    assert "5 buildings, 9180 m², taken." in capsys.readouterr().out
    assert main(["nowhere", str(file), "--data-dir", str(library.data_dir)]) == 2
