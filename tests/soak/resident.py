"""A resident's phone without a browser, as stubborn as the page: outbox, backoff, resending.

What it sends lies in its outbox until it is answered; a line that breaks, or says nothing for ten
seconds, is opened again after 0.5·2^k seconds with full jitter (at most 2 s in the first half
minute, then 5 s); after `join` everything unanswered goes again, oldest first.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import random
import time
from collections.abc import Callable
from http.cookies import SimpleCookie

from bench.phones import Json, Refused, Socket, Way
from tests.soak.ledger import Ledger

SILENCE_S = 10.0
HANDSHAKE_S = 8.0
ANSWER_S = 8.0
FINAL = ("closed", "limit", "invalid", "forbidden", "conflict")
_names = itertools.count(1)


class Resident:
    """`join` once, then `live` until `leave`. `twice` is the part of operations sent twice."""

    def __init__(self, way: Way, code: str, ledger: Ledger, dice: int = 0) -> None:
        self.way, self.code, self.ledger = way, code, ledger
        self.name = f"resident-{next(_names)}"
        self.twice = 0.0
        self.cookies: dict[str, str] = {}
        self.outbox: dict[str, Json] = {}
        self.view: Json = {}
        self.known = ("", 0)  # the newest place in the log that this phone has seen
        self.lines, self.news = 0, 0  # how often it entered, and how often it was sent a view
        self.current_at = 0.0  # when it last knew the newest state, after a lost line
        self.line: Socket | None = None
        self.on_view: Callable[[Json], None] = lambda _: None
        self._rng = random.Random(dice)
        self._flying: set[str] = set()
        self._more = asyncio.Event()
        self._leaving = False
        self._revs = itertools.count(1)

    # -- the page

    async def join(self) -> None:
        told = await self._post("join", {"language": "nb"})
        if told.get("code") == "cookie":
            told = await self._post("join", {"language": "nb"})
        assert told["ok"], told
        self.session, self.ticket = told["session"]["id"], told["ticket"]
        self._see(told["view"] | {"epoch": told["epoch"]})

    async def _post(self, what: str, body: Json) -> Json:
        reader, writer = await self.way.open()
        try:
            sent = json.dumps(body).encode()
            cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            head = (
                f"POST /j/{self.code}/{what} HTTP/1.1\r\nHost: {self.way.netloc}\r\n"
                f"Origin: {self.way.url}\r\nCookie: {cookies}\r\nConnection: close\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(sent)}\r\n\r\n"
            )
            writer.write(head.encode() + sent)
            async with asyncio.timeout(ANSWER_S):
                answer = await reader.read()
        finally:
            writer.close()
        return self._answer(answer)

    def _answer(self, answer: bytes) -> Json:
        head, _, body = answer.partition(b"\r\n\r\n")
        for line in head.decode().split("\r\n"):
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                for key, morsel in SimpleCookie(value).items():
                    self.cookies[key] = morsel.value
        try:
            return json.loads(body)
        except ValueError:
            raise ConnectionResetError from None

    # -- the line

    async def live(self) -> None:
        tries, since = 0, time.monotonic()
        while not self._leaving:
            try:
                async with asyncio.timeout(HANDSHAKE_S):
                    self.line = await self._enter()
            except (OSError, TimeoutError, EOFError, Refused) as fault:
                if isinstance(fault, Refused) and fault.args[0] == "ticket":
                    await self._renew()
                cap = 2.0 if time.monotonic() - since < 30 else 5.0
                await asyncio.sleep(self._rng.random() * min(cap, 0.5 * 2**tries))
                tries = min(tries + 1, 10)
                continue
            tries = 0
            await self._talk(self.line)
            since = time.monotonic()

    async def _renew(self) -> None:
        with contextlib.suppress(OSError, TimeoutError):
            told = await self._post("ticket", {})
            self.ticket = told.get("ticket", self.ticket)

    async def _enter(self) -> Socket:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        line = Socket(self.way, cookies, lambda view, _: self._see(view))
        epoch, seq = self.known
        auth = {"role": "phone", "session": self.session, "ticket": self.ticket}
        line.view = self.view
        seen: Json = {"epoch": epoch, "seq": seq, "shown": self.view["seq"]}
        joined = await line.connect(auth, seen)
        if joined["epoch"] == epoch and joined["seq"] < seq:
            self.ledger.problems.append(f"{self.name} saw {seq}; the server knows {joined['seq']}")
        self.news += "view" in joined
        if "view" in joined:
            self._see(joined["view"])
        self.lines += 1
        self.current_at = time.monotonic()
        return line

    async def _talk(self, line: Socket) -> None:
        """Send what waits, oldest first, until the line ends or falls silent."""
        self._flying.clear()
        sending: set[asyncio.Task[None]] = set()
        while not (self._leaving or line.ended.is_set()):
            for op_id in [name for name in self.outbox if name not in self._flying]:
                self._flying.add(op_id)
                times = 2 if self._rng.random() < self.twice else 1
                sending |= {asyncio.create_task(self._send(line, op_id)) for _ in range(times)}
            self._more.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(1.0):
                    await self._woken(line)
            sending = {task for task in sending if not task.done()}
            if time.monotonic() - line.heard_at > SILENCE_S:
                break
        self.line = None
        await line.close()
        await asyncio.gather(*sending, return_exceptions=True)

    async def _woken(self, line: Socket) -> None:
        tasks = [asyncio.create_task(event.wait()) for event in (self._more, line.ended)]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()

    async def _send(self, line: Socket, op_id: str) -> None:
        message = self.outbox.get(op_id)
        if message is None:
            return
        began = time.monotonic()
        try:
            answer = await line.call("op", message, ANSWER_S)
        except (TimeoutError, ConnectionResetError):
            await line.close()  # a line that does not answer is not to be trusted
            line.ended.set()
            return
        self.ledger.waits_s.append(time.monotonic() - began)
        if answer["ok"]:
            self._see({"epoch": self.known[0], "seq": answer["seq"]})
            self.ledger.ack(op_id, answer["seq"])
            self.outbox.pop(op_id, None)
        elif answer["code"] in FINAL:
            self.ledger.refused[op_id] = answer["code"]
            self.outbox.pop(op_id, None)
        else:
            await asyncio.sleep(answer.get("retry_after") or 1.0)
            self._flying.discard(op_id)
            self._more.set()

    def _see(self, view: Json) -> None:
        """Note the newest place in the log; a whole view replaces an older one."""
        epoch, seq = self.known
        if view["epoch"] != epoch or view["seq"] > seq:
            self.known = (view["epoch"], view["seq"])
        if "session" in view and view["seq"] >= self.view.get("seq", 0):
            self.view = view
            self.on_view(view)

    # -- the person

    def vote(self, item: str, value: str) -> str:
        """Into the outbox, and onto the line when there is one."""
        op_id = f"{self.name}-{next(_names):06d}"
        message: Json = {"op_id": op_id, "do": "ballot", "round": self.view["round"]["id"]}
        message |= {"item": item, "value": value, "rev": next(self._revs)}
        message["seen_seq"] = self.view["seq"]
        self.outbox[op_id] = message
        self.ledger.send(self.name, message)
        self._more.set()
        return op_id

    async def leave(self) -> None:
        self._leaving = True  # said, too, to one that is just entering
        line = self.line
        if line:
            await line.close()
            line.ended.set()
