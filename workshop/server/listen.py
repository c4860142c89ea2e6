"""The one listener: gevent's server with WebSocket frames, time limits and a clean goodbye."""

from __future__ import annotations

import contextlib
import errno
import logging
import resource
import socket
import time
from collections.abc import Callable
from io import BufferedReader, BytesIO
from typing import Any, cast

import gevent
import structlog
from gevent import pywsgi
from gevent.pool import Pool
from geventwebsocket.exceptions import WebSocketError
from geventwebsocket.handler import WebSocketHandler

from workshop.bucket import Bucket
from workshop.server import headers
from workshop.server.frames import Frames
from workshop.settings import Settings, SettingsError

log = structlog.get_logger("access")

HEADER_SECONDS = 10.0  # for a request's line and headers, once it has begun
IDLE_SECONDS = 75.0  # between requests on a connection that is kept open
UNREAD_SECONDS = 2.0  # for the rest of a body that nobody wanted
TOO_LATE = object()
CONNECTIONS = 4000
SOCKETS = 3000  # so that pages and health can always be asked for
# A hall that comes back at once is let in at once; a flood of handshakes is not.
HANDSHAKES_PER_S, HANDSHAKES_BURST = 200.0, 1200.0
BACKLOG = 1024


class Handler(WebSocketHandler):
    """One connection. Handshakes were let through by the switch's rules before any frame."""

    first = True

    def read_requestline(self) -> str:
        """A new connection must speak soon; one that is kept open may rest for longer."""
        patience = HEADER_SECONDS if self.first else IDLE_SECONDS
        self.first = False
        return gevent.with_timeout(patience, super().read_requestline, timeout_value="")

    def read_request(self, raw_requestline: str) -> bool:  # pyright: ignore[reportIncompatibleMethodOverride]  gevent types it as always True
        read = super().read_request
        if not gevent.with_timeout(HEADER_SECONDS, read, raw_requestline, timeout_value=False):
            raise ValueError("headers took too long")
        return True

    def upgrade_websocket(self) -> Any:
        """Only our own pages may open a socket, and only at its own address."""
        environ: dict[str, Any] = self.environ or {}
        settings = cast("Listener", self.server).settings
        if not headers.is_socket(environ) or headers.refusal(environ, settings):
            return None
        if not cast("Listener", self.server).may_shake_hands():
            environ["radslag.full"] = True
            return None
        return super().upgrade_websocket()

    def upgrade_connection(self) -> Any:
        """A handshake that succeeded gets frames with limits."""
        answer = super().upgrade_connection()
        loose = getattr(self, "websocket", None)
        if loose is not None:
            loose.closed = True  # it must not say goodbye when it is collected
            self.websocket = Frames(loose.environ, loose.stream, self)
            cast("dict[str, Any]", self.environ)["wsgi.websocket"] = self.websocket
        return answer

    def run_application(self) -> None:
        """After an answer, what is still unread is waited for briefly; then the line is cut."""
        super().run_application()
        left: Any = self.wsgi_input
        patience = (self.environ or {}).get("radslag.unread_s", UNREAD_SECONDS)
        rest = gevent.with_timeout(patience, left._discard, timeout_value=TOO_LATE)
        if rest is TOO_LATE:
            self.close_connection = True
            self.wsgi_input = pywsgi.Input(BufferedReader(BytesIO()), 0)  # type: ignore[arg-type]

    def log_request(self) -> None:
        """Method, route, status and time: never an address, a browser, a code or a key."""
        environ = self.environ or {}
        log.info(
            "request",
            method=environ.get("REQUEST_METHOD"),
            route=environ.get("radslag.route"),
            status=getattr(self, "code", None),
            ms=round(((self.time_finish or time.time()) - self.time_start) * 1000, 1),
            bytes=self.response_length,
            request_id=environ.get("radslag.request_id"),
        )

    def log_error(self, msg: str, *args: Any) -> None:
        """Bad input from outside; gevent's own line would carry the sender's address."""
        log.warning("bad_request")


class Listener(pywsgi.WSGIServer):
    """Accepts, hands to `application`, and can say goodbye to every open socket."""

    def __init__(
        self, settings: Settings, application: Callable[..., Any], opened: socket.socket
    ) -> None:
        quiet = pywsgi.LoggingLogAdapter(logging.getLogger("gevent"), logging.WARNING)
        super().__init__(
            opened,
            application,
            handler_class=Handler,
            spawn=Pool(CONNECTIONS),
            log=None,
            error_log=quiet,
        )
        self.settings = settings
        self.clients: dict[Any, Any] = {}
        self._handshakes = Bucket(HANDSHAKES_PER_S, HANDSHAKES_BURST)
        self.logger = logging.getLogger("geventwebsocket.handler")

    def handle(self, sock: socket.socket, address: Any) -> None:
        """Votes are small: waiting to fill a packet would only make them late."""
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super().handle(sock, address)

    def may_shake_hands(self) -> bool:
        """Whether one more socket may be opened now."""
        return len(self.clients) < SOCKETS and self._handshakes.take() == 0

    def goodbye(self) -> None:
        """Stops accepting and closes every socket so that its client comes back by itself."""
        self.stop_accepting()
        for client in list(self.clients.values()):
            with contextlib.suppress(WebSocketError, OSError, AttributeError):
                client.ws.close()


def open_port(settings: Settings) -> socket.socket:
    """Binds the port before anything else is made, so that a taken one costs no waiting."""
    allow_many_files()
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return pywsgi.WSGIServer.get_listener((settings.host, settings.port), BACKLOG, family)
    except OSError as reason:
        if reason.errno == errno.EADDRINUSE:
            raise SettingsError(
                f"Port {settings.port} is already in use: stop what uses it, or choose another"
                f" with PORT={settings.port + 1}."
            ) from None
        raise SettingsError(
            f"The server cannot listen on {settings.host} port {settings.port}"
            f" ({reason.strerror}): choose another HOST or PORT."
        ) from None


def allow_many_files() -> None:
    """Each phone is an open file; most systems allow 1 024 until asked for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 16_384 if hard == resource.RLIM_INFINITY else min(16_384, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
