"""Runs a WSGI app on real threads, so that nothing it does can hold up the sockets' loop.

The loop reads the request's body, with a limit of size and of time, and writes the answer; the
app itself, with its templates, queries and tables, never runs on the loop.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import gevent
from gevent.threadpool import ThreadPool

from workshop.server import plain
from workshop.server.compress import Compressor

Environ = dict[str, Any]
Start = Callable[..., Any]
App = Callable[[Environ, Start], Iterable[bytes]]

MEGABYTE = 1024 * 1024
PIECE = 64 * 1024
PATIENCE = 10.0  # seconds without a byte before a slow sender is let go
LONGEST = 120.0  # seconds for a whole body
LEFT_OVER = 5.0  # seconds to let a browser finish sending what is too large


class TooLarge(Exception):
    """The body is larger than this address takes."""


class OnThreads:
    """A WSGI app that answers from a pool of native threads, with its whole body at once.

    `larger` names the paths that take more than `largest` bytes, how many, and the limit that
    people are told of, in megabytes: what wraps a file in a form is not theirs to count. The pool
    must have been made on the loop's own thread: gevent runs the work of any other pool there and
    then, which would be on the loop.
    """

    def __init__(
        self,
        app: App,
        pool: ThreadPool,
        largest: int,
        larger: Mapping[str, tuple[int, int]] | None = None,
    ) -> None:
        self.app = app
        self.largest = largest
        self.larger = larger or {}
        self.pool = pool
        self.compressor = Compressor()

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        usual = (self.largest, self.largest // MEGABYTE)
        largest, told = self.larger.get(environ["PATH_INFO"], usual)
        try:
            body = read_body(environ, largest)
            return self.send(self.app, environ, start_response, body)
        except TooLarge:
            # The answer goes first; a browser that is still sending is read on for a moment.
            environ["radslag.unread_s"] = LEFT_OVER
            return self.send(plain.page(413, most=told), environ, start_response)
        except gevent.Timeout:
            return self.send(plain.page(408), environ, start_response)

    def send(self, app: App, environ: Environ, start: Start, body: bytes = b"") -> list[bytes]:
        """Lets `app` answer on a thread, and starts the response with what it said."""
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        environ["wsgi.multithread"] = True
        status, headers, answer = self.pool.apply(self._answer, (app, environ))
        start(status, headers)
        return [answer]

    def _answer(self, app: App, environ: Environ) -> tuple[str, list[tuple[str, str]], bytes]:
        """On a thread of the pool: the app's answer, compressed when the browser takes that."""
        begun: list[Any] = []

        def start(status: str, headers: list[tuple[str, str]], error: object = None) -> None:
            begun[:] = [status, headers]

        pieces = app(environ, start)
        try:
            answer = b"".join(pieces)
        finally:
            close = getattr(pieces, "close", None)
            if close:
                close()
        status, headers = begun
        headers, answer = self.compressor.apply(environ, status, headers, answer)
        return status, headers, answer


def read_body(environ: Environ, largest: int) -> bytes:
    """The request's body; a slow or endless sender is cut off."""
    declared = int(environ.get("CONTENT_LENGTH") or 0)
    if declared > largest:
        raise TooLarge
    chunked = environ.get("HTTP_TRANSFER_ENCODING", "").lower() == "chunked"
    if not declared and not chunked:
        return b""
    body = bytearray()
    with gevent.Timeout(LONGEST):
        while True:
            with gevent.Timeout(PATIENCE):
                piece = environ["wsgi.input"].read(PIECE)
            if not piece:
                return bytes(body)
            body += piece
            if len(body) > largest:
                raise TooLarge
