"""Tables of KPI values: what is understood, what is refused, and with which words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from data.cards import load_catalogue
from data.imports import numbers, units
from data.library import Library
from tests.data import import_files as files
from tests.data.importing import Checker

CODE = "EC: I: B: 1A"


@pytest.fixture(scope="module")
def desk(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Checker:
    return Checker(library, "baerum", tmp_path_factory.mktemp("values"))


def row(value: str = "12", **cells: str) -> str:
    held = {"area": "Bærum", "period": "2024", "code": CODE, "point": "", "value": value}
    held |= {"unit": "", "grade": "", "source": "", "note": ""} | cells
    return ";".join(held.values())


def test_a_row_becomes_a_value_with_everything_that_was_written(desk: Checker) -> None:
    line = row("12,5", unit="%", grade="målt", source="Byggrapport", note="egne bygg")
    value = desk.only("v.csv", files.csv(line))
    assert (value.indicator, value.area, value.period) == (CODE, "3201", "2024")
    assert (value.value, value.unit, value.grade) == (12.5, "percent", "measured")
    assert (value.source, value.note) == ("Byggrapport", "egne bygg")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12,5", 12.5), ("12.5", 12.5), ("0,123", 0.123), ("1 234,5", 1234.5), ("95 424", 95424.0),
        ("95\u00a0424", 95424.0), ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("−3", -3.0),
        ("1,5E2", 150.0), ("1,234,567", 1234567.0),
    ],
)  # fmt: skip
def test_a_number_is_understood_as_people_type_it(desk: Checker, typed: str, value: float) -> None:
    assert desk.only("v.csv", files.csv(row(typed))).value == value


@pytest.mark.parametrize("typed", ["1,234", "1.234", "12,345"])
def test_a_number_that_can_be_read_in_two_ways_is_refused(desk: Checker, typed: str) -> None:
    found = desk.codes("v.csv", files.csv(row(typed)))
    assert found == [("import_number_unclear", 2, "value")]


def test_the_rest_of_the_file_can_show_what_an_unclear_number_means(desk: Checker) -> None:
    lines = files.csv(row("1,234"), row("3,5", period="2023"))
    assert [each.value for each in desk.check("v.csv", lines)[0]] == [1.234, 3.5]
    lines = files.csv(row("1,234"), row("3.5", period="2023"))
    assert [each.value for each in desk.check("v.csv", lines)[0]] == [1234.0, 3.5]


def test_two_decimal_signs_in_one_file_are_refused_with_both_rows(desk: Checker) -> None:
    _, (error,) = desk.check("v.csv", files.csv(row("3,5"), row("3.5", period="2023")))
    assert (error.code, dict(error.args)) == ("import_decimal_mixed", {"comma": 2, "point": 3})


@pytest.mark.parametrize(
    ("unit", "value", "code"),
    [
        ("MWh per innbygger i året", 11700.0, "EN: E: E: 2C"),
        ("GWh/capita/year", 11_700_000.0, "EN: E: E: 2C"),
        ("Andel", 1170.0, CODE),
        ("‰", 1.17, CODE),
        ("vehicles per 1 000 inhabitants", 1170.0, "EC: I: T: 7A"),
    ],
)
def test_a_unit_is_converted_where_that_is_exact(
    desk: Checker, unit: str, value: float, code: str
) -> None:
    line = row("11,7", unit=unit, code=code)
    assert desk.only("v.csv", files.csv(line)).value == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize("unit", ["MWh", "kWh per day", "kroner", "kWh per capita per month", "°C"])
def test_a_unit_that_cannot_be_converted_exactly_is_refused(desk: Checker, unit: str) -> None:
    found = desk.codes("v.csv", files.csv(row("1", unit=unit, code="EN: E: E: 2C")))
    assert found == [("import_unit", 2, "unit")]


def test_a_percent_sign_at_the_value_counts_as_its_unit(desk: Checker) -> None:
    assert desk.only("v.csv", files.csv(row("45 %"))).value == 45
    assert desk.only("v.csv", files.csv(row("45 %", unit="percent"))).value == 45
    found = desk.codes("v.csv", files.csv(row("45 %", unit="andel")))
    assert found == [("import_unit_twice", 2, "unit")]


@pytest.mark.parametrize("spelled", ["EC:I:B:1A", "ec: i:  b: 1a", "ec_i_b_1a", " EC: I: B:1A "])
def test_a_code_may_be_spaced_in_any_way(desk: Checker, spelled: str) -> None:
    assert desk.only("v.csv", files.csv(row(code=spelled))).indicator == CODE


WRONG: list[tuple[dict[str, str], str, str]] = [
    ({"code": "EC: I: B: 1X"}, "import_code_near", "kpi_code"),
    ({"code": "temperature of the sea"}, "import_code", "kpi_code"),
    ({"area": "Atlantis"}, "import_area", "area"),
    ({"area": "Ålesund"}, "import_area_other_city", "area"),
    ({"area": "1508"}, "import_area_other_city", "area"),
    ({"period": "24"}, "import_period", "period"),
    ({"period": "2024-01-01"}, "import_period", "period"),
    ({"period": "2999"}, "import_period", "period"),
    ({"point": "4G"}, "import_point_none", "data_point"),
    ({"code": "EC: ICT: ICT: 4C"}, "import_point", "data_point"),
    ({"grade": "very good"}, "import_grade", "quality_grade"),
    ({"note": "x" * 501}, "import_text_long", "note"),
    ({"value": "many"}, "import_number", "value"),
    ({"value": "nan"}, "import_number", "value"),
    ({"value": "1e999"}, "import_number", "value"),
    ({"value": "1,2,3"}, "import_number", "value"),
    ({"value": ""}, "import_value_missing", "value"),
    ({"code": "SC: SH: SA: 3A", "value": "maybe"}, "import_yes_no", "value"),
]


@pytest.mark.parametrize(("cells", "code", "column"), WRONG)
def test_a_wrong_cell_is_named_by_row_and_column(
    desk: Checker, cells: dict[str, str], code: str, column: str
) -> None:
    assert desk.codes("v.csv", files.csv(row(**cells))) == [(code, 2, column)]


def test_everything_wrong_in_one_row_is_said_at_once(desk: Checker) -> None:
    line = row("abc", area="Ålesund", period="24", unit="kr", grade="super", code="EN: E: E: 2C")
    columns = [column for _, _, column in desk.codes("v.csv", files.csv(line))]
    assert columns == ["area", "period", "quality_grade", "value", "unit"]


def test_a_slip_of_the_pen_gets_the_nearest_code(desk: Checker) -> None:
    _, (error,) = desk.check("v.csv", files.csv(row(code="EC: I: B: 1X")))
    assert error.args["nearest"] == CODE


def test_every_error_is_listed_and_many_are_counted(desk: Checker) -> None:
    lines = [row("x", code="nonsense", period=str(1990 + n % 30)) for n in range(300)]
    assert len(desk.check("v.csv", files.csv(*lines))[1]) == 300


def test_the_same_value_twice_is_refused_with_the_row_of_the_first(desk: Checker) -> None:
    _, (error,) = desk.check("v.csv", files.csv(row("1"), row("2", area="3201", code="EC:I:B:1A")))
    assert (error.code, error.row, error.args["first"]) == ("import_duplicate", 3, 2)


def test_a_missing_column_and_one_that_is_there_twice_are_said(desk: Checker) -> None:
    found = desk.codes("v.csv", files.csv("1;2", head="area;area"))
    assert [code for code, *_ in found] == ["import_column_twice"] + ["import_column_missing"] * 3


def test_an_unknown_column_is_left_out_and_said(desk: Checker) -> None:
    found = desk.codes("v.csv", files.csv(row("1") + ";!", head=files.HEAD + ";enht"))
    assert found == [("import_note_column", 1, "enht")]


def test_yes_no_and_not_reported_are_kept_as_such(desk: Checker) -> None:
    answer = desk.only("v.csv", files.csv(row("Ja", code="SC: SH: SA: 3A")))
    assert (answer.value, answer.text) == (None, "yes")
    silence = desk.only("v.csv", files.csv(row("Ikke rapportert")))
    assert (silence.value, silence.text) == (None, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_a_table_is_read_in_every_usual_encoding_with_every_usual_sign(
    desk: Checker, encoding: str, delimiter: str
) -> None:
    content = files.csv(row("12", note="æøå")).decode().replace(";", delimiter).encode(encoding)
    values, notes = desk.check("v.csv", content)
    assert values[0].note == "æøå"
    told = ["import_note_windows1252"] if encoding == "cp1252" else []
    assert [note.code for note in notes] == told


@pytest.mark.parametrize("text", ["=cmd|'/c calc'!A1", "+1+1", "@SUM(A1)", '{"nb": 1}', "<b>x</b>"])
def test_text_that_looks_like_an_instruction_stays_text(desk: Checker, text: str) -> None:
    assert desk.only("v.csv", files.csv(row("1", note=text))).note == text
    assert desk.only("v.csv", files.csv(row("1", note="'" + text))).note.lstrip("'") == text


def test_a_workbook_says_the_same_as_a_table(desk: Checker) -> None:
    cells = ["Bærum", 2024, "EC: I: B: 1A", None, 12.5, "%", "measured", "Rapport", "ok"]
    value = desk.only("v.xlsx", files.xlsx(cells))
    assert (value.value, value.period, value.source) == (12.5, "2024", "Rapport")


def test_a_cell_shown_in_per_cent_is_in_per_cent(desk: Checker) -> None:
    content = files.xlsx(["Bærum", 2024, CODE, None, 0.45], formats={"E2": "0 %"})
    assert desk.only("v.xlsx", content).value == 45


@pytest.mark.parametrize(
    ("cell", "code"), [("=1+1", "import_formula"), ("#DIV/0!", "import_cell_error")]
)
def test_a_formula_is_refused_and_never_computed(desk: Checker, cell: Any, code: str) -> None:
    content = files.xlsx(["Bærum", 2024, CODE, None, cell])
    assert desk.codes("v.xlsx", content) == [(code, 2, "value")]


def test_ålesunds_borders_changed_and_each_year_has_its_own_municipality(
    library: Library, tmp_path: Path
) -> None:
    aalesund = Checker(library, "alesund", tmp_path)
    _, (error,) = aalesund.check("v.csv", files.csv(row("1", area="Ålesund", period="2022")))
    assert error.code == "import_area_year"
    assert "1507" in error.args["other"]
    assert aalesund.only("v.csv", files.csv(row("1", area="1507", period="2022"))).area == "1507"


def test_every_unit_of_every_card_is_known_by_all_its_labels() -> None:
    for card in load_catalogue().cards:
        for point in card.values:
            for label in (
                *point.unit.label.values(),
                *point.unit.aliases,
                units.stored(point.unit),
            ):
                assert units.factor(label, point.unit) == 1, (card.code, label)


def test_a_number_is_never_read_with_digits_of_other_scripts() -> None:
    assert numbers.read("1٢") is None
    assert numbers.read("１２") is None
