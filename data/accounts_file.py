"""The tables of DATA_DIR/accounts.duckdb, and every statement that reads or writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import duckdb

from data.transaction import together
from workshop.accounts import Account, Identity, Link, LinkKind, Login, Role, SecondStep

FORMAT = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS about (format INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS users (id VARCHAR NOT NULL, name VARCHAR NOT NULL,
  email VARCHAR NOT NULL, role VARCHAR NOT NULL, password VARCHAR NOT NULL, active BOOLEAN NOT NULL,
  created_at TIMESTAMP NOT NULL, signed_in_at TIMESTAMP);
CREATE TABLE IF NOT EXISTS cities (user_id VARCHAR NOT NULL, city VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS by_provider (user_id VARCHAR NOT NULL);
CREATE TABLE IF NOT EXISTS links (id VARCHAR NOT NULL, kind VARCHAR NOT NULL,
  created_at TIMESTAMP NOT NULL, expires_at TIMESTAMP NOT NULL, created_by VARCHAR NOT NULL,
  user_id VARCHAR NOT NULL, role VARCHAR, cities VARCHAR[] NOT NULL, label VARCHAR NOT NULL,
  used_at TIMESTAMP);
CREATE TABLE IF NOT EXISTS logins (id VARCHAR NOT NULL, user_id VARCHAR NOT NULL,
  created_at TIMESTAMP NOT NULL, seen_at TIMESTAMP NOT NULL, confirmed_at TIMESTAMP NOT NULL,
  ended_at TIMESTAMP);
CREATE TABLE IF NOT EXISTS second_steps (user_id VARCHAR NOT NULL, sealed VARCHAR NOT NULL,
  confirmed BOOLEAN NOT NULL, used BIGINT NOT NULL, recovery VARCHAR[] NOT NULL);
CREATE TABLE IF NOT EXISTS identities (issuer VARCHAR NOT NULL, subject VARCHAR NOT NULL,
  user_id VARCHAR NOT NULL);
"""
_SETTINGS: dict[str, Any] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "memory_limit": "128MB",
    "threads": 1,
}


class AccountsBusy(Exception):
    """Another process has the file open."""


class AccountsFile:
    """One connection; whoever uses it sees to it that only one thread does at a time."""

    def __init__(self, path: Path) -> None:
        try:
            self._db = duckdb.connect(str(path), config=_SETTINGS)
        except duckdb.IOException as reason:
            if "lock" not in str(reason).lower():
                raise
            raise AccountsBusy(str(path)) from reason
        path.chmod(0o600)
        self._db.execute(_SCHEMA)
        if not self._rows("SELECT format FROM about"):
            self._db.execute("INSERT INTO about VALUES (?)", [FORMAT])
        self._db.execute("SET lock_configuration = true")

    def close(self) -> None:
        self._db.close()

    def together(self) -> AbstractContextManager[None]:
        """All or nothing."""
        return together(self._db)

    # Accounts

    def accounts(self) -> Iterator[Account]:
        cities: dict[str, list[str]] = {}
        for user_id, city in self._rows("SELECT user_id, city FROM cities ORDER BY city"):
            cities.setdefault(user_id, []).append(city)
        given = {user_id for (user_id,) in self._rows("SELECT user_id FROM by_provider")}
        for row in self._rows("SELECT * FROM users"):
            user_id, name, email, role, password, active, created, seen = row
            own = tuple(cities.get(user_id, ()))
            made, seen_at = _aware(created), _aware(seen) if seen else None
            yield Account(
                user_id,
                name,
                email,
                Role(role),
                own,
                password,
                active,
                created_at=made,
                signed_in_at=seen_at,
                by_provider=user_id in given,
            )

    def put_account(self, account: Account) -> None:
        """Writes the account in place of what was there."""
        seen = _naive(account.signed_in_at) if account.signed_in_at else None
        values = [account.id, account.name, account.email, account.role, account.password]
        values += [account.active, _naive(account.created_at), seen]
        self._db.execute("DELETE FROM users WHERE id = ?", [account.id])
        self._db.execute("DELETE FROM cities WHERE user_id = ?", [account.id])
        self._db.execute("INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?)", values)
        self._db.execute("DELETE FROM by_provider WHERE user_id = ?", [account.id])
        if account.by_provider:
            self._db.execute("INSERT INTO by_provider VALUES (?)", [account.id])
        for city in account.cities:
            self._db.execute("INSERT INTO cities VALUES (?, ?)", [account.id, city])

    # Links

    def links(self) -> Iterator[Link]:
        for row in self._rows("SELECT * FROM links"):
            key, kind, made, ends, by, user_id, role, cities, label, used = row
            yield Link(
                key,
                LinkKind(kind),
                _aware(made),
                _aware(ends),
                created_by=by,
                user_id=user_id,
                role=Role(role) if role else None,
                cities=tuple(cities),
                label=label,
                used_at=_aware(used) if used else None,
            )

    def add_link(self, link: Link) -> None:
        values: list[Any] = [link.id, link.kind, _naive(link.created_at), _naive(link.expires_at)]
        values += [link.created_by, link.user_id, link.role, list(link.cities), link.label]
        self._db.execute("INSERT INTO links VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)", values)

    def link_used(self, link_id: str, now: dt.datetime) -> None:
        self._db.execute("UPDATE links SET used_at = ? WHERE id = ?", [_naive(now), link_id])

    # Logins

    def logins(self) -> Iterator[Login]:
        for key, user_id, made, seen, confirmed in self._rows(
            "SELECT id, user_id, created_at, seen_at, confirmed_at FROM logins"
            " WHERE ended_at IS NULL"
        ):
            yield Login(key, user_id, _aware(made), _aware(seen), _aware(confirmed))

    def add_login(self, login: Login) -> None:
        times = [_naive(time) for time in (login.created_at, login.seen_at, login.confirmed_at)]
        self._db.execute(
            "INSERT INTO logins VALUES (?, ?, ?, ?, ?, NULL)", [login.id, login.user_id, *times]
        )

    def login_seen(self, login_id: str, now: dt.datetime) -> None:
        self._db.execute("UPDATE logins SET seen_at = ? WHERE id = ?", [_naive(now), login_id])

    def login_confirmed(self, login_id: str, now: dt.datetime) -> None:
        self._db.execute("UPDATE logins SET confirmed_at = ? WHERE id = ?", [_naive(now), login_id])

    def login_ended(self, login_id: str, now: dt.datetime) -> None:
        self._db.execute("UPDATE logins SET ended_at = ? WHERE id = ?", [_naive(now), login_id])

    # The second step, and who somebody is elsewhere

    def second_steps(self) -> Iterator[SecondStep]:
        for user_id, sealed, confirmed, used, recovery in self._rows("SELECT * FROM second_steps"):
            yield SecondStep(user_id, sealed, confirmed, used, tuple(recovery))

    def put_second_step(self, step: SecondStep) -> None:
        self.drop_second_step(step.user_id)
        values = [step.user_id, step.sealed, step.confirmed, step.used, list(step.recovery)]
        self._db.execute("INSERT INTO second_steps VALUES (?, ?, ?, ?, ?)", values)

    def drop_second_step(self, user_id: str) -> None:
        self._db.execute("DELETE FROM second_steps WHERE user_id = ?", [user_id])

    def identities(self) -> Iterator[Identity]:
        for row in self._rows("SELECT issuer, subject, user_id FROM identities"):
            yield Identity(*row)

    def add_identity(self, identity: Identity) -> None:
        values = [identity.issuer, identity.subject, identity.user_id]
        self._db.execute("INSERT INTO identities VALUES (?, ?, ?)", values)

    def drop_identities(self, user_id: str) -> None:
        self._db.execute("DELETE FROM identities WHERE user_id = ?", [user_id])

    def forget(self, links_before: dt.datetime, logins_before: dt.datetime) -> None:
        """Deletes what can no longer open anything."""
        self._db.execute(
            "DELETE FROM links WHERE used_at IS NOT NULL OR expires_at < ?", [_naive(links_before)]
        )
        self._db.execute(
            "DELETE FROM logins WHERE ended_at IS NOT NULL OR created_at < ?",
            [_naive(logins_before)],
        )

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        return self._db.execute(query).fetchall()


def _naive(moment: dt.datetime) -> dt.datetime:
    """Times are kept as UTC without a zone: DuckDB needs a package of zones for the other kind."""
    return moment.astimezone(dt.UTC).replace(tzinfo=None)


def _aware(moment: dt.datetime) -> dt.datetime:
    return moment.replace(tzinfo=dt.UTC)
