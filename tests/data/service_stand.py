"""A server on this machine that answers as the standards' own examples do."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.data.import_files import feature, square

Answer = tuple[int, str, bytes]
# What is asked: the path, and what stands behind it.
Tell = Callable[[str, dict[str, str]], Answer]


@dataclass
class Stand:
    """`asked` holds every address, in the order of asking."""

    url: str
    asked: list[str] = field(default_factory=lambda: [])


@contextmanager
def stand(tell: Tell) -> Iterator[Stand]:
    held: list[Stand] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            held[0].asked.append(self.path)
            parts = urlsplit(self.path)
            status, kind, body = tell(parts.path, dict(parse_qsl(parts.query)))
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", body.decode())
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    held.append(Stand(f"http://127.0.0.1:{server.server_port}"))
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield held[0]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def told(value: Any, kind: str = "application/json") -> Answer:
    return 200, kind, json.dumps(value).encode()


NOT_FOUND: Answer = (404, "application/json", b"{}")


def zones(first: int, count: int) -> list[dict[str, Any]]:
    return [
        feature(square(0.001 * n), kommune="3201", zone=n, energy_total_2030=100.0 + n)
        for n in range(first, first + count)
    ]


def ogc_features(path: str, asked: dict[str, str]) -> Answer:
    """OGC 17-069r4, 7.14 and 7.16: collections, and items with a link to the next page."""
    if path == "/collections":
        return told({"collections": [{"id": "zones"}, {"id": "roads"}], "links": []})
    if path != "/collections/zones/items":
        return NOT_FOUND
    start = int(asked.get("offset", "0"))
    page = {
        "type": "FeatureCollection",
        "features": zones(start, 2),
        "numberMatched": 4,
        "numberReturned": 2,
        "timeStamp": "2018-04-03T14:52:23Z",
        "links": [{"href": "/collections/zones/items?f=json", "rel": "self"}],
    }
    if start == 0:
        href = "/collections/zones/items?f=json&limit=2&offset=2"
        page["links"].append({"href": href, "rel": "next", "type": "application/geo+json"})
    return told(page, "application/geo+json")


CAPABILITIES = b"""<?xml version="1.0" encoding="UTF-8"?>
<wfs:WFS_Capabilities version="2.0.0" xmlns:wfs="http://www.opengis.net/wfs/2.0"
    xmlns:ows="http://www.opengis.net/ows/1.1" xmlns:bo="http://www.BlueOx.org/BlueOx">
  <wfs:FeatureTypeList>
    <wfs:FeatureType><wfs:Name>bo:Woods</wfs:Name><wfs:Title>Woods</wfs:Title></wfs:FeatureType>
    <wfs:FeatureType><wfs:Name>bo:Lakes</wfs:Name><wfs:Title>Lakes</wfs:Title></wfs:FeatureType>
  </wfs:FeatureTypeList>
</wfs:WFS_Capabilities>"""


def web_feature_service(path: str, asked: dict[str, str]) -> Answer:
    """OGC 09-025r2, annex B: capabilities; features as every large server gives them as JSON."""
    if asked.get("request") == "GetCapabilities":
        return 200, "text/xml; subtype=gml/3.2", CAPABILITIES
    if (path, asked.get("request"), asked.get("typeNames")) != ("/ows", "GetFeature", "bo:Woods"):
        return NOT_FOUND
    assert asked["map"] == "blueox.map"
    held = [] if int(asked["startIndex"]) else zones(0, 3)
    return told({"type": "FeatureCollection", "features": held, "numberMatched": 3})


def sensorthings(path: str, _asked: dict[str, str]) -> Answer:
    """OGC 18-088, 9.3 and annex B: datastreams with their thing, property and observations."""
    more = [_observation(2, "2040-01-01T00:00:00.000Z/2041-01-01T00:00:00.000Z", 70.1)]
    if path == "/v1.1/Datastreams(1)/Observations":
        return told({"value": more})
    if path != "/v1.1/Datastreams":
        return NOT_FOUND
    stream = {
        "@iot.id": 1,
        "@iot.selfLink": "http://example.org/v1.1/Datastreams(1)",
        "name": "heat of the city, modelled",
        "description": "This is a datastream of yearly energy",
        "unitOfMeasurement": {
            "name": "gigawatt hour a year",
            "symbol": "GWh/a",
            "definition": "http://unitsofmeasure.org/ucum.html#para-30",
        },
        "observationType": "http://www.opengis.net/def/observationType/OGC-OM/2.0/OM_Measurement",
        "Thing": {"name": "3201", "properties": {"scenario": "District heat"}},
        "ObservedProperty": {"name": "district_heat"},
        "Observations": [_observation(1, "2030-01-01T00:00:00.000Z", 70.4)],
        "Observations@iot.nextLink": "/v1.1/Datastreams(1)/Observations?$skip=1",
    }
    return told({"value": [stream]})


def _observation(id_: int, when: str, result: float) -> dict[str, Any]:
    return {"@iot.id": id_, "phenomenonTime": when, "resultTime": when, "result": result}


def ngsi_ld(path: str, asked: dict[str, str]) -> Answer:
    """ETSI GS CIM 009, 4.5 and annex C: entities in the normalised form."""
    if path == "/ngsi-ld/v1/types":
        return told({"id": "urn:ngsi-ld:EntityTypeList:1", "typeList": ["EnergyPlan", "Vehicle"]})
    if path != "/ngsi-ld/v1/entities" or asked.get("type") != "EnergyPlan":
        return NOT_FOUND
    if asked["offset"] != "0":
        return told([])
    entity = {
        "id": "urn:ngsi-ld:EnergyPlan:baerum",
        "type": "EnergyPlan",
        "refArea": {"type": "Relationship", "object": "urn:ngsi-ld:Municipality:3201"},
        "name": {"type": "Property", "value": "Sol på taket"},
        "solar": {
            "type": "Property",
            "value": 42_000,
            "unitCode": "MWH",
            "observedAt": "2035-12-31T00:00:00Z",
            "p10": {"type": "Property", "value": 30_000},
            "p90": {"type": "Property", "value": 51_000},
        },
        "location": {
            "type": "GeoProperty",
            "value": {"type": "Point", "coordinates": [10.5, 59.9]},
        },
        "@context": ["https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context.jsonld"],
    }
    return told([entity], "application/ld+json")
