"""The kept building registers of a city, or its lists of stations with `kind=stations`.

Which versions there are, and putting another in force.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from dashboards._doors import current_user
from dashboards._language import current, plurals, words
from dashboards._services import services
from data.errors import DataError
from data.twin.kept import Kept
from data.twin.register import in_force
from data.twin.register_file import Register, Registers
from data.twin.station_file import StationList, StationLists
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
        _kept().choose(city, wished, str(user.role))
    except DataError:
        abort(404)
    services().twin.renew(city)
    return jsonify(_listed(city))


def _kept() -> Kept[Any]:
    kind = StationLists if request.args.get("kind") == StationLists.FOLDER else Registers
    return kind(services().settings.data_dir)


def _listed(city: str) -> dict[str, Any]:
    """The newest first; the last line is doing without."""
    held = _kept()
    chosen = held.number(city)
    versions = sorted(held.versions(city).items(), reverse=True)
    rows = [_told(version, each) | {"now": version == chosen} for version, each in versions]
    if isinstance(held, StationLists):
        none, then = _("No list"), _("Where stations stand is not reported.")
    else:
        none, then = _("No register"), _("Districts follow where people live.")
    without = {"number": 0, "name": none, "now": chosen == 0, "about": then}
    said = _astray(city) if isinstance(held, Registers) and chosen else ""
    return {"registers": [*rows, without] if rows else [], "said": said}


def _astray(city: str) -> str:
    """Kept for other districts than today's, a register says nothing of these."""
    if in_force(services().library, city):
        return ""
    return _("The register in force is of other districts than today's, and is not used.")


def _count(each: Register | StationList) -> str:
    language = current()
    if isinstance(each, StationList):
        many = len(each.stations)
        said = _n("{n} recycling station", "{n} recycling stations", many)
        return said.format(n=number(many, language))
    said = _n("{n} building, {floor} m²", "{n} buildings, {floor} m²", each.buildings)
    floor = number(each.floor_m2, language, 0)
    return said.format(n=number(each.buildings, language), floor=floor)


def _told(version: int, each: Register | StationList) -> dict[str, Any]:
    language = current()
    taken = date(dt.datetime.fromisoformat(each.taken_at).date(), language)
    of = date(dt.date.fromisoformat(each.date), language)
    count = _count(each)
    name = _("Version {n}: {by}, {date}").format(n=version, by=each.by, date=of)
    about = _("{count} · imported {date} from {file} · {licence}").format(
        count=count, date=taken, file=each.file, licence=each.licence
    )
    return {"number": version, "name": name, "about": about}
