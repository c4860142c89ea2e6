"""All workshops of this process: one writer thread, and a state that anybody may read.

An operation is queued, decided, committed together with what else has queued, and only then
answered: an answer means that it is on disk.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from queue import SimpleQueue
from typing import Any

from workshop.agenda import parse_agenda, step_json
from workshop.commands import COMMANDS, Command, Operation
from workshop.errors import Rejected
from workshop.events import Event, Recorded
from workshop.model import Session, Step
from workshop.ports import Facts, Logs, NewerVersion, StorageFault
from workshop.rules import checked_title, create, evolve, next_step
from workshop.runtime import Ack, Runtime, refusal
from workshop.summary import Summary, summary

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ234567"  # 30, without 0 O 1 I 8 9
CODE_LENGTH = 6
BATCH = 500
AT_ONCE = 20
ANSWER_WITHIN_S = 5.0
SWAP_WITHIN_S = 60.0

log = logging.getLogger("workshop.service")


@dataclass(frozen=True, slots=True)
class _Wish:
    session_id: str
    what: Command | Operation
    answer: Future[Ack]


@dataclass(frozen=True, slots=True)
class _Swap:
    """Something to be done to a session's file while nobody has it open."""

    session_id: str
    work: Callable[[], object]
    done: Future[None]


class Workshop:
    """The sessions and their one writer. Call `start` before and `stop` after use."""

    def __init__(
        self, logs: Logs, facts: Facts, now_ms: Callable[[], int] = lambda: time.time_ns() // 10**6
    ) -> None:
        self._logs = logs
        self._facts = facts
        self._now_ms = now_ms
        self._queue: SimpleQueue[_Wish | _Swap | None] = SimpleQueue()
        self._runtimes: dict[str, Runtime] = {}
        self._creating = threading.Lock()
        self._last_commit = 0.0
        self._stopping = False
        self._rest: list[str] = []
        self._unreadable: set[str] = set()
        self._writer = threading.Thread(target=self._write, name="writer", daemon=True)
        self._observers: list[Callable[[str, Session], None]] = []

    # -- life

    def start(self) -> None:
        """Open every session on disk and begin to write.

        Of many sessions the newest come first: `open_rest` opens the others when there is time.
        """
        found = self._logs.ids()
        for session_id in found[:AT_ONCE]:
            self._open(session_id)
        self._rest = found[AT_ONCE:]
        self._writer.start()

    def open_rest(self) -> None:
        """Open the sessions that `start` left for later; from a thread of its own."""
        while self._rest and not self._stopping:
            self._open(self._rest.pop(0))

    def _open(self, session_id: str) -> None:
        """A session that cannot be read stays closed, and keeps nobody else from theirs."""
        try:
            runtime = Runtime(self._logs.open(session_id))
        except Exception as fault:
            # What a newer version wrote is no fault: its sentence says all there is to say.
            newer = isinstance(fault, NewerVersion)
            said = str(fault) if newer else "a session cannot be opened"
            log.error(said, exc_info=not newer, extra={"session": session_id})
            self._unreadable.add(session_id)
            self._runtimes.pop(session_id, None)
            return
        self._unreadable.discard(session_id)
        self._runtimes[session_id] = runtime
        if runtime.session.phase == "closed":
            runtime.log.rest()

    def stop(self) -> None:
        """Answer everything that has queued, then close the files. Once is enough."""
        if not self._writer.is_alive():
            return
        self._stopping = True
        self._queue.put(None)
        self._writer.join()
        for runtime in self._runtimes.values():
            runtime.log.close()

    def observe(self, observer: Callable[[str, Session], None]) -> None:
        """Be told, on the writer's thread, of each state after its commit. Must return at once."""
        self._observers.append(observer)

    def health(self) -> dict[str, Any]:
        age = round(time.monotonic() - self._last_commit, 3) if self._last_commit else None
        open_ = sum(1 for r in list(self._runtimes.values()) if r.session.phase != "closed")
        return {
            "sessions": open_,
            "unreadable": len(self._unreadable),
            "queue": self._queue.qsize(),
            "last_commit_age_s": age,
        }

    # -- reading

    def has(self, session_id: str) -> bool:
        return session_id in self._runtimes

    def state(self, session_id: str) -> Session:
        """The session as it stands: immutable, safe from any thread."""
        return self._runtime(session_id).session

    def epoch(self, session_id: str) -> str:
        return self._runtime(session_id).log.epoch

    def pepper(self, session_id: str) -> bytes:
        return self._logs.pepper(session_id)

    def history(self, session_id: str) -> Iterator[tuple[Recorded, Session]]:
        """Every event with the session as it stood right after it, from one reading of the log."""
        session: Session | None = None
        for recorded in self._runtime(session_id).log.load():
            session = create(recorded) if session is None else evolve(session, recorded)
            yield recorded, session

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
            self._runtimes[session_id] = Runtime(self._logs.create(session_id, first))
        self._last_commit = time.monotonic()
        return session_id

    def _new_code(self) -> str:
        taken = {runtime.session.code for runtime in self._runtimes.values()}
        while True:
            code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
            if code not in taken:
                return code

    def submit(self, session_id: str, wish: Command | Operation) -> Future[Ack]:
        """Queue a wish; the answer comes after its commit."""
        answer: Future[Ack] = Future()
        if session_id not in self._runtimes:
            answer.set_result(refusal(Rejected("unknown_session")))
        elif self._stopping:
            answer.set_result(refusal(Rejected("retry", retry_after=1.0)))
        else:
            self._queue.put(_Wish(session_id, wish, answer))
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
        """The command with the values that its map will show. Reads files: not for the loop."""
        if wish.name not in COMMANDS or not self.has(session_id):
            return wish
        step = self._opened_by(wish, self.state(session_id))
        if step is None or step.view is None:
            return wish
        return replace(wish, shown={step.id: self._facts.shown(step.view)})

    def _opened_by(self, wish: Command, session: Session) -> Step | None:
        current = session.current_round()
        if wish.name == "open_step":
            return session.step(str(wish.args.get("step")))
        if wish.name == "reopen_round" and current is not None:
            return current.step
        try:
            return next_step(session) if wish.name == "next" else None
        except Rejected:
            return None

    def swap(self, session_id: str, work: Callable[[], object]) -> None:
        """Have the writer do something to the session's file while it is closed; waits for it.

        `work` may replace the file and its keys: afterwards both are read anew and everybody is
        told. What it raises is raised here, and the file as it then lies there is used again.
        """
        done: Future[None] = Future()
        if self._stopping:
            raise Rejected("retry", retry_after=1.0)
        self._queue.put(_Swap(session_id, work, done))
        done.result(timeout=SWAP_WITHIN_S)

    @staticmethod
    def _wait(answer: Future[Ack]) -> Ack:
        try:
            return answer.result(timeout=ANSWER_WITHIN_S)
        except TimeoutError:
            return refusal(Rejected("busy", retry_after=1.0))

    # -- the writer's thread

    def _write(self) -> None:
        last = False
        while not last:
            batch: list[_Wish] = []
            found = self._queue.get()
            while isinstance(found, _Wish):
                batch.append(found)
                if len(batch) == BATCH or self._queue.empty():
                    break
                found = self._queue.get()
            self._write_batch(batch)
            if isinstance(found, _Swap):
                self._swap(found)
            last = found is None

    def _swap(self, swap: _Swap) -> None:
        session_id, fault = swap.session_id, None
        runtime = self._runtimes.get(session_id)
        try:
            if runtime is not None:
                runtime.log.close()
            swap.work()
        except Exception as raised:
            fault = raised
        self._open(session_id)
        if self.has(session_id):
            self._tell(session_id, self.state(session_id))
        if fault is None:
            swap.done.set_result(None)
        else:
            swap.done.set_exception(fault)

    def _write_batch(self, batch: list[_Wish]) -> None:
        by_session: dict[str, list[_Wish]] = {}
        for wish in batch:
            by_session.setdefault(wish.session_id, []).append(wish)
        for session_id, wishes in by_session.items():
            try:
                self._write_session(session_id, wishes)
            except Exception:
                log.exception("a batch failed", extra={"session": session_id})
                self._write_singly(session_id, wishes)

    def _write_singly(self, session_id: str, wishes: list[_Wish]) -> None:
        """After a fault in a batch: only the wish that it comes from may suffer."""
        for wish in wishes:
            try:
                self._write_session(session_id, [wish])
            except Exception:
                log.exception("a wish failed", extra={"session": session_id})
                _answer(wish, refusal(Rejected("internal")))

    def _write_session(self, session_id: str, wishes: list[_Wish]) -> None:
        runtime = self._runtimes[session_id]
        staged: list[tuple[str, int, Event]] = []
        answers: list[tuple[_Wish, Ack | None]] = []
        state, seen = runtime.session, set[str]()
        for wish in wishes:
            op_id = wish.what.op_id
            answer = runtime.known(wish.what)
            if answer is None and op_id not in seen:
                now_ms = self._now_ms()
                try:
                    events, state = runtime.decide(wish.what, state, now_ms)
                except Rejected as rejected:
                    answer = refusal(rejected)
                else:
                    staged += [(op_id, now_ms, event) for event in events]
                    if events:
                        seen.add(op_id)
                    else:
                        answer = Ack(True, standing(state, wish.what))
            answers.append((wish, answer))
        if staged and not self._commit(session_id, runtime, staged):
            _answer_all(wishes, refusal(Rejected("retry", retry_after=1.0)))
            return
        for wish, answer in answers:
            _answer(wish, self._complete(runtime, wish, answer))

    def _complete(self, runtime: Runtime, wish: _Wish, answer: Ack | None) -> Ack:
        answer = answer or runtime.known(wish.what) or refusal(Rejected("internal"))
        if isinstance(wish.what, Command):
            return replace(answer, data=answer.data | {"version": runtime.session.version})
        return answer

    def _commit(
        self, session_id: str, runtime: Runtime, staged: list[tuple[str, int, Event]]
    ) -> bool:
        try:
            runtime.commit(staged)
        except StorageFault:
            log.exception("a commit failed", extra={"session": session_id})
            runtime.reload()
            self._tell(session_id, runtime.session)
            return False
        self._last_commit = time.monotonic()
        if runtime.session.phase == "closed":
            runtime.log.rest()
        self._tell(session_id, runtime.session)
        return True

    def _tell(self, session_id: str, session: Session) -> None:
        for observer in self._observers:
            observer(session_id, session)


def standing(session: Session, wish: Command | Operation) -> int:
    """Where the answer stands that made this wish needless: the same however often it is sent."""
    if isinstance(wish, Command):
        return session.seq
    round_ = session.round(wish.round)
    ballot = round_.ballots.get((wish.participant, wish.item)) if round_ else None
    return ballot.seq if ballot else session.seq


def _answer(wish: _Wish, ack: Ack) -> None:
    if not wish.answer.done():
        wish.answer.set_result(ack)


def _answer_all(wishes: list[_Wish], ack: Ack) -> None:
    for wish in wishes:
        _answer(wish, ack)


def _listed(bounds: tuple[float, float, float, float] | None) -> list[float] | None:
    return None if bounds is None else list(bounds)
