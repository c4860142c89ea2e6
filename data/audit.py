"""Is a record whole? What is asked of a session's file before it may be written to again.

DuckDB computes the hashes, a few million a second; a row where its JSON and ours differ (a control
character in a name) is computed once more by the rule of `data.chain` before anything is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from data.chain import COLUMNS, GENESIS, first_wrong, row_hash, unstored
from data.mark import Mark
from workshop.damage import Damage

# Up to here a log is looked through whole before it is opened; beyond it, while it is read-only.
# When many are opened together, with people waiting for all of them, less is done at once.
AT_ONCE = 20_000
AT_ONCE_OF_MANY = 2_000
BY_HAND = 500

Ask = Callable[[str, Sequence[Any]], Iterable[tuple[Any, ...]]]

# An event's canonical JSON, put together from its columns in the order of their names.
_OWN = """sha256('{"body":' || body || ',"kind":' || to_json(kind) || ',"op_id":' || to_json(op_id)
    || ',"participant":' || coalesce(to_json(participant)::VARCHAR, 'null')
    || ',"prev_hash":' || to_json(prev_hash) || ',"recorded_at":' || recorded_at
    || ',"seq":' || seq || ',"text_hmac":' || coalesce(to_json(text_hmac)::VARCHAR, 'null')
    || ',"text_id":' || coalesce(to_json(text_id)::VARCHAR, 'null') || ',"v":' || v || '}')"""
_ALL = f"SELECT {', '.join(COLUMNS)} FROM events ORDER BY seq"  # noqa: S608  our names
_STRANGE = f"SELECT {', '.join(COLUMNS)} FROM events WHERE hash <> {_OWN} ORDER BY seq"  # noqa: S608
_UNLINKED = """
SELECT place FROM (
    SELECT seq, prev_hash, row_number() OVER ({order}) AS place,
        lag(hash, 1, $1) OVER ({order}) AS before
    FROM events)
WHERE seq <> place OR prev_hash <> before ORDER BY place LIMIT 1
"""
# First as the rows lie, which takes no memory: nearly always that is the order of their numbers.
_ORDERS = ("", "ORDER BY seq")
# An operation may give several events, one right after the other; it never comes back later.
_REPEATED = """
SELECT min(again) FROM (
    SELECT op_id, max(place) AS again FROM (
        SELECT place, op_id, op_id IS DISTINCT FROM lag(op_id) OVER w
            OR place <> lag(place) OVER w + 1
            OR (kind = lag(kind) OVER w AND body = lag(body) OVER w) AS begins
        FROM (SELECT {place} AS place, op_id, kind, body FROM events)
        WHERE op_id IN (SELECT op_id FROM events GROUP BY op_id HAVING count(*) > 1)
        WINDOW w AS (ORDER BY place))
    WHERE begins GROUP BY op_id HAVING count(*) > 1)
"""


def examine(
    ask: Ask, session_id: str, mark: Mark | None, longest: int
) -> tuple[Damage | None, bool]:
    """(what is wrong, whether all of it was looked through). A longer log has still to be."""
    meta = dict(ask("SELECT key, value FROM meta", ()))
    counted = "SELECT count(*), coalesce(max(seq), 0) FROM events"
    count, last = next(iter(ask(counted, ())))
    if count == 0:
        return Damage("unreadable", 0, mark.seq if mark else None), True
    if meta["session"] != session_id:
        return Damage("other", 0), True
    damage = against(ask, mark, meta["epoch"], last) if mark else None
    if damage is not None or count > longest:
        return damage, damage is not None
    return (audit if count > BY_HAND else _audit_by_hand)(ask, mark), True


def against(ask: Ask, mark: Mark, epoch: str, last: int) -> Damage | None:
    """What contradicts the mark: quick, however long the log is."""
    if mark.epoch != epoch:
        return Damage("other", 0)
    if last < mark.seq:
        return Damage("short", last, mark.seq)
    found = list(ask("SELECT hash FROM events WHERE seq = $1", [mark.seq]))
    return None if found == [(mark.head,)] else Damage("other", 0)


def _audit_by_hand(ask: Ask, mark: Mark | None) -> Damage | None:
    """The same as `audit`: for a short log, quicker than to plan the queries."""
    wrong = first_wrong(ask(_ALL, ()))
    return _broken(wrong, mark) if wrong else None


def _broken(wrong: int, mark: Mark | None) -> Damage:
    return Damage("chain", wrong - 1, mark.seq if mark else None)


def audit(ask: Ask, mark: Mark | None = None) -> Damage | None:
    """Look through the whole log: numbers 1 to n, every link and hash, no operation twice."""
    wrong = _unlinked(ask)
    place = "row_number() OVER (ORDER BY seq)" if wrong else "seq"
    repeated = ask(_REPEATED.format(place=place), ())
    wrong += [row[0] for row in repeated if row[0] is not None]
    for values in ask(_STRANGE, ()):
        row = unstored(values)
        if row_hash(row) != row["hash"]:
            wrong.append(row["seq"])
            break
    return _broken(min(wrong), mark) if wrong else None


def _unlinked(ask: Ask) -> list[int]:
    found: list[int] = []
    for order in _ORDERS:
        found = [row[0] for row in ask(_UNLINKED.format(order=order), [GENESIS])]
        if not found:
            break
    return found
