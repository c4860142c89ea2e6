"""Shapes for the maps, by address: `/geo/<version>/<file>`, kept by browsers for good.

A version of the library never changes, so neither does a file of it.
"""

from __future__ import annotations

from flask import Blueprint, Response, abort, send_file

from dashboards._services import services
from data.errors import DataError

YEAR = 31_536_000

routes = Blueprint("geo", __name__)


@routes.get("/geo/<int:version>/<name>")
def shapes(version: int, name: str) -> Response:
    if not name.endswith(".geojson"):
        abort(404)
    try:
        path = services().library.geo_path(name, version)
    except DataError:
        abort(404)
    answer = send_file(path.resolve(), mimetype="application/geo+json", max_age=YEAR)
    answer.cache_control.public = True
    answer.cache_control.immutable = True
    return answer
