"""One DuckDB file per session: an append-only, hash-chained log of what happened.

A row's hash is the SHA-256 of the canonical JSON (RFC 8785) of its other columns, the previous
row's hash among them, so that anybody can check the whole log with nothing but this rule.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb

from data.canonical import canonical
from data.durable import sync_folder
from data.log_file import LogFile, connect
from data.migrations import bring_up_to_date
from data.session_format import FORMAT
from data.text_vault import TextVault
from workshop.events import Event, Recorded
from workshop.ports import StorageFault
from workshop.upcasts import upcast, version_of

GENESIS = "0" * 64
SECRET_BYTES = 32
COLUMNS = (
    "seq",
    "op_id",
    "v",
    "recorded_at",
    "participant",
    "kind",
    "body",
    "text_id",
    "text_hmac",
    "prev_hash",
    "hash",
)

_SCHEMA = """
CREATE TABLE events (
    seq UBIGINT NOT NULL, op_id VARCHAR NOT NULL, v UTINYINT NOT NULL,
    recorded_at BIGINT NOT NULL,        -- milliseconds since 1970, UTC, the server's clock
    participant VARCHAR, kind VARCHAR NOT NULL, body VARCHAR NOT NULL,
    text_id VARCHAR, text_hmac VARCHAR, prev_hash VARCHAR NOT NULL, hash VARCHAR NOT NULL);
CREATE TABLE texts (text_id VARCHAR NOT NULL, sealed BLOB NOT NULL);
CREATE TABLE meta (key VARCHAR NOT NULL, value VARCHAR NOT NULL);
"""

_INSERT = """
INSERT INTO events SELECT
    unnest($1::UBIGINT[]), unnest($2::VARCHAR[]), unnest($3::UTINYINT[]), unnest($4::BIGINT[]),
    unnest($5::VARCHAR[]), unnest($6::VARCHAR[]), unnest($7::VARCHAR[]), unnest($8::VARCHAR[]),
    unnest($9::VARCHAR[]), unnest($10::VARCHAR[]), unnest($11::VARCHAR[])
"""


def row_hash(row: dict[str, Any]) -> str:
    """SHA-256 (hex) over the canonical JSON of every column but ``hash``; `body` as an object."""
    return hashlib.sha256(canonical(row)).hexdigest()


class EventLog:
    """The log of one session, held open by one process. One thread appends; any thread reads."""

    def __init__(self, path: Path, vault: TextVault) -> None:
        self._file = LogFile(path)
        self._vault = vault
        with self._file.lock:
            connection = self._file.handle()
            found = connection.execute("SELECT key, value FROM meta").fetchall()
            self.epoch: str = dict(found)["epoch"]
            self.seq, self.head = _last(connection)

    def load(self) -> Iterator[Recorded]:
        """Every event in order; a text whose key was destroyed comes back as None."""
        query = (
            "SELECT e.seq, op_id, v, recorded_at, participant, kind, body, e.text_id, hash, sealed "
            "FROM events e LEFT JOIN texts t ON t.text_id = e.text_id AND e.text_hmac IS NOT NULL "
            "ORDER BY e.seq"
        )
        for seq, op_id, v, at, participant, kind, body, text_id, row, sealed in self._file.rows(
            query
        ):
            text = self._vault.open(text_id, sealed) if sealed is not None else None
            event = Event(kind, upcast(kind, v, json.loads(body)), participant, text_id, text)
            yield Recorded(seq, op_id, at, event, row, v)

    def rows(self) -> list[dict[str, Any]]:
        """The stored rows as they are, in order, for a check of the chain."""
        query = f"SELECT {', '.join(COLUMNS)} FROM events ORDER BY seq"  # noqa: S608  our names
        return [dict(zip(COLUMNS, row, strict=True)) for row in self._file.rows(query)]

    def append(self, events: Sequence[tuple[str, int, Event]]) -> list[Recorded]:
        """Commit the events as one transaction and return them with their seq and hash."""
        with self._file.lock:
            try:
                return self._append(events)
            except (duckdb.Error, OSError) as fault:
                self._reopen()
                raise StorageFault(str(fault)) from fault

    def _append(self, events: Sequence[tuple[str, int, Event]]) -> list[Recorded]:
        rows, sealed = self._rows(events)
        if sealed:
            self._vault.keep([text_id for text_id, _ in sealed])
        columns = [list(column) for column in zip(*rows, strict=True)]
        connection = self._file.handle()
        if not sealed:
            # One statement is a transaction by itself, and two waits fewer.
            connection.execute(_INSERT, columns)
        else:
            connection.execute("BEGIN")
            connection.execute(_INSERT, columns)
            connection.execute(
                "INSERT INTO texts SELECT unnest($1::VARCHAR[]), unnest($2::BLOB[])",
                [[t for t, _ in sealed], [s for _, s in sealed]],
            )
            connection.execute("COMMIT")
        self.seq, self.head = rows[-1][0], rows[-1][-1]
        return [
            Recorded(row[0], op_id, at, event, row[-1])
            for row, (op_id, at, event) in zip(rows, events, strict=True)
        ]

    def _rows(
        self, events: Sequence[tuple[str, int, Event]]
    ) -> tuple[list[tuple[Any, ...]], list[tuple[str, bytes]]]:
        rows: list[tuple[Any, ...]] = []
        sealed: list[tuple[str, bytes]] = []
        previous = self.head
        for seq, (op_id, at, event) in enumerate(events, self.seq + 1):
            mac = None
            if event.text_id is not None and event.text is not None:
                blob, mac = self._vault.seal(event.text_id, event.text)
                sealed.append((event.text_id, blob))
            row = {
                "seq": seq,
                "op_id": op_id,
                "v": version_of(event.kind),
                "recorded_at": at,
                "participant": event.participant,
                "kind": event.kind,
                "body": event.body,
                "text_id": event.text_id,
                "text_hmac": mac,
                "prev_hash": previous,
            }
            previous = row_hash(row)
            row["body"] = canonical(event.body).decode()
            rows.append((*row.values(), previous))
        return rows, sealed

    def _reopen(self) -> None:
        """After a fault the handle may be unusable: take a new one, at what is really on disk."""
        with contextlib.suppress(duckdb.Error):
            self._file.let_go()
        with contextlib.suppress(duckdb.Error, OSError):
            self.seq, self.head = _last(self._file.handle())

    def rest(self) -> None:
        """Let go of the file until somebody reads or writes again."""
        self._file.rest()

    def close(self) -> None:
        """Let go of the file at once, whoever reads it."""
        self._file.let_go()


def _last(connection: duckdb.DuckDBPyConnection) -> tuple[int, str]:
    """(seq, hash) of the last event, or where a chain begins."""
    query = "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1"
    return connection.execute(query).fetchone() or (0, GENESIS)


class LogStore:
    """All session files below a data folder: ``sessions/<id>.duckdb`` and their keys apart."""

    def __init__(self, data_dir: Path) -> None:
        self._sessions = data_dir / "sessions"
        self._keys = data_dir / "keys"
        self._sessions.mkdir(parents=True, exist_ok=True)
        self._keys.mkdir(parents=True, exist_ok=True, mode=0o700)

    def ids(self) -> list[str]:
        """The one that was written last first."""
        found = list(self._sessions.glob("*.duckdb"))
        return [path.stem for path in sorted(found, key=_written, reverse=True)]

    def path(self, session_id: str) -> Path:
        return self._sessions / f"{session_id}.duckdb"

    def create(self, session_id: str, first: tuple[str, int, Event]) -> EventLog:
        """A new log with its first event. It appears under its name only when it is complete."""
        fresh = self._sessions / f"{session_id}.new"
        with connect(fresh) as connection:
            connection.execute(_SCHEMA)
            meta = {"format": str(FORMAT), "session": session_id, "epoch": secrets.token_hex(4)}
            for key, value in meta.items():
                connection.execute("INSERT INTO meta VALUES (?, ?)", [key, value])
        begun = EventLog(fresh, self._vault(session_id))
        begun.append([first])
        begun.close()
        self._write_secret(session_id)
        fresh.rename(self.path(session_id))
        sync_folder(self._sessions)
        return EventLog(self.path(session_id), self._vault(session_id))

    def open(self, session_id: str) -> EventLog:
        """The log as it lies there; a file of an older format is migrated first."""
        path = self.path(session_id)
        bring_up_to_date(path)
        return EventLog(path, self._vault(session_id))

    def pepper(self, session_id: str) -> bytes:
        """The session's secret that ties a device to its participant id; destroyed at retention."""
        found = (self._keys / f"{session_id}.pepper").read_bytes()
        if len(found) != SECRET_BYTES:
            raise StorageFault(f"the secret of session {session_id} is damaged")
        return found

    def _vault(self, session_id: str) -> TextVault:
        return TextVault(self._keys / f"{session_id}.texts")

    def _write_secret(self, session_id: str) -> None:
        path = self._keys / f"{session_id}.pepper"
        path.touch(mode=0o600)
        with path.open("wb") as file:
            file.write(secrets.token_bytes(SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self._keys)


def _written(path: Path) -> float:
    """When a session's file or its write-ahead log was last written to."""
    wal = path.with_name(f"{path.name}.wal")
    return max(each.stat().st_mtime for each in (path, wal) if each.exists())
