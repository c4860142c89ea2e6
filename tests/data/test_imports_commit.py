"""Writing an import: the next version or nothing, and never over somebody else's."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openpyxl
import pytest

from data import facts, queries
from data.imports import template
from data.imports.commit import carry_out
from data.imports.findings import Refusal
from data.imports.preview import preview
from data.imports.receive import safe_name
from data.library import Library
from data.map_values import values_for_map
from tests.data import import_files as files
from tests.data.importing import Checker, Desk

CODE = "EC: I: B: 1A"


@pytest.fixture
def desk(own_library_dir: Path) -> Iterator[Desk]:
    library = Library(own_library_dir)
    yield Desk(library)
    library.close()


def row(value: str, period: str = "2024", code: str = CODE) -> str:
    return f"Bærum;{period};{code};;{value};%;målt;Byggrapport;Egne bygg"


def test_values_are_written_with_who_brought_them_out_of_which_file(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    before = desk.library.version
    number, shown = desk.take("../../Ålesund/verdier.csv", files.csv(row("12,5")))
    assert (number, shown.writes, desk.library.version) == (before + 1, 1, before + 1)
    (held,) = queries.observations(desk.library, "baerum", CODE)
    assert (held.value, held.unit, held.grade, held.quality) == (
        12.5,
        "percent",
        "measured",
        "published",
    )
    source = next(each for each in queries.sources(desk.library) if each.id == held.source)
    assert (source.origin, source.file, source.attribution) == (
        "import",
        "verdier.csv",
        "Byggrapport",
    )
    assert len(source.sha256 or "") == 64
    assert facts.main(["baerum", CODE, "--data-dir", str(desk.library.data_dir)]) == 0
    out = capsys.readouterr().out
    assert "2024  12.5 percent  [published, measured]" in out
    assert "by an official in Bærum, from the file verdier.csv" in out


def test_a_second_import_says_what_was_and_what_will_be(desk: Desk) -> None:
    desk.take("a.csv", files.csv(row("12,5"), row("10", "2023")))
    shown = desk.look("b.csv", files.csv(row("13"), row("10", "2023"), row("9", "2022")))
    told = [(each.before.value if each.before else None, each.value.value) for each in shown.values]
    assert told == [(12.5, 13.0), (10.0, 10.0), (None, 9.0)]
    assert [each.same for each in shown.values] == [False, True, False]
    assert shown.writes == 2


def test_an_import_of_what_is_there_already_is_refused(desk: Desk) -> None:
    desk.take("a.csv", files.csv(row("12,5")))
    with pytest.raises(Refusal, match="import_nothing"):
        desk.take("a.csv", files.csv(row("12,5")))


def test_nothing_is_written_while_one_row_is_wrong(desk: Desk) -> None:
    before = desk.library.version
    with pytest.raises(Refusal, match="import_nothing"):
        desk.take("a.csv", files.csv(row("12,5"), row("many", "2023")))
    assert desk.library.version == before
    assert queries.observations(desk.library, "baerum", CODE) == ()


def test_a_preview_that_the_library_has_overtaken_is_refused(desk: Desk) -> None:
    other = Desk(desk.library, user="official-2")
    late = other.token("b.csv", files.csv(row("99")))
    desk.take("a.csv", files.csv(row("12,5")))
    with pytest.raises(Refusal, match="import_moved"):
        preview(desk.library, late, other.user)
    with pytest.raises(Refusal, match="import_moved"):
        carry_out(desk.library, late, other.user, "official")
    (held,) = queries.observations(desk.library, "baerum", CODE)
    assert held.value == 12.5


def test_of_two_imports_at_once_one_is_written_and_one_is_told(desk: Desk) -> None:
    people = [Desk(desk.library, user=f"official-{n}") for n in (1, 2)]
    tokens = [each.token("a.csv", files.csv(row(str(n)))) for n, each in enumerate(people, 1)]
    before = desk.library.version

    def attempt(n: int) -> str:
        try:
            carry_out(desk.library, tokens[n], people[n].user, "official")
        except Refusal as refusal:
            return refusal.code
        return "written"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(attempt, (0, 1))) == ["import_moved", "written"]
    assert desk.library.version == before + 1


def test_a_preview_belongs_to_one_person_and_to_half_an_hour(desk: Desk) -> None:
    token = desk.token("a.csv", files.csv(row("12,5")))
    for stranger in ("official-2", ""):
        with pytest.raises(Refusal, match="import_expired"):
            preview(desk.library, token, stranger)
    for guess in ("../accounts.duckdb", "x" * 32, ""):
        with pytest.raises(Refusal, match="import_expired"):
            preview(desk.library, guess, desk.user)
    path = desk.library.data_dir / "imports" / token / "upload.json"
    held = json.loads(path.read_text())
    path.write_text(json.dumps(held | {"at": held["at"] - 1801}))
    with pytest.raises(Refusal, match="import_expired"):
        preview(desk.library, token, desk.user)


def test_the_uploaded_file_itself_is_not_kept(desk: Desk) -> None:
    token = desk.token("a.csv", files.csv(row("12,5")))
    kept = {path.name for path in (desk.library.data_dir / "imports" / token).iterdir()}
    assert kept == {"content.json", "upload.json"}


def test_districts_replace_the_approximate_ones_everywhere(desk: Desk, tmp_path: Path) -> None:
    library = desk.library
    desk.take("b.gpkg", files.written(tmp_path, "bydeler.gpkg", "GPKG"))
    areas = queries.map_areas(library, "baerum", "districts")
    assert [(each.id, each.name, each.population, each.approximate) for each in areas] == [
        ("3201-101", "Solvik", 1200, False), ("3201-102", "Fjordby", 2000, False),
    ]  # fmt: skip
    drawn = json.loads(library.geo_path("districts-baerum.geojson").read_text())
    assert [each["properties"]["name"] for each in drawn["features"]] == ["Solvik", "Fjordby"]
    values = values_for_map(library, "baerum", "districts", "population")
    assert [each.value for each in values] == [1200.0, 2000.0]
    places = queries.places(library, "baerum", inside=True)
    assert {each.name for each in places if each.kind == "district"} == {"Solvik", "Fjordby"}
    assert queries.attribution(library, "districts", city="baerum") == ("© Kartverket", "Bærum")
    assert len(queries.map_areas(library, "alesund", "districts")) == 13


def test_values_of_districts_that_go_away_are_counted_and_go_too(desk: Desk) -> None:
    desk.take("a.csv", files.csv(f"Jar;2024;{CODE};;5;%;;;"))
    token = desk.token("b.geojson", files.geojson(files.two_districts()))
    assert preview(desk.library, token, desk.user).leaving_values == 1
    carry_out(desk.library, token, desk.user, "official")
    assert queries.observations(desk.library, "32010600", CODE) == ()


@pytest.mark.parametrize("language", ["nb", "nn", "sv", "en"])
def test_a_template_can_be_filled_in_and_sent_back(
    library: Library, tmp_path: Path, language: str
) -> None:
    checker = Checker(library, "baerum", tmp_path)
    raw = template.as_xlsx(language, "Bærum", queries.areas(library, "baerum"))
    book = openpyxl.load_workbook(io.BytesIO(raw))
    assert len(book.worksheets) == 3
    assert len({str(each[0].value) for each in book.worksheets[1].iter_rows(min_row=2)}) == 91
    sheet = book.worksheets[0]
    assert checker.codes("t.xlsx", raw) == [("import_no_rows", None, "")]
    sheet["B2"], sheet["E2"] = 2024, 12.5
    (value,), findings = checker.check("t.xlsx", files.saved(book.save))
    assert (value.value, value.area, findings) == (12.5, "3201", ())
    assert checker.codes("t.csv", template.as_csv(language, "Bærum")) == [
        ("import_no_rows", None, "")
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@A1", "\tx", "\rx", "\0x"])
def test_no_cell_of_a_template_can_be_a_formula(text: str) -> None:
    assert template.harmless(text).startswith("'")
    assert template.harmless("Bærum") == "Bærum"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\a\\CON.csv", "_CON.csv"),
        ("a\0b\u202e.csv", "ab.csv"),
        ("x" * 300 + ".csv", "x" * 76 + ".csv"), ("æøå.xlsx", "æøå.xlsx"), ("", "file"),
        ("<b>.csv", "_b_.csv"),
    ],
)  # fmt: skip
def test_a_file_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe
