"""The DuckDB file behind a log: one handle for this process, and readers that never hold it up.

A handle that met a fatal fault is useless until every cursor on it is gone, since DuckDB keeps one
database per path and process: whoever lets go of the file here cuts off those who still read.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb

from workshop.ports import StorageFault

CHUNK = 500
# New files, and copies made through a handle, lie in a storage that every DuckDB from 1.0 on reads.
# A file that exists keeps the storage that it has: see docs/decisions/0006.
STORAGE = "v1.0.0"
SETTINGS = {
    "threads": "1",
    "memory_limit": "512MB",
    "storage_compatibility_version": STORAGE,
}


def connect(
    path: Path, read_only: bool = False, write_to: Path | None = None
) -> duckdb.DuckDBPyConnection:
    """A handle that reads and writes this file and, when given, the folder `write_to`: no other."""
    connection = duckdb.connect(str(path), read_only=read_only, config={**SETTINGS})
    if write_to is not None:
        connection.execute(f"SET allowed_directories = [{quoted(write_to)}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def quoted(path: Path) -> str:
    """A path as a literal, where DuckDB takes no parameter."""
    return "'" + str(path).replace("'", "''") + "'"


class _Reader:
    """One reading of the file. Its lock is held only while DuckDB works for it."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self.cursor = cursor
        self.lock = threading.Lock()
        self.cut_off = False

    def close(self) -> None:
        with self.lock:
            self.cut_off = True
            self.cursor.close()


class LogFile:
    """Opens the file when it is needed, and lets go of it when it is told to."""

    def __init__(self, path: Path, read_only: bool = False, write_to: Path | None = None) -> None:
        self.path = path
        self.lock = threading.RLock()
        self.read_only = read_only
        self._write_to = write_to
        self._process = os.getpid()
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._readers: set[_Reader] = set()
        self._resting = False
        self._closed = False

    def handle(self) -> duckdb.DuckDBPyConnection:
        """The one handle, opened if need be. Hold `lock` while you use it."""
        if os.getpid() != self._process:
            # The parent's file lock does not keep a forked child from writing into the same file.
            raise StorageFault("a log cannot be used after a fork: start a process of its own")
        if self._closed:
            # Another handle would outlive whoever has this file now, and its settings with it.
            raise StorageFault("the log is closed: the file may have been replaced")
        if self._connection is None:
            self._connection = connect(self.path, self.read_only, self._write_to)
        self._resting = False
        return self._connection

    @contextlib.contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor for one piece of work, which is cut off when the file is let go of."""
        with self._reading() as reader, reader.lock:
            yield reader.cursor

    def rows(self, query: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Rows, a few at a time: who reads never holds up the writer."""
        with self._reading() as reader:
            with reader.lock:
                self._ask(reader, query, values)
            while True:
                with reader.lock:
                    if reader.cut_off:
                        raise StorageFault("the log was let go of while it was read")
                    rows = reader.cursor.fetchmany(CHUNK)
                if not rows:
                    return
                yield from rows

    @staticmethod
    def _ask(reader: _Reader, query: str, values: Sequence[Any]) -> None:
        if not reader.cut_off:
            reader.cursor.execute(query, list(values))

    @contextlib.contextmanager
    def _reading(self) -> Iterator[_Reader]:
        with self.lock:
            resting = self._resting
            reader = _Reader(self.handle().cursor())
            self._resting = resting
            self._readers.add(reader)
        try:
            yield reader
        finally:
            reader.close()
            with self.lock:
                self._readers.discard(reader)
                if self._resting and not self._readers:
                    self.let_go()

    def open_to_write(self) -> None:
        """From now on the file may be written to."""
        if self.read_only:
            self.let_go()
            self.read_only = False

    def let_go(self) -> None:
        """Close the file at once: what has queued to be read is cut off."""
        with self.lock:
            for reader in list(self._readers):
                with contextlib.suppress(duckdb.Error):
                    reader.close()
            self._readers.clear()
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.close()

    def close(self) -> None:
        """Let go of the file for good: whoever reads next must ask for it anew."""
        with self.lock:
            self._closed = True
            self.let_go()

    def rest(self) -> None:
        """Let go of the file as soon as nobody reads it, until somebody needs it again."""
        with self.lock:
            self._resting = True
            if not self._readers:
                self.let_go()
