"""Building versions: the same inputs give the same library, and imports survive."""

import hashlib
import time
from pathlib import Path

import pytest

from data.build import build
from data.library import Draft, Library, current_number, write_next
from data.tables import insert

TABLES = (
    "sources", "cities", "areas", "map_areas", "observations", "populations", "electricity",
    "industries", "places", "meta",
)  # fmt: skip


def content(data_dir: Path) -> dict[str, str]:
    """One hash a table and a map file."""
    library = Library(data_dir)
    hashes = {
        name: hashlib.sha256(repr(library.rows(f"FROM {name}")).encode()).hexdigest()
        for name in TABLES
    }
    for path in sorted((data_dir / "library" / f"geo-{library.version}").iterdir()):
        hashes[path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return hashes


def import_a_value(draft: Draft) -> None:
    columns = ("id", "title", "licence", "attribution", "origin")
    insert(draft.con, "sources", columns, [("import-1", "Uploaded", "own", "Bærum", "import")])
    columns = ("indicator", "area", "period", "value", "unit", "quality", "source", "geography")
    row = ("EC: I: B: 1A", "3201", "2025", 12.5, "percent", "published", "import-1", "3201")
    insert(draft.con, "observations", columns, [row])


def forget_fingerprint(draft: Draft) -> None:
    draft.con.execute("DELETE FROM meta")


@pytest.mark.alone
def test_a_second_build_needs_no_network_and_makes_no_new_version(
    own_library_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    before = current_number(own_library_dir)
    started = time.monotonic()
    assert build(own_library_dir) == before
    assert time.monotonic() - started < 2
    assert current_number(own_library_dir) == before


def test_the_same_inputs_build_the_same_tables_and_maps(own_library_dir: Path) -> None:
    first = content(own_library_dir)
    write_next(own_library_dir, forget_fingerprint)
    build(own_library_dir)
    assert content(own_library_dir) == first


def replace_districts(draft: Draft) -> None:
    """A municipality's own districts: one, for brevity, in place of twenty-two."""
    columns = ("id", "title", "licence", "attribution", "origin")
    insert(draft.con, "sources", columns, [("import-2", "Districts", "own", "Bærum", "import")])
    draft.con.execute(
        "INSERT INTO areas BY NAME SELECT * REPLACE ('x1' AS id, 'Alt' AS name,"
        " 'district' AS kind, 'import-2' AS source, false AS approximate)"
        " FROM areas WHERE id = '3201'"
    )
    draft.con.execute("INSERT INTO map_areas VALUES ('baerum', 'districts', 'x1', NULL)")


def test_what_officials_imported_survives_a_new_build(own_library_dir: Path) -> None:
    for change in (import_a_value, replace_districts, forget_fingerprint):
        write_next(own_library_dir, change)
    number = build(own_library_dir)
    library = Library(own_library_dir)
    kept = library.rows("SELECT area, value FROM observations WHERE source = 'import-1'")
    assert library.version == number
    assert kept == [("3201", 12.5)]
    on_map = "SELECT area FROM map_areas WHERE city = ? AND layer = 'districts'"
    assert library.rows(on_map, ["baerum"]) == [("x1",)], "the approximate ones are gone"
    assert len(library.rows(on_map, ["alesund"])) == 13
    assert library.geo_path("districts-baerum.geojson").read_text().count('"Feature"') == 1
