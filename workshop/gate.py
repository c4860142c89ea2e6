"""The gate: asks the table of roles, with the person, the city and the session at hand.

Routes, pages and callbacks come here with their row and their arguments; sockets, which know who
they are for as long as they are open, read the table by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from workshop.access import Doors
from workshop.accounts import User, may
from workshop.errors import Rejected
from workshop.model import Session
from workshop.phone.codes import tidy
from workshop.phone.entrance import session_with
from workshop.roles import Row, Who
from workshop.service import Workshop

Arguments = Mapping[str, Any]


class Refused(Rejected):
    """Not signed in (``signed_out``), not allowed (``forbidden``), or too long ago (``stale``)."""


class Gate:
    def __init__(self, doors: Doors, workshop: Workshop) -> None:
        self._doors = doors
        self._workshop = workshop

    def ask(self, row: Row, cookies: Mapping[str, str], arguments: Arguments) -> None:
        """Returns when whoever has these cookies may; raises `Refused` when not."""
        if row.admits(()):
            return
        user = self._doors.user_of(cookies)
        if not row.admits(self._people(row, user, cookies, arguments)):
            wanted = any(role in row.who for role in (Who.FACILITATOR, Who.OFFICIAL))
            waits = wanted or Who.ADMINISTRATOR in row.who
            raise Refused("signed_out" if user is None and waits else "forbidden")
        if row.fresh and not self._doors.fresh(user):
            raise Refused("stale")

    def _people(
        self, row: Row, user: User | None, cookies: Mapping[str, str], arguments: Arguments
    ) -> set[Who]:
        """All that the asker is, where this row looks: a facilitator elsewhere is nobody here."""
        named = _named(row.named, arguments)
        session = self._session(row, named)
        people: set[Who] = set()
        if user is not None and self._in_own_city(user, row, session, named):
            people.add(Who(user.role))
        if session is None:
            return people
        if self._doors.participant(cookies, session.id) in session.participants:
            people.add(Who.PARTICIPANT)
        if self._doors.is_stage_key(arguments.get("key", ""), session.id):
            people.add(Who.STAGE)
        return people

    def _session(self, row: Row, named: str) -> Session | None:
        if row.of == "code":
            return session_with(self._workshop, tidy(named))
        if row.of == "session" and self._workshop.has(named):
            return self._workshop.state(named)
        return None

    def _in_own_city(self, user: User, row: Row, session: Session | None, named: str) -> bool:
        """What does not exist is nobody's: there a role is enough to be told so."""
        if row.action in ("account", "watch"):
            return session is None or may(user, "review", session.city)
        if row.of == "city":
            return may(user, row.action, named)
        return may(user, row.action, session.city if session else None)


def _named(path: str, arguments: Arguments) -> str:
    """The argument at `path`, where a dot leads into a value; empty when there is none."""
    value: object = arguments
    for name in path.split("."):
        if not isinstance(value, Mapping):
            return ""
        value = cast(Mapping[str, object], value).get(name)
    return value if isinstance(value, str) else ""
