"""Features of a collection: OGC API Features (part 1) and WFS 2.0 that answers in GeoJSON."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode, urljoin

from defusedxml import DefusedXmlException, ElementTree

from data.imports import limits
from data.imports.findings import Refusal, short
from data.imports.services.line import Line

Json = dict[str, Any]
_XML = "application/xml, text/xml;q=0.9"
_LISTED = 12


def ogc_api(line: Line, address: str) -> list[Json]:
    """Every feature of a collection: `…/collections/NAME`, with or without `/items` behind."""
    top = address.split("?")[0].rstrip("/").removesuffix("/items")
    if not re.search(r"/collections/[^/]+$", top):
        raise Refusal("import_service_which", found=listed(_collections(line, top)))
    held: list[Json] = []
    url: str | None = f"{top}/items?{urlencode({'f': 'json', 'limit': limits.SERVICE_PAGE})}"
    while url is not None:
        page = _collection(line.json(url))
        held += page["features"]
        _refuse_many(held)
        url = _next(page, url)
    return held


def _collections(line: Line, top: str) -> list[str]:
    told = line.json(f"{top.removesuffix('/collections')}/collections?f=json")
    held = told.get("collections") if isinstance(told, dict) else None
    return [str(each.get("id")) for each in held or () if isinstance(each, dict)]


def _next(page: Json, url: str) -> str | None:
    links = page.get("links")
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and link.get("rel") == "next" and page["features"]:
            return urljoin(url, str(link.get("href")))
    return None


def wfs(line: Line, address: str) -> list[Json]:
    """Every feature of one type, which the address names: `…?typeNames=NAME`."""
    top, _, query = address.partition("?")
    given = {name.casefold(): text for name, text in parse_qsl(query)}
    name = given.pop("typenames", given.pop("typename", ""))
    for own in ("service", "version", "request", "outputformat", "count", "startindex", "srsname"):
        given.pop(own, None)
    if not name:
        raise Refusal("import_service_which", found=listed(_types(line, top, given)))
    asked = {
        **given, "service": "WFS", "version": "2.0.0", "request": "GetFeature", "typeNames": name,
        "outputFormat": "application/json", "srsName": "EPSG:4326", "count": limits.SERVICE_PAGE,
    }  # fmt: skip
    held: list[Json] = []
    while True:
        page = _collection(line.json(f"{top}?{urlencode(asked | {'startIndex': len(held)})}"))
        # A server without paging tells the same again.
        if not page["features"] or (held and page["features"][0] == held[0]):
            return held
        held += page["features"]
        _refuse_many(held)
        if len(page["features"]) < limits.SERVICE_PAGE:
            return held


def _types(line: Line, top: str, given: dict[str, str]) -> list[str]:
    asked = {**given, "service": "WFS", "version": "2.0.0", "request": "GetCapabilities"}
    body = line.body(f"{top}?{urlencode(asked)}", _XML)
    try:
        root = ElementTree.fromstring(body, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException) as problem:
        raise Refusal("import_service_kind") from problem
    return [each.text or "" for each in root.iterfind(".//{*}FeatureType/{*}Name")]


def _collection(told: Any) -> Json:
    """A FeatureCollection of features; nothing more is believed of it here."""
    features = told.get("features") if isinstance(told, dict) else None
    if not isinstance(features, list) or not all(map(_is_feature, features)):
        raise Refusal("import_service_kind")
    return cast(Json, told)


def _is_feature(told: Any) -> bool:
    return isinstance(told, dict) and told.get("type") == "Feature" and "properties" in told


def _refuse_many(held: list[Json]) -> None:
    if len(held) > limits.RESULT_FEATURES:
        raise Refusal("import_features", most=limits.RESULT_FEATURES)


def listed(names: Iterable[str]) -> str:
    return ", ".join([short(name, 40) for name in names if name][:_LISTED])
