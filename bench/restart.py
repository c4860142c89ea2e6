"""How soon everybody is back after a restart.

    python -m bench.restart [--sessions 10] [--events 10000] [--long 1000000] [--repeats 3]

Ten sessions of ten thousand events, and one of a million, made by the real writer. The server is
stopped as an upgrade stops it and started again; then a phone and a stage of each session ask at
once. Seconds are counted from the start of the process. The long session is also started without
its stored state, which is what the first start after an upgrade does.
"""

from __future__ import annotations

import argparse
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
from socketio.exceptions import SocketIOError

from tests.people import Phone, Stage
from tests.product import Prepared, Running
from tests.workshop.builders import op, step, text
from workshop.commands import Operation
from workshop.service import Workshop

OPTIONS = 40
AT_ONCE = 400
CHANGED = 5  # one answer in so many is changed once


@dataclass(frozen=True)
class Seat:
    """A phone and a stage of one session, and how to come back as them."""

    code: str
    session: str
    key: str
    phone: Phone


def agenda(rounds: int) -> list[dict[str, Any]]:
    options = [{"id": f"o{n}", "text": text(f"Option {n}")} for n in range(OPTIONS)]
    asked = [step("statements", f"s{n}", options=options) for n in range(rounds)]
    return [*asked, step("ideas", "ideas", settings={"per_person": 20})]


def grow(workshop: Workshop, session_id: str, events: int) -> None:
    """A session of about so many events: everybody answers nearly everything, some change."""
    rounds = max(2, min(25, events // 40_000))
    people = [f"person-{n:06d}" for n in range(max(20, events * 4 // 5 // rounds // OPTIONS))]
    send_all(workshop, session_id, (op("join", who) for who in people))
    number = 0
    for round_ in range(1, rounds + 1):
        assert workshop.command(session_id, "next").ok
        wishes = answers(people, f"r{round_}", number)
        number += send_all(workshop, session_id, wishes)
    assert workshop.command(session_id, "next").ok
    words = (op("idea", who, round=f"r{rounds + 1}", text=f"Idea by {who}") for who in people[:200])
    send_all(workshop, session_id, words)
    assert workshop.command(session_id, "open_step", {"step": "s0"}).ok


def answers(people: list[str], round_: str, number: int) -> Iterator[Operation]:
    values = ("agree", "disagree", "pass")
    for option in range(OPTIONS):
        for who in people:
            number += 1
            fields = {"round": round_, "item": f"o{option}"}
            yield op("ballot", who, **fields, value=values[number % 3], rev=1, seen_seq=10**9)
            if number % CHANGED == 0:
                yield op("ballot", who, **fields, value=values[number % 2], rev=2, seen_seq=10**9)


def settle(workshop: Workshop, session_id: str) -> None:
    """Until the stored state has caught up with answers that came faster than any hall's."""
    number = 0
    while workshop._runtimes[session_id].due():
        number += 1
        assert workshop.operate(session_id, op("join", f"late-{number}")).ok
        time.sleep(0.1)


def send_all(workshop: Workshop, session_id: str, wishes: Iterator[Operation]) -> int:
    sent, waiting = 0, []
    for wish in wishes:
        waiting.append(workshop.submit(session_id, wish))
        sent += 1
        if len(waiting) == AT_ONCE:
            assert all(answer.result(60).ok for answer in waiting)
            waiting = []
    assert all(answer.result(60).ok for answer in waiting)
    return sent


def prepare(server: Running, sessions: int, events: int) -> list[Seat]:
    """Sessions in the server's folder, and a phone and a stage that have been there."""
    with Prepared(server) as before:
        made = []
        for _ in range(sessions):
            session = before.session(agenda(max(2, min(25, events // 40_000))))
            grow(before.workshop, session.id, events)
            settle(before.workshop, session.id)
            seq = before.workshop.state(session.id).seq
            made.append((session, before.doors.stage_key(session.id), seq))
    print(f"{sessions} session(s) of {made[-1][2]} events")
    server.start()
    # A session without a stored state is replayed after the start: who joins asks again.
    seats = [
        Seat(s.code, s.id, key, again(lambda s=s: Phone(server, s.code))) for s, key, _ in made
    ]
    for seat in seats:
        seat.phone.close()
    return seats


def restart(server: Running, seats: list[Seat]) -> dict[str, float]:
    """Seconds until each thing, from the start of the process; megabytes when all is there."""
    began = time.monotonic()
    server.stop()
    stopped = time.monotonic() - began
    began = time.monotonic()
    server.launch()
    found = {"stopped": stopped}
    again(lambda: socket.create_connection(("127.0.0.1", server.port), 5).close())
    with ThreadPoolExecutor(2 * len(seats) + 2) as pool:
        health = pool.submit(until, server, "/healthz", began)
        ready = pool.submit(until, server, "/readyz", began)
        phones = [pool.submit(back, server, seat, began) for seat in seats]
        stages = [pool.submit(on_stage, server, seat, began) for seat in seats]
        found["sockets"] = health.result()
        found["phones"] = max(each.result() for each in phones)
        found["stages"] = max(each.result() for each in stages)
        found["MB then"] = memory(server)
        found["pages"] = ready.result()
    found["writing"] = writing(server, seats[0], began)
    found["MB at most"] = memory(server, "VmHWM")
    return found


def until(server: Running, path: str, began: float) -> float:
    server.wait_for(path)
    return time.monotonic() - began


def again(attempt: Callable[[], Any]) -> Any:
    """What a phone does: it asks until it is answered."""
    while True:
        try:
            return attempt()
        except (requests.RequestException, SocketIOError, AssertionError, OSError):
            time.sleep(0.02)


def back(server: Running, seat: Seat, began: float) -> float:
    again(lambda: seat.phone.back(server, seat.code)).close()
    return time.monotonic() - began


def on_stage(server: Running, seat: Seat, began: float) -> float:
    again(lambda: Stage(server, seat.session, seat.key)).close()
    return time.monotonic() - began


def writing(server: Running, seat: Seat, began: float) -> float:
    """Until a vote is taken again: the log of a long session is looked through first."""
    line = seat.phone.back(server, seat.code)
    rev = int(time.time() * 1000)
    while True:
        message = {"op_id": f"bench-{rev}", "do": "ballot", "item": "o1", "value": "pass"}
        round_ = line.view["round"]["id"]
        if line.call("op", message | {"round": round_, "rev": rev, "seen_seq": 1})["ok"]:
            line.close()
            return time.monotonic() - began
        time.sleep(0.05)


def memory(server: Running, what: str = "VmRSS") -> float:
    assert server.process is not None
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith(f"{what}:"))
    return int(line.split()[1]) / 1024


def measure(sessions: int, events: int, repeats: int, anew: bool = False) -> None:
    with tempfile.TemporaryDirectory() as folder:
        # Who starts again finds the code compiled, whatever the shell around the bench says.
        server = Running(Path(folder), PYTHONDONTWRITEBYTECODE="")
        try:
            seats = prepare(server, sessions, events)
            for _ in range(repeats):
                say("from stored states", restart(server, seats))
            if anew:
                for path in Path(folder, "sessions").glob("*.state"):
                    path.unlink()
                say("from the log alone", restart(server, seats))
        finally:
            server.stop()


def say(how: str, found: dict[str, float]) -> None:
    print(f"  {how}: " + "  ".join(f"{name} {value:.2f}" for name, value in found.items()))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sessions", type=int, default=10)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--long", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    measure(asked.sessions, asked.events, asked.repeats)
    if asked.long:
        measure(1, asked.long, asked.repeats, anew=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
