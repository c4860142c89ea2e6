"""The one way out: every request that the running product makes to another server.

Only origins that somebody configured are asked, over https, without following redirects, and never
at an address of this machine or of a private network: the name is resolved once, every answer is
checked, and the connection goes to the address that was checked. An origin that was allowed as
`private` (a sign-in server inside the municipality, or on this machine while trying things out) may
lie anywhere and speak plain http; nothing else is looser for it.

For native threads: it waits.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import structlog

SECONDS = 5.0
LARGEST = 5 * 1024 * 1024
LONGEST_URL = 4096
PIECE = 64 * 1024
PORTS = {"https": 443, "http": 80}
# Nothing that two readers of one address could understand differently.
PLAIN_URL = re.compile(r"[a-z]+://[A-Za-z0-9.\-:\[\]]+(/[!$%&'()*+,\-./0-9:;=?@A-Z_a-z~]*)?\Z")
NAT64 = ipaddress.ip_network("64:ff9b::/96")

log = structlog.get_logger("outgoing")
Resolve = Callable[[str, int], Iterable[str]]


class OutgoingError(Exception):
    """A request that was not made, or whose answer was not taken; `code` says why in a word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    kind: str
    body: bytes


@dataclass(frozen=True, slots=True)
class _Target:
    scheme: str
    host: str
    port: int
    path: str
    address: str


def resolved(host: str, port: int) -> list[str]:
    """Every address that this machine would connect to for `host`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(where[0]) for *_, where in found]


class Outgoing:
    """Made once with the origins (`https://name[:port]`) that may be asked."""

    def __init__(
        self, origins: Iterable[str], private: Iterable[str] = (), resolve: Resolve = resolved
    ) -> None:
        self._private = frozenset(_origin(one) for one in private)
        self._origins = frozenset(_origin(one) for one in origins) | self._private
        self._resolve = resolve

    def get(self, url: str, kind: str, headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to a GET, when its content type begins with `kind`."""
        return self._ask("GET", url, kind, None, headers or {})

    def post(
        self, url: str, kind: str, form: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> Answer:
        """The same for a form that is sent."""
        told = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return self._ask("POST", url, kind, urlencode(form).encode(), told)

    def _ask(
        self, method: str, url: str, kind: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        try:
            target = self._target(url)
            return _exchange(target, method, body, {"Accept": f"{kind}*", **headers}, kind)
        except OutgoingError as problem:
            # Why, never where to: an address may carry a secret.
            log.warning("outgoing_refused", reason=problem.code)
            raise
        except (OSError, http.client.HTTPException, ValueError) as problem:
            log.warning("outgoing_failed", kind=type(problem).__name__)
            raise OutgoingError("failed") from problem

    def _target(self, url: str) -> _Target:
        """Where to go, when that is allowed: the address is part of the decision."""
        if len(url) > LONGEST_URL or not PLAIN_URL.match(url):
            raise OutgoingError("address")
        origin = _origin(url)
        if origin not in self._origins:
            raise OutgoingError("host")
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        private = origin in self._private
        if parts.scheme != "https" and not private:
            raise OutgoingError("scheme")
        try:
            addresses = list(self._resolve(host, port))
        except (OSError, UnicodeError):
            raise OutgoingError("name") from None
        if not addresses or not (private or all(is_public(one) for one in addresses)):
            raise OutgoingError("private")
        path = parts.path or "/"
        return _Target(
            parts.scheme, host, port, f"{path}?{parts.query}" if parts.query else path, addresses[0]
        )


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet, whatever it is wrapped in."""
    try:
        found = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
        if found in NAT64:
            inner.append(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
        if any(one is not None and not is_public(str(one)) for one in inner):
            return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def _origin(url: str) -> str:
    """Scheme, host and port as one text that can be compared."""
    try:
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.hostname}:{parts.port or PORTS[parts.scheme]}"
    except (ValueError, KeyError):
        raise OutgoingError("address") from None


def _exchange(
    target: _Target, method: str, body: bytes | None, headers: Mapping[str, str], kind: str
) -> Answer:
    """One request on one connection, in limited time, with a limited answer."""
    with closing(_connected(target)) as line:
        out_of_time = threading.Event()
        end = threading.Timer(SECONDS, _cut, (line.sock, out_of_time))
        end.start()
        try:
            line.request(method, target.path, body, {**headers, "Connection": "close"})
            with line.getresponse() as answer:
                found = _read(answer, kind)
        finally:
            end.cancel()
            if out_of_time.is_set():  # what came until then may look like the whole
                raise OutgoingError("time")
        return found


def _connected(target: _Target) -> http.client.HTTPConnection:
    """A line to the address that was checked; the certificate must be that of the name."""
    line = http.client.HTTPConnection(target.host, target.port)
    line.auto_open = 0  # never a second connection, which would ask for the name again
    plain = socket.create_connection((target.address, target.port), SECONDS)
    try:
        line.sock = plain
        if target.scheme == "https":
            secure = ssl.create_default_context()
            line.sock = secure.wrap_socket(plain, server_hostname=target.host)
            line.default_port = PORTS["https"]
    except BaseException:
        plain.close()
        raise
    return line


def _read(answer: http.client.HTTPResponse, kind: str) -> Answer:
    if 300 <= answer.status < 400:
        raise OutgoingError("redirect")
    said = answer.headers.get_content_type()
    if not said.startswith(kind):
        raise OutgoingError("kind")
    body = answer.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise OutgoingError("size")
    return Answer(answer.status, said, body)


def _cut(line: Any, out_of_time: threading.Event) -> None:
    """However slowly the other side trickles."""
    out_of_time.set()
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
