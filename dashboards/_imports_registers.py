"""The kept building registers of a city: which there are, and putting another in force."""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from dashboards._doors import current_user
from dashboards._language import current, plurals, words
from dashboards._services import services
from data.errors import DataError
from data.twin.register import in_force
from data.twin.register_file import Register, Registers
from workshop.language import date, number

routes = Blueprint("registers", __name__)
_ = words("imports")
_n = plurals("imports")


@routes.get("/import/registers")
def kept() -> Response:
    return jsonify(_listed(request.args["city"]))


@routes.post("/import/registers")
def put_in_force() -> Response:
    """{number}: a version that is kept, or 0 for none. The model is then fitted anew."""
    city, asked = request.args["city"], request.get_json(silent=True)
    wished = asked.get("number") if isinstance(asked, dict) else None
    user = current_user()
    if user is None or type(wished) is not int or wished < 0:
        abort(422)
    try:
        Registers(services().settings.data_dir).choose(city, wished, str(user.role))
    except DataError:
        abort(404)
    services().twin.renew(city)
    return jsonify(_listed(city))


def _listed(city: str) -> dict[str, Any]:
    """The newest first; the last line is doing without."""
    library = services().library
    held = Registers(library.data_dir)
    chosen, used = held.number(city), in_force(library, city)
    versions = sorted(held.versions(city).items(), reverse=True)
    rows = [_told(version, each) | {"now": version == chosen} for version, each in versions]
    without = {"number": 0, "name": _("No register"), "now": chosen == 0,
               "about": _("Districts follow where people live.")}  # fmt: skip
    # Kept for other districts than today's: it says nothing of these.
    astray = _("The register in force is of other districts than today's, and is not used.")
    said = astray if chosen and used is None else ""
    return {"registers": [*rows, without] if rows else [], "said": said}


def _told(version: int, each: Register) -> dict[str, Any]:
    language = current()
    taken = date(dt.datetime.fromisoformat(each.taken_at).date(), language)
    of = date(dt.date.fromisoformat(each.date), language)
    count = _n("{n} building, {floor} m²", "{n} buildings, {floor} m²", each.buildings).format(
        n=number(each.buildings, language), floor=number(each.floor_m2, language, 0)
    )
    name = _("Version {n}: {by}, {date}").format(n=version, by=each.by, date=of)
    about = _("{count} · imported {date} from {file} · {licence}").format(
        count=count, date=taken, file=each.file, licence=each.licence
    )
    return {"number": version, "name": name, "about": about}
