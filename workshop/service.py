"""All workshops of this process: one writer, and a state that anybody may read."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from typing import Any, Literal

from workshop.agenda import parse_agenda, step_json
from workshop.borrowed import own
from workshop.commands import COMMANDS, Command, Operation
from workshop.damage import Alarm, Damage
from workshop.errors import Rejected
from workshop.events import Event, Recorded
from workshop.keeper import Keeper
from workshop.model import Json, Session, Step
from workshop.opening import Opening, raise_alarm
from workshop.ports import Facts, Logs, StorageFault
from workshop.rules import check_photo, checked_title, create, evolve
from workshop.runtime import Ack, Runtime, refusal
from workshop.summary import Summary, summary
from workshop.with_facts import with_facts
from workshop.writer import Writer

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ234567"  # 30, without 0 O 1 I 8 9
CODE_LENGTH = 6
ANSWER_WITHIN_S = 5.0
SWAP_WITHIN_S = 60.0

log = logging.getLogger("workshop.service")


class Workshop:
    """The sessions and their one writer. Call `start` before and `stop` after use."""

    def __init__(
        self, logs: Logs, facts: Facts, now_ms: Callable[[], int] = lambda: time.time_ns() // 10**6
    ) -> None:
        self._logs = logs
        self._facts = facts
        self._now_ms = now_ms
        self._runtimes: dict[str, Runtime] = {}
        self._creating = threading.Lock()
        self._writer = Writer(self._runtimes, self._tell, now_ms)
        self._keeper = Keeper()
        self._opening = Opening(logs, self._runtimes, self._keeper.consider, self._looked_through)
        self._observers: list[Callable[[str, Session], None]] = []

    # -- life

    def start(self, audits: bool = True) -> None:
        """Open every session on disk and begin to write.

        Of many sessions the newest come first, and what takes long comes last: `open_rest` opens
        the others when people can already reach these. Without `audits` those wait for it, too.
        """
        self._opening.open_newest()
        self._keeper.start()
        self._writer.start()
        if audits:
            self._opening.begin_audits()

    def waiting(self) -> bool:
        """Whether some sessions have still to be opened: what is not there yet may come."""
        return self._opening.waiting()

    def open_rest(self) -> None:
        """What `start` left for later; from a thread of its own."""
        self._opening.begin_audits()
        self._opening.open_rest()

    def stop(self) -> None:
        """Answer everything that has queued, then close the files. Once is enough."""
        self.settle()
        for runtime in self._runtimes.values():
            runtime.log.close()

    def settle(self) -> None:
        """Answer everything that has queued, and take no more; the files may still be read."""
        self._opening.stop()
        if self._writer.stop():
            self._keeper.stop(self._runtimes.values())

    def observe(self, observer: Callable[[str, Session], None]) -> None:
        """Be told, on the writer's thread, of each state after its commit. Must return at once."""
        self._observers.append(observer)

    def health(self) -> dict[str, Any]:
        last = self._writer.last_commit
        runtimes = list(self._runtimes.values())
        return {
            "sessions": sum(1 for r in runtimes if r.session.phase != "closed"),
            "unreadable": len(self._opening.unreadable),
            "damaged": sum(1 for r in runtimes if r.damage is not None),
            "queue": self._writer.queued,
            "last_commit_age_s": round(time.monotonic() - last, 3) if last else None,
        }

    # -- reading

    def has(self, session_id: str) -> bool:
        return session_id in self._runtimes

    def state(self, session_id: str) -> Session:
        """The session as it stands: immutable, safe from any thread."""
        return self._runtime(session_id).session

    def device_ended(self, session_id: str, number: int) -> bool:
        """Whether that shared device of a session was ended at the desk."""
        return self.has(session_id) and self.state(session_id).device_ended(number)

    def epoch(self, session_id: str) -> str:
        return self._runtime(session_id).log.epoch

    def erased(self, session_id: str) -> int:
        """How many times words were deleted or replaced: what was drawn before shows too much."""
        return self._runtime(session_id).erased

    def last_at_ms(self, session_id: str) -> int:
        """When the last event was recorded."""
        return self._runtime(session_id).last_at_ms

    def pepper(self, session_id: str) -> bytes:
        return self._logs.pepper(session_id)

    def history(self, session_id: str) -> Iterator[tuple[Recorded, Session]]:
        """Every event with the session as it stood right after it."""
        session: Session | None = None
        for recorded in self._recorded(session_id):
            session = create(recorded) if session is None else evolve(session, recorded)
            yield recorded, session

    def told_by(self, session_id: str, participant: str) -> list[Recorded]:
        """Every event of one participant, in order: what somebody has a right to see."""
        found = self._recorded(session_id)
        return [each for each in found if each.event.participant == participant]

    def _recorded(self, session_id: str) -> Iterator[Recorded]:
        """The log from its beginning. Where its file is written anew meanwhile, the reading goes on
        in the new one; for threads, never for the writer's."""
        runtime, seq = self._runtime(session_id), 0
        while True:
            try:
                for recorded in runtime.log.load(after=seq):
                    seq = recorded.seq
                    yield recorded
                return
            except StorageFault:
                self._writer.call(lambda: None).result(timeout=SWAP_WITHIN_S)
                earlier, runtime = runtime, self._runtime(session_id)
                if runtime is earlier or runtime.log.epoch != earlier.log.epoch:
                    raise

    def check(self, session_id: str, operation: Operation) -> None:
        """Refuse a photo that has no place to go, before it is worked on."""
        check_photo(self.state(session_id), operation)

    def known(self, session_id: str, operation: Operation) -> Ack | None:
        """The answer that an operation already got, if it is in the log."""
        return self._runtime(session_id).known(operation)

    def by_code(self, code: str) -> str | None:
        """The session that can be joined with this code: in its lobby or open."""
        wanted = code.strip().upper()
        for session_id, runtime in list(self._runtimes.items()):
            if runtime.session.code == wanted and runtime.session.phase != "closed":
                return session_id
        return None

    def sessions(self) -> list[Summary]:
        """Every session, newest first."""
        rows = [summary(runtime) for runtime in list(self._runtimes.values())]
        return sorted(rows, key=lambda row: -row.created_at_ms)

    def _runtime(self, session_id: str) -> Runtime:
        found = self._runtimes.get(session_id)
        if found is None:
            raise Rejected("unknown_session")
        return found

    # -- what is wrong

    def alarm(self, session_id: str) -> Alarm | None:
        """What keeps answers from being stored now, or None."""
        return self._runtime(session_id).alarm

    def unreadable(self) -> dict[str, Literal["newer", "lost"]]:
        """The sessions of which nothing can be shown: by a newer version, or without a record."""
        return dict(sorted(self._opening.unreadable.items()))

    def witnessed(self, session_id: str, epoch: str, seq: int) -> None:
        """Somebody was shown event `seq` of this epoch: a log that has not come so far lost it."""
        runtime = self._runtime(session_id)
        have = runtime.session.seq
        if epoch != runtime.log.epoch or seq <= have or runtime.damage is not None:
            return
        raise_alarm(session_id, runtime, Damage("witness", have, seq))
        self._writer.call(lambda: self._tell(session_id, runtime.session))

    # -- writing

    def create(
        self,
        city: str,
        title: dict[str, str],
        steps: list[Any],
        language: str,
        actor: str,
        rehearsal: bool = False,
    ) -> str:
        """A new session in its lobby; `steps` is an agenda in JSON form. Returns its id."""
        agenda = parse_agenda(steps)
        if own(agenda) != agenda:
            raise Rejected("idea_gone")
        session_id = ("rehearsal-" if rehearsal else "") + secrets.token_hex(6)
        districts, places = self._facts.places(city)
        with self._creating:
            body = {
                "session": session_id,
                "city": city,
                "title": checked_title(title),
                "language": language,
                "rehearsal": rehearsal,
                "code": self._new_code(),
                "bounds": _listed(self._facts.bounds(city)),
                "districts": districts,
                "places": places,
                "steps": [step_json(step) for step in agenda],
                "actor": actor,
            }
            first = (secrets.token_hex(8), self._now_ms(), Event("session_created", body))
            try:
                made = self._logs.create(session_id, first)
            except StorageFault:
                log.exception("a session cannot be made")
                raise Rejected("retry") from None
            self._runtimes[session_id] = Runtime(made)
        return session_id

    def _new_code(self) -> str:
        taken = {runtime.session.code for runtime in self._runtimes.values()}
        while True:
            code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
            if code not in taken:
                return code

    def submit(self, session_id: str, wish: Command | Operation) -> Future[Ack]:
        """Queue a wish; the answer comes after its commit."""
        if session_id in self._runtimes:
            return self._writer.submit(session_id, wish)
        answer: Future[Ack] = Future()
        answer.set_result(refusal(Rejected("unknown_session")))
        return answer

    def operate(self, session_id: str, operation: Operation) -> Ack:
        """As `submit`, waiting for the answer: for threads, never for the event loop."""
        return self._wait(self.submit(session_id, operation))

    def command(
        self,
        session_id: str,
        name: str,
        args: dict[str, Any] | None = None,
        expected_version: int | None = None,
        actor: str = "",
        op_id: str | None = None,
    ) -> Ack:
        """A facilitator's command, waiting for the answer: for threads, not for the loop."""
        wish = Command(op_id or secrets.token_hex(8), name, args or {}, expected_version, actor)
        return self._wait(self.submit(session_id, self.with_facts(session_id, wish)))

    def with_facts(self, session_id: str, wish: Command) -> Command:
        """The command with what it will show: see `workshop.with_facts`. Not for the loop."""
        if wish.name not in COMMANDS or not self.has(session_id):
            return wish
        return with_facts(self._facts, self.state(session_id), wish)

    def basket(self, session_id: str, step: Step, bought: Sequence[str]) -> Json:
        """What the model says of a basket. It computes: not for the loop."""
        return self._facts.basket(self.state(session_id).city, step, bought)

    def leftovers(self, everywhere: bool = False) -> list[str]:
        """The sessions whose files still hold, unreadable, what was deleted.

        `everywhere`: also what was deleted long ago, before the state that this process began with.
        """
        found = list(self._runtimes.items())
        return [n for n, each in found if (everywhere or each.erased) and each.log.leftover()]

    def rewrite(self, session_id: str) -> None:
        """Take out of a session's file what cannot be read any more."""
        self.swap(session_id, lambda: self._logs.rewrite(session_id))

    def swap(self, session_id: str, work: Callable[[], object]) -> None:
        """Have the writer do something to the session's file while it is closed; waits for it.

        `work` may replace the file and its keys: afterwards both are read anew and everybody is
        told. It may remove them: then there is no such session any more. What it raises is raised
        here, and the file as it then lies there is used again.
        """
        self._writer.call(lambda: self._swap(session_id, work)).result(timeout=SWAP_WITHIN_S)

    def _swap(self, session_id: str, work: Callable[[], object]) -> None:
        runtime = self._runtimes.get(session_id)
        try:
            if runtime is not None:
                runtime.log.close()
            work()
        finally:
            if session_id in self._logs.ids():
                self._opening.open(session_id)
            else:
                self._opening.forget(session_id)
            if self.has(session_id):
                self._tell(session_id, self.state(session_id))

    @staticmethod
    def _wait(answer: Future[Ack]) -> Ack:
        try:
            return answer.result(timeout=ANSWER_WITHIN_S)
        except TimeoutError:
            return refusal(Rejected("busy", retry_after=1.0))

    def _looked_through(self, session_id: str) -> None:
        self._writer.call(lambda: self._tell(session_id, self.state(session_id)))

    def _tell(self, session_id: str, session: Session) -> None:
        self._keeper.consider(self._runtimes[session_id])
        for observer in self._observers:
            observer(session_id, session)


def _listed(bounds: tuple[float, float, float, float] | None) -> list[float] | None:
    return None if bounds is None else list(bounds)
