"""Who gets in because the sign-in provider vouches for them, and with which role.

By an invitation the role is the one given here; by a claim it is what the provider says, asked for
at each sign-in. Everybody else stays outside, whoever they are at the provider.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import threading

from workshop.accounts import (
    NAME_LENGTH,
    Account,
    Identity,
    Link,
    Person,
    Role,
    User,
    tidy_email,
    tidy_name,
)
from workshop.claims import rights
from workshop.errors import Rejected
from workshop.people import People
from workshop.signin_doors import Entry

_log = logging.getLogger(__name__)


class ByProvider:
    """`people` looks after the accounts; the settings say what a claim stands for."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.sign_in = people.sign_in
        self.store = people.store
        provider = people.sign_in.settings.provider
        self._grants = provider.grants if provider else ()
        self._one_at_a_time = threading.Lock()

    def accept(self, link: Link, person: Person) -> Entry:
        """Makes the account that an invitation promises: without a password."""
        if self.store.identity(person.issuer, person.subject) is not None:
            raise Rejected("identity_taken")
        account = self._made(person, link.label, link.role or Role.OFFICIAL, link.cities)
        self.store.add(account, link.id, self.sign_in.clock())
        return self._bound(account, person)

    def enter(self, person: Person) -> Entry:
        """Somebody known, or invited by a verified e-mail address, or with a role by their claim.

        Nobody else gets in, whatever the provider says of them.
        """
        with self._one_at_a_time:
            known = self.store.identity(person.issuer, person.subject)
            if known is not None:
                return self._admitted(self._as_now(known.user_id, person), person)
            invited = self.people.invitations()
            listed = [link for link in invited if person.email and _same(link, person.email)]
            if listed:
                return self.accept(listed[-1], person)
            return self._by_claim(person)

    def confirm(self, user: User, person: Person) -> None:
        """The person at this browser showed once more at the provider who they are."""
        known = self.store.identity(person.issuer, person.subject)
        if known is None or known.user_id != user.id:
            raise Rejected("stranger")
        self._as_now(user.id, person)
        self.store.confirm(user.login, self.sign_in.clock())

    def connect(self, user: User, person: Person) -> None:
        """From now on this account opens by the provider too."""
        self.store.put_identity(Identity(person.issuer, person.subject, user.id))
        _log.info("connected to the provider user=%s", user.id)

    def _as_now(self, user_id: str, person: Person) -> Account:
        """The account, with the role that the provider gives today where it is the one to say."""
        account = self.store.account(user_id)
        if account is None or not account.active:
            raise Rejected("stranger")
        if not account.by_provider:
            return account
        given = self._rights(person)
        if given is None:
            self.sign_in.end_all(user_id)
            raise Rejected("no_role")
        if given != (account.role, account.cities):
            account = self.store.change(user_id, role=given[0], cities=given[1])
            _log.info("rights of=%s role=%s by provider", user_id, given[0])
            logins = [login.id for login in self.store.logins(user_id)]
            self.sign_in.close_sockets(logins)
        return account

    def _by_claim(self, person: Person) -> Entry:
        given = self._rights(person)
        if given is None:
            raise Rejected("no_role" if self._grants else "stranger")
        otherwise = person.email or person.subject
        account = self._made(person, otherwise, given[0], given[1], by_provider=True)
        self.store.put(account)
        return self._bound(account, person)

    def _rights(self, person: Person) -> tuple[Role, tuple[str, ...]] | None:
        return rights(self._grants, person.values, self.people.cities())

    def _made(
        self,
        person: Person,
        otherwise: str,
        role: Role,
        cities: tuple[str, ...],
        by_provider: bool = False,
    ) -> Account:
        """`otherwise` is what they are called when the provider tells no name."""
        taken = person.email and self.store.by_email(person.email)
        return Account(
            id=secrets.token_hex(8),
            name=tidy_name((person.name or otherwise)[:NAME_LENGTH]),
            email="" if taken else person.email,
            role=role,
            cities=cities,
            password="",
            active=True,
            created_at=self.sign_in.clock(),
            by_provider=by_provider,
        )

    def _bound(self, account: Account, person: Person) -> Entry:
        self.store.put_identity(Identity(person.issuer, person.subject, account.id))
        _log.info("account made user=%s role=%s by provider", account.id, account.role)
        return self._admitted(account, person)

    def _admitted(self, account: Account, person: Person) -> Entry:
        """Fresh only if the provider says when it last saw a proof: it may know people for days."""
        proved = dt.datetime.fromtimestamp(person.proved_at or 0, dt.UTC)
        return self.sign_in.admit(account, min(proved, self.sign_in.clock()))


def _same(link: Link, email: str) -> bool:
    try:
        return tidy_email(link.label) == tidy_email(email)
    except Rejected:
        return False
