"""Rehearsal: simulated people who join a rehearsal session and answer through the real service.

They can only ever be let into a session that was created as a rehearsal. Every operation says in
its event that a rehearsal made it, and every text says so in its own words.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from workshop.commands import Operation
from workshop.errors import Rejected
from workshop.model import Round, Session
from workshop.rehearsal_people import Place, Wish, answers, crowd, supports
from workshop.service import Workshop

PEOPLE = (5, 300)
PACE = (0.5, 50.0)
IDLE_S = 0.25
TIRED_AFTER = 3  # refusals in a row of one wish before it is given up


@dataclass(frozen=True, slots=True)
class Status:
    running: bool
    people: int
    joined: int
    pace_per_s: float


class Rehearsal:
    """A crowd in one session, doing `pace_per_s` things a second on a thread of its own.

    The same `seed`, agenda and commands give the same answers. `places` are (lat, lon) in degrees
    near which pins are put; without them pins lie anywhere in the city's bounds.
    """

    def __init__(
        self,
        workshop: Workshop,
        session_id: str,
        people: int = 42,
        pace_per_s: float = 5.0,
        seed: int = 1,
        places: Sequence[Place] = (),
    ) -> None:
        if not workshop.state(session_id).rehearsal:
            raise Rejected("forbidden", "rehearsal")
        self._workshop = workshop
        self.session_id = session_id
        self.seed = seed
        self._places = tuple(places)
        self._crowd = crowd(_within(people, *PEOPLE), seed)
        self._pace = _within(pace_per_s, *PACE)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._planned: set[str] = set()
        self._joins = {person.id: person for person in self._crowd}
        self._wishes: deque[Wish] = deque()
        self._revs: dict[tuple[str, str, str], int] = {}
        self._supported: set[tuple[str, str]] = set()
        self._number = 0

    def start(self) -> Rehearsal:
        """Begin, or go on after a stop."""
        if self._thread is None or not self._thread.is_alive():
            self._stop.clear()
            self._thread = threading.Thread(target=self._run, name="rehearsal", daemon=True)
            self._thread.start()
        return self

    def stop(self) -> None:
        """Stop after the act at hand; the session stays as it is."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def ended(self, within_s: float) -> bool:
        """Wait until it has ended by itself, as it does when the workshop is closed."""
        if self._thread is not None:
            self._thread.join(within_s)
        return not self.status().running

    def pace(self, pace_per_s: float) -> None:
        self._pace = _within(pace_per_s, *PACE)

    def grow(self, people: int) -> None:
        """Let more people in; nobody who is in is sent out. Answers begin with the next round."""
        more = crowd(_within(people, *PEOPLE), self.seed)[len(self._crowd) :]
        self._crowd += more
        self._joins = self._joins | {person.id: person for person in more}

    def status(self) -> Status:
        running = self._thread is not None and self._thread.is_alive()
        joined = len(self._crowd) - len(self._joins)
        return Status(running, len(self._crowd), joined, self._pace)

    def _run(self) -> None:
        while not self._stop.is_set():
            session = self._workshop.state(self.session_id)
            if session.phase == "closed":
                return
            wait = 1 / self._pace if self._act(session) else IDLE_S
            self._stop.wait(wait)

    def _act(self, session: Session) -> bool:
        """Do the next thing, if there is one: people answer while others still come in."""
        round_ = session.current_round()
        if round_ is None or not round_.open:
            return bool(self._joins) and self._join(next(iter(self._joins)))
        self._plan(session, round_)
        if self._joins and (not self._wishes or self._number % 2):
            return self._join(next(iter(self._joins)))
        if not self._wishes:
            return False
        wish = self._wishes[0]
        if wish.person in self._joins:
            return self._join(wish.person)
        return self._do(session, round_, wish)

    def _plan(self, session: Session, round_: Round) -> None:
        if round_.id not in self._planned:
            self._planned.add(round_.id)
            bounds = session.bounds
            self._wishes = deque(answers(self._crowd, round_, self.seed, bounds, self._places))
        elif round_.step.kind == "ideas" and not self._wishes:
            self._wishes.extend(self._fresh_supports(round_))

    def _fresh_supports(self, round_: Round) -> Iterable[Wish]:
        approved = sorted(c.id for c in round_.contributions.values() if c.state == "approved")
        fresh = [idea for idea in approved if (round_.id, idea) not in self._supported]
        self._supported.update((round_.id, idea) for idea in fresh)
        return supports(self._crowd, round_.id, fresh, self.seed)

    def _join(self, name: str) -> bool:
        person = self._joins[name]
        if self._send(
            Operation(
                op_id=self._op_id(),
                do="join",
                participant=name,
                body={"group": person.group, "district": None},
                language=person.language,
                source="rehearsal",
            )
        ):
            del self._joins[name]
        return True

    def _do(self, session: Session, round_: Round, wish: Wish) -> bool:
        key = (round_.id, wish.person, wish.item)
        self._revs[key] = self._revs.get(key, 0) + 1
        wish.tries += 1
        done = self._send(
            Operation(
                op_id=self._op_id(),
                do=wish.do,
                participant=wish.person,
                round=round_.id,
                item=wish.item,
                value=wish.value,
                rev=self._revs[key],
                seen_seq=session.seq,
                body=dict(wish.body),
                text=wish.text,
                language=wish.language,
                source="rehearsal",
            )
        )
        if done or wish.tries >= TIRED_AFTER:
            self._wishes.popleft()
        return True

    def _send(self, operation: Operation) -> bool:
        ack = self._workshop.operate(self.session_id, operation)
        if not ack.ok and ack.retry_after:
            self._stop.wait(ack.retry_after)
        return ack.ok

    def _op_id(self) -> str:
        self._number += 1
        return f"rehearsal-{self.session_id[-6:]}-{id(self):x}-{self._number}"


class Rehearsals:
    """The rehearsals that run in this process, one a session."""

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._running: dict[str, Rehearsal] = {}
        self._lock = threading.Lock()

    def start(
        self, session_id: str, people: int, pace_per_s: float, places: Sequence[Place] = ()
    ) -> Status:
        """Let a crowd in; where one is there already, set its pace and let it go on."""
        with self._lock:
            found = self._running.get(session_id)
            if found is None:
                found = Rehearsal(self._workshop, session_id, people, pace_per_s, places=places)
                self._running[session_id] = found
            found.pace(pace_per_s)
            found.grow(people)
            return found.start().status()

    def stop(self, session_id: str) -> Status | None:
        with self._lock:
            found = self._running.get(session_id)
        if found is None:
            return None
        found.stop()
        return found.status()

    def status(self, session_id: str) -> Status | None:
        found = self._running.get(session_id)
        return found.status() if found else None


def _within(value: float, low: float, high: float) -> float:
    return max(low, min(high, value))
