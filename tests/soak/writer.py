"""A process that is going to be killed: the real writer on a real file, saying each answer aloud.

    python -m tests.soak.writer FOLDER SESSION single|crowd|group [--tiny]

`single` sends one operation after another through the workshop's service, `crowd` fifty at a time,
`group` appends fifty events at a time to the log itself. Each line on the standard output is an
operation that was acknowledged and its number, written only after the acknowledgement.
"""

from __future__ import annotations

import itertools
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import duckdb

from data.log_store import LogStore
from tests.workshop.builders import NoFacts, op
from workshop.commands import Operation
from workshop.events import Event
from workshop.runtime import Ack
from workshop.service import Workshop

CROWD = 50
# Operations of one life must not be taken for those of the life before.
LIFE = f"{os.getpid()}-{time.monotonic_ns() % 10**9}"
_numbers = itertools.count()


def checkpoint_often() -> None:
    """Let DuckDB move its log into the file all the time, so that a kill hits that moment too."""
    connect = duckdb.connect

    def tiny(*where: Any, config: dict[str, Any], **more: Any) -> duckdb.DuckDBPyConnection:
        return connect(*where, config=config | {"checkpoint_threshold": "200KB"}, **more)

    duckdb.connect = tiny  # type: ignore[assignment]


def say(*words: object) -> None:
    """One line, in one write: a kill leaves it whole or not there."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def ballot() -> Operation:
    number = next(_numbers)
    values = {"round": "r1", "item": "abc"[number % 3], "value": ("agree", "pass")[number % 2]}
    name, rev = f"{LIFE}-{number:08d}", time.monotonic_ns() // 1000
    return op("ballot", f"p{number % 5 + 1}", op_id=name, rev=rev, **values)


def service(folder: Path, session_id: str) -> Workshop:
    """The workshop, when it takes answers: a log of some length is looked through first."""
    workshop, told = Workshop(LogStore(folder), NoFacts()), threading.Event()
    workshop.observe(lambda *_: told.set())
    workshop.start()
    while workshop.alarm(session_id) is not None:
        told.wait()
        told.clear()
    say("ready")
    return workshop


def single(folder: Path, session_id: str) -> None:
    workshop = service(folder, session_id)
    while True:
        wish = ballot()
        tell(wish.op_id, workshop.operate(session_id, wish))


def crowd(folder: Path, session_id: str) -> None:
    workshop = service(folder, session_id)
    while True:
        wishes = [ballot() for _ in range(CROWD)]
        answers = [workshop.submit(session_id, wish) for wish in wishes]
        for wish, answer in zip(wishes, answers, strict=True):
            tell(wish.op_id, answer.result())


def tell(op_id: str, ack: Ack) -> None:
    if not ack.ok:
        raise SystemExit(f"refused: {ack}")
    say("ack", op_id, ack.seq)


def group(folder: Path, session_id: str) -> None:
    """Batches of the log's own, every tenth event with words, that must be kept whole or not."""
    log = LogStore(folder).open(session_id)
    say("ready")
    for batch in itertools.count():
        staged = [_written(f"{LIFE}-{batch}", n) for n in range(CROWD)]
        for recorded in log.append(staged):
            say("ack", recorded.op_id, recorded.seq)


def _written(batch: str, n: int) -> tuple[str, int, Event]:
    words = "Flere benker ved elva" if n % 10 == 0 else None
    name = f"t-{batch}-{n}"
    body = {"round": "r1", "id": name, "source": "soak"}
    event = Event("idea_written", body, "p1", name if words else None, words)
    return f"batch-{batch}-{n:04d}", time.time_ns() // 10**6, event


MODES = {"single": single, "crowd": crowd, "group": group}

if __name__ == "__main__":
    if "--tiny" in sys.argv:
        checkpoint_often()
    MODES[sys.argv[3]](Path(sys.argv[1]), sys.argv[2])
