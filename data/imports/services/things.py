"""Things and entities: the SensorThings API (1.1) and NGSI-LD (ETSI GS CIM 009)."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import parse_qsl, urlencode, urljoin

from data.imports import limits
from data.imports.findings import Refusal
from data.imports.services.features import listed
from data.imports.services.line import Line

Json = dict[str, Any]
_ENTITIES = "/ngsi-ld/v1/entities"
_EXPANDED = (
    "Thing($select=name,properties),ObservedProperty($select=name),"
    "Observations($select=phenomenonTime,result;$orderby=phenomenonTime;$top=1000)"
)
_PAGE = 100


def sensorthings(line: Line, address: str) -> list[Json]:
    """Every datastream with its observations: `…/v1.1`, with or without `/Datastreams`."""
    top = address.split("?")[0].rstrip("/").removesuffix("/Datastreams")
    # The dollar signs and brackets are the standard's own; services differ in taking them encoded.
    first = f"{top}/Datastreams?$top={_PAGE}&$expand={_EXPANDED}"
    held = _followed(line, first)
    for stream in held:
        link = stream.pop("Observations@iot.nextLink", None)
        if link is not None:
            more = _followed(line, urljoin(first, str(link)))
            stream["Observations"] = [*_values(stream.get("Observations")), *more]
    return held


def _followed(line: Line, url: str) -> list[Json]:
    held: list[Json] = []
    link: Any = url
    while link is not None:
        url = urljoin(url, str(link))
        told = line.json(url)
        page = _values(told.get("value") if isinstance(told, dict) else None)
        held += page
        link = told.get("@iot.nextLink") if page else None
        if len(held) > limits.RESULT_ROWS:
            raise Refusal("import_rows", most=limits.RESULT_ROWS)
    return held


def ngsi_ld(line: Line, address: str) -> list[Json]:
    """Every entity of one type, which the address names: `…/ngsi-ld/v1/entities?type=NAME`."""
    top, _, query = address.partition("?")
    top = top.rstrip("/").removesuffix(_ENTITIES)
    given = dict(parse_qsl(query))
    if "type" not in given:
        raise Refusal("import_service_which", found=listed(_types(line, top)))
    asked = {**given, "limit": _PAGE}
    held: list[Json] = []
    while True:
        page = _values(line.json(f"{top}{_ENTITIES}?{urlencode(asked | {'offset': len(held)})}"))
        if not page or (held and page[0] == held[0]):
            return held
        held += page
        if len(held) > limits.RESULT_FEATURES:
            raise Refusal("import_features", most=limits.RESULT_FEATURES)
        if len(page) < _PAGE:
            return held


def _types(line: Line, top: str) -> list[str]:
    told = line.json(f"{top}/ngsi-ld/v1/types")
    names = told.get("typeList") if isinstance(told, dict) else None
    return [str(each) for each in names] if isinstance(names, list) else []


def _values(told: Any) -> list[Json]:
    """A list of objects; nothing more is believed of it here."""
    if not isinstance(told, list) or not all(isinstance(each, dict) for each in told):
        raise Refusal("import_service_kind")
    return cast(list[Json], told)
