"""Who is it, for officials and facilitators: sign-in, the cookie that remembers it, and its end.

``workshop.access.Doors`` holds one `SignIn` and asks it. `user` reads memory only and may be called
on the socket loop; `enter` and `confirm` hash a password and belong on page threads.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from itsdangerous import BadSignature, URLSafeSerializer

from workshop.accounts import (
    LONGEST_BY_PROVIDER,
    LONGEST_LOGIN,
    Account,
    AccountStore,
    Login,
    Role,
    User,
    may,
)
from workshop.errors import Rejected
from workshop.passwords import Passwords
from workshop.seal import Seal
from workshop.second_step import SecondSteps
from workshop.settings import Settings
from workshop.throttle import Throttle

LOGIN_COOKIE = "rs_login"
KNOWN_DEVICE_COOKIE = "rs_device"
FRESH_MINUTES = 5
HALF_WAY_S = 300  # between the password and the code
_YEAR_S = 365 * 24 * 3600

_log = logging.getLogger(__name__)


def utc_now() -> dt.datetime:
    return dt.datetime.fromtimestamp(time.time(), dt.UTC)


class HasCookies(Protocol):
    """A Flask request, as far as it matters here."""

    @property
    def cookies(self) -> dict[str, str]: ...


class TakesCookies(Protocol):
    """A Flask response, as far as it matters here."""

    @property
    def set_cookie(self) -> Callable[..., None]: ...
    @property
    def delete_cookie(self) -> Callable[..., None]: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody came in: who, and the two cookies to give the browser."""

    user: User
    cookie: str
    device: str


class CodeWanted(Exception):
    """The password was right, and the account has a second step: `ticket` goes with the code."""

    def __init__(self, ticket: str) -> None:
        super().__init__("code wanted")
        self.ticket = ticket


class SignIn:
    def __init__(
        self,
        settings: Settings,
        store: AccountStore,
        clock: Callable[[], dt.datetime] = utc_now,
        seconds: Callable[[], float] = time.monotonic,
        passwords: Passwords | None = None,
    ) -> None:
        self.settings = settings
        self.store = store
        self.clock = clock
        self.passwords = passwords or Passwords()
        self._throttle = Throttle(seconds)
        self.steps = SecondSteps(settings.secret_key, store, clock, self._throttle)
        self.seconds = lambda: self.clock().timestamp()
        self._half_way = Seal(settings.secret_key, "half way", self.seconds)
        self._logins = URLSafeSerializer(settings.secret_key, salt="rs-login")
        self._devices = URLSafeSerializer(settings.secret_key, salt="rs-device")
        self._hooks: list[Callable[[str], None]] = []

    def user(self, request: HasCookies) -> User | None:
        """Who sent the request, or None; notes that the login is in use."""
        return self.user_of(request.cookies.get(LOGIN_COOKIE))

    def user_of(self, cookie: str | None) -> User | None:
        """As `user`, from the value of the cookie alone."""
        return self.user_by(self._login_id(cookie) or "")

    def user_by(self, login_id: str) -> User | None:
        """As `user`, from the id of a login: for a line that is open for longer than a request."""
        user = self.looked_at(login_id)
        if user is not None:
            self.store.see(login_id, self.clock())
        return user

    def looked_at(self, login_id: str) -> User | None:
        """As `user_by`, without noting a use: a desk that is only left open is idle."""
        login = self.store.login(login_id)
        if login is None or not login.open(self.clock()):
            return None
        account = self.store.account(login.user_id)
        if account is None or not account.active:
            return None
        if account.by_provider and self.clock() - login.created_at >= LONGEST_BY_PROVIDER:
            return None
        return self._as_user(account, login_id)

    def may(self, user: User | None, action: str, city: str | None = None) -> bool:
        return may(user, action, city)

    def fresh(self, user: User | None, minutes: float = FRESH_MINUTES) -> bool:
        """Whether the person typed the password in the last `minutes`: for raw exports."""
        login = self.store.login(user.login) if user else None
        since = dt.timedelta(minutes=minutes)
        return login is not None and self.clock() - login.confirmed_at < since

    def on_sign_out(self, hook: Callable[[str], None]) -> None:
        """`hook(login_id)` is called, from any thread, when the sockets of a login must close."""
        self._hooks.append(hook)

    def enter(self, email: str, password: str, device: str | None = None) -> Entry:
        """Signs in with a password, or refuses with ``wrong`` or ``wait``.

        Browsers that signed in to this account before have a count of wrong tries of their own, so
        that a stranger who tries passwords cannot keep the owner out.
        """
        account = self.store.by_email(email)
        known = account is not None and self._device_of(device) == account.id
        key = (email, device if known else "")
        self._slow_down(key)
        if not self._right(account, password):
            _log.info("sign-in refused")
            raise Rejected("wrong")
        self._throttle.right(key)
        return self.after_password(account)

    def after_password(self, account: Account | None) -> Entry:
        """Lets somebody in who knows the password; `CodeWanted` when that is only half the way."""
        if account is not None and self.steps.has(account.id):
            raise CodeWanted(self._half_way.close(f"{account.id} {_hash(account.password)}"))
        return self.admit(account)

    def enter_code(self, ticket: str, code: str) -> Entry:
        """The second half: ``half_way`` when the first was too long ago, ``code`` when wrong."""
        told = (self._half_way.open(ticket, HALF_WAY_S) or "").split(" ")
        account = self.store.account(told[0])
        if account is None or told[1:] != [_hash(account.password)]:
            raise Rejected("half_way")
        self.steps.check(account.id, code)
        return self.admit(account)

    def admit(self, account: Account | None, proved_at: dt.datetime | None = None) -> Entry:
        """Opens a login for an active account that has proved who it is, now or at `proved_at`."""
        if account is None or not account.active:
            raise Rejected("wrong")
        token, now = secrets.token_urlsafe(32), self.clock()
        login = Login(_hash(token), account.id, now, now, proved_at or now)
        self.store.open_login(login)
        _log.info("signed in user=%s", account.id)
        device = self._devices.dumps([account.id, secrets.token_urlsafe(9)])
        return Entry(self._as_user(account, login.id), str(self._logins.dumps(token)), str(device))

    def confirm(self, user: User, password: str, code: str = "") -> None:
        """The person at this browser types the password once more, and a code if they have one."""
        key = ("again", user.login)
        self._slow_down(key)
        if not self._right(self.store.account(user.id), password):
            raise Rejected("wrong")
        self._throttle.right(key)
        if self.steps.has(user.id):
            self.steps.check(user.id, code)
        self.store.confirm(user.login, self.clock())

    def sign_out(self, user: User) -> None:
        self.end([user.login])

    def end(self, login_ids: list[str]) -> None:
        """Ends logins; their cookies open nothing any more and their sockets close."""
        self.store.end(login_ids, self.clock())
        self.close_sockets(login_ids)

    def end_all(self, user_id: str, besides: str = "") -> None:
        self.end([login.id for login in self.store.logins(user_id) if login.id != besides])

    def close_sockets(self, login_ids: list[str]) -> None:
        for login_id in login_ids:
            for hook in self._hooks:
                hook(login_id)

    def remember(self, response: TakesCookies, entry: Entry) -> None:
        """Gives the browser its cookies."""
        flags = self._flags()
        age = int(LONGEST_LOGIN.total_seconds())
        response.set_cookie(LOGIN_COOKIE, entry.cookie, max_age=age, **flags)
        response.set_cookie(KNOWN_DEVICE_COOKIE, entry.device, max_age=_YEAR_S, **flags)

    def forget(self, response: TakesCookies) -> None:
        response.delete_cookie(LOGIN_COOKIE, **self._flags())

    def _flags(self) -> dict[str, Any]:
        secure = self.settings.secure_cookies
        return {"httponly": True, "samesite": "Lax", "secure": secure, "path": "/"}

    def _right(self, account: Account | None, password: str) -> bool:
        """Hashes in every case, so that the time tells nothing about which accounts exist."""
        kept = account.password if account is not None and account.active else ""
        right = self.passwords.matches(kept, password)
        if right and account is not None and self.passwords.outdated(kept):
            self.store.change(account.id, password=self.passwords.hash(password))
        return right

    def _as_user(self, account: Account, login: str) -> User:
        wanted = self.settings.second_step == "administrators" and account.password
        short = account.role is Role.ADMINISTRATOR and not self.steps.has(account.id)
        return User(
            account.id,
            account.name,
            account.role,
            account.cities,
            account.email,
            login,
            bool(account.password),
            limited=bool(wanted and short),
            by_provider=account.by_provider,
        )

    def _slow_down(self, key: tuple[str, str | None]) -> None:
        wait = self._throttle.take(key)
        if wait:
            raise Rejected("wait", retry_after=wait)

    def _login_id(self, cookie: str | None) -> str | None:
        try:
            return _hash(str(self._logins.loads(cookie))) if cookie else None
        except BadSignature:
            return None

    def _device_of(self, cookie: str | None) -> str | None:
        """The account that signed in from the browser with this cookie."""
        try:
            return self._devices.loads(cookie)[0] if cookie else None
        except BadSignature:
            return None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
