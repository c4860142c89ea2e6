"""Plain addresses of the import page: files, services, and the tables to fill in."""

from __future__ import annotations

import datetime as dt
import io
from urllib.parse import unquote

from flask import Blueprint, Response, abort, jsonify, request

from dashboards._doors import current_user
from dashboards._imports_words import of_refusal
from dashboards._language import current
from dashboards._services import services
from data import queries
from data.errors import DataError
from data.imports import limits, template
from data.imports.findings import Refusal
from data.imports.receive import Sent, receive
from data.imports.services.fetching import fetch, name_of
from data.imports.services.snapshots import Snapshot, Snapshots
from data.records import Area
from workshop.language import date, pick
from workshop.server.outgoing import Outgoing
from workshop.server.refusals import NotOpen, SignInFirst

routes = Blueprint("import", __name__)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LISTED = 8
_KINDS = ("results", "buildings", "stations")
_STATUS = {"import_sign_in": 401, "import_forbidden": 403, "import_too_large": 413}


@routes.post("/import/upload")
def upload() -> tuple[Response, int]:
    """The file is the body; its name travels in a header, the city in the address."""
    try:
        sent = _sent()
        if (request.content_length or 0) > limits.LARGEST_FILE:
            raise Refusal("import_too_large", most=limits.LARGEST_FILE // limits.MEGABYTE)
        token = receive(services().library, sent, request.stream)
    except Refusal as refusal:
        return _told(refusal)
    return jsonify({"ok": True, "token": token}), 200


@routes.errorhandler(SignInFirst)
@routes.errorhandler(NotOpen)
def refused(why: SignInFirst | NotOpen) -> tuple[Response, int]:
    """The page's script puts this beside the file that somebody chose."""
    refusal = Refusal("import_forbidden" if isinstance(why, NotOpen) else "import_sign_in")
    return _told(refusal)


def _told(refusal: Refusal) -> tuple[Response, int]:
    told = {"ok": False, "code": refusal.code, "text": of_refusal(refusal)}
    return jsonify(told), _STATUS.get(refusal.code, 422)


def _sent() -> Sent:
    city = request.args.get("city", "")
    user = current_user()
    if user is None:
        raise Refusal("import_sign_in")
    name = unquote(request.headers.get("X-File-Name", "")[:1000])
    kind = request.args.get("kind")
    return Sent(user.id, city, name, kind if kind in _KINDS else "")


@routes.post("/import/fetch")
def fetch_from_service() -> tuple[Response, int]:
    """Asks a service, or takes the copy that was kept of an earlier answer (`kept`: its moment)."""
    try:
        asked = request.get_json(silent=True)
        given = {key: str(each) for key, each in asked.items()} if isinstance(asked, dict) else {}
        note, told = _kept(given) if "kept" in given else _fetched(given)
        user = current_user()
        if user is None:
            raise Refusal("import_sign_in")
        name = name_of(note.address, note.standard)
        sent = Sent(user.id, note.city, name, "results" if note.results else "", note.address)
        token = receive(services().library, sent, io.BytesIO(told))
    except Refusal as refusal:
        return _told(refusal)
    return jsonify({"ok": True, "token": token}), 200


def _fetched(given: dict[str, str]) -> tuple[Snapshot, bytes]:
    parts = services()
    settings = parts.settings
    results = request.args.get("kind") == "results"
    out = Outgoing(settings.services, settings.services_inside)
    standard, address = given.get("standard", ""), given.get("address", "").strip()
    told = fetch(out, standard, address, results)
    keeper = Snapshots(settings.data_dir)
    return keeper.keep(request.args["city"], standard, address, results, told), told


def _kept(given: dict[str, str]) -> tuple[Snapshot, bytes]:
    keeper = Snapshots(services().settings.data_dir)
    for note in keeper.of(request.args["city"]):
        if note.at == given["kept"]:
            return note, keeper.told(note)
    raise Refusal("import_service_forgotten")


@routes.get("/import/fetched")
def fetched_before() -> Response:
    """The newest fetches for a city, with the checksum of what is kept of each."""
    held = Snapshots(services().settings.data_dir).of(request.args["city"])[:_LISTED]
    told = [
        {
            "at": note.at, "standard": note.standard, "address": note.address,
            "results": note.results, "sum": note.sha256[:8],
            "when": date(dt.datetime.fromisoformat(note.at), current()),
        }
        for note in held
    ]  # fmt: skip
    return jsonify({"fetched": told})


@routes.get("/template/kpi.<suffix>")
def kpi_template(suffix: str) -> Response:
    """A row for each indicator, in the reader's language; `?city=` fills the areas in."""
    if suffix not in ("csv", "xlsx"):
        abort(404)
    area, areas = _areas(request.args.get("city", ""))
    if suffix == "csv":
        answer = Response(template.as_csv(current(), area), mimetype="text/csv")
    else:
        answer = Response(template.as_xlsx(current(), area, areas), mimetype=XLSX)
    name = f"kpi-{request.args['city']}" if area else "kpi"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return answer


def _areas(city_id: str) -> tuple[str, tuple[Area, ...]]:
    if not city_id:
        return "", ()
    try:
        city = queries.city(services().library, city_id)
    except DataError:
        abort(404)
    areas = queries.areas(services().library, city.id)
    return pick(city.names, current()), areas
