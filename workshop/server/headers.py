"""Who may talk to us, and what every answer says to the browser about itself.

Done once, around both apps: the Host allow-list (a rebound name is refused), the Origin rule for
everything that changes something, and the security headers with the content security policy.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from workshop.settings import Settings

Environ = dict[str, Any]
SAFE = ("GET", "HEAD", "OPTIONS")
YEAR = 31_536_000
FIXED = (
    ("X-Content-Type-Options", "nosniff"),
    # The links of stage, invitation and reset carry their key in the address: it must not travel.
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)


def refusal(environ: Environ, settings: Settings) -> int | None:
    """The status to refuse with, or None when the request may pass.

    No `X-Forwarded-…` is ever believed: what is ours stands in the settings.
    """
    if settings.proxies and not _from_proxy(environ, settings):
        return 400
    if environ.get("HTTP_HOST", "").lower() not in settings.hosts:
        return 400
    if is_socket(environ):
        return None if environ.get("HTTP_ORIGIN") in settings.origins else 403
    if environ["REQUEST_METHOD"] in SAFE or _from_us(environ, settings):
        return None
    return 403


def _from_proxy(environ: Environ, settings: Settings) -> bool:
    """Past the proxy would be past its encryption and its own limits."""
    address = ipaddress.ip_address(environ.get("REMOTE_ADDR", "").split("%")[0])
    inner = getattr(address, "ipv4_mapped", None) or address
    return any(inner in network for network in settings.proxies)


def is_socket(environ: Environ) -> bool:
    return environ["PATH_INFO"].startswith("/socket.io")


def wants_websocket(environ: Environ) -> bool:
    """Sockets answer WebSocket handshakes only; long polling would hold requests open."""
    asked = parse_qs(environ.get("QUERY_STRING", "")).get("transport", [""])[0]
    return asked == "websocket" and environ.get("HTTP_UPGRADE", "").lower() == "websocket"


def _from_us(environ: Environ, settings: Settings) -> bool:
    origin = environ.get("HTTP_ORIGIN")
    if origin is None:
        return environ.get("HTTP_SEC_FETCH_SITE") == "same-origin"
    return origin in settings.origins


def policy(host: str, scripts: tuple[str, ...] = (), styles: tuple[str, ...] = ()) -> str:
    """The content security policy: ourselves, and the inline scripts whose hashes are given."""
    rules = {
        "default-src": "'self'",
        "script-src": " ".join(("'self'", *scripts)),
        "style-src": " ".join(("'self'", *styles)),
        "img-src": "'self' data: blob:",
        "font-src": "'self'",
        "connect-src": f"'self' ws://{host} wss://{host}" if host else "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def with_headers(
    environ: Environ, start: Callable[..., Any], settings: Settings, csp: str
) -> Callable[..., Any]:
    """A start_response that adds what is missing; what an app said itself stays."""

    def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        said = {name.lower() for name, _ in headers}
        mine = [*FIXED, ("Content-Security-Policy", csp), ("Cache-Control", "private, no-cache")]
        mine.append(("X-Request-Id", environ.get("radslag.request_id", "")))
        if settings.secure_cookies:
            mine.append(("Strict-Transport-Security", f"max-age={YEAR}"))
        added = [(name, value) for name, value in mine if name.lower() not in said]
        return start(status, [*headers, *added], *rest)

    return begin
