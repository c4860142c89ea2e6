"""WebSocket frames as they come from strangers: bounded in size, in number and in time.

gevent-websocket reads a frame of any length that its head claims, joins fragments without end,
unmasks and checks letter by letter, and waits for ever for the rest of a frame. All of that would
happen on the one loop that everybody's votes go over. Here a line that says too much, too fast, too
slowly, or what no client of ours says, is closed before anything is made of it.
"""

from __future__ import annotations

import re
import socket
import time
from contextlib import suppress
from typing import Any, cast

import gevent
from geventwebsocket.exceptions import ProtocolError, WebSocketError
from geventwebsocket.websocket import Header, WebSocket

from workshop.bucket import Bucket

LARGEST = 65_536
ENTER_WITHIN_S = 10.0
FRAMES_PER_S, FRAMES_BURST = 50.0, 300.0
# A signed-in desk may send a whole agenda, and a facilitator's hands are quick.
DESK_LARGEST = 262_144
DESK_PER_S, DESK_BURST = 1_000.0, 5_000.0
# What our clients say: Engine.IO's close and pong; Socket.IO's connect, disconnect and event.
SAID = re.compile(r"[13]\Z|4(?:0(?:\{|\Z)|1\Z|2\d{0,15}\[)")
FIRST_SAID = re.compile(r"[13]\Z|40(?:\{|\Z)")
LEFT_WITHIN_S = 2.0  # for the last words to go out before a line is cut
NOT_TEXT, TOO_LARGE, TOO_MANY = 1003, 1009, 1008


class _Refused(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Frames(WebSocket):
    """One line. `enter` when it is known who is at the other end; `leave` when they have gone."""

    __slots__ = ("allowance", "flooded", "largest", "until")

    def __init__(self, environ: dict[str, Any], stream: Any, handler: Any) -> None:
        super().__init__(environ, stream, handler)
        self.largest = LARGEST
        self.allowance = Bucket(FRAMES_PER_S, FRAMES_BURST)
        self.until: float | None = time.monotonic() + ENTER_WITHIN_S
        self.flooded = False

    def enter(self, trusted: bool) -> None:
        """From now on the line may stay; whoever has signed in may say more."""
        self.until = None
        if trusted:
            self.largest = DESK_LARGEST
            self.allowance = Bucket(DESK_PER_S, DESK_BURST)

    def leave(self) -> None:
        """Nothing more is taken; soon the line is cut, whether the other side reads or not."""
        self.until = time.monotonic() + LEFT_WITHIN_S
        gevent.spawn_later(LEFT_WITHIN_S, self._cut)

    def _cut(self) -> None:
        line = getattr(self.handler, "socket", None)
        if line is not None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def receive(self) -> str | None:
        """The next message; None when the line is over."""
        if self.closed:
            raise WebSocketError("closed")
        try:
            if self.until is None:
                return self._message()
            left = max(self.until - time.monotonic(), 0.01)
            message: str | None = gevent.with_timeout(left, self._message, timeout_value=None)
            if message is None:
                self.close()
            return message
        except _Refused as refused:
            self.flooded = refused.code == TOO_MANY
            self.close(refused.code)
        except UnicodeError:
            self.close(1007)
        except ProtocolError:
            self.close(1002)
        except OSError:
            self.close()
        return None

    def _message(self) -> str | None:
        """A whole text, of one frame or of several."""
        begun = False
        message = b""
        while True:
            header, payload = self._frame()
            if header.opcode > 7:
                if not self._controlled(header, payload):
                    return None
                continue
            if header.opcode == self.OPCODE_BINARY:
                raise _Refused(NOT_TEXT)
            if header.opcode != (self.OPCODE_CONTINUATION if begun else self.OPCODE_TEXT):
                raise ProtocolError
            begun = True
            message += payload
            if len(message) > self.largest:
                raise _Refused(TOO_LARGE)
            if header.fin:
                return self._spoken(message.decode())

    def _frame(self) -> tuple[Header, bytes]:
        header = Header.decode_header(self.stream)
        if self.allowance.take() > 0:
            raise _Refused(TOO_MANY)
        if header.flags or not header.mask:
            raise ProtocolError
        if header.length > self.largest:
            raise _Refused(TOO_LARGE)
        read: Any = self.raw_read
        payload: bytes = read(header.length) if header.length else b""
        if len(payload) != header.length:
            raise WebSocketError("ended in the middle of a frame")
        return header, unmasked(payload, cast(bytes, header.mask))

    def _controlled(self, header: Header, payload: bytes) -> bool:
        """Answers a ping or a goodbye; whether the line goes on."""
        if header.opcode == self.OPCODE_PING:
            self.handle_ping(header, payload)
        elif header.opcode == self.OPCODE_CLOSE:
            self.handle_close(header, payload)
            return False
        elif header.opcode != self.OPCODE_PONG:
            raise ProtocolError
        return True

    def _spoken(self, message: str) -> str:
        """The message, when it is one that our clients can send now."""
        if not (SAID if self.until is None else FIRST_SAID).match(message):
            raise ProtocolError
        return message


def unmasked(payload: bytes, mask: bytes) -> bytes:
    """All bytes at once, as two large numbers: a loop over them would hold up everybody."""
    size = len(payload)
    repeated = (mask * (size // 4 + 1))[:size]
    mixed = int.from_bytes(payload, "little") ^ int.from_bytes(repeated, "little")
    return mixed.to_bytes(size, "little")
