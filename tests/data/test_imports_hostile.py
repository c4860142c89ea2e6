"""Files made to harm: each is refused by name, in time, and nothing else notices."""

from __future__ import annotations

import io
import json
import os
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data.imports import limits, sandbox
from data.library import Library
from tests.built_library import copy_of_library
from tests.data import import_files as files
from tests.data.importing import Desk, resident_mb

Make = Callable[[Path], bytes]
SLOWEST_S = 12.0
MOST_MB = 50.0


class Endless:
    """A sender that says nothing of its length and never stops at 200 MB."""

    def __init__(self) -> None:
        self.sent = 0

    def read(self, size: int, /) -> bytes:
        self.sent += size
        return b"x" * size if self.sent < 200_000_000 else b""


def ring_of(points: int) -> list[list[float]]:
    ring = [[10.5 + step / 1e7, 59.92] for step in range(points)]
    return [*ring, [10.5, 59.93], ring[0]]


def damaged(content: bytes, start: int, length: int = 400) -> bytes:
    return content[:start] + b"\xff" * length + content[start + length :]


def bomb(name: str) -> bytes:
    return files.zipped({name: b"\0" * 150_000_000})


def workbook_with(name: str, content: bytes) -> bytes:
    out = io.BytesIO(files.xlsx(["Bærum", 2024, "EC: I: B: 1A", "", 1]))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr(name, content)
    return out.getvalue()


LAUGHS = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'
CASES: dict[str, tuple[str, Make, str]] = {
    "an unknown kind of file": ("x.exe", lambda _: b"MZ", "import_suffix"),
    "a name without a suffix": ("CON", lambda _: b"x", "import_suffix"),
    "a macro workbook": ("x.xlsm", lambda _: b"PK", "import_suffix"),
    "a DuckDB file": ("x.duckdb", lambda _: b"DUCK", "import_suffix"),
    "an empty file": ("x.csv", lambda _: b"", "import_empty"),
    "a workbook called csv": ("x.csv", lambda _: files.xlsx(), "import_not_csv"),
    "zero bytes called csv": ("x.csv", lambda _: b"a;b\n\0\0\n", "import_not_csv"),
    "letters of no encoding": ("x.csv", lambda _: b"area;\x81\xff\n", "import_encoding"),
    "half of UTF-16": ("x.csv", lambda _: b"\xff\xfea", "import_encoding"),
    "a cell of 3 000 signs": ("x.csv", lambda _: files.csv("x" * 3000), "import_cell_long"),
    "a field of 2 million signs": ("x.csv", lambda _: b"x" * 2_000_000, "import_unreadable"),
    "50 columns": ("x.csv", lambda _: files.csv(";" * 50 + "a"), "import_columns"),
    "6 000 rows": ("x.csv", lambda _: files.csv(*["a;b"] * 6000), "import_rows"),
    "text called xlsx": ("x.xlsx", lambda _: files.csv(), "import_not_xlsx"),
    "a zip called xlsx": ("x.xlsx", lambda _: files.zipped({"a": b"b"}), "import_not_xlsx"),
    "half a workbook": ("x.xlsx", lambda _: files.xlsx()[:2000], "import_unreadable"),
    "a damaged workbook": ("x.xlsx", lambda _: damaged(files.xlsx(), 300), "import_unreadable"),
    "a workbook that bursts": ("x.xlsx", lambda _: bomb("xl/workbook.xml"), "import_zip_bomb"),
    "XML that laughs": ("x.xlsx", lambda _: workbook_with("xl/a.xml", LAUGHS), "import_unreadable"),
    "10 000 entries": (
        "x.zip",
        lambda _: files.zipped({f"{n}.shp": b"" for n in range(10_000)}),
        "import_zip_entries",
    ),
    "a zip that bursts": ("x.zip", lambda _: bomb("a.shp"), "import_zip_bomb"),
    "entries that lie over each other": ("x.zip", lambda _: files.overlapping(), "import_zip_bomb"),
    "zips in a zip": ("x.zip", lambda _: files.zip_of_zips(), "import_zip_no_shapefile"),
    "a map of corners without end": (
        "x.geojson",
        lambda _: files.geojson([files.feature(ring_of(1_500_000))]),
        "import_too_large",
    ),
    "a way out of the folder": (
        "x.zip",
        lambda _: files.zipped({"../../a.shp": b"x"}),
        "import_zip_path",
    ),
    "a way out in Windows' spelling": (
        "x.zip",
        lambda _: files.zipped({"..\\a.shp": b"x"}),
        "import_zip_path",
    ),
    "a symbolic link": ("x.zip", lambda _: files.with_symlink(), "import_zip_path"),
    "a locked zip": ("x.zip", lambda _: files.encrypted(), "import_zip_encrypted"),
    "a zip without a map": (
        "x.zip",
        lambda _: files.zipped({"a.txt": b"x"}),
        "import_zip_no_shapefile",
    ),
    "GeoJSON called zip": ("x.zip", lambda _: files.geojson([]), "import_not_zip"),
    "a shapefile of nonsense": (
        "x.zip",
        lambda path: files.zipped(
            {f"a{end}": b"\0" * 200 for end in (".shp", ".shx", ".dbf")} | {"a.prj": b"x"}
        ),
        "import_unreadable",
    ),
    "JSON that is no map": ("x.geojson", lambda _: b'{"type": "Topology"}', "import_not_geojson"),
    "NaN for a number": (
        "x.geojson",
        lambda _: files.geojson([files.feature([[float("nan"), 1.0]])]),
        "import_not_geojson",
    ),
    "brackets without end": ("x.geojson", lambda _: b"[" * 100_000, "import_too_heavy"),
    "half a million points": (
        "x.geojson",
        lambda _: files.geojson([files.feature(ring_of(500_000))]),
        "import_vertices",
    ),
    "600 areas": (
        "x.geojson",
        lambda _: files.geojson([files.feature(files.square())] * 600),
        "import_features",
    ),
    "a view that never ends": ("x.gpkg", files.endless_geopackage, "import_not_geopackage"),
    "a layer that never ends": (
        "x.gpkg",
        lambda path: files.changed_geopackage(
            path, "DROP TABLE bydeler", f"CREATE VIEW bydeler AS {files.ENDLESS}"
        ),
        "import_no_features",
    ),
    "a damaged page": (
        "x.gpkg",
        lambda path: damaged(files.written(path, "b.gpkg", "GPKG"), 4096, 4000),
        "import_unreadable",
    ),
    "the head of an SQLite file": (
        "x.gpkg",
        lambda _: b"SQLite format 3\0" + b"\0" * 200,
        "import_unreadable",
    ),
    "text called gpkg": ("x.gpkg", lambda _: b"hello", "import_not_geopackage"),
    "text called fgb": ("x.fgb", lambda _: b"hello", "import_not_flatgeobuf"),
    "a damaged FlatGeobuf": (
        "x.fgb",
        lambda path: files.written(path, "b.fgb", "FlatGeobuf")[:40] + b"\xff" * 400,
        "import_unreadable",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def desk(library_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """One library for all of them: none may change it."""
    library = Library(copy_of_library(library_dir, tmp_path_factory.mktemp("hostile") / "own"))
    yield Desk(library)
    library.close()


@pytest.mark.fault("F50", "F60", "F61", "T13", "T14")
@pytest.mark.parametrize("case", CASES)
def test_it_is_refused_by_name_in_time_and_the_library_is_as_it_was(
    desk: Desk, tmp_path: Path, case: str
) -> None:
    name, make, code = CASES[case]
    content = make(tmp_path)
    version, before = desk.library.version, resident_mb()
    began = time.monotonic()
    assert desk.refused(name, content) == code
    assert time.monotonic() - began < SLOWEST_S
    assert resident_mb() - before < MOST_MB
    assert desk.library.version == version
    assert list((desk.library.data_dir / "imports").glob("*")) == []


@pytest.mark.fault("T14")
def test_a_file_that_never_stops_is_cut_off_at_the_limit(desk: Desk) -> None:
    sender = Endless()
    before = resident_mb()
    assert desk.refused("verdier.csv", sender) == "import_too_large"
    assert sender.sent < limits.LARGEST_FILE + 1_000_000
    assert resident_mb() - before < MOST_MB


@pytest.mark.fault("F61", "T14")
def test_a_reader_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wall clock counts, not only the processor's: this child waits for a pipe for ever."""
    monkeypatch.setattr(limits, "WALL_SECONDS", 1.0)
    os.mkfifo(tmp_path / "upload.csv")
    began = time.monotonic()
    with pytest.raises(sandbox.Refusal, match="import_too_heavy"):
        sandbox.read_in_child(tmp_path / "upload.csv", {})
    assert time.monotonic() - began < 5


def test_the_child_gets_none_of_the_servers_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "very-secret")
    told = json.dumps(sandbox._environment(Path("/tmp/x")))  # noqa: S108
    assert "very-secret" not in told
    assert "SECRET_KEY" not in told
