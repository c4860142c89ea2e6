"""One visit to one service: every request of it, within one measure of size, number and time."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.parse import urlsplit

from data.imports import limits
from data.imports.findings import Refusal, short
from workshop.server.outgoing import Outgoing, OutgoingError

# Why a request was not made, or its answer not taken: what is said of it.
_WHY = {
    "address": "import_service_address",
    "scheme": "import_service_scheme",
    "host": "import_service_host",
    "private": "import_service_private",
    "redirect": "import_service_redirect",
    "kind": "import_service_kind",
    "size": "import_service_large",
    "time": "import_service_slow",
}
# Not JSON-LD: some servers then leave GeoJSON's properties out.
_JSON = "application/geo+json, application/json;q=0.9"


class Line:
    """Asks one host, and counts."""

    def __init__(
        self, out: Outgoing, address: str, seconds: float = limits.SERVICE_SECONDS
    ) -> None:
        self._out, self._host = out, urlsplit(address).netloc
        self._end = time.monotonic() + seconds
        self._bytes = self._answers = 0

    def json(self, url: str, accept: str = _JSON) -> Any:
        body = self.body(url, accept)
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as problem:
            raise Refusal("import_service_kind") from problem

    def body(self, url: str, accept: str) -> bytes:
        """The answer to one question; `Refusal` says in which way there was none."""
        self._answers += 1
        if self._answers > limits.SERVICE_ANSWERS:
            raise Refusal("import_service_large", most=limits.SERVICE_BYTES // limits.MEGABYTE)
        if time.monotonic() > self._end:
            raise Refusal("import_service_slow")
        # A service may point on to its next page, but not to somebody else's.
        if urlsplit(url).netloc != self._host:
            raise Refusal("import_service_elsewhere", found=short(urlsplit(url).netloc))
        try:
            answer = self._out.get(url, "", {"Accept": accept})
        except OutgoingError as problem:
            raise self._refused(problem.code, url) from problem
        if answer.status != 200:
            raise Refusal("import_service_status", found=answer.status)
        self._bytes += len(answer.body)
        if self._bytes > limits.SERVICE_BYTES:
            raise Refusal("import_service_large", most=limits.SERVICE_BYTES // limits.MEGABYTE)
        return answer.body

    def _refused(self, code: str, url: str) -> Refusal:
        args = {"found": short(urlsplit(url).netloc)} if code in ("host", "private") else {}
        if code == "size":
            args = {"most": limits.SERVICE_BYTES // limits.MEGABYTE}
        return Refusal(_WHY.get(code, "import_service_silent"), **args)
