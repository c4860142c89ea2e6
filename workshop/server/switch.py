"""Sends each request to the part that answers it: sockets, the light front, or the pages.

The front is there from the first moment. The pages arrive later, because what they import takes
seconds; until then their addresses say so and open by themselves.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from gevent.threadpool import ThreadPool
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.routing import RequestRedirect

from workshop.server import headers, plain
from workshop.server.threads import MEGABYTE, OnThreads
from workshop.settings import Settings

Environ = dict[str, Any]
FRONT_THREADS, FRONT_BODY = 16, MEGABYTE
PAGE_THREADS, PAGE_BODY = 8, 4 * MEGABYTE
# The one address that takes files; the import itself allows a little less.
UPLOAD = {"/import/upload": (21 * MEGABYTE, 20)}
PHOTO = {"/photo": (8 * MEGABYTE, 8)}


@dataclass(frozen=True)
class Mounted:
    """The pages with the policy under which their own inline scripts may run."""

    app: OnThreads
    scripts: tuple[str, ...]


class Switch:
    def __init__(self, settings: Settings, front: Flask) -> None:
        self.settings = settings
        self.front = front
        self.light = OnThreads(front.wsgi_app, ThreadPool(FRONT_THREADS), FRONT_BODY, PHOTO)
        self._page_pool = ThreadPool(PAGE_THREADS)
        self.pages: Mounted | None = None

    def mount(self, pages: Flask, scripts: tuple[str, ...]) -> None:
        """Puts the pages in their place; called from the thread that made them."""
        app = OnThreads(pages.wsgi_app, self._page_pool, PAGE_BODY, UPLOAD)
        self.pages = Mounted(app, scripts)

    def __call__(self, environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        environ["radslag.request_id"] = secrets.token_hex(6)
        host = environ.get("HTTP_HOST", "")
        refused = headers.refusal(environ, self.settings)
        if refused:
            csp = headers.policy("")
            begin = headers.with_headers(environ, start, self.settings, csp)
            return self.light.send(plain.page(refused), environ, begin)
        if headers.is_socket(environ):
            return self._socket(environ, start)
        if self._is_front(environ):
            begin = headers.with_headers(environ, start, self.settings, headers.policy(host))
            return self.light(environ, begin)
        return self._page(environ, start, host)

    def _socket(self, environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        environ["radslag.route"] = "/socket.io"
        begin = headers.with_headers(environ, start, self.settings, headers.policy(""))
        if environ.get("radslag.full"):
            begin("503 Service Unavailable", [("Content-Length", "0"), ("Retry-After", "2")])
            return []
        if not headers.wants_websocket(environ):
            begin("400 Bad Request", [("Content-Length", "0")])
            return []
        return self.front.wsgi_app(environ, start)

    def _page(self, environ: Environ, start: Callable[..., Any], host: str) -> Iterable[bytes]:
        environ.setdefault("radslag.route", "/" + environ["PATH_INFO"].split("/")[1])
        scripts = self.pages.scripts if self.pages else ()
        csp = headers.policy(host, scripts, ("'unsafe-inline'",))
        begin = headers.with_headers(environ, start, self.settings, csp)
        if self.pages is None:
            return self.light.send(plain.page(503), environ, begin)
        return self.pages.app(environ, begin)

    def _is_front(self, environ: Environ) -> bool:
        """Whatever the front has a route for is the front's; everything else is a page."""
        routes = self.front.url_map.bind("", path_info=environ["PATH_INFO"] or "/")
        try:
            rule, _ = routes.match(method=environ["REQUEST_METHOD"], return_rule=True)
        except (RequestRedirect, NotFound) as other:
            return isinstance(other, RequestRedirect)
        except HTTPException:
            return True
        environ["radslag.route"] = rule.rule
        return True
