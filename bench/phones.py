"""Many phones in one thread: the wire by hand, so that the load costs little beside the server."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import wsproto
from wsproto.events import AcceptConnection, CloseConnection, Ping, Request, TextMessage

Json = dict[str, Any]
OnView = Callable[[Json, float], None]
PING, PONG, MESSAGE = "2", "3", "4"
CONNECT, EVENT, ACK = "0", "2", "3"
ANSWER_WITHIN_S = 15


class Refused(Exception):
    """The server did not let this client in; the text is its answer."""


class Socket:
    """One Socket.IO connection. `on_view(view, at)` hears every view with its time of arrival."""

    def __init__(self, url: str, cookies: str = "", on_view: OnView | None = None) -> None:
        self._url = url
        self._cookies = cookies
        self._on_view = on_view
        self._numbers = itertools.count()
        self._answers: dict[int, asyncio.Future[Json]] = {}
        self._let_in: asyncio.Future[None] | None = None
        self._text = ""
        self.view: Json = {}

    async def connect(self, auth: Json) -> None:
        """Shake hands, enter with `auth`, join, and keep reading until `close`."""
        where = urlsplit(self._url)
        self._reader, self._writer = await asyncio.open_connection(where.hostname, where.port)
        self._protocol = wsproto.WSConnection(wsproto.ConnectionType.CLIENT)
        headers = [(b"Origin", self._url.encode()), (b"Cookie", self._cookies.encode())]
        target = "/socket.io/?EIO=4&transport=websocket"
        self._send(Request(host=where.netloc, target=target, extra_headers=headers))
        self._auth = json.dumps(auth)
        self._let_in = asyncio.get_running_loop().create_future()
        self._reading = asyncio.create_task(self._read())
        await asyncio.wait_for(self._let_in, ANSWER_WITHIN_S)
        joined = await self.call("join", {})
        if not joined["ok"]:
            raise Refused(joined)
        self.view = joined["view"]

    async def call(self, event: str, message: Json) -> Json:
        number = next(self._numbers)
        answer = asyncio.get_running_loop().create_future()
        self._answers[number] = answer
        self._say(f"{MESSAGE}{EVENT}{number}{json.dumps([event, message])}")
        return await asyncio.wait_for(answer, ANSWER_WITHIN_S)

    async def close(self) -> None:
        self._reading.cancel()
        self._writer.close()
        await self._writer.wait_closed()

    def _send(self, event: wsproto.events.Event) -> None:
        self._writer.write(self._protocol.send(event))

    def _say(self, text: str) -> None:
        self._send(TextMessage(data=text))

    async def _read(self) -> None:
        while data := await self._reader.read(65536):
            self._protocol.receive_data(data)
            for event in self._protocol.events():
                self._take(event)

    def _take(self, event: wsproto.events.Event) -> None:
        if isinstance(event, AcceptConnection):
            self._say(MESSAGE + CONNECT + self._auth)
        elif isinstance(event, Ping):
            self._send(event.response())
        elif isinstance(event, CloseConnection):
            self._writer.close()
        elif isinstance(event, TextMessage):
            self._text += event.data
            if event.message_finished:
                text, self._text = self._text, ""
                self._hear(text)

    def _hear(self, text: str) -> None:
        at = time.perf_counter()
        if text == PING:
            self._say(PONG)
        elif text.startswith(MESSAGE + CONNECT) and self._let_in:
            self._let_in.set_result(None)
        elif text.startswith(MESSAGE + ACK):
            start = text.index("[")
            self._answers.pop(int(text[2:start])).set_result(json.loads(text[start:])[0])
        elif text.startswith(MESSAGE + EVENT):
            name, view = json.loads(text[2:])
            if name == "view" and view["seq"] >= self.view.get("seq", 0):
                self.view = view
                if self._on_view:
                    self._on_view(view, at)
