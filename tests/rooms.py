"""A server with workshops enough for the tests of a module, each to be taken once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.people import sign_in
from tests.product import Prepared, Running
from workshop.model import Session


@dataclass(frozen=True)
class Ready:
    """A workshop in its lobby that nobody has touched, and what opens its doors."""

    session: Session
    stage_key: str
    join_token: str


class Rooms:
    """`cookies` are those of an administrator who has signed in."""

    def __init__(
        self, server: Running, steps: Sequence[dict[str, Any]], many: int, pages: bool = False
    ) -> None:
        self.server = server
        with Prepared(server) as before:
            made = [before.session(steps) for _ in range(many)]
            doors = before.doors
            self._free = [Ready(s, doors.stage_key(s.id), doors.join_token(s.id)) for s in made]
            link = before.desk_link()
        server.start(pages=pages)
        self.cookies = sign_in(server, link)

    def take(self) -> Ready:
        return self._free.pop()
