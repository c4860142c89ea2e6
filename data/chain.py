"""The chain that every log is: what is hashed, and how. Nothing else is needed to check one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from data.canonical import canonical

GENESIS = "0" * 64
COLUMNS: tuple[str, ...] = (
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


def row_hash(row: dict[str, Any]) -> str:
    """SHA-256 (hex) over the canonical JSON of every column but ``hash``; `body` as an object."""
    hashed = {name: value for name, value in row.items() if name != "hash"}
    return hashlib.sha256(canonical(hashed)).hexdigest()


def unstored(values: Sequence[Any]) -> dict[str, Any]:
    """A stored row by its columns' names, its body as the object that was hashed."""
    row: dict[str, Any] = dict(zip(COLUMNS, values, strict=True))
    return row | {"body": json.loads(row["body"])}


def first_wrong(stored: Iterable[Sequence[Any]]) -> int | None:
    """The first number at which a log, read in order, is not as it was written; None if sound.

    Numbers are 1, 2, 3 …; each row has the hash of the one before, and its own is right. An
    operation may give several events, one after the other, but never comes again.
    """
    before: dict[str, Any] = {"hash": GENESIS, "op_id": None}
    over = set[str]()
    for place, values in enumerate(stored, 1):
        row = unstored(values)
        if (row["seq"], row["prev_hash"], row["hash"]) != (place, before["hash"], row_hash(row)):
            return place
        if row["op_id"] != before["op_id"]:
            over.add(before["op_id"])
        elif (row["kind"], row["body"]) == (before["kind"], before["body"]):
            return place
        if row["op_id"] in over:
            return place
        before = row
    return None
