"""Many phones in one thread: the wire by hand, so that the load costs little beside the server."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import wsproto
from wsproto.events import AcceptConnection, CloseConnection, Ping, Request, TextMessage
from wsproto.utilities import ProtocolError

Json = dict[str, Any]
OnView = Callable[[Json, float], None]
PING, PONG, MESSAGE = "2", "3", "4"
CONNECT, EVENT, ACK, REFUSED = "0", "2", "3", "4"
ANSWER_WITHIN_S = 15


class Refused(Exception):
    """The server did not let this client in; the text is its answer."""


class Way:
    """How a client gets to the server: by another port of the same name, or from an own address."""

    def __init__(self, url: str, port: int | None = None, own_address: str | None = None) -> None:
        self.url = url
        where = urlsplit(url)
        self.host, self.netloc = str(where.hostname), where.netloc
        self._port = port or where.port
        self._from = (own_address, 0) if own_address else None

    async def open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection(self.host, self._port, local_addr=self._from)


class Socket:
    """One Socket.IO connection. `on_view(view, at)` hears every view with its time of arrival."""

    def __init__(self, way: Way | str, cookies: str = "", on_view: OnView | None = None) -> None:
        self._way = Way(way) if isinstance(way, str) else way
        self._cookies = cookies
        self._on_view = on_view
        self._numbers = itertools.count()
        self._answers: dict[int, asyncio.Future[Json]] = {}
        self._let_in: asyncio.Future[None] | None = None
        self._text = ""
        self.view: Json = {}
        self.heard_at = 0.0
        self.ended = asyncio.Event()
        self.farewell = False  # whether the server closed the line with a word

    async def connect(self, auth: Json, seen: Json | None = None) -> Json:
        """Shake hands, enter with `auth`, join, and keep reading until `close`; join's answer."""
        self._reader, self._writer = await self._way.open()
        try:
            return await self._enter(auth, seen or {})
        except BaseException:
            self._writer.close()
            raise

    async def _enter(self, auth: Json, seen: Json) -> Json:
        self._protocol = wsproto.WSConnection(wsproto.ConnectionType.CLIENT)
        headers = [(b"Origin", self._way.url.encode()), (b"Cookie", self._cookies.encode())]
        target = "/socket.io/?EIO=4&transport=websocket"
        self._send(Request(host=self._way.netloc, target=target, extra_headers=headers))
        self._auth = json.dumps(auth)
        self._let_in = asyncio.get_running_loop().create_future()
        self._reading = asyncio.create_task(self._read())
        async with asyncio.timeout(ANSWER_WITHIN_S):
            await self._let_in
        joined = await self.call("join", seen)
        if not joined["ok"]:
            raise Refused(joined)
        if joined["seq"] >= self.view.get("seq", 0):
            self.view = joined.get("view", self.view)
        return joined

    async def call(self, event: str, message: Json, patience: float = ANSWER_WITHIN_S) -> Json:
        number = next(self._numbers)
        answer = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        self._say(f"{MESSAGE}{EVENT}{number}{json.dumps([event, message])}")
        async with asyncio.timeout(patience):  # `wait_for` may swallow that its task is cancelled
            return await answer

    async def close(self) -> None:
        self._reading.cancel()
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()

    def _send(self, event: wsproto.events.Event) -> None:
        self._writer.write(self._protocol.send(event))

    def _say(self, text: str) -> None:
        self._send(TextMessage(data=text))

    async def _read(self) -> None:
        try:
            while data := await self._reader.read(65536):
                self.heard_at = time.monotonic()
                self._protocol.receive_data(data)
                for event in self._protocol.events():
                    self._take(event)
        except (OSError, ProtocolError):
            pass  # a line that breaks is a line that has ended
        finally:
            self._over()

    def _over(self) -> None:
        """Nobody waits for an answer that can no longer come."""
        self._writer.close()
        self.ended.set()
        waiting = [*self._answers.values(), *([self._let_in] if self._let_in else [])]
        for each in waiting:
            if not each.done():
                each.set_exception(ConnectionResetError())
                each.exception()  # who gave up waiting needs not hear of it

    def _take(self, event: wsproto.events.Event) -> None:
        if isinstance(event, AcceptConnection):
            self._say(MESSAGE + CONNECT + self._auth)
        elif isinstance(event, Ping):
            self._send(event.response())
        elif isinstance(event, CloseConnection):
            self.farewell = True
            self._writer.close()
        elif isinstance(event, TextMessage):
            self._text += event.data
            if event.message_finished:
                text, self._text = self._text, ""
                self._hear(text)

    def _answered(self, text: str) -> None:
        start = text.index("[")
        waiting = self._answers.pop(int(text[2:start]), None)
        if waiting and not waiting.done():
            waiting.set_result(json.loads(text[start:])[0])

    def _hear(self, text: str) -> None:
        at = time.perf_counter()
        if text == PING:
            self._say(PONG)
        elif text.startswith(MESSAGE + CONNECT) and self._let_in:
            self._let_in.set_result(None)
        elif text.startswith(MESSAGE + REFUSED) and self._let_in:
            self._let_in.set_exception(Refused(json.loads(text[2:]).get("message")))
        elif text.startswith(MESSAGE + ACK):
            self._answered(text)
        elif text.startswith(MESSAGE + EVENT):
            name, view = json.loads(text[2:])
            if name == "view" and view["seq"] >= self.view.get("seq", 0):
                self._show(view, at)

    def _show(self, view: Json, at: float) -> None:
        if "since" in view and view["since"] > self.view.get("seq", -1):
            # Something in between is missing: a page joins anew, and so does whoever uses this.
            if self.view:
                self._writer.close()
            return
        self.view = with_figures(self.view, view) if "since" in view else view
        if self._on_view:
            self._on_view(self.view, at)


def with_figures(view: Json, told: Json) -> Json:
    """The view with the figures that changed, as the residents' page puts them in."""
    round_ = view["round"] and view["round"] | {"turnout": told["turnout"]}
    told_of = {name: told[name] for name in ("people", "seq", "proof")}
    return view | told_of | {"round": round_}
