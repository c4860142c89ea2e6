"""One open session in memory: its log, its state, and the operations that it already knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from workshop.commands import Command, Operation
from workshop.damage import Alarm, Damage
from workshop.errors import Rejected, wire_code
from workshop.events import Event, Recorded
from workshop.model import Session
from workshop.ports import SessionLog, StorageFault
from workshop.rules import command, evolve, operate, replay


@dataclass(frozen=True, slots=True)
class Ack:
    """The answer to an operation or a command: `seq` is where it stands in the log."""

    ok: bool
    seq: int = 0
    code: str = ""
    reason: str = ""
    retry_after: float | None = None
    data: dict[str, Any] = field(default_factory=lambda: {})

    def wire(self) -> dict[str, Any]:
        if self.ok:
            return {"ok": True, "seq": self.seq} | self.data
        out: dict[str, Any] = {"ok": False, "code": self.code, "reason": self.reason}
        if self.retry_after is not None:
            out["retry_after"] = self.retry_after
        return out


def refusal(rejected: Rejected) -> Ack:
    """The answer to somebody whose wish was refused."""
    return Ack(
        False,
        code=wire_code(rejected.code),
        reason=rejected.code,
        retry_after=rejected.retry_after,
        data={"where": rejected.where},
    )


@dataclass(frozen=True, slots=True)
class Known:
    """An operation that is in the log: whose it was, and what it was answered."""

    participant: str | None
    ack: Ack


class Runtime:
    """A session as the writer holds it. `session` may be read by any thread at any time."""

    def __init__(self, log: SessionLog) -> None:
        self.log = log
        self.damage: Damage | None = log.damage
        self._failing = False
        self._unsure = False
        self.session, self._known, self.last_at_ms = _read(log)

    @property
    def alarm(self) -> Alarm | None:
        """What keeps answers from being stored; a failing disk until a commit has succeeded."""
        if self.damage is None and self.log.audited and not self._failing:
            return None
        return Alarm(self.damage, auditing=not self.log.audited)

    def hindrance(self) -> Rejected | None:
        """Why nothing can be written now, after trying to mend what a failed commit left."""
        if self.damage is None and self._unsure:
            try:
                self._recover()
            except StorageFault:
                return Rejected("retry", retry_after=1.0)
        if self.damage is not None:
            return Rejected("damaged", retry_after=5.0)
        return None if self.log.audited else Rejected("auditing", retry_after=1.0)

    def _recover(self) -> None:
        """Go on from what is on disk: a commit that failed may be there, whole, or not at all."""
        self.log.recover()
        self._unsure = False
        had = self.session
        if (self.log.seq, self.log.head) == (had.seq, had.head):
            return
        if self.log.seq <= had.seq:
            self.damage = Damage("short", self.log.seq, had.seq)
            return
        self.session, self._known, self.last_at_ms = _read(self.log)

    def known(self, wish: Command | Operation) -> Ack | None:
        """The answer that this operation already got; refused when it was somebody else's."""
        found = self._known.get(wish.op_id)
        if found is None:
            return None
        asking = wish.participant if isinstance(wish, Operation) else None
        if found.participant != asking:
            return refusal(Rejected("forbidden", "op_id"))
        return found.ack

    def decide(
        self, wish: Command | Operation, session: Session, now_ms: int
    ) -> tuple[list[Event], Session]:
        """The events of a wish and the state after them, as it will be once they are stored."""
        if isinstance(wish, Operation):
            events = operate(session, wish)
        else:
            events = command(session, wish, now_ms)
        for event in events:
            session = evolve(session, Recorded(session.seq + 1, wish.op_id, now_ms, event))
        return events, session

    def commit(self, staged: list[tuple[str, int, Event]]) -> None:
        """Store what was decided, then let everybody see it."""
        session = self.session
        self._unsure = self._failing = True
        stored = self.log.append(staged)
        self._unsure = self._failing = False
        for recorded in stored:
            session = evolve(session, recorded)
            _remember(self._known, recorded)
            self.last_at_ms = recorded.recorded_at_ms
        self.session = session


def _read(log: SessionLog) -> tuple[Session, dict[str, Known], int]:
    """(the session, what each operation was answered, when the last event was recorded)."""
    known: dict[str, Known] = {}
    last_at_ms = 0

    def remembered() -> Iterator[Recorded]:
        nonlocal last_at_ms
        for recorded in log.load():
            _remember(known, recorded)
            last_at_ms = recorded.recorded_at_ms
            yield recorded

    return replay(remembered()), known, last_at_ms


def _remember(known: dict[str, Known], recorded: Recorded) -> None:
    old = known.get(recorded.op_id)
    data = dict(old.ack.data) if old else {}
    for name in ("id", "finding"):
        if name in recorded.event.body:
            data[name] = recorded.event.body[name]
    known[recorded.op_id] = Known(recorded.event.participant, Ack(True, recorded.seq, data=data))
