"""What people were promised, held against what is in the session's file."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from data.chain import COLUMNS, GENESIS, row_hash
from data.event_log import EventLog
from data.log_store import LogStore
from workshop.events import Recorded
from workshop.model import Json


@dataclass
class Ledger:
    """Everything that was sent and answered; `problems` is empty when all promises were kept."""

    sent: dict[str, tuple[object, Json]] = field(default_factory=dict)
    acked: dict[str, int] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    waits_s: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    others: list[tuple[str, int]] = field(default_factory=list)  # further answers that differed

    def send(self, who: object, message: Json) -> None:
        self.sent[message["op_id"]] = (who, message)

    def ack(self, op_id: str, seq: int) -> None:
        """An operation may be answered often; what has an event, always with its number."""
        if self.acked.setdefault(op_id, seq) != seq:
            self.others.append((op_id, seq))

    def check(self, events: list[Recorded]) -> list[str]:
        """Every promise about ballots, against the whole log."""
        found = [*self.problems, *self._unanswered(), *self._strangers(events)]
        ballots = {e.op_id: e for e in events if e.event.kind == "ballot_cast"}
        standing = {e.seq: e for e in ballots.values()}
        for op_id, seq in [*self.acked.items(), *self.others]:
            kept = ballots.get(op_id)
            if kept is None and not self._overtaken(op_id, standing.get(seq)):
                found.append(f"{op_id} was acknowledged as {seq} and is not in the file")
            elif kept is not None and kept.seq != seq:
                found.append(f"{op_id} was acknowledged as {seq} and is {kept.seq}")
        return found + self._wrong_winners(events)

    def _unanswered(self) -> list[str]:
        open_ = self.sent.keys() - self.acked.keys() - self.refused.keys()
        return [f"{op_id} was never answered" for op_id in sorted(open_)]

    def _strangers(self, events: list[Recorded]) -> list[str]:
        times = Counter(e.op_id for e in events if e.event.kind == "ballot_cast")
        return [f"{op_id} is in the file {n} times" for op_id, n in times.items() if n != 1] + [
            f"{op_id} is in the file and nobody sent it"
            for op_id in times.keys() - self.sent.keys()
        ]

    def _overtaken(self, op_id: str, by: Recorded | None) -> bool:
        """A newer answer to the same question was there first: nothing was left to store."""
        asked = self.sent[op_id][1]
        if by is None:
            return False
        said = by.event.body
        same = (said["round"], said["item"]) == (asked["round"], asked["item"])
        return same and said["rev"] >= asked["rev"]

    def _wrong_winners(self, events: list[Recorded]) -> list[str]:
        """The newest revision that was acknowledged is what counts, for every phone and item."""
        wished: dict[tuple[object, str, str], int] = {}
        for op_id in self.acked:
            who, asked = self.sent[op_id]
            key = (who, asked["round"], asked["item"])
            wished[key] = max(wished.get(key, 0), asked["rev"])
        counted: dict[tuple[object, str, str], int] = {}
        for recorded in events:
            if recorded.op_id in self.sent and recorded.event.kind == "ballot_cast":
                body = recorded.event.body
                key = (self.sent[recorded.op_id][0], body["round"], body["item"])
                counted[key] = body["rev"]
        return [
            f"{key} counts revision {counted.get(key)} instead of {rev}"
            for key, rev in wished.items()
            if counted.get(key) != rev
        ]


def rows_of(log: EventLog) -> list[Json]:
    """The rows as they are stored, in order."""
    query = f"SELECT {', '.join(COLUMNS)} FROM events ORDER BY seq"  # noqa: S608  our names
    found = log._file.rows(query)  # pyright: ignore[reportPrivateUsage]
    return [dict(zip(COLUMNS, row, strict=True)) for row in found]


def whole(log: EventLog) -> list[str]:
    """What is wrong with the log itself: gaps, or a broken chain of hashes."""
    wrong: list[str] = []
    previous = GENESIS
    for expected, row in enumerate(rows_of(log), 1):
        if row["seq"] != expected:
            return [*wrong, f"number {row['seq']} stands where {expected} belongs"]
        if row["prev_hash"] != previous or row["hash"] != _hash(row):
            return [*wrong, f"the chain breaks at {expected}"]
        previous = row["hash"]
    return wrong


def _hash(row: Json) -> str:
    columns = {name: value for name, value in row.items() if name != "hash"}
    return row_hash(columns | {"body": json.loads(row["body"])})


def read(folder: Path, session_id: str) -> tuple[list[Recorded], list[str]]:
    """(the events of a session that no server holds, what is wrong with its file)."""
    log: Any = LogStore(folder).open(session_id)
    try:
        return list(log.load()), whole(log)
    finally:
        log.close()
