"""Results of other models: read from any table or map, checked line by line, kept as runs."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas
import pytest

from data import queries
from data.canonical import canonical
from data.errors import DataError
from data.imports.findings import Refusal
from data.imports.places import Places
from data.imports.preview import Preview, preview
from data.imports.receive import Sent, receive
from data.imports.results import reading
from data.imports.results.keeping import keep
from data.imports.results.look import Results, look
from data.imports.services.fetching import fetch
from data.library import Library
from data.models.parts import TwinParts
from data.scenarios.effects import kpi_effects
from data.scenarios.reading import Published
from data.scenarios.records import Draft
from data.scenarios.store import Scenarios
from tests.data import import_files as files
from tests.data import service_stand as standing
from tests.workshop.builders import step
from workshop.agenda import parse_step
from workshop.server.outgoing import Outgoing

WHOSE = {
    "by": "Fjordplan AS", "model": "HeatMap", "version": "4.2", "date": "2026-03-31",
    "licence": "CC BY 4.0",
}  # fmt: skip
HEAD = "område;år;resultat;scenario;verdi;enhet;p10;p90"
BOTH = (
    "Bærum;2030;energy_total;;1 200,5;GWh/a;;",
    "3201;2030;Energi til bygg;Fjernvarme;1100;GWh/år;1000,5;1250",
    "3201;2030;Støy langs vei;Fjernvarme;55;dB;;",
)


@pytest.fixture(scope="module")
def places(library: Library) -> Places:
    return Places(library, "baerum")


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Scenarios]:
    made = Scenarios(tmp_path, lambda _city: frozenset({"3201"}))
    yield made
    made.close()


class Table:
    """Reads tables in this process, in a folder of its own."""

    def __init__(self, folder: Path, places: Places) -> None:
        self.folder, self.places = folder, places

    def look(self, name: str, content: bytes, **wished: str) -> Results:
        path = self.folder / name
        path.write_bytes(content)
        return look(reading.read(path), self.places, WHOSE | wished)

    def codes(self, *rows: str, head: str = HEAD, **wished: str) -> list[tuple[str, Any, str]]:
        shown = self.look("a.csv", files.csv(*rows, head=head), **wished)
        return [(each.code, each.row or each.feature, each.column) for each in shown.findings]


@pytest.fixture
def table(tmp_path: Path, places: Places) -> Table:
    return Table(tmp_path, places)


def rows(frame: bool = False) -> Any:
    told = [
        ["3201", 2030, "co2e", "baseline", 90.5, "t CO2e/a", None, None],
        ["3201", 2030, "co2e", "Plan", 70.25, "t CO2e/a", 60.0, 80.0],
    ]
    head = ["area", "year", "output", "scenario", "value", "unit", "p10", "p90"]
    return pandas.DataFrame(told, columns=head) if frame else [head, *told]


def xlsx() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows():
        sheet.append(row)
    return files.saved(book.save)


def parquet() -> bytes:
    return files.saved(lambda out: rows(frame=True).to_parquet(out))


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.parquet"])
def test_a_long_table_is_the_same_in_every_format(table: Table, name: str) -> None:
    lines = [";".join("" if cell is None else str(cell) for cell in row) for row in rows()]
    content = {".csv": "\n".join(lines).encode(), ".xlsx": xlsx(), ".parquet": parquet()}
    shown = table.look(name, content[Path(name).suffix])
    assert shown.findings == ()
    told = [(each.scenario, each.value, each.p10, each.p90) for each in shown.checked.figures]
    assert told == [("", 90.5, None, None), ("Plan", 70.25, 60.0, 80.0)]


def written(folder: Path, name: str, driver: str) -> bytes:
    frame = files.frame()
    frame["kommune"], frame["delomrade"] = "3201", ["3201", "3201"]
    frame = frame.iloc[:1].assign(solar_2035=40.0, solar_2035_p10=30.0, solar_2035_p90=50.0)
    path = folder / f"made-{name}"
    frame.to_parquet(path) if driver == "parquet" else frame.to_file(path, driver=driver)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("name", "driver"),
    [
        ("a.geojson", "GeoJSON"), ("a.gpkg", "GPKG"), ("a.fgb", "FlatGeobuf"),
        ("a.geoparquet", "parquet"),
    ],
)  # fmt: skip
def test_attributes_of_a_map_are_values_once_their_unit_is_said(
    table: Table, tmp_path: Path, name: str, driver: str
) -> None:
    content = written(tmp_path, name, driver)
    before = table.look(name, content)
    assert {each.code for each in before.findings} == {"import_unit_needed"}
    columns = ("solar_2035", "solar_2035_p10", "solar_2035_p90")
    wished = {f"unit:{column}": "MWh/år" for column in columns} | {"area": "kommune"}
    (figure,) = table.look(name, content, **wished).checked.figures
    assert (figure.output, figure.year, figure.area) == ("solar", 2035, "3201")
    assert (figure.value, figure.p10, figure.p90) == (0.04, 0.03, 0.05)
    assert figure.converted == "MWh/år"


def test_a_column_for_each_output_takes_its_year_and_scenario_from_the_row(table: Table) -> None:
    content = files.csv("3201;2040;Plan;12,5;7", head="kommune;år;scenario;Fjernvarme;Antall trær")
    use = {"use:Antall trær": "own", "unit:Antall trær": "stk", "unit:Fjernvarme": "GWh/a"}
    shown = table.look("a.csv", content, **use)
    assert shown.findings == ()
    told = [(each.output, each.year, each.scenario, each.value) for each in shown.checked.figures]
    assert told == [
        ("district_heat", 2040, "Plan", 12.5),
        ("foreign_antall_traer_stk", 2040, "Plan", 7.0),
    ]
    assert shown.checked.outputs["foreign_antall_traer_stk"].unit == "stk"


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("Atlantis;2030;energy_total;;1;GWh/a;;", "import_area", "område"),
        ("3201;30;energy_total;;1;GWh/a;;", "import_result_year", "år"),
        ("3201;2030;;;1;GWh/a;;", "import_output", "resultat"),
        ("3201;2030;energy_total;;=1+1;GWh/a;;", "import_number", "verdi"),
        ("3201;2030;energy_total;;;GWh/a;;", "import_value_missing", "verdi"),
        ("3201;2030;energy_total;;1.234;GWh/a;;", "import_number_unclear", "verdi"),
        ("3201;2030;energy_total;;1e30;GWh/a;;", "import_number", "verdi"),
        ("3201;2030;energy_total;;1;;;", "import_unit_needed", "enhet"),
        ("3201;2030;energy_total;;1;GWh;;", "import_result_unit", "enhet"),
        ("3201;2030;energy_total;;1;GWh/day;;", "import_result_unit", "enhet"),
        ("3201;2030;energy_total;;1;GWh/a;1;", "import_range_half", "p90"),
        ("3201;2030;energy_total;;9;GWh/a;1;2", "import_range_order", "verdi"),
        ("3201;2030;energy_total;referanse;5;GWh/a;;", "import_result_twice", "verdi"),
    ],
)
def test_what_is_wrong_with_a_line_is_said_with_its_place(
    table: Table, row: str, code: str, column: str
) -> None:
    first = "3201;2030;energy_total;;8;GWh/a;;"
    if code != "import_result_twice":
        first = "3201;2031;energy_total;;8;GWh/a;;"
    assert table.codes(first, row) == [(code, 3, column)]


def test_a_formula_in_a_workbook_is_refused(table: Table) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD.split(";"))
    sheet.append(["3201", 2030, "energy_total", "", "=1+1", "GWh/a"])
    shown = table.look("a.xlsx", files.saved(book.save))
    assert [(each.code, each.row) for each in shown.findings] == [("import_formula", 2)]


def test_a_unit_of_its_own_holds_for_the_whole_file(table: Table) -> None:
    head = "3201;2030;Støy;;55;dB;;"
    assert table.codes(head, "3201;2031;Støy;;55;sone;;") == [("import_result_unit", 3, "enhet")]


def test_what_must_be_chosen_is_asked_for_before_any_line_is_read(table: Table) -> None:
    assert (
        table.codes("1;2", head="verdi;resultat") == [("import_part_missing", None, "")] * 3
    )  # area, year, unit
    codes = table.codes("3201;1", head="kommune;solar")
    assert codes == [("import_column_year", None, "solar"), ("import_unit_needed", None, "solar")]
    wished = {"use:solar": "-"}
    assert table.codes("3201;1", head="kommune;solar", **wished) == [
        ("import_no_value_column", None, "")
    ]


@pytest.mark.parametrize("field", list(WHOSE))
def test_nothing_is_taken_in_without_saying_whose_it_is(table: Table, field: str) -> None:
    assert [code for code, *_ in table.codes(*BOTH, **{field: " "})] == [f"import_whose_{field}"]
    assert table.look("a.csv", files.csv(*BOTH, head=HEAD), **{field: " "}).whose is None


@pytest.mark.parametrize("day", ["31.3.2026", "2026-13-01", "2999-01-01"])
def test_a_day_that_cannot_be_is_refused(table: Table, day: str) -> None:
    assert [code for code, *_ in table.codes(*BOTH, date=day)] == ["import_whose_day"]


def shown_of(library: Library, name: str, content: bytes, **wished: str) -> Preview:
    """The whole way: through the child, into a preview."""
    token = receive(library, Sent("u", "baerum", name, "results"), io.BytesIO(content))
    return preview(library, token, "u", WHOSE | wished)


def test_results_become_a_scenario_with_a_run_like_our_own(
    own_library_dir: Path, shelf: Scenarios
) -> None:
    library = Library(own_library_dir)
    shown = shown_of(library, "a.csv", files.csv(*BOTH, head=HEAD))
    assert (shown.errors, shown.writes) == ((), 3)
    (kept,) = keep(library, shelf, shown, "official")
    run = shelf.run_of(kept.id)
    assert run is not None and run.answer.models == {"HeatMap": "4.2"}
    energy = run.answer.areas["3201"]["energy_total"]
    np.testing.assert_array_equal(energy.baseline[:, 0], [np.nan, 1200.5, np.nan])
    np.testing.assert_array_equal(energy.scenario[:, 0], [1000.5, 1100, 1250])
    # A range of the change does not follow from those of the two: it was not reported.
    np.testing.assert_array_equal(energy.change[:, 0], [np.nan, -100.5, np.nan])
    noise = run.answer.areas["3201"]["foreign_stoy_langs_vei_db"]
    assert np.isnan(noise.change).all() and np.isnan(noise.baseline).all()
    assert kept.foreign is not None and kept.foreign.sha256 == shown.upload.sha256
    assert shelf.outputs(kept.id)["foreign_stoy_langs_vei_db"].unit == "dB"
    assert "Fjordplan AS" in kept.newest.draft.about["nn"]


def test_a_room_is_shown_them_as_our_own_with_what_was_not_reported_left_open(
    own_library_dir: Path, tmp_path: Path
) -> None:
    library = Library(own_library_dir)
    twin = TwinParts(tmp_path, library)
    more = (
        "3201;2050;energy_total;;900;GWh/a;;",
        "3201;2050;energy_total;Fjernvarme;700;GWh/a;;",
        "3201;2050;Støy langs vei;;50;dB;;",
        "3201;2050;Støy langs vei;Fjernvarme;48;dB;;",
        "3201;2030;solar;;1;GWh/a;;",
        "3201;2030;solar;Fjernvarme;2;GWh/a;;",
    )
    shown = shown_of(library, "a.csv", files.csv(*BOTH, *more, head=HEAD))
    (kept,) = keep(library, twin.scenarios, shown, "official")
    settings = {"scenario": kept.id, "year": 2045, "output": "energy_total"}
    asked = parse_step(step("scenario", "one", settings=settings))
    (told,) = twin.exhibits.shown("baerum", asked)["scenarios"]
    assert told["foreign"] is True
    assert told["year"] == 2050 and told["models"] == {"HeatMap": "4.2"} and canonical(told)
    energy, noise = told["figures"]  # of solar power there is nothing in that year
    assert (energy["change"], energy["percent"]) == ([None, -200.0, None], [None, -22.2, None])
    assert (noise["names"]["nn"], noise["unit"]) == ("Støy langs vei", "dB")
    assert noise["change"] == [None, -2.0, None]
    offered = twin.exhibits.offered("baerum")
    assert noise["output"] in [each["id"] for each in offered["outputs"]]
    run = twin.scenarios.run_of(kept.id)
    assert run is not None
    with pytest.raises(DataError, match="Another model"):
        twin.scenarios.add_run(run)
    effects = kpi_effects(queries.city(library, "baerum"), {}, run.answer, 2030, run.people[0])
    moved = [point for effect in effects for point in effect.points if point.change]
    assert all(each.after is None and not each.change.ranged for each in moved)
    twin.close()


def test_a_vote_is_bound_to_the_version_that_was_brought_and_bringing_again_is_the_next(
    own_library_dir: Path, shelf: Scenarios, tmp_path: Path
) -> None:
    library = Library(own_library_dir)
    shown = shown_of(library, "a.csv", files.csv(*BOTH, head=HEAD))
    (first,) = keep(library, shelf, shown, "official")
    run = shelf.run_of(first.id)
    assert run is not None
    shelf.bind(first.id, 1, run.id, "session")
    (again,) = keep(library, shelf, shown, "official")
    assert again.id == first.id
    assert [(each.number, each.bound) for each in again.versions] == [(1, True), (2, False)]
    with pytest.raises(DataError, match="Another model"):
        shelf.save(first.id, Draft({"nb": "Ny"}, {}, ()), "official", again.newest.stamp)
    published = Published(tmp_path)
    assert published.get(first.id).foreign == again.foreign
    published.close()


def test_a_file_with_errors_or_without_an_owner_leaves_no_trace(
    own_library_dir: Path, shelf: Scenarios
) -> None:
    before = shelf.list("baerum")
    library = Library(own_library_dir)
    for wrong in (
        shown_of(library, "a.csv", files.csv(*BOTH, BOTH[0], head=HEAD)),
        shown_of(library, "a.csv", files.csv(*BOTH, head=HEAD), licence=""),
    ):
        with pytest.raises(Refusal, match="import_nothing"):
            keep(library, shelf, wrong, "official")
    assert shelf.list("baerum") == before


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.parquet", b"PAR1 no more", "import_unreadable"),
        ("a.parquet", b"hello", "import_not_parquet"),
        ("a.pdf", b"%PDF", "import_suffix"),
        ("a.ngsild", b"[]", "import_suffix"),
        ("a.csv", b"", "import_empty"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(
    own_library_dir: Path, name: str, content: bytes, code: str
) -> None:
    with pytest.raises(Refusal) as why:
        shown_of(Library(own_library_dir), name, content)
    assert why.value.code == code


@pytest.mark.parametrize(
    ("standard", "tell", "path", "wished", "told"),
    [
        ("ogc", standing.ogc_features, "/collections/zones", {"unit:energy_total_2030": "GWh/a"},
         [("energy_total", 2030, "", 100.0, None)]),
        ("sensorthings", standing.sensorthings, "/v1.1", {},
         [("district_heat", 2030, "District heat", 70.4, None),
          ("district_heat", 2040, "District heat", 70.1, None)]),
        ("ngsild", standing.ngsi_ld, "/ngsi-ld/v1/entities?type=EnergyPlan",
         {"area": "refArea", "unit:solar": "MWh/a", "unit:solar_p10": "MWh/a",
          "unit:solar_p90": "MWh/a"},
         [("solar", 2035, "", 42.0, 30.0)]),
    ],
)  # fmt: skip
def test_what_a_service_tells_is_read_like_a_file(
    own_library_dir: Path,
    standard: str,
    tell: standing.Tell,
    path: str,
    wished: dict[str, str],
    told: list[tuple[Any, ...]],
) -> None:
    library = Library(own_library_dir)
    with standing.stand(tell) as here:
        content = fetch(Outgoing([], [here.url]), standard, here.url + path, results=True)
    suffix = {"ogc": ".geojson", "sensorthings": ".sta", "ngsild": ".ngsild"}[standard]
    sent = Sent("u", "baerum", f"a{suffix}", "results", service=here.url + path)
    shown = preview(library, receive(library, sent, io.BytesIO(content)), "u", WHOSE | wished)
    assert shown.results is not None
    figures = shown.results.checked.figures[: len(told)]
    assert [(f.output, f.year, f.scenario, f.value, f.p10) for f in figures] == told
    assert shown.upload.service == here.url + path
