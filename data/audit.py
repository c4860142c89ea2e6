"""Is a record whole? What is asked of a session's file before it may be written to again.

DuckDB computes the hashes, a few million a second; a row where its JSON and ours differ (a control
character in a name) is computed once more by the rule of `data.chain` before anything is said.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from data.chain import COLUMNS, GENESIS, row_hash, unstored
from data.log_file import connect
from data.mark import Mark
from workshop.damage import Damage
from workshop.ports import StorageFault

log = logging.getLogger("data.audit")
# Below this, a log is looked through whole before it is opened; beyond it, while it is read-only.
AT_ONCE = 20_000

Ask = Callable[[str, Sequence[Any]], Iterable[tuple[Any, ...]]]

# An event's canonical JSON, put together from its columns in the order of their names.
_OWN = """sha256('{"body":' || body || ',"kind":' || to_json(kind) || ',"op_id":' || to_json(op_id)
    || ',"participant":' || coalesce(to_json(participant)::VARCHAR, 'null')
    || ',"prev_hash":' || to_json(prev_hash) || ',"recorded_at":' || recorded_at
    || ',"seq":' || seq || ',"text_hmac":' || coalesce(to_json(text_hmac)::VARCHAR, 'null')
    || ',"text_id":' || coalesce(to_json(text_id)::VARCHAR, 'null') || ',"v":' || v || '}')"""
_STRANGE = f"SELECT {', '.join(COLUMNS)} FROM events WHERE hash <> {_OWN} ORDER BY seq"  # noqa: S608
_UNLINKED = """
SELECT place FROM (
    SELECT seq, prev_hash, row_number() OVER w AS place, lag(hash, 1, $1) OVER w AS before
    FROM events WINDOW w AS (ORDER BY seq))
WHERE seq <> place OR prev_hash <> before ORDER BY place LIMIT 1
"""
# An operation may give several events, one right after the other; it never comes back later.
_REPEATED = """
SELECT min(again) FROM (
    SELECT op_id, max(seq) AS again FROM (
        SELECT seq, op_id, op_id IS DISTINCT FROM lag(op_id) OVER w
            OR (kind = lag(kind) OVER w AND body = lag(body) OVER w) AS begins
        FROM events WINDOW w AS (ORDER BY seq))
    WHERE begins GROUP BY op_id HAVING count(*) > 1)
"""


def examine(path: Path, mark: Mark | None) -> tuple[Damage | None, bool]:
    """(what is wrong, whether all of it was looked through). Leaves file and log untouched.

    The file is opened for reading only: opening it to write would clear away what DuckDB takes
    for a useless write-ahead log, and with it what is left to be saved.
    """
    try:
        with connect(path, read_only=True) as connection:

            def ask(query: str, values: Sequence[Any] = ()) -> Iterable[tuple[Any, ...]]:
                return connection.execute(query, list(values)).fetchall()

            damage, count = against(ask, mark)
            if damage is not None or count > AT_ONCE:
                return damage, damage is not None
            return audit(ask, mark), True
    except duckdb.ConnectionException as fault:
        raise StorageFault(f"{path.name} is open already: {fault}") from fault
    except Exception as fault:
        # Whatever DuckDB or a decoder says of bytes that are not what was written.
        if isinstance(fault, duckdb.IOException) and "lock" in str(fault):
            raise StorageFault(f"{path.name} is open in another process") from fault
        log.exception("a log cannot be read", extra={"file": path.name})
        return Damage("unreadable", 0, mark.seq if mark else None), True


def against(ask: Ask, mark: Mark | None) -> tuple[Damage | None, int]:
    """(what contradicts the mark, how many events there are): quick, however long the log."""
    epoch = dict(ask("SELECT key, value FROM meta", ()))["epoch"]
    count, last = next(iter(ask("SELECT count(*), coalesce(max(seq), 0) FROM events", ())))
    if mark is None:
        return (Damage("unreadable", 0) if not count else None), count
    if mark.epoch != epoch:
        return Damage("other", 0), count
    if last < mark.seq:
        return Damage("short", count, mark.seq), count
    found = list(ask("SELECT hash FROM events WHERE seq = $1", [mark.seq]))
    if found != [(mark.head,)]:
        return Damage("other", 0), count
    return None, count


def audit(ask: Ask, mark: Mark | None = None) -> Damage | None:
    """Look through the whole log: numbers 1 to n, every link and hash, no operation twice."""
    wrong = [row[0] for row in ask(_UNLINKED, [GENESIS])]
    wrong += [row[0] for row in ask(_REPEATED, ()) if row[0] is not None]
    for values in ask(_STRANGE, ()):
        row = unstored(values)
        if row_hash(row) != row["hash"]:
            wrong.append(row["seq"])
            break
    return Damage("chain", min(wrong) - 1, mark.seq if mark else None) if wrong else None
