"""The chain that every log is: what is hashed, and how. Nothing else is needed to check one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
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
