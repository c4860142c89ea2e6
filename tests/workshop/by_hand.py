"""A session that is driven by hand: no server, no database, no clock."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workshop.builders import BOUNDS, agenda, op, text
from workshop.agenda import parse_agenda, step_json
from workshop.commands import Command
from workshop.errors import Rejected
from workshop.events import Event, Recorded
from workshop.model import Session
from workshop.rules import command, create, evolve, operate

NOW = 1_700_000_000_000


class Room:
    """Each act goes through decide and evolve."""

    def __init__(self, people: int = 0, steps: list[dict[str, Any]] | None = None) -> None:
        parsed = [step_json(s) for s in parse_agenda(steps or agenda())]
        body = {
            "session": "s1",
            "city": "alesund",
            "title": text("Energi"),
            "language": "nb",
            "rehearsal": False,
            "code": "ABCDEF",
            "bounds": list(BOUNDS),
            "steps": parsed,
        }
        first = Recorded(1, "create", NOW, Event("session_created", body))
        self.session: Session = create(first)
        for n in range(1, people + 1):
            self.act("join", f"p{n}")

    def take(self, events: list[Event], op_id: str) -> list[Event]:
        for event in events:
            recorded = Recorded(self.session.seq + 1, op_id, NOW, event)
            self.session = evolve(self.session, recorded)
        return events

    def act(self, do: str, who: str, **fields: Any) -> list[Event]:
        wish = op(do, who, **fields)
        return self.take(operate(self.session, wish), wish.op_id)

    def cmd(self, name: str, **args: Any) -> list[Event]:
        wish = Command(f"cmd-{self.session.seq}", name, args)
        return self.take(command(self.session, wish, NOW), wish.op_id)

    def refuses(self, code: str, act: Any) -> None:
        before = self.session
        with pytest.raises(Rejected) as refused:
            act()
        assert refused.value.code == code
        assert self.session == before
