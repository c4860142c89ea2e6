"""One DuckDB file per session: an append-only, hash-chained log of what happened.

Beside each file lies its high-water mark, written after each commit and before anybody is told of
it; a file that contradicts its mark or its own chain is opened for reading only.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from data.audit import audit
from data.backups import Backups
from data.canonical import canonical
from data.chain import GENESIS, row_hash
from data.log_file import LogFile
from data.mark import Mark, MarkFile
from data.sealing import parted, text_of, unsealed
from data.state_file import StateFile
from data.text_vault import TextVault
from workshop.damage import Damage
from workshop.events import Event, Recorded
from workshop.ports import Frame, StorageFault, Unread
from workshop.upcasts import upcast, version_of

log = logging.getLogger("data.event_log")

_INSERT = """
INSERT INTO events SELECT
    unnest($1::UBIGINT[]), unnest($2::VARCHAR[]), unnest($3::UTINYINT[]), unnest($4::BIGINT[]),
    unnest($5::VARCHAR[]), unnest($6::VARCHAR[]), unnest($7::VARCHAR[]), unnest($8::VARCHAR[]),
    unnest($9::VARCHAR[]), unnest($10::VARCHAR[]), unnest($11::VARCHAR[])
"""


_TEXTS = "SELECT text_id FROM texts"
_SEALED = "SELECT t.text_id, sealed, kind, v FROM texts t JOIN events e ON e.text_id = t.text_id"


class EventLog:
    """The log of one session, held open by one process. One thread appends; any thread reads.

    A log with `damage` is open for reading only; one that is not `audited` has still to be.
    """

    def __init__(
        self,
        file: LogFile,
        vault: TextVault,
        mark: MarkFile | None = None,
        damage: Damage | None = None,
        audited: bool = True,
    ) -> None:
        self._file = file
        self._vault = vault
        self._mark = mark
        self.damage = damage
        self.audited = audited
        self.state: StateFile | None = None
        self.forget_in_copies: Callable[[Mapping[str, float]], None] | None = None
        with self._file.lock:
            found = self._file.handle().execute("SELECT key, value FROM meta").fetchall()
            self.epoch: str = dict(found)["epoch"]
            self.seq, self.head = last_row(self._file.handle())

    def load(self, after: int = 0) -> Iterator[Recorded]:
        """Every event beyond `after`, in order; a text whose key was destroyed is None.

        Of a chain that breaks, the events before the break.
        """
        if after >= self.seq:
            return
        query = (
            "SELECT e.seq, op_id, v, recorded_at, participant, kind, body, e.text_id, hash, sealed "
            "FROM events e LEFT JOIN texts t ON t.text_id = e.text_id AND e.text_hmac IS NOT NULL "
            "WHERE e.seq > $1 ORDER BY e.seq"
        )
        if self.damage is not None and self.damage.kind == "chain":
            query += f" LIMIT {self.damage.good}"
        found = self._file.rows(query, [after])
        for seq, op_id, v, at, participant, kind, body, text_id, row, sealed in found:
            opened = self._vault.open(text_id, sealed) if sealed is not None else None
            event = Event(kind, upcast(kind, v, json.loads(body)), participant, text_id, opened)
            yield Recorded(seq, op_id, at, unsealed(event, v), row, v)

    def hash_at(self, seq: int) -> str | None:
        if seq == self.seq:
            return self.head
        found = list(self._file.rows("SELECT hash FROM events WHERE seq = $1", [seq]))
        return found[0][0] if found else None

    def words(self) -> Callable[[str], str | None]:
        """What opens a text by its id: from one reading of the file."""
        found = self._file.rows(_SEALED)
        held = {text_id: (sealed, kind, v) for text_id, sealed, kind, v in found}

        def words(text_id: str) -> str | None:
            sealed, kind, v = held.get(text_id, (b"", "", 1))
            return text_of(kind, v, self._vault.open(text_id, sealed))

        return words

    def stored(self) -> Iterator[bytes | Unread] | None:
        """A damaged log is replayed as far as it goes."""
        return self.state.read() if self.state and self.damage is None else None

    def store(self, frames: Iterable[Frame]) -> None:
        if self.state is not None:
            self.state.write(frames)

    def leftover(self) -> bool:
        """Whether encrypted texts lie in the file that no key opens any more."""
        readable = self._vault.ids()
        return any(text_id not in readable for (text_id,) in self._file.rows(_TEXTS))

    def forget(self, before: Mapping[str, float]) -> bool:
        """Destroy the keys of what was written of contributions before an event's number."""
        try:
            self.drop_state()
            found = self._vault.destroy(before)
            if self.forget_in_copies is not None:
                self.forget_in_copies(before)
        except OSError as fault:
            raise StorageFault(str(fault)) from fault
        return found

    def drop_state(self) -> None:
        """Do without the stored state: it knows where a pin lay that may have been erased."""
        if self.state is not None:
            self.state.drop()

    def append(self, events: Sequence[tuple[str, int, Event]]) -> list[Recorded]:
        """Commit the events as one transaction and return them with their seq and hash."""
        if self.damage is not None:
            raise StorageFault("a damaged log is not written to")
        with self._file.lock:
            try:
                recorded = self._append(events)
            except (duckdb.Error, OSError) as fault:
                raise StorageFault(str(fault)) from fault
            self._mark_here()
            return recorded

    def recover(self) -> None:
        """Take a new handle, and what is really on disk: a commit that failed may be there.

        After a fatal fault the old handle refuses everything. Raises `StorageFault`.
        """
        with self._file.lock:
            with contextlib.suppress(duckdb.Error):
                self._file.let_go()
            try:
                self.seq, self.head = last_row(self._file.handle())
            except (duckdb.Error, OSError) as fault:
                raise StorageFault(str(fault)) from fault

    def audit(self) -> Damage | None:
        """Look through the whole log, beside the work that goes on."""
        return audit(self._file.rows)

    def _mark_here(self) -> None:
        """The events are stored; a mark that cannot be written makes a later loss less visible."""
        if self._mark is None:
            return
        try:
            self._mark.write(Mark(self.epoch, self.seq, self.head))
        except OSError:
            log.exception("a high-water mark cannot be written")

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
            text_id, body, private = parted(event, seq)
            if text_id is not None and private is not None:
                blob, mac = self._vault.seal(text_id, private)
                sealed.append((text_id, blob))
            row = {
                "seq": seq,
                "op_id": op_id,
                "v": version_of(event.kind),
                "recorded_at": at,
                "participant": event.participant,
                "kind": event.kind,
                "body": body,
                "text_id": text_id,
                "text_hmac": mac,
                "prev_hash": previous,
            }
            previous = row_hash(row)
            row["body"] = canonical(body).decode()
            rows.append((*row.values(), previous))
        return rows, sealed

    def copy(self, backups: Backups, session_id: str, now: dt.datetime) -> Path:
        """Make a backup of it as it stands, beside the work that goes on."""
        return backups.make(session_id, self._file, self.seq, now)

    def rest(self) -> None:
        """Let go of the file until somebody reads or writes again."""
        self._file.rest()

    def close(self) -> None:
        """Let go of the file at once and for good, whoever reads it."""
        self._file.close()
        if self._mark is not None:
            self._mark.close()


def last_row(connection: duckdb.DuckDBPyConnection) -> tuple[int, str]:
    """(seq, hash) of the last event, or where a chain begins."""
    query = "SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1"
    return connection.execute(query).fetchone() or (0, GENESIS)
