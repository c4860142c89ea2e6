"""Who is on a line: let in by what they show, and asked again before each thing they do."""

from __future__ import annotations

import secrets
from typing import Any

from workshop import roles
from workshop.access import Doors
from workshop.accounts import User
from workshop.errors import Rejected
from workshop.roles import Who
from workshop.service import Workshop


class Client:
    """One connection: its role, its session, and what it may say."""

    def __init__(
        self,
        role: str,
        session_id: str,
        who: str,
        login: str = "",
        shared: int | None = None,
    ) -> None:
        self.role = role
        self.session_id = session_id
        self.who = who
        self.login = login
        self.shared = shared  # the number of a device that many people share
        self.joined = False
        # A phone is one device on however many lines; every other screen is on its own.
        self.device = (session_id, who if role == "phone" else secrets.token_hex(8))
        self.noted = False


class Entrance:
    """Lets lines in by what they show, and says who is on them now."""

    def __init__(self, workshop: Workshop, doors: Doors) -> None:
        self._workshop = workshop
        self._doors = doors

    def enter(self, auth: dict[str, Any], cookies: dict[str, str]) -> Client:
        role, session_id = str(auth.get("role")), str(auth.get("session", ""))[:40]
        if not self._workshop.has(session_id):
            # After a restart the longest sessions come last: they may be there in a moment.
            raise Rejected("busy" if self._workshop.waiting() else "unknown_session")
        client = self._shown(role, session_id, auth, cookies)
        if not roles.EVENTS.get(f"connect {role}", roles.NEVER).admits(self.people(client)):
            raise Rejected("forbidden")
        return client

    def _shown(
        self, role: str, session_id: str, auth: dict[str, Any], cookies: dict[str, str]
    ) -> Client:
        if role == "phone":
            who = self._doors.by_ticket(auth.get("ticket"), session_id, cookies)
            shared = self._doors.shared.number(cookies, session_id)
            return Client("phone", session_id, who, shared=shared)
        if role == "stage" and self._doors.is_stage_key(auth.get("key"), session_id):
            return Client("stage", session_id, "stage")
        user = self._doors.user_of(cookies)
        if role == "desk" and user is None:
            raise Rejected("signed_out")
        if role == "desk" and user is not None:
            return Client("desk", session_id, user.id, user.login)
        raise Rejected("forbidden")

    def may_stay(self, desk: Client) -> bool:
        """Whether its sign-in still holds. To be looked at does not prolong it."""
        if not self._workshop.has(desk.session_id):
            return False
        people = self._may_lead(self._doors.looked_at(desk.login), desk.session_id)
        return roles.EVENTS["connect desk"].admits(people)

    def people(self, client: Client) -> tuple[Who, ...]:
        """Who is on this line. A desk is asked anew: its login may have ended, its role changed."""
        if client.role != "desk":
            return (Who.PARTICIPANT if client.role == "phone" else Who.STAGE,)
        return self._may_lead(self._doors.user_by(client.login), client.session_id)

    def _may_lead(self, user: User | None, session_id: str) -> tuple[Who, ...]:
        city = self._workshop.state(session_id).city
        return (Who(user.role),) if user and self._doors.may(user, "desk", city) else ()
