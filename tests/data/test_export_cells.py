"""Cells that a spreadsheet might run, and names that a file system might not like."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.export.cells import EXCEL, MARK, PLAIN, TRIGGERS, neutral, table
from data.export.names import disposition, filename, minute
from workshop.model import Session

TEXTS = st.text(st.characters(exclude_categories=("Cs",))) | st.builds(
    lambda start, rest: start + rest, st.sampled_from([*TRIGGERS, "'"]), st.text()
)


def original(cell: str) -> str:
    """What a reader of the file makes of a cell."""
    return cell.removeprefix(MARK)


@pytest.mark.fault("F63", "T17")
@given(TEXTS)
def test_no_text_begins_a_formula_and_every_text_comes_back(text: str):
    cell = neutral(text)
    assert not cell.startswith(TRIGGERS)
    assert original(cell) == text


@given(st.lists(TEXTS, min_size=1, max_size=6), st.sampled_from((PLAIN, EXCEL)))
def test_a_table_is_read_back_cell_by_cell(texts: list[str], dialect):
    written = table(["h"] * len(texts), [texts], dialect).removeprefix("\ufeff")
    head, row = csv.reader(io.StringIO(written, newline=""), delimiter=dialect.separator)
    assert not any(cell.startswith(TRIGGERS) for cell in row)
    assert [original(cell) for cell in row] == [text.replace("\0", "") for text in texts]


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1"])
def test_the_known_tricks_are_words(text: str):
    assert neutral(text) == "'" + text


def test_numbers_stay_numbers_in_both_dialects():
    rows = [[0.5, -1.25, 3, 1 / 3, None]]
    assert table("abcde", rows, PLAIN).splitlines()[1] == "0.5,-1.25,3,0.3333,"
    assert table("abcde", rows, EXCEL).splitlines()[1] == "0,5;-1,25;3;0,3333;"


def session(**change: object) -> Session:
    made = Session(
        id="0123456789ab",
        city="alesund",
        title={"en": "../../x"},
        language="nb",
        rehearsal=False,
        code="ABCDEF",
        bounds=None,
        agenda=(),
        created_at_ms=1_773_334_000_000,
    )
    return replace(made, **change)  # type: ignore[arg-type]


def test_a_file_name_tells_city_day_session_and_content():
    assert filename(session(), "results", "csv") == "radslag-alesund-2026-03-12-6789ab-results.csv"


def test_a_rehearsal_is_seen_in_the_file_name():
    name = filename(session(rehearsal=True), "pins", "geojson")
    assert name.startswith("radslag-rehearsal-alesund-")


@pytest.mark.fault("F64", "T15")
@pytest.mark.parametrize(
    "city", ["../../etc/passwd", "CON", "æøå/\\", "a\0b", "x" * 300, "\u202egpj.exe", 'a"b\r\nc']
)
def test_a_hostile_name_becomes_plain_letters(city: str):
    name = filename(session(city=city), "results", "csv")
    assert re.fullmatch(r"radslag-[a-z0-9-]+\.csv", name) and len(name) < 120


def test_a_download_header_is_one_line_of_plain_letters_with_the_whole_name_beside():
    header = disposition('Rådslag "øving"\r\nX: 1/../x.csv')
    assert header.isascii() and header.isprintable() and "\n" not in header
    assert re.fullmatch(r"attachment; filename=\"[^\"\\/]+\"; filename\*=UTF-8''[\w.%~-]+", header)
    assert "R%C3%A5dslag" in header


def test_times_are_told_to_the_minute():
    assert minute(1_773_334_059_999) == "2026-03-12T16:47Z"
