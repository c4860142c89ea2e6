"""`make services`: our client of OGC API Features against pygeoapi, the standard's own reference.

Not part of `make test`: pygeoapi is as large as all of our packages together. It gets a virtual
environment of its own, whose Python is the argument, and a loopback port.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

from data.imports.services.fetching import fetch
from tests.data.service_stand import zones
from tests.product import free_port
from workshop.server.outgoing import Outgoing, OutgoingError

MANY = 1203  # three pages
PATIENCE_S = 60


def config(folder: Path, port: int) -> dict[str, Any]:
    """The least that pygeoapi starts with: one collection out of a GeoJSON file."""
    held = {"type": "FeatureCollection", "features": zones(0, MANY)}
    for place, feature in enumerate(held["features"]):
        feature["id"] = place
    (folder / "zones.geojson").write_text(json.dumps(held), "utf-8")
    said = {"title": {"en": "Zones"}, "description": {"en": "Zones"}, "keywords": {"en": ["zones"]}}
    provider = {"type": "feature", "name": "GeoJSON", "data": str(folder / "zones.geojson")}
    box = {"spatial": {"bbox": [-180, -90, 180, 90]}}
    collection = {"type": "collection", **said, "links": [], "extents": box}
    site = {"url": "https://example.org"}
    contact = {"name": "Rådslag", **site}
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port},
            "url": f"http://127.0.0.1:{port}",
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "languages": ["en-US"],
            "limits": {"default_items": 10, "max_items": 500},
            "map": {"url": "https://example.org/{z}/{x}/{y}.png", "attribution": "none"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {**said, **site, "terms_of_service": site["url"]},
            "license": {"name": "CC0", **site},
            "provider": contact,
            "contact": contact,
        },
        "resources": {"zones": {**collection, "providers": [provider | {"id_field": "id"}]}},
    }


def main(python: str) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        (folder / "config.yml").write_text(yaml.safe_dump(config(folder, port)), "utf-8")
        paths = {"PYGEOAPI_CONFIG": "config.yml", "PYGEOAPI_OPENAPI": "openapi.yml"}
        environment = os.environ | paths
        command = str(Path(python).with_name("pygeoapi"))
        described = [command, "openapi", "generate", "config.yml", "--output-file", "openapi.yml"]
        subprocess.run(described, cwd=folder, env=environment, check=True)
        flask = [python, "-m", "flask", "--app", "pygeoapi.flask_app", "run", "--port", str(port)]
        server = subprocess.Popen(flask, cwd=folder, env=environment)
        try:
            return _tried(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait()


def _tried(url: str) -> int:
    out = Outgoing([], [url])
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            out.get(url, "")
            break
        except OutgoingError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
    began = time.monotonic()
    told = json.loads(fetch(out, "ogc", f"{url}/collections/zones", results=True))
    found = [each["properties"]["zone"] for each in told["features"]]
    seconds = time.monotonic() - began
    whole = found == list(range(MANY))
    sys.stdout.write(f"{len(found)} features in {seconds:.1f} s: {'all' if whole else 'WRONG'}\n")
    return 0 if whole else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
