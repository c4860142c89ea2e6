"""The library's versions: immutable, read by many, swapped in one step."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from data.errors import DataError
from data.library import Draft, Library, current_number, write_next

COUNT = "SELECT count(*) FROM observations"


def add_key(key: str):
    def change(draft: Draft) -> None:
        draft.con.execute("INSERT INTO meta VALUES (?, 'yes')", [key])

    return change


def test_a_reader_can_neither_write_nor_reach_other_files(library: Library, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    for attempt in (
        "DELETE FROM observations",
        f"FROM '{secret}'",
        f"ATTACH '{tmp_path / 'other.duckdb'}'",
        f"COPY areas TO '{tmp_path / 'out.csv'}'",
        "SET enable_external_access = true",
    ):
        with pytest.raises(duckdb.Error):
            library.rows(attempt)


def test_values_are_bound_and_never_read_as_sql(library: Library) -> None:
    hostile = "x' OR '1'='1"
    assert library.rows("SELECT id FROM areas WHERE id = ?", [hostile]) == []


def test_an_open_reader_follows_when_a_new_version_is_swapped_in(own_library_dir: Path) -> None:
    library = Library(own_library_dir)
    before = library.version
    written = write_next(own_library_dir, add_key("news"))
    assert written == before + 1
    assert library.version == written
    assert library.rows("SELECT value FROM meta WHERE key = 'news'") == [("yes",)]


def test_the_old_version_stays_as_it_was(own_library_dir: Path) -> None:
    old = own_library_dir / "library" / f"library-{current_number(own_library_dir)}.duckdb"
    before = old.read_bytes()
    write_next(own_library_dir, add_key("news"))
    assert old.read_bytes() == before


def test_a_change_that_fails_leaves_nothing_behind(own_library_dir: Path) -> None:
    files = sorted(path.name for path in (own_library_dir / "library").iterdir())
    before = current_number(own_library_dir)

    def fail(draft: Draft) -> None:
        draft.con.execute("DELETE FROM observations")
        (draft.geo / "half.geojson").write_text("{")
        raise DataError("bad_row", "Row 3 is wrong.")

    with pytest.raises(DataError, match="Row 3 is wrong"):
        write_next(own_library_dir, fail)
    assert current_number(own_library_dir) == before
    left = {path.name for path in (own_library_dir / "library").iterdir()} - {".writer"}
    assert left == set(files) - {".writer"}


def test_two_writers_at_once_take_turns_and_lose_nothing(own_library_dir: Path) -> None:
    before = current_number(own_library_dir) or 0
    with ThreadPoolExecutor(4) as pool:
        keys = [f"writer-{n}" for n in range(4)]
        numbers = list(pool.map(lambda key: write_next(own_library_dir, add_key(key)), keys))
    found = Library(own_library_dir).rows("SELECT key FROM meta WHERE key LIKE 'writer-%'")
    assert sorted(numbers) == [before + n for n in range(1, 5)]
    assert sorted(key for (key,) in found) == keys


def test_readers_on_many_threads_see_whole_versions_while_others_are_written(
    own_library_dir: Path,
) -> None:
    library = Library(own_library_dir)
    expected = library.rows(COUNT)
    wrong: list[object] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            found = library.rows(COUNT)
            if found != expected:
                wrong.append(found)

    readers = [threading.Thread(target=read) for _ in range(6)]
    for reader in readers:
        reader.start()
    for number in range(3):
        write_next(own_library_dir, add_key(f"v{number}"))
    done.set()
    for reader in readers:
        reader.join(timeout=20)
    assert wrong == []


def test_a_map_file_is_found_by_plain_name_only(library: Library) -> None:
    assert library.geo_path("land-alesund.geojson").is_file()
    for name in ("../CURRENT", "/etc/passwd", "land-nowhere.geojson", "..", ""):
        with pytest.raises(DataError, match="no map file"):
            library.geo_path(name)


@pytest.mark.parametrize("damage", ["CURRENT", "library"])
def test_a_damaged_library_is_one_sentence(own_library_dir: Path, damage: str) -> None:
    number = current_number(own_library_dir)
    name = "CURRENT" if damage == "CURRENT" else f"library-{number}.duckdb"
    (own_library_dir / "library" / name).write_text("not what it was")
    with pytest.raises(DataError) as raised:
        _ = Library(own_library_dir).version
    assert raised.value.code == "library_damaged"
    assert name in str(raised.value)


def test_a_folder_without_a_library_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"python -m data\.build"):
        _ = Library(tmp_path).version
    with pytest.raises(DataError, match=r"python -m data\.build"):
        write_next(tmp_path, add_key("news"))
