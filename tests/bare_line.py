"""A WebSocket line by hand: says what no client library would let one say."""

from __future__ import annotations

import json
import os
import re
import socket
import struct
import time
from typing import Any

from tests.people import post
from tests.product import Running

SOCKET = "/socket.io/?EIO=4&transport=websocket"
TEXT, BINARY, CLOSE, PING = 1, 2, 8, 9
ANSWER_S = 6.0
Json = dict[str, Any]


def ask_for_socket(line: socket.socket, headers: dict[str, str], path: str = SOCKET) -> None:
    """The first request of a WebSocket; the answer is still to be read."""
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    lines += ["Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"]
    lines += ["Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "", ""]
    line.sendall("\r\n".join(lines).encode())


class Over(Exception):
    """The server has ended the line; `code` is that of its goodbye, if it said one."""

    def __init__(self, code: int | None) -> None:
        super().__init__(code)
        self.code = code


class BareLine:
    """Opened and, unless told otherwise, let in as `auth` says."""

    def __init__(
        self, server: Running, auth: Json | None, cookies: dict[str, str] | None = None
    ) -> None:
        self._read = b""
        self._serial = 0
        self.line = socket.create_connection(("127.0.0.1", server.port), timeout=ANSWER_S)
        told = "; ".join(f"{name}={value}" for name, value in (cookies or {}).items())
        head = {"Host": f"127.0.0.1:{server.port}", "Origin": server.url, "Cookie": told}
        ask_for_socket(self.line, head)
        while b"\r\n\r\n" not in self._read:
            self._more()
        self.status = int(self._read.split()[1])
        self._read = self._read.partition(b"\r\n\r\n")[2]
        if auth is not None:
            assert self.hear().startswith("0")
            self.say("40" + json.dumps(auth))
            self.welcome = self.hear()

    def __enter__(self) -> BareLine:
        return self

    def __exit__(self, *_: object) -> None:
        self.line.close()

    def say(self, text: str) -> None:
        self.frame(TEXT, text.encode("utf-8", "surrogatepass"))

    def frame(self, opcode: int, payload: bytes, head: int = 0x80, masked: bool = True) -> None:
        """One frame, as wrong as `head` (final bit and reserved bits) and `masked` make it."""
        self.line.sendall(framed(opcode, payload, head, masked))

    def raw(self, content: bytes) -> None:
        self.line.sendall(content)

    def ask(self, event: str, message: Any) -> Json:
        """The answer to an event."""
        self._serial += 1
        self.say(f"42{self._serial}{json.dumps([event, message])}")
        return self.answer_to(self._serial)

    def answer_to(self, serial: int) -> Json:
        while True:
            heard = re.match(r"43(\d+)(\[.*)", self.hear(), re.DOTALL)
            if heard and int(heard[1]) == serial:
                return json.loads(heard[2])[0]

    def hear(self) -> str:
        """The next text; pings are answered. `Over` when the line has ended."""
        end = time.monotonic() + ANSWER_S
        while time.monotonic() < end:
            text = self._heard()
            if text is not None:
                return text
        raise TimeoutError("nothing but pings")

    def _heard(self) -> str | None:
        """The next frame's text; None when it was a ping, which is answered."""
        opcode, payload = self._frame()
        if opcode == CLOSE:
            raise Over(struct.unpack("!H", payload[:2])[0] if len(payload) > 1 else None)
        text = payload.decode()
        if text == "2":
            self.say("3")
            return None
        return text if opcode == TEXT else None

    def ended(self, within_s: float = 10.0) -> int | None:
        """Waits until the server ends the line; the code of its goodbye, None without one."""
        end = time.monotonic() + within_s
        try:
            while time.monotonic() < end:
                self._heard()
        except Over as over:
            return over.code
        except TimeoutError:
            pass  # silent, but open
        except OSError:
            return None
        raise AssertionError("the line is still open")

    def _frame(self) -> tuple[int, bytes]:
        head = self._bytes(2)
        size = head[1] & 0x7F
        if size > 125:
            size = int.from_bytes(self._bytes(2 if size == 126 else 8), "big")
        return head[0] & 0x0F, self._bytes(size)

    def _bytes(self, count: int) -> bytes:
        while len(self._read) < count:
            self._more()
        found, self._read = self._read[:count], self._read[count:]
        return found

    def _more(self) -> None:
        piece = self.line.recv(65536)
        if not piece:
            raise Over(None)
        self._read += piece


def framed(opcode: int, payload: bytes, head: int = 0x80, masked: bool = True) -> bytes:
    size, bit = len(payload), 0x80 if masked else 0
    if size < 126:
        lead = struct.pack("!BB", head | opcode, bit | size)
    elif size < 65536:
        lead = struct.pack("!BBH", head | opcode, bit | 126, size)
    else:
        lead = struct.pack("!BBQ", head | opcode, bit | 127, size)
    if not masked:
        return lead + payload
    mask = os.urandom(4)
    whole = (mask * (size // 4 + 1))[:size]
    mixed = int.from_bytes(payload, "big") ^ int.from_bytes(whole, "big")
    return lead + mask + mixed.to_bytes(size, "big")


def phone_auth(server: Running, code: str) -> tuple[Json, dict[str, str]]:
    """What a phone that has joined shows when it connects: (auth, cookies)."""
    told, cookies = post(f"{server.url}/j/{code}/join", {"language": "nb"}, server.url)
    auth = {"role": "phone", "session": told["session"]["id"], "ticket": told["ticket"]}
    return auth, cookies
