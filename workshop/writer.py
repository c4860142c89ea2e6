"""The one thread that writes: what has queued is decided, committed together, and then answered.

An answer means that it is on disk. Whatever else must not meet a writing (a file that is put in
the place of another) is done by this thread as well, between two batches.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from queue import SimpleQueue

from workshop.commands import Command, Operation
from workshop.errors import Rejected
from workshop.events import Event
from workshop.model import Session
from workshop.ports import StorageFault
from workshop.runtime import Ack, Runtime, refusal

BATCH = 500

log = logging.getLogger("workshop.writer")
Tell = Callable[[str, Session], None]


@dataclass(frozen=True, slots=True)
class _Wish:
    session_id: str
    what: Command | Operation
    answer: Future[Ack]


@dataclass(frozen=True, slots=True)
class _Task:
    run: Callable[[], object]
    done: Future[None]


class Writer:
    """Writes the sessions of `runtimes`, and says after each commit how the session stands."""

    def __init__(
        self, runtimes: Mapping[str, Runtime], tell: Tell, now_ms: Callable[[], int]
    ) -> None:
        self._runtimes = runtimes
        self._tell = tell
        self._now_ms = now_ms
        self._queue: SimpleQueue[_Wish | _Task | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._write, name="writer", daemon=True)
        self.stopping = False
        self.last_commit = 0.0

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> bool:
        """Answer everything that has queued, then end. Once is enough: False when it has ended."""
        if not self._thread.is_alive():
            return False
        self.stopping = True
        self._queue.put(None)
        self._thread.join()
        return True

    @property
    def queued(self) -> int:
        return self._queue.qsize()

    def submit(self, session_id: str, wish: Command | Operation) -> Future[Ack]:
        """Queue a wish; the answer comes after its commit."""
        answer: Future[Ack] = Future()
        if self.stopping:
            answer.set_result(refusal(Rejected("retry", retry_after=1.0)))
        else:
            self._queue.put(_Wish(session_id, wish, answer))
        return answer

    def call(self, run: Callable[[], object]) -> Future[None]:
        """Have this done between two batches; what it raises is in the answer."""
        task = _Task(run, Future())
        if self.stopping:
            task.done.set_exception(Rejected("retry", retry_after=1.0))
        else:
            self._queue.put(task)
        return task.done

    # -- on the writer's thread

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
            if isinstance(found, _Task):
                _carry_out(found)
            last = found is None

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
        hindrance = runtime.hindrance()
        if hindrance is not None:
            _answer_unwritten(runtime, wishes, hindrance)
            return
        staged, answers = self._decide(runtime, wishes)
        if staged and not self._commit(session_id, runtime, staged):
            _answer_unwritten(runtime, wishes, Rejected("retry", retry_after=1.0))
            return
        for wish, answer in answers:
            _answer(wish, _complete(runtime, wish, answer))

    def _decide(
        self, runtime: Runtime, wishes: list[_Wish]
    ) -> tuple[list[tuple[str, int, Event]], list[tuple[_Wish, Ack | None]]]:
        """(the events to store, each wish with its answer or None: its answer is its event)."""
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
        return staged, answers

    def _commit(
        self, session_id: str, runtime: Runtime, staged: list[tuple[str, int, Event]]
    ) -> bool:
        try:
            runtime.commit(staged)
        except StorageFault:
            log.exception("a commit failed", extra={"session": session_id})
            # At once, not with the next wish: the stage shows what is stored, whatever that is.
            runtime.hindrance()
            self._tell(session_id, runtime.session)
            return False
        self.last_commit = time.monotonic()
        if runtime.session.phase == "closed":
            runtime.log.rest()
        self._tell(session_id, runtime.session)
        return True


def _complete(runtime: Runtime, wish: _Wish, answer: Ack | None) -> Ack:
    answer = answer or runtime.known(wish.what) or refusal(Rejected("internal"))
    if isinstance(wish.what, Command):
        return replace(answer, data=answer.data | {"version": runtime.session.version})
    return answer


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


def _answer_unwritten(runtime: Runtime, wishes: list[_Wish], rejected: Rejected) -> None:
    """Nothing could be written now; what is stored all the same is answered as what it is."""
    for wish in wishes:
        known = runtime.known(wish.what)
        _answer(wish, _complete(runtime, wish, known) if known else refusal(rejected))


def _carry_out(task: _Task) -> None:
    try:
        task.run()
    except Exception as raised:
        task.done.set_exception(raised)
    else:
        task.done.set_result(None)
