"""What an administrator does with accounts, and what a link lets its holder do.

Every act of an administrator goes through `People._require`, which looks at the account as it is
now. Nobody can change or switch off their own account here: so one administrator always remains.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import secrets
import threading
from collections.abc import Callable, Mapping
from typing import Any

from workshop.accounts import (
    LIFETIMES,
    Account,
    Link,
    LinkKind,
    Role,
    User,
    may,
    tidy_email,
    tidy_name,
    tidy_password,
    tidy_rights,
)
from workshop.errors import Rejected
from workshop.signin_doors import Entry, SignIn

_log = logging.getLogger(__name__)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class People:
    """`cities` gives the known cities, by id, with their names."""

    def __init__(self, sign_in: SignIn, cities: Callable[[], Mapping[str, object]]) -> None:
        self.sign_in = sign_in
        self.store = sign_in.store
        self.cities = cities
        self._one_at_a_time = threading.RLock()

    # What an administrator does

    def invite(self, by: User, label: str, role: str, cities: list[str]) -> str:
        """The token of a link that makes an account with these rights."""
        self._require(by)
        whom = tidy_name(label)
        chosen_role, chosen = tidy_rights(role, cities, self.cities())
        _log.info("invited role=%s by=%s", chosen_role, by.id)
        return self._make(LinkKind.INVITE, by, role=chosen_role, cities=chosen, label=whom)

    def invitations(self) -> list[Link]:
        now = self._now()
        kept = [link for link in self.store.links() if link.kind is LinkKind.INVITE]
        return [link for link in kept if link.open(now)]

    def withdraw(self, by: User, link_id: str) -> None:
        self._require(by)
        if link_id in [link.id for link in self.invitations()]:
            self.store.use_link(link_id, self._now())

    def reset(self, by: User, user_id: str) -> str:
        """The token of a link with which somebody chooses a new password; earlier ones close."""
        self._require(by)
        account = self._account(user_id)
        if not account.active or not account.email or account.by_provider:
            raise Rejected("inactive")
        self._close_resets(user_id)
        _log.info("reset link for=%s by=%s", user_id, by.id)
        return self._make(LinkKind.RESET, by, user_id=user_id, label=account.name)

    def change_rights(self, by: User, user_id: str, role: str, cities: list[str]) -> None:
        chosen_role, chosen = tidy_rights(role, cities, self.cities())
        with self._one_at_a_time:
            self._require(by, other=user_id)
            # From now on it is this that holds, and no longer what the provider says.
            self.store.change(user_id, role=chosen_role, cities=chosen, by_provider=False)
        _log.info("rights of=%s role=%s by=%s", user_id, chosen_role, by.id)
        self.sign_in.close_sockets([login.id for login in self.store.logins(user_id)])

    def set_active(self, by: User, user_id: str, active: bool) -> None:
        with self._one_at_a_time:
            self._require(by, other=user_id)
            self.store.change(user_id, active=active)
        _log.info("active=%s of=%s by=%s", active, user_id, by.id)
        if not active:
            self._close_resets(user_id)
            self.sign_in.end_all(user_id)

    def drop_second_step(self, by: User, user_id: str) -> None:
        """For somebody who has lost the phone and the paper; their logins end."""
        self._require(by, other=user_id)
        self.sign_in.steps.drop(user_id, by.id)
        self.sign_in.end_all(user_id)

    def disconnect(self, by: User, user_id: str) -> None:
        """The provider opens this account no longer; its logins end."""
        self._require(by, other=user_id)
        self.store.drop_identities(user_id)
        _log.info("disconnected from the provider user=%s by=%s", user_id, by.id)
        self.sign_in.end_all(user_id)

    # What a link lets its holder do

    def link(self, token: str, *kinds: LinkKind) -> Link:
        """The open link of one of `kinds`; a forged, used and outlived one are refused alike."""
        link = self.store.link(token_hash(token))
        if link is None or link.kind not in kinds or not link.open(self._now()):
            raise Rejected("link_used")
        if link.user_id and not self._account(link.user_id).active:
            raise Rejected("link_used")
        return link

    def accept(self, token: str, name: str, email: str, password: str) -> Entry:
        """Makes the account that an invitation, or the first start, promises."""
        link = self.link(token, LinkKind.FIRST, LinkKind.INVITE)
        account = Account(
            id=secrets.token_hex(8),
            name=tidy_name(name),
            email=tidy_email(email),
            role=link.role or Role.OFFICIAL,
            cities=link.cities,
            password=self._hashed(password, name, email),
            active=True,
            created_at=self._now(),
        )
        self.store.add(account, link.id, self._now())
        _log.info("account made user=%s role=%s", account.id, account.role)
        return self.sign_in.admit(account)

    def choose_password(self, token: str, password: str) -> Entry:
        """A new password by a reset link; every browser that was signed in has to do it again."""
        link = self.link(token, LinkKind.RESET)
        account = self._account(link.user_id)
        hashed = self._hashed(password, account.name, account.email)
        self.store.use_link(link.id, self._now())
        changed = self.store.change(account.id, password=hashed)
        self.sign_in.end_all(account.id)
        return self.sign_in.after_password(changed)

    def walk_in(self, token: str) -> Entry:
        """Signs in by the link that ``make run`` prints."""
        link = self.link(token, LinkKind.LOGIN)
        self.store.use_link(link.id, self._now())
        return self.sign_in.admit(self._account(link.user_id))

    # What everybody does with their own account

    def rename(self, user: User, name: str) -> None:
        self.store.change(user.id, name=tidy_name(name))

    def change_password(self, user: User, current: str, password: str, code: str = "") -> None:
        """Ends the person's other logins."""
        hashed = self._hashed(password, user.name, user.email)
        self.sign_in.confirm(user, current, code)
        self.store.change(user.id, password=hashed)
        self.sign_in.end_all(user.id, besides=user.login)

    def complete(self, user: User, name: str, email: str, password: str) -> None:
        """Gives an account that came in by a printed link an e-mail address and a password."""
        if user.has_password or user.by_provider:
            raise Rejected("forbidden")
        tidy, address = tidy_name(name), tidy_email(email)
        hashed = self._hashed(password, tidy, address)
        self.store.change(user.id, name=tidy, email=address, password=hashed)
        self.store.confirm(user.login, self._now())

    def _require(self, by: User, other: str = "") -> None:
        """`by` may still do this, and `other` is somebody else who exists."""
        account = self.store.account(by.id)
        alive = account is not None and account.active and account.role is by.role
        if not alive or not may(by, "people"):
            raise Rejected("forbidden")
        if other == by.id:
            raise Rejected("yourself")
        if other:
            self._account(other)

    def _account(self, user_id: str) -> Account:
        account = self.store.account(user_id)
        if account is None:
            raise Rejected("unknown_person")
        return account

    def _hashed(self, password: str, *personal: str) -> str:
        return self.sign_in.passwords.hash(tidy_password(password, *personal))

    def _close_resets(self, user_id: str) -> None:
        now = self._now()
        for link in self.store.links():
            if link.kind is LinkKind.RESET and link.user_id == user_id and link.open(now):
                self.store.use_link(link.id, now)

    def _make(self, kind: LinkKind, by: User, **fields: Any) -> str:
        token, now = secrets.token_urlsafe(32), self._now()
        ends = now + LIFETIMES[kind]
        self.store.put_link(Link(token_hash(token), kind, now, ends, created_by=by.id, **fields))
        return token

    def _now(self) -> dt.datetime:
        return self.sign_in.clock()
