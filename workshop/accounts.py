"""Accounts, roles and links: who has which, and for which cities.

Nothing here knows the web or a database. `AccountStore` is what must be remembered, and by whom:
``data.accounts`` remembers it in DuckDB.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from workshop.errors import Rejected
from workshop.roles import ACTIONS, Who


class Role(StrEnum):
    FACILITATOR = "facilitator"
    OFFICIAL = "official"
    ADMINISTRATOR = "administrator"


class LinkKind(StrEnum):
    FIRST = "first"  # makes the first administrator
    INVITE = "invite"  # makes an account with the role and cities of the link
    RESET = "reset"  # chooses a new password
    LOGIN = "login"  # signs in at once, without a password: only printed where the server runs


LIFETIMES: Mapping[LinkKind, dt.timedelta] = {
    LinkKind.FIRST: dt.timedelta(hours=24),
    LinkKind.INVITE: dt.timedelta(days=7),
    LinkKind.RESET: dt.timedelta(hours=24),
    LinkKind.LOGIN: dt.timedelta(hours=12),
}
IDLE = dt.timedelta(hours=12)
LONGEST_LOGIN = dt.timedelta(days=7)
# Whose role the provider gives is asked of it anew each working day.
LONGEST_BY_PROVIDER = dt.timedelta(hours=12)

NAME_LENGTH = 80
EMAIL_LENGTH = 254
PASSWORD_SHORTEST = 12
PASSWORD_LONGEST = 200
_EMAIL = re.compile(r"[^\s@<>\"(),:;\\\[\]]+@[^\s@<>\"(),:;\\\[\]]+\.[^\s@<>\"(),:;\\\[\].]+")
_WORN = (
    "password",
    "passord",
    "passordet",
    "lösenord",
    "losenord",
    "qwerty",
    "abcdef",
    "asdfgh",
    "iloveyou",
    "welcome",
    "velkommen",
    "valkommen",
    "välkommen",
    "sommer",
    "sommar",
    "vinter",
    "administrator",
    "admin",
    "letmein",
    "radslag",
    "rådslag",
)


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who is signed in. `login` names this sign-in and is the key to end it."""

    id: str
    name: str
    role: Role
    cities: tuple[str, ...]
    email: str = ""
    login: str = ""
    has_password: bool = True
    # An administrator who has to set up a second step first: until then, only one's own account.
    limited: bool = False
    by_provider: bool = False


@dataclass(frozen=True, slots=True)
class Account:
    """`email` and `password` (a hash) are empty for an administrator who came in by a link.

    `by_provider`: role and cities are what the sign-in provider says, at each sign-in.
    """

    id: str
    name: str
    email: str
    role: Role
    cities: tuple[str, ...]
    password: str
    active: bool
    created_at: dt.datetime
    signed_in_at: dt.datetime | None = None
    by_provider: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """`id` is the hash of the token; the token itself is kept nowhere."""

    id: str
    kind: LinkKind
    created_at: dt.datetime
    expires_at: dt.datetime
    created_by: str = ""
    user_id: str = ""
    role: Role | None = None
    cities: tuple[str, ...] = ()
    label: str = ""
    used_at: dt.datetime | None = None

    def open(self, now: dt.datetime) -> bool:
        return self.used_at is None and now < self.expires_at


@dataclass(frozen=True, slots=True)
class Login:
    """One browser that is signed in; `id` is the hash of what its cookie holds."""

    id: str
    user_id: str
    created_at: dt.datetime
    seen_at: dt.datetime
    confirmed_at: dt.datetime  # when the password was last typed, or the link opened
    ended_at: dt.datetime | None = None

    def open(self, now: dt.datetime) -> bool:
        rested = now - self.seen_at < IDLE
        return self.ended_at is None and rested and now - self.created_at < LONGEST_LOGIN


@dataclass(frozen=True, slots=True)
class SecondStep:
    """A code from an app on one's phone. `sealed` is the secret, encrypted; `used` the last code's
    number, so that none counts twice; `recovery` the hashes of the codes that stand in for it.
    """

    user_id: str
    sealed: str
    confirmed: bool = False
    used: int = 0
    recovery: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody at a sign-in provider: `subject` never changes there and is never given anew."""

    issuer: str
    subject: str
    user_id: str


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the provider vouches for. `email` only when it says that it is verified.

    `values` is what it says in the claim that roles are read from.
    """

    issuer: str
    subject: str
    email: str
    name: str
    proved_at: int | None  # when it last saw a password, a card or a finger; None: not told
    values: tuple[str, ...] = ()


class AccountStore(Protocol):
    """What has to be remembered. Safe from any thread; reading is from memory and never waits."""

    def accounts(self) -> list[Account]: ...
    def account(self, user_id: str) -> Account | None: ...
    def by_email(self, email: str) -> Account | None: ...
    def add(self, account: Account, link_id: str, now: dt.datetime) -> None: ...
    def put(self, account: Account) -> None: ...
    def change(self, user_id: str, **fields: Any) -> Account: ...
    def links(self) -> list[Link]: ...
    def link(self, link_id: str) -> Link | None: ...
    def put_link(self, link: Link) -> None: ...
    def use_link(self, link_id: str, now: dt.datetime) -> None: ...
    def login(self, login_id: str) -> Login | None: ...
    def logins(self, user_id: str) -> list[Login]: ...
    def open_login(self, login: Login) -> None: ...
    def see(self, login_id: str, now: dt.datetime) -> None: ...
    def confirm(self, login_id: str, now: dt.datetime) -> None: ...
    def end(self, login_ids: Sequence[str], now: dt.datetime) -> None: ...
    def second_step(self, user_id: str) -> SecondStep | None: ...
    def put_second_step(self, step: SecondStep) -> None: ...
    def drop_second_step(self, user_id: str) -> None: ...
    def use_code(self, user_id: str, number: int) -> bool: ...
    def use_recovery(self, user_id: str, hashed: str) -> bool: ...
    def identity(self, issuer: str, subject: str) -> Identity | None: ...
    def identities(self, user_id: str) -> list[Identity]: ...
    def put_identity(self, identity: Identity) -> None: ...
    def drop_identities(self, user_id: str) -> None: ...


def may(user: User | None, action: str, city: str | None = None) -> bool:
    """Whether `user` may do `action` in `city`; without a city, whether in any of their own."""
    if user is None or user.limited or Who(user.role) not in ACTIONS.get(action, frozenset()):
        return False
    if user.role is Role.ADMINISTRATOR:
        return True
    return city in user.cities if city is not None else bool(user.cities)


def tidy_name(text: str) -> str:
    """The name as it is kept; refuses what is empty, too long, or would disturb a line of text."""
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not name:
        raise Rejected("name_empty", where="name")
    if len(name) > NAME_LENGTH:
        raise Rejected("name_long", where="name")
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs") for sign in name):
        raise Rejected("name_signs", where="name")
    return name


def tidy_email(text: str) -> str:
    """The e-mail address as it is kept and compared: composed, without case or space around it."""
    email = unicodedata.normalize("NFC", text).strip().casefold()
    if len(email) > EMAIL_LENGTH or not _EMAIL.fullmatch(email):
        raise Rejected("email", where="email")
    if any(unicodedata.category(sign)[0] == "C" for sign in email):
        raise Rejected("email", where="email")
    return email


def tidy_password(text: str, *personal: str) -> str:
    """The password, when it may be used: length is what counts; only the guessable is refused."""
    if len(text) > PASSWORD_LONGEST:
        raise Rejected("password_long", where="password")
    password = unicodedata.normalize("NFKC", text)
    if len(password) < PASSWORD_SHORTEST:
        raise Rejected("password_short", where="password")
    if _guessable(password.casefold(), personal):
        raise Rejected("password_guessable", where="password")
    return text


def _guessable(password: str, personal: Iterable[str]) -> bool:
    """Few different signs, only digits, or nothing but worn words and one's own name."""
    letters = re.sub(r"[\W\d_]+", "", password)
    if len(set(password)) < 5 or re.sub(r"[\W_]+", "", password).isdecimal():
        return True
    own = [word for text in personal for word in re.split(r"[\W\d_]+", text.casefold())]
    left = letters
    for word in sorted({*_WORN, *own} - {""}, key=len, reverse=True):
        left = left.replace(word, "") if len(word) > 3 else left
    return bool(letters) and not left


def tidy_rights(
    role: str, cities: Iterable[str], known: Iterable[str]
) -> tuple[Role, tuple[str, ...]]:
    """Role and cities as they are kept: administrators have all cities and therefore name none."""
    if role not in tuple(Role):
        raise Rejected("role", where="role")
    if role == Role.ADMINISTRATOR:
        return Role.ADMINISTRATOR, ()
    chosen = tuple(sorted(set(cities)))
    if not chosen or not set(chosen) <= set(known):
        raise Rejected("cities", where="cities")
    return Role(role), chosen


def local_path(text: str | None, otherwise: str) -> str:
    """`text` when it is a path on this server, else `otherwise`.

    Browsers drop tabs and line breaks and read a backslash as a slash, so that ``/\\evil`` and
    ``/<tab>/evil`` would lead to another host.
    """
    path = text or ""
    alone = path.startswith("/") and not path.startswith("//")
    signs_ok = path.isascii() and path.isprintable() and not set(path) & set("\\ \"'<>`")
    return path if alone and signs_ok and len(path) <= 1000 else otherwise


def home_of(user: User) -> str:
    """Where somebody goes after signing in when no other page was asked for."""
    return "/desk" if may(user, "desk") else "/review"
