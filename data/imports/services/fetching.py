"""From the address of a service to a file that is read like any other."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from data.imports import limits
from data.imports.findings import Refusal, short
from data.imports.services import features, things
from data.imports.services.line import Line
from workshop.server.outgoing import Outgoing

Json = dict[str, Any]


@dataclass(frozen=True)
class Service:
    """One standard: how its things are gathered, and what a file of them is called."""

    collect: Callable[[Line, str], list[Json]]
    suffix: str
    results_only: bool = False


SERVICES = {
    "ogc": Service(features.ogc_api, ".geojson"),
    "wfs": Service(features.wfs, ".geojson"),
    "sensorthings": Service(things.sensorthings, ".sta", results_only=True),
    "ngsild": Service(things.ngsi_ld, ".ngsild", results_only=True),
}
_places = threading.BoundedSemaphore(limits.AT_ONCE)


def fetch(out: Outgoing, standard: str, address: str, results: bool) -> bytes:
    """Everything that the address stands for, or `Refusal`."""
    service = SERVICES.get(standard)
    if service is None or (service.results_only and not results):
        raise Refusal("import_service_standard")
    if not address.isascii() or urlsplit(address).username or "#" in address:
        raise Refusal("import_service_address")
    if not _places.acquire(timeout=limits.WALL_SECONDS):
        raise Refusal("import_busy")
    try:
        held = service.collect(Line(out, address), address)
    finally:
        _places.release()
    if not held:
        raise Refusal("import_service_nothing")
    return _file(held, service.suffix)


def _file(held: list[Json], suffix: str) -> bytes:
    """The same things are the same bytes, whenever and in how many pieces they were told."""
    whole = {"type": "FeatureCollection", "features": held} if suffix == ".geojson" else held
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def name_of(address: str, standard: str) -> str:
    """What a file of this is called: the host, what was asked of it, and a suffix."""
    parts = urlsplit(address)
    words = [word for word in parts.path.split("/") if word not in ("", "items", "collections")]
    return (
        short(f"{parts.hostname} {words[-1] if words else ''}".strip(), 60)
        + SERVICES[standard].suffix
    )
