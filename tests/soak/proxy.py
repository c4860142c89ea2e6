"""A bad network between phones and server: it delays, duplicates whole messages, and resets."""

from __future__ import annotations

import asyncio
import random
import socket
import struct
from contextlib import suppress

END_OF_HEAD = b"\r\n\r\n"
RESET = struct.pack("ii", 1, 0)  # SO_LINGER of no time at all: closing sends a reset


class Proxy:
    """Listens on `port` and passes everything on to `target`, badly."""

    def __init__(self, target: int, dice: int = 1) -> None:
        self.target = target
        self.port = 0
        self.slowest_s = 0.03
        self.doubled = 0.0  # the part of a phone's messages that arrive twice
        self.resets = 0
        self.copies = 0
        self._rng = random.Random(dice)
        self._lines: set[asyncio.StreamWriter] = set()

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self._server.close()
        for line in list(self._lines):
            line.close()

    def reset(self, lines: int) -> None:
        """Break some of the open lines, in the middle of whatever they carry."""
        open_ = sorted(self._lines, key=id)
        for line in self._rng.sample(open_, min(lines, len(open_))):
            self.resets += 1
            self._lines.discard(line)
            _reset(line)

    async def _serve(self, phone: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        try:
            server, on = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            _reset(back)
            return
        self._lines.add(back)
        with suppress(OSError, asyncio.CancelledError):
            pumps = [self._to_server(phone, on), self._to_phone(server, back)]
            tasks = [asyncio.create_task(pump) for pump in pumps]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        self._lines.discard(back)
        on.close()
        back.close()

    async def _to_phone(self, server: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        while data := await server.read(65536):
            await self._linger()
            back.write(data)

    async def _to_server(self, phone: asyncio.StreamReader, on: asyncio.StreamWriter) -> None:
        head = await phone.readuntil(END_OF_HEAD)
        on.write(head)
        if b"upgrade: websocket" not in head.lower():
            while data := await phone.read(65536):
                on.write(data)
            return
        while True:
            frame, said = await read_frame(phone)
            await self._linger()
            on.write(frame)
            if said.startswith(b"42") and self._rng.random() < self.doubled:
                self.copies += 1
                on.write(frame)

    async def _linger(self) -> None:
        await asyncio.sleep(self._rng.random() ** 4 * self.slowest_s)


async def read_frame(phone: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """(a whole WebSocket frame as it came, what it says without its mask)."""
    head = await phone.readexactly(2)
    length = head[1] & 0x7F
    more = await phone.readexactly({126: 2, 127: 8}.get(length, 0))
    if more:
        length = int.from_bytes(more)
    mask = await phone.readexactly(4)
    body = await phone.readexactly(length)
    said = bytes(byte ^ mask[n % 4] for n, byte in enumerate(body))
    return head + more + mask + body, said


def _reset(line: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        line.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    line.transport.abort()
