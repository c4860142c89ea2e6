"""What strangers send over a line: at most that line ends, and nobody else notices."""

from __future__ import annotations

import json
import re
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import gevent
import gevent.socket
import pytest
import requests

from tests.bare_line import BINARY, CLOSE, PING, TEXT, BareLine, Over, framed, phone_auth
from tests.people import operation_id, sign_in
from tests.product import Prepared, Running
from tests.workshop.builders import step
from tests.workshop.faulty_app import FAULTY
from workshop.server import frames

K64 = 64 * 1024
VIEW = {"city": "alesund", "layer": "municipalities", "indicator": FAULTY, "year": ""}


class Hall:
    """A server with one open step, and any number of phones in it."""

    def __init__(self, server: Running) -> None:
        self.server = server
        with Prepared(server) as before:
            session = before.session([step("statements", "talk"), step("show", "look", view=VIEW)])
            before.workshop.command(session.id, "open_session")
            before.workshop.command(session.id, "open_step", {"step": "talk"})
            self.code, self.session = session.code, session.id
            self.way_in = before.desk_link()
        server.start(pages=False)
        with self.phone() as first:
            self.round = first.ask("join", {})["view"]["round"]["id"]

    def phone(self) -> BareLine:
        auth, cookies = phone_auth(self.server, self.code)
        line = BareLine(self.server, auth, cookies)
        assert line.welcome.startswith("40{"), line.welcome
        assert line.ask("join", {})["ok"]
        return line

    def vote(self, line: BareLine, value: Any = "agree", **more: Any) -> dict[str, Any]:
        said = {"op_id": operation_id(), "do": "ballot", "round": self.round, "item": "a"}
        return line.ask("op", {**said, "value": value, "rev": 1, "seen_seq": 1, **more})

    def log_size(self) -> int:
        return len(self._log())

    def worries(self, since: int) -> list[str]:
        """The lines of the log since then that somebody ought to look at."""
        return [line for line in self._log()[since:] if '"level": "info"' not in line]

    def _log(self) -> list[str]:
        return (self.server.folder / "log" / "server.log").read_text().splitlines()

    def resident_mb(self) -> float:
        assert self.server.process is not None
        with open(f"/proc/{self.server.process.pid}/statm") as told:  # noqa: PTH123  no file
            return int(told.read().split()[1]) * 4096 / 1e6


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    server = Running(tmp_path_factory.mktemp("hall"), "tests.workshop.faulty_app")
    yield Hall(server)
    server.stop()


@pytest.fixture(autouse=True)
def nobody_else_notices(hall: Hall) -> Iterator[None]:
    """After every test: the server is well, and another phone's vote is counted at once."""
    yield
    began = time.monotonic()
    with hall.phone() as other:
        assert hall.vote(other)["ok"]
    assert requests.get(f"{hall.server.url}/healthz", timeout=5).status_code == 200
    assert time.monotonic() - began < 5


@pytest.mark.fault("F44")
@pytest.mark.parametrize("size", [K64 + 1, 2**20 + 1, 2 * 2**20])
@pytest.mark.parametrize("pieces", [1, 8])
def test_a_message_that_is_too_large_ends_its_line_before_it_is_held(
    size: int, pieces: int, hall: Hall
) -> None:
    with hall.phone() as line:
        before = hall.resident_mb()
        text = ('42["op","' + "x" * size + '"]').encode()
        part = len(text) // pieces + 1
        with suppress(OSError):  # the server may have hung up already
            for n in range(pieces):
                final = 0x80 if n == pieces - 1 else 0
                line.frame(TEXT if n == 0 else 0, text[n * part : (n + 1) * part], head=final)
        assert line.ended() in (1009, None)
    assert hall.resident_mb() - before < 10


@pytest.mark.fault("F44")
def test_a_frame_that_only_claims_to_be_huge_is_not_waited_for(hall: Hall) -> None:
    with hall.phone() as line:
        before = hall.resident_mb()
        line.raw(struct.pack("!BBQ", 0x81, 0xFF, 200_000_000) + b"mask42")
        assert line.ended(5) in (1009, None)
    assert hall.resident_mb() - before < 10


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


NUMBERS = ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "-0.0", "9223372036854775808"]
ODD = [*NUMBERS, "9" * 5000, nested(30_000), nested(8), '{"a":' * 9 + "1" + "}" * 9]


@pytest.mark.fault("F45")
@pytest.mark.parametrize("value", ODD, ids=lambda value: value[:20])
def test_a_number_or_a_nest_that_is_none_is_invalid_and_leaves_no_trace(
    value: str, hall: Hall
) -> None:
    before = hall.log_size()
    with hall.phone() as line:
        for serial, where in enumerate(("value", "lat", "rev", "seen_seq"), start=901):
            said = {"op_id": operation_id(), "do": "ballot", "round": hall.round, "item": "a"}
            text = json.dumps(["op", {**said, "value": 1, where: "HERE"}])
            line.say(f"42{serial}{text}".replace('"HERE"', value))
            assert line.answer_to(serial)["code"] == "invalid"
    assert not hall.worries(before)


@pytest.mark.fault("F45")
def test_brackets_beyond_the_limit_end_the_line(hall: Hall) -> None:
    with hall.phone() as line:
        line.say('42["op",' + "[" * 100_000)
        assert line.ended() in (1009, None)


EVENTS = [
    ('["fly",{}]', "invalid"),
    ('["op"]', "invalid"),
    ('["op",1,2,3]', "invalid"),
    ('["op",null]', "invalid"),
    ('["join",1,2]', "invalid"),
    ('["connect",{"role":"desk"}]', "invalid"),
    ('["disconnect"]', "invalid"),
    ("[]", "invalid"),
    ("[7]", "invalid"),
    ('[{"op":1}]', "invalid"),
    ('["op",', "invalid"),
    ('["cmd",{}]', "forbidden"),
]


@pytest.mark.fault("F42")
@pytest.mark.parametrize(("event", "code"), EVENTS)
def test_an_unknown_event_or_a_wrong_number_of_parts_is_answered_and_changes_nothing(
    event: str, code: str, hall: Hall
) -> None:
    with hall.phone() as line:
        seq = line.ask("join", {})["seq"]
        began = time.monotonic()
        line.say(f"42777{event}")
        assert line.answer_to(777)["code"] == code
        assert time.monotonic() - began < 6
        assert line.ask("join", {})["seq"] == seq


FRAMES = {
    "nothing": framed(TEXT, b""),
    "one wrong letter": framed(TEXT, b"x"),
    "a type of the future": framed(TEXT, b"9"),
    "a message without a body": framed(TEXT, b"4"),
    "an event without a body": framed(TEXT, b"42"),
    "an event with half a body": framed(TEXT, b'42["op"'),
    "a body that is no list": framed(TEXT, b'42{"a":1}'),
    "a number without end": framed(TEXT, b"42" + b"9" * 400 + b'["op"]'),
    "another namespace": framed(TEXT, b'42/admin,1["op",{}]'),
    "an answer to nothing": framed(TEXT, b"431[1]"),
    "attachments that never come": framed(TEXT, b'459999999999-["op",{"_placeholder":true}]'),
    "base64 that is none": framed(TEXT, b"b===="),
    "bytes": framed(BINARY, b"\x00\x01"),
    "an upgrade that nobody began": framed(TEXT, b"2probe"),
    "letters that are none": framed(TEXT, b'42["op","\xff\xfe"]'),
    "a frame without a mask": framed(TEXT, b'42["op",{}]', masked=False),
    "reserved bits": framed(TEXT, b'42["op",{}]', head=0xF0),
    "an opcode of the future": framed(5, b"x"),
    "a continuation of nothing": framed(0, b"x"),
    "a beginning in the middle": framed(TEXT, b"42", head=0) + framed(TEXT, b"[1]"),
    "a ping in pieces": framed(PING, b"x", head=0),
    "a ping that is too long": framed(PING, b"x" * 126),
    "a goodbye with half a code": framed(CLOSE, b"\x03"),
    "a goodbye with a wrong code": framed(CLOSE, struct.pack("!H", 999)),
}


@pytest.mark.fault("F46")
@pytest.mark.parametrize("case", FRAMES)
def test_a_malformed_frame_ends_at_most_its_own_line(case: str, hall: Hall) -> None:
    before = hall.log_size()
    with hall.phone() as line:
        line.raw(FRAMES[case])
        with suppress(Over, OSError):
            assert "ok" in line.ask("join", {})
    told = hall.worries(before)
    assert len(told) <= 1
    assert "Traceback" not in "".join(told)


@pytest.mark.fault("F41")
def test_a_handler_that_fails_is_answered_at_once_keeps_its_line_and_tells_no_secret(
    hall: Hall,
) -> None:
    cookies = sign_in(hall.server, hall.way_in)
    with BareLine(hall.server, {"role": "desk", "session": hall.session}, cookies) as desk:
        version = desk.ask("join", {})["view"]["version"]
        said = {"op_id": operation_id(), "expected_version": version}
        began = time.monotonic()
        answer = desk.ask("cmd", {**said, "name": "open_step", "args": {"step": "look"}})
        assert time.monotonic() - began < 1
        assert answer["code"] == "internal"
        assert not re.search(r"hush|/srv|Error|Traceback", json.dumps(answer))
        assert desk.ask("join", {})["view"]["version"] == version
    # The log, which is written beside the answer, has the whole story.
    deadline = time.monotonic() + 10
    while not any("hush" in line for line in hall.worries(0)):
        assert time.monotonic() < deadline


@pytest.mark.fault("F56", "T11")
def test_a_device_that_floods_loses_its_line_and_waits_and_its_neighbours_do_not(
    hall: Hall,
) -> None:
    auth, cookies = phone_auth(hall.server, hall.code)
    said = json.dumps(["op", {"op_id": operation_id(), "do": "ballot", "round": hall.round}])
    with BareLine(hall.server, auth, cookies) as flooder, hall.phone() as neighbour:
        message = framed(TEXT, f"42{said}".encode())
        stop = threading.Event()
        flood = threading.Thread(target=pour, args=(flooder, message, stop))
        flood.start()
        waits = [timed(hall.vote, neighbour, rev=10 + n) for n in range(10)]
        assert flooder.ended() in (1008, 1000, None)
        stop.set()
        flood.join()
    assert max(waits) < 1
    with BareLine(hall.server, auth, cookies) as again:
        assert "busy" in again.welcome  # the same device, on a new line
    with hall.phone() as other:  # the same address, another device
        assert hall.vote(other)["ok"]


def pour(line: BareLine, message: bytes, stop: threading.Event) -> None:
    """2 000 messages a second, until the line breaks."""
    with suppress(OSError):
        while not stop.is_set():
            line.raw(message * 20)
            stop.wait(0.01)


def timed(ask: Any, *arguments: Any, **more: Any) -> float:
    began = time.monotonic()
    assert ask(*arguments, **more)["ok"]
    return time.monotonic() - began


@pytest.mark.fault("F37")
def test_who_reads_nothing_is_cut_in_the_middle_of_what_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(frames, "LEFT_WITHIN_S", 0.1)
    ours, theirs = gevent.socket.socketpair()
    with ours, theirs:
        stream = SimpleNamespace(read=ours.recv, write=ours.sendall)
        line = frames.Frames({}, stream, SimpleNamespace(socket=ours))
        stuck = gevent.spawn(ours.sendall, bytes(2**24))
        gevent.idle()
        assert not stuck.dead, "the other side takes no more"
        line.leave()
        stuck.join(3)
        assert isinstance(stuck.exception, OSError), "nobody waits for it any longer"
        line.closed = True  # it must not say goodbye when it is collected


@pytest.mark.fault("F37", "T12")
def test_a_line_that_never_says_who_it_is_and_one_that_stops_in_a_frame_are_ended(
    hall: Hall,
) -> None:
    with BareLine(hall.server, None) as silent, hall.phone() as halting:
        assert silent.hear().startswith("0")
        # Its pongs are stuck behind the half: after ten seconds it counts as gone.
        halting.raw(framed(TEXT, b"3" * 100)[:20])
        assert silent.ended(frames.ENTER_WITHIN_S + 3) in (1000, None)
        halting.ended(5)


@pytest.mark.fault("T11")
def test_one_device_has_a_handful_of_lines_and_no_more(hall: Hall) -> None:
    auth, cookies = phone_auth(hall.server, hall.code)
    lines = [BareLine(hall.server, auth, cookies) for _ in range(15)]
    let_in = [line for line in lines if line.welcome.startswith("40")]
    for line in lines:
        line.line.close()
    assert len(let_in) == 12
