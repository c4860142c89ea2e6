"""Makes answers small: brotli or gzip, kept when the address never changes its content."""

from __future__ import annotations

import gzip
import re
from collections import OrderedDict
from threading import Lock
from typing import Any

import brotli

WORTH_IT = 600  # bytes; below this a smaller answer does not arrive sooner
TEXTUAL = ("text/", "application/json", "application/javascript", "application/geo+json")
ALSO = ("application/manifest+json", "image/svg+xml", "application/xml")
REFUSED = re.compile(r";\s*q=0(\.0*)?\s*$")
KEPT = 24 * 1024 * 1024  # bytes of compressed answers held in memory

Headers = list[tuple[str, str]]


class Compressor:
    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, ...], bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def apply(
        self, environ: dict[str, Any], status: str, headers: Headers, body: bytes
    ) -> tuple[Headers, bytes]:
        """The headers and body to send, compressed when that helps and the browser takes it."""
        named = {name.lower(): value for name, value in headers}
        if not _compressible(status, named, body):
            return headers, body
        headers = [(n, v) for n, v in headers if n.lower() not in ("content-length", "vary")]
        headers.append(("Vary", _vary(named.get("vary", ""))))
        way = _way(environ.get("HTTP_ACCEPT_ENCODING", ""))
        if way:
            lasting = "max-age=31536000" in named.get("cache-control", "")
            body = self._small(environ, way, body, lasting)
            headers = [(n, _weak(v) if n.lower() == "etag" else v) for n, v in headers]
            headers.append(("Content-Encoding", way))
        headers.append(("Content-Length", str(len(body))))
        return headers, body

    def _small(self, environ: dict[str, Any], way: str, body: bytes, lasting: bool) -> bytes:
        if not lasting:
            return _press(way, body, hard=False)
        key = (way, environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", ""), str(len(body)))
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        small = _press(way, body, hard=len(body) < 400_000)
        with self._lock:
            if key not in self._kept:
                self._size += len(small)
            self._kept[key] = small
            while self._size > KEPT:
                _, dropped = self._kept.popitem(last=False)
                self._size -= len(dropped)
        return small


def _compressible(status: str, named: dict[str, str], body: bytes) -> bool:
    textual = named.get("content-type", "").startswith(TEXTUAL + ALSO)
    whole = status.startswith(("200", "4", "5")) and "content-encoding" not in named
    return textual and whole and len(body) >= WORTH_IT


def _way(accepted: str) -> str | None:
    offered = {
        part.split(";")[0].strip() for part in accepted.split(",") if not REFUSED.search(part)
    }
    return next((way for way in ("br", "gzip") if way in offered), None)


def _press(way: str, body: bytes, hard: bool) -> bytes:
    if way == "br":
        return brotli.compress(body, quality=9 if hard else 5)
    return gzip.compress(body, 6, mtime=0)


def _vary(given: str) -> str:
    names = [name.strip() for name in given.split(",") if name.strip()]
    return ", ".join(dict.fromkeys([*names, "Accept-Encoding"]))


def _weak(etag: str) -> str:
    return etag if etag.startswith("W/") else f"W/{etag}"
