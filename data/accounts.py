"""Who has an account: DATA_DIR/accounts.duckdb, and all of it in memory.

Asking "who is it?" never touches the disk and may be done on the socket loop. A change is committed
first and remembered after. Only hashes are kept of passwords, link tokens and cookies; no network
address and no name of a browser.

``python -m data.accounts DATA_DIR --reset-link EMAIL`` makes a link for a new password while the
server is stopped.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import secrets
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from data.accounts_file import AccountsBusy, AccountsFile
from data.accounts_proof import Proofs
from workshop.accounts import (
    LIFETIMES,
    LONGEST_LOGIN,
    Account,
    Link,
    LinkKind,
    Login,
    Role,
    local_path,
    tidy_email,
)
from workshop.errors import Rejected

FILE = "accounts.duckdb"
_SEEN_EVERY = dt.timedelta(minutes=5)


def utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Accounts(Proofs):
    """The `AccountStore` of the server: one process, any thread.

    `_lock` is held while the file is written; `_moment` only while a login in memory is exchanged,
    so that `login` and `see` never wait for a disk.
    """

    def __init__(self, data_dir: Path, clock: Callable[[], dt.datetime] = utc_now) -> None:
        self._clock = clock
        self._lock = threading.RLock()
        self._moment = threading.Lock()
        self._late = ThreadPoolExecutor(1, "accounts")
        self._file = AccountsFile(Path(data_dir) / FILE)
        super().__init__(self._file, self._lock)
        self._file.forget(clock(), clock() - LONGEST_LOGIN)
        self._users = {account.id: account for account in self._file.accounts()}
        self._links = {link.id: link for link in self._file.links()}
        self._logins = {login.id: login for login in self._file.logins()}
        self._written = {login.id: login.seen_at for login in self._logins.values()}

    def close(self) -> None:
        self._late.shutdown(wait=True)
        with self._lock:
            self._file.close()

    def accounts(self) -> list[Account]:
        return sorted(self._users.copy().values(), key=lambda a: (a.name.casefold(), a.id))

    def account(self, user_id: str) -> Account | None:
        return self._users.get(user_id)

    def by_email(self, email: str) -> Account | None:
        return next((a for a in self.accounts() if a.email and a.email == email), None)

    def add(self, account: Account, link_id: str, now: dt.datetime) -> None:
        """Uses the link and makes the account, both or neither."""
        with self._lock:
            used = self._used(link_id, now)
            self._refuse_taken_email(account)
            with self._file.together():
                self._file.put_account(account)
                self._file.link_used(link_id, now)
            self._users[account.id] = account
            self._links[link_id] = used

    def change(self, user_id: str, **fields: Any) -> Account:
        """The account with these fields exchanged."""
        with self._lock:
            account = replace(self._users[user_id], **fields)
            self.put(account)
            return account

    def put(self, account: Account) -> None:
        with self._lock:
            self._refuse_taken_email(account)
            with self._file.together():
                self._file.put_account(account)
            self._users[account.id] = account

    def links(self) -> list[Link]:
        return sorted(self._links.copy().values(), key=lambda link: link.created_at)

    def link(self, link_id: str) -> Link | None:
        return self._links.get(link_id)

    def put_link(self, link: Link) -> None:
        with self._lock:
            self._file.add_link(link)
            self._links[link.id] = link

    def use_link(self, link_id: str, now: dt.datetime) -> None:
        """Refuses with ``link_used`` when the link is not open: of two at once, one wins."""
        with self._lock:
            used = self._used(link_id, now)
            self._file.link_used(link_id, now)
            self._links[link_id] = used

    def login(self, login_id: str) -> Login | None:
        return self._logins.get(login_id)

    def logins(self, user_id: str) -> list[Login]:
        return [login for login in self._logins.copy().values() if login.user_id == user_id]

    def open_login(self, login: Login) -> None:
        with self._lock:
            account = replace(self._users[login.user_id], signed_in_at=login.created_at)
            with self._file.together():
                self._file.add_login(login)
                self._file.put_account(account)
            self._users[account.id] = account
            with self._moment:
                self._logins[login.id] = login
                self._written[login.id] = login.seen_at

    def see(self, login_id: str, now: dt.datetime) -> None:
        """Notes that the login is in use: in memory at once, on disk later, by another thread."""
        with self._moment:
            login = self._logins.get(login_id)
            if login is None or now <= login.seen_at:
                return
            self._logins[login_id] = replace(login, seen_at=now)
            if now - self._written[login_id] < _SEEN_EVERY:
                return
            self._written[login_id] = now
        self._late.submit(self._write_seen, login_id, now)

    def confirm(self, login_id: str, now: dt.datetime) -> None:
        with self._lock:
            self._file.login_confirmed(login_id, now)
            with self._moment:
                login = self._logins.get(login_id)
                if login is not None:
                    self._logins[login_id] = replace(login, confirmed_at=now)

    def end(self, login_ids: Sequence[str], now: dt.datetime) -> None:
        with self._lock:
            with self._file.together():
                for login_id in login_ids:
                    self._file.login_ended(login_id, now)
            with self._moment:
                for login_id in login_ids:
                    self._logins.pop(login_id, None)
                    self._written.pop(login_id, None)

    def first_link(self, public_url: str) -> str | None:
        """A link that makes the first administrator; None once there is one with a password.

        Only its hash is kept, so each start makes a new one and withdraws the one before.
        """
        if any(a.active and a.password and a.role is Role.ADMINISTRATOR for a in self.accounts()):
            return None
        self._withdraw(LinkKind.FIRST)
        return f"{public_url}/invite/{self._make_link(LinkKind.FIRST)}"

    def one_time_link(self, user_id: str, next: str = "/desk", public_url: str = "") -> str:
        """A link that signs `user_id` in at once, without a password.

        Whoever reads the terminal first can use it, once, within twelve hours; the next start
        withdraws it. It is meant for ``make run``, where that person owns DATA_DIR anyway.
        """
        self._withdraw(LinkKind.LOGIN)
        token = self._make_link(LinkKind.LOGIN, user_id)
        return f"{public_url}/invite/{token}?{urlencode({'next': local_path(next, '/desk')})}"

    def reset_link(self, user_id: str, public_url: str = "") -> str:
        return f"{public_url}/reset/{self._make_link(LinkKind.RESET, user_id)}"

    def local_administrator(self) -> str:
        """The id of an active administrator; makes one without a password when there is none."""
        found = [a for a in self.accounts() if a.active and a.role is Role.ADMINISTRATOR]
        if found:
            return min(found, key=lambda account: account.created_at).id
        now, user_id = self._clock(), secrets.token_hex(8)
        self.put(Account(user_id, "Administrator", "", Role.ADMINISTRATOR, (), "", True, now))
        return user_id

    def _make_link(self, kind: LinkKind, user_id: str = "") -> str:
        token, now = secrets.token_urlsafe(32), self._clock()
        key = hashlib.sha256(token.encode()).hexdigest()
        role = Role.ADMINISTRATOR if kind is LinkKind.FIRST else None
        self.put_link(Link(key, kind, now, now + LIFETIMES[kind], user_id=user_id, role=role))
        return token

    def _withdraw(self, kind: LinkKind) -> None:
        now = self._clock()
        for link in self.links():
            if link.kind is kind and link.open(now):
                self.use_link(link.id, now)

    def _refuse_taken_email(self, account: Account) -> None:
        other = self.by_email(account.email)
        if other is not None and other.id != account.id:
            raise Rejected("email_taken", where="email")

    def _used(self, link_id: str, now: dt.datetime) -> Link:
        link = self._links.get(link_id)
        if link is None or not link.open(now):
            raise Rejected("link_used")
        return replace(link, used_at=now)

    def _write_seen(self, login_id: str, now: dt.datetime) -> None:
        with self._lock:
            self._file.login_seen(login_id, now)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints a link for a new password; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m data.accounts", description=main.__doc__)
    parser.add_argument("data_dir", type=Path, metavar="DATA_DIR")
    parser.add_argument("--reset-link", required=True, metavar="EMAIL")
    parser.add_argument("--url", default="http://127.0.0.1:8050", help="PUBLIC_URL of the server")
    asked = parser.parse_args(arguments)
    if not (asked.data_dir / FILE).exists():
        return _complain(f"There is no {FILE} in {asked.data_dir}.")
    try:
        accounts = Accounts(asked.data_dir)
    except AccountsBusy:
        return _complain("The server is using the accounts: stop it first, then try again.")
    try:
        return _print_reset_link(accounts, asked.reset_link, asked.url.rstrip("/"))
    finally:
        accounts.close()


def _print_reset_link(accounts: Accounts, email: str, public_url: str) -> int:
    try:
        account = accounts.by_email(tidy_email(email))
    except Rejected:
        return _complain(f"“{email}” is not an e-mail address.")
    if account is None or not account.active:
        return _complain(f"There is no active account with the e-mail address {email}.")
    sys.stdout.write(accounts.reset_link(account.id, public_url) + "\n")
    return 0


def _complain(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
