"""One open session in memory: its log, its state, and the operations that it already knows."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from math import inf
from typing import Any

from workshop.answered import Answered, Known
from workshop.commands import Command, Operation
from workshop.damage import Alarm, Damage
from workshop.errors import Rejected, wire_code
from workshop.events import Event, Recorded
from workshop.model import Session
from workshop.ports import Frame, SessionLog, StorageFault
from workshop.rules import command, evolve, operate, replay
from workshop.stored import Stored, frames, from_stored

# Events since the last stored state that make storing one worth while: during the session, and at
# the end of the process, when a session of more than so many events is left to its replay.
TAIL, TAIL_AT_END, LONGEST_AT_END = 2_000, 200, 100_000
# Half of what is replayed before anybody is answered: there is time to write the next state.
LONGEST_TAIL = 10_000

logger = logging.getLogger("workshop.runtime")


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


class Later(Exception):
    """A session whose replay takes long: others come first."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What a stored state is made of, taken between two commits."""

    session: Session
    answered: Answered
    recent: dict[str, Known]
    last_at_ms: int
    erased: int


class Runtime:
    """A session as the writer holds it. `session` may be read by any thread at any time."""

    def __init__(self, log: SessionLog, longest: int | None = None) -> None:
        """Raises `Later` when more than `longest` events would have to be replayed."""
        self.log = log
        self._longest = longest
        self.damage: Damage | None = log.damage
        self._failing = False
        self._unsure = False
        self._to_forget: dict[str, float] = {}
        self.erased = 0  # how many times words were deleted or replaced, since the stored state
        self._read()

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
        self._read()

    def _read(self) -> None:
        """From the state that was stored last and what came after it, or from all of the log."""
        found = from_stored(self.log)
        self.stored_seq = found.session.seq if found else 0
        self.answered = Answered(found.packed if found else None)
        self.last_at_ms = found.last_at_ms if found else 0
        if self._longest is not None and self.log.seq - self.stored_seq > self._longest:
            raise Later
        tail = self._remembered(self.log.load(after=self.stored_seq))
        self.session = reduce(evolve, tail, found.session) if found else replay(tail)
        self._forget()

    def _forget(self) -> None:
        """Destroy what was deleted. What cannot be done now (a full disk) is done with the next."""
        if not self._to_forget:
            return
        try:
            self.log.forget(self._to_forget)
        except StorageFault:
            logger.exception("a deleted text keeps its key for now")
        else:
            self._to_forget.clear()

    def _remembered(self, events: Iterable[Recorded]) -> Iterator[Recorded]:
        for recorded in events:
            self._remember(recorded)
            yield recorded

    def _remember(self, recorded: Recorded) -> None:
        self.answered.remember(recorded)
        self.last_at_ms = recorded.recorded_at_ms
        upto = {"contribution_deleted": inf, "text_corrected": recorded.seq}
        if recorded.event.kind in upto:
            self._to_forget[recorded.event.body["id"]] = upto[recorded.event.kind]
            self.erased += 1

    def known(self, wish: Command | Operation) -> Ack | None:
        """The answer that this operation already got; refused when it was somebody else's."""
        asking = wish.participant if isinstance(wish, Operation) else None
        found = self.answered.find(wish.op_id, asking)
        if found is None:
            return None
        known, theirs = found
        if not theirs:
            return refusal(Rejected("forbidden", "op_id"))
        return Ack(True, known.seq, data=known.data)

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
        self._unsure = True
        try:
            stored = self.log.append(staged)
        except Exception:
            self._failing = True
            raise
        self._unsure = self._failing = False
        for recorded in stored:
            session = evolve(session, recorded)
            self._remember(recorded)
        self.session = session
        self._forget()

    def due(self, farewell: bool = False) -> bool:
        """Whether a replay of what came after the stored state would take noticeably long.

        At a farewell a shorter tail is worth it, but not the seconds of a very long session.
        """
        seq = self.session.seq
        tail = seq - self.stored_seq
        if self.damage is not None or self._to_forget:
            return False
        if farewell:
            return tail >= TAIL_AT_END and seq <= LONGEST_AT_END
        return tail >= max(TAIL, min(seq // 20, LONGEST_TAIL))

    def moment(self) -> Moment:
        """On the thread that writes."""
        recent = self.answered.recent()
        return Moment(self.session, self.answered, recent, self.last_at_ms, self.erased)

    def keep(self, moment: Moment, pace: Callable[[Iterable[Frame]], Iterable[Frame]]) -> None:
        """Store a moment's state; from any thread, while the session goes on."""
        packed = moment.answered.packed_with(moment.recent)
        self.log.store(pace(frames(Stored(moment.session, packed, moment.last_at_ms))))
        moment.answered.adopt(packed, moment.recent)
        self.stored_seq = moment.session.seq
        if self.erased != moment.erased:
            self.log.drop_state()
            self.stored_seq = 0
