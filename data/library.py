"""The library of facts: immutable versions, one pointer, and a handle that follows it.

`DATA_DIR/library/` holds `library-<n>.duckdb` and `geo-<n>/` for each version and the file
CURRENT, which holds the number in force. A version is never changed after CURRENT has named
it. Whoever has news writes the next version beside it and swaps the pointer.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from data.errors import DataError
from data.log_file import quoted
from data.tables import SCHEMA

# A reader may touch its own file and nothing else: no other files, no network, no extensions,
# and no way to change that from SQL.
NO_EXTENSIONS = {
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
}
READ_ONLY = {
    **NO_EXTENSIONS,
    "enable_external_access": "false",
    "threads": "2",
    "lock_configuration": "true",
}

# Changes with the tables. A library of another format is built anew; what was imported into it is
# carried over by `data.carry`, which has to know every format that was ever released.
FORMAT = 1


@dataclass(frozen=True)
class Draft:
    """The next version while it is being written: its tables and its folder of map files."""

    number: int
    con: duckdb.DuckDBPyConnection
    geo: Path


def current_number(data_dir: Path) -> int | None:
    """The version in force, or None when nothing has been built."""
    pointer = Path(data_dir) / "library" / "CURRENT"
    try:
        return int(pointer.read_text("ascii"))
    except FileNotFoundError:
        return None
    except ValueError as problem:
        raise DataError("library_damaged", f"{pointer} does not hold a number.") from problem


class Library:
    """A read-only handle, safe from any thread; it reopens when CURRENT moves.

    With `pinned` it stays at that version, whatever CURRENT says: see `at`.
    """

    def __init__(self, data_dir: Path, pinned: int | None = None) -> None:
        self.data_dir = Path(data_dir)
        self._pinned = pinned
        self._earlier: dict[int, Library] = {}
        self._root = self.data_dir / "library"
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._number = 0
        self._con: duckdb.DuckDBPyConnection | None = None

    @property
    def version(self) -> int:
        """The number of the version that the next query reads."""
        with self._lock:
            self._follow()
            return self._number

    def at(self, version: int) -> Library:
        """The library as it was in an earlier version; as it is now, if that one is gone."""
        if version == self.version or not (self._root / f"library-{version}.duckdb").is_file():
            return self
        with self._lock:
            return self._earlier.setdefault(version, Library(self.data_dir, pinned=version))

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one query with bound values, on a cursor of its own."""
        with self._lock:
            cursor = self._follow().cursor()
        try:
            return cursor.execute(sql, list(values)).fetchall()
        finally:
            cursor.close()

    def geo_path(self, name: str, version: int | None = None) -> Path:
        """Where a map file of a version lies; only plain file names are looked for."""
        folder = self._root / f"geo-{version or self.version}"
        path = folder / name
        if Path(name).name != name or not path.is_file():
            raise DataError("unknown_map", f"There is no map file called {name!r}.")
        return path

    def close(self) -> None:
        with self._lock:
            for earlier in self._earlier.values():
                earlier.close()
            if self._con is not None:
                self._con.close()
            self._con, self._stamp = None, None

    def _follow(self) -> duckdb.DuckDBPyConnection:
        """The connection to the version in force; looking costs one `stat`."""
        if self._pinned is not None:
            return self._stay(self._pinned)
        try:
            now = (self._root / "CURRENT").stat()
        except FileNotFoundError as problem:
            raise _nothing_built(self.data_dir) from problem
        stamp = (now.st_ino, now.st_mtime_ns)
        if self._con is None or stamp != self._stamp:
            number = current_number(self.data_dir)
            # The old connection is left to its cursors; it closes with the last of them.
            self._con = _opened(self._root / f"library-{number}.duckdb")
            self._stamp, self._number = stamp, number or 0
        return self._con

    def _stay(self, version: int) -> duckdb.DuckDBPyConnection:
        if self._con is None:
            self._con = _opened(self._root / f"library-{version}.duckdb")
            self._number = version
        return self._con


def _opened(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        con = duckdb.connect(str(path), read_only=True, config=dict(READ_ONLY))
        told = con.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
    except duckdb.Error as problem:
        raise DataError("library_damaged", f"{path} cannot be opened as a library.") from problem
    # The first libraries did not say it.
    found = int(told[0]) if told else 1
    if found != FORMAT:
        con.close()
        age = "a newer" if found > FORMAT else "an older"
        sentence = f"{path} was built by {age} version; `python -m data.build` makes today's."
        raise DataError("library_format", sentence)
    return con


def _nothing_built(data_dir: Path) -> DataError:
    return DataError(
        "no_library", f"There is no library in {data_dir}; `python -m data.build` makes one."
    )


def write_next(
    data_dir: Path, change: Callable[[Draft], None], *, from_current: bool = True
) -> int:
    """Write the next version and swap it in; returns its number.

    `change` gets a draft that already holds everything of the version in force (or empty
    tables). If it raises, nothing has happened.
    """
    root = Path(data_dir) / "library"
    root.mkdir(parents=True, exist_ok=True)
    with _one_writer(root):
        current = current_number(data_dir)
        if from_current and current is None:
            raise _nothing_built(data_dir)
        number = (current or 0) + 1
        base = current if from_current else None
        scratch = root / f"next-{number}"
        shutil.rmtree(scratch, ignore_errors=True)
        try:
            _write(root, scratch, number, base, change)
            _publish(root, scratch, number)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    return number


def _write(
    root: Path, scratch: Path, number: int, base: int | None, change: Callable[[Draft], None]
) -> None:
    scratch.mkdir()
    database, geo = scratch / "library.duckdb", scratch / "geo"
    if base is None:
        geo.mkdir()
    else:
        shutil.copyfile(root / f"library-{base}.duckdb", database)
        shutil.copytree(root / f"geo-{base}", geo)
    with duckdb.connect(str(database), config=dict(NO_EXTENSIONS)) as con:
        # Versions beside this one and the fetched sources may be read; no SQL loosens that.
        readable = (root, root.resolve(), root.parent / "sources")
        places = ", ".join(quoted(place) for place in readable)
        con.execute(f"SET allowed_directories = [{places}]")
        con.execute("SET enable_external_access = false")
        con.execute("SET lock_configuration = true")
        if base is None:
            con.execute(SCHEMA)
        con.execute("BEGIN")
        change(Draft(number, con, geo))
        con.execute("INSERT OR REPLACE INTO meta VALUES ('format', ?)", [str(FORMAT)])
        con.execute("COMMIT")
        con.execute("CHECKPOINT")


def _publish(root: Path, scratch: Path, number: int) -> None:
    """Move the finished files into place; the pointer moves last, in one step."""
    final_geo = root / f"geo-{number}"
    shutil.rmtree(final_geo, ignore_errors=True)
    (scratch / "geo").replace(final_geo)
    (scratch / "library.duckdb").replace(root / f"library-{number}.duckdb")
    pointer = scratch / "CURRENT"
    with pointer.open("w", encoding="ascii") as stream:
        stream.write(f"{number}\n")
        stream.flush()
        os.fsync(stream.fileno())
    pointer.replace(root / "CURRENT")


@contextmanager
def _one_writer(root: Path) -> Iterator[None]:
    """Two writers at once, in one process or two, take turns."""
    with (root / ".writer").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
