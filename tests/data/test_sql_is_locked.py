"""What SQL may do here: read and write its own file, and nothing that anybody types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data import log_file, queries
from data.accounts import Accounts
from data.accounts_file import AccountsFile
from data.errors import DataError
from data.library import Draft, Library, write_next
from data.map_values import values_for_map
from data.phone_places import phone_places
from data.scenarios.tables import ScenarioTables
from tests.built_library import copy_of_library
from workshop.accounts import Account, Link, LinkKind, Role

ROOT = Path(__file__).resolve().parents[2]
Handle = Callable[[Path, Library], Any]


@contextmanager
def of_a_session(folder: Path, _: Library, read_only: bool = False) -> Iterator[Any]:
    path = folder / "one.duckdb"
    if read_only:
        duckdb.connect(str(path)).close()
    connection = log_file.connect(path, read_only, folder / "backups")
    yield connection.execute
    connection.close()


@contextmanager
def of_a_session_that_rests(folder: Path, library: Library) -> Iterator[Any]:
    with of_a_session(folder, library, read_only=True) as execute:
        yield execute


@contextmanager
def of_the_library(_: Path, library: Library) -> Iterator[Any]:
    yield library.rows


@contextmanager
def of_the_next_library(folder: Path, library: Library) -> Iterator[Any]:
    """In the middle of writing it, the one time when there is such a handle: what it refused."""
    there: list[str] = []

    class Enough(Exception):
        pass

    own = copy_of_library(library.data_dir, folder / "own")

    def change(draft: Draft) -> None:
        # Each on a transaction of its own: in one that has failed everything fails.
        there.extend(locked(lambda statement: draft.con.cursor().execute(statement)))
        raise Enough

    with pytest.raises(Enough):
        write_next(own, change)
    yield there


@contextmanager
def of_accounts(folder: Path, _: Library) -> Iterator[Any]:
    file = AccountsFile(folder / "accounts.duckdb")
    yield file._db.execute
    file.close()


@contextmanager
def of_scenarios(folder: Path, _: Library) -> Iterator[Any]:
    tables = ScenarioTables(folder / "scenarios.duckdb")
    yield tables._db.execute
    tables.close()


ELSEWHERE = Path("/tmp/radslag-elsewhere")  # noqa: S108  where nothing may be written
STATEMENTS = [
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "SET memory_limit = '100GB'",
    "SET allowed_directories = ['/']",
    "ATTACH '/tmp/radslag-elsewhere.duckdb' AS elsewhere",
    "ATTACH 'https://evil.example/x.duckdb' AS elsewhere",
    "SELECT content FROM read_text('/etc/passwd')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM glob('/etc/*')",
    "COPY (SELECT 1) TO '/tmp/radslag-elsewhere.csv'",
    "EXPORT DATABASE '/tmp/radslag-elsewhere'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "LOAD '/tmp/evil.duckdb_extension'",
]


# In DuckDB's words; whatever fails for another reason has shown nothing.
REFUSED = r"(?i)permission|disabled|locked|not allowed|requires the extension|name /etc/passwd does"


def refused(execute: Callable[[str], Any], statement: str) -> None:
    with pytest.raises(duckdb.Error, match=REFUSED):
        found = execute(statement)
        getattr(found, "fetchall", lambda: None)()


def locked(execute: Callable[[str], Any]) -> list[str]:
    """The statements that were refused and left settings, databases and files as they were."""
    before = standing(execute)
    for statement in STATEMENTS:
        refused(execute, statement)
    return STATEMENTS if standing(execute) == before else []


def standing(execute: Callable[[str], Any]) -> list[list[Any]]:
    written = ELSEWHERE.parent.glob(f"{ELSEWHERE.name}*")
    found: list[list[Any]] = [sorted((path, path.stat().st_mtime_ns) for path in written)]
    for what in ("name, value FROM duckdb_settings()", "database_name FROM duckdb_databases()"):
        answer = execute(f"SELECT {what} ORDER BY 1")
        found.append(answer if isinstance(answer, list) else answer.fetchall())
    return found


@pytest.mark.fault("T18")
@pytest.mark.parametrize(
    "handle",
    [
        of_a_session,
        of_a_session_that_rests,
        of_the_library,
        of_the_next_library,
        of_accounts,
        of_scenarios,
    ],
)
def test_no_handle_reads_other_files_or_can_be_loosened(
    handle: Handle, tmp_path: Path, library: Library
) -> None:
    with handle(tmp_path, library) as found:
        assert (found if isinstance(found, list) else locked(found)) == STATEMENTS


# Each with the reason why it needs no settings of its own.
CONNECTS = {
    "data/accounts_file.py": 1,
    "data/backups.py": 1,  # on a copy of ours, not on what is live
    "data/library.py": 2,
    "data/log_file.py": 1,
    "data/migrations.py": 1,  # between two of our own files, before anybody is let in
    "data/scenarios/tables.py": 1,
}


@pytest.mark.fault("T18")
def test_every_handle_is_one_of_those() -> None:
    found = {}
    for path in [*(ROOT / "data").rglob("*.py"), *(ROOT / "workshop").rglob("*.py")]:
        count = path.read_text(encoding="utf-8").count("duckdb.connect(")
        if count:
            found[str(path.relative_to(ROOT))] = count
    assert found == CONNECTS


INJECTIONS = [
    "' OR 1=1; --",
    "'; ATTACH '/tmp/radslag-elsewhere.duckdb' AS x; --",
    "'; DROP TABLE areas; --",
    "' UNION SELECT content FROM read_text('/etc/passwd') --",
    "x'); DELETE FROM accounts; --",
    '"; SELECT 1; --',
    "%' OR '1'='1",
    "$$; SELECT 1; $$",
]


@pytest.mark.fault("F51")
@pytest.mark.parametrize("typed", INJECTIONS)
def test_what_is_asked_of_the_library_is_never_sql(typed: str, library: Library) -> None:
    before = len(queries.cities(library))
    for ask in (queries.city, queries.area):
        with pytest.raises(DataError):
            ask(library, typed)
    for found in (
        queries.areas(library, typed),
        queries.areas(library, "alesund", typed),
        queries.map_areas(library, "alesund", typed),
        queries.observations(library, typed, typed),
        queries.latest(library, typed, typed),
        queries.places(library, typed),
    ):
        assert not found
    for ask in (
        lambda: phone_places(library, typed),
        lambda: values_for_map(library, "alesund", "municipalities", typed, typed),
    ):
        with suppress(DataError):
            assert "root:" not in str(ask())
    assert len(queries.cities(library)) == before


@pytest.mark.fault("F51")
@pytest.mark.parametrize("typed", INJECTIONS)
def test_an_account_may_be_called_anything(typed: str, tmp_path: Path) -> None:
    now = dt.datetime(2026, 5, 4, 8, tzinfo=dt.UTC)
    accounts = Accounts(tmp_path, lambda: now)
    try:
        ends = now + dt.timedelta(days=1)
        accounts.put_link(Link("k1", LinkKind.INVITE, now, ends, role=Role.OFFICIAL, label=typed))
        accounts.add(
            Account("u1", typed, typed, Role.OFFICIAL, (typed,), "hash", True, now), "k1", now
        )
        assert accounts.by_email(typed).name == typed
        assert accounts.by_email(f"x{typed}") is None
        assert len(accounts.accounts()) == 1
        assert accounts.link(typed) is None
    finally:
        accounts.close()
