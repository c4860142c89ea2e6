"""Plain addresses of the review: saved pictures of the stage, and the files to take away.

The table of roles opens every one of them. Somebody who may not is told what somebody is told who
asks for a workshop that does not exist.
"""

from __future__ import annotations

import datetime as dt
import time

import structlog
from flask import Blueprint, Response, abort, jsonify

from dashboards._doors import current_user
from dashboards._language import current
from dashboards._review_replay import replays
from dashboards._services import services
from data.errors import DataError
from data.export.ballots import ballots_csv, ballots_jsonl, lines
from data.export.cells import DIALECTS, EXCEL
from data.export.groups import groups_csv
from data.export.manifest import as_text, manifest
from data.export.missing import missing_csv
from data.export.names import disposition, filename
from data.export.pabulib import pabulib_files
from data.export.pins import MEDIA_TYPE, pins_geojson
from data.export.polis import polis_files
from data.export.preflib import preflib_files
from data.export.raw import archive
from data.export.released import Released
from data.export.results import results_csv
from data.restore import Restored, restore
from workshop.errors import Rejected
from workshop.model import Session
from workshop.phone.picture import qr_svg
from workshop.ports import StorageFault

CSV = "text/csv; charset=utf-8"
JSON_LINES = "application/x-ndjson; charset=utf-8"
ZIP = "application/zip"
log = structlog.get_logger("export")
routes = Blueprint("review", __name__)


def asked(session_id: str) -> Session:
    """The session of a request, which the table has let in."""
    try:
        return services().workshop.state(session_id)
    except Rejected:
        abort(404)


@routes.get("/review/<session_id>/frame/<int:seq>.json")
def frame(session_id: str, seq: int) -> Response:
    """What the stage was sent at a moment. Other places in the log are not told."""
    asked(session_id)
    view = replays().view(session_id, seq)
    if view is None:
        abort(404)
    return jsonify(view)


@routes.get("/review/<session_id>/qr.svg")
def code(session_id: str) -> Response:
    """The square that stood on the stage."""
    session = asked(session_id)
    address = services().doors.links(session.id, session.code).qr_url
    return Response(qr_svg(address), mimetype="image/svg+xml")


@routes.post("/review/<session_id>/restore")
def bring_back(session_id: str) -> tuple[Response, int]:
    """A damaged session from its newest backup; who did it is in the log, and in the session's."""
    asked(session_id)
    parts, user = services(), current_user()
    alarm = parts.workshop.alarm(session_id)
    if user is None or alarm is None or alarm.damage is None:
        return jsonify(ok=False, code="conflict"), 409
    done: list[Restored] = []
    try:
        now = dt.datetime.now(dt.UTC)
        work = lambda: done.append(restore(parts.logs, session_id, user.id, now))  # noqa: E731
        parts.workshop.swap(session_id, work)
    except (DataError, StorageFault, OSError) as fault:
        log.exception("not_restored", account=user.id, session=session_id, why=str(fault))
        return jsonify(ok=False, code="retry"), 503
    log.info("restored", account=user.id, session=session_id, told=done[0].sentence())
    return jsonify(ok=True, seq=done[0].seq, missing=done[0].missing), 200


def files(session: Session, language: str) -> dict[str, tuple[str, str]]:
    """The files that carry no single answer, by their place in the address: (name, content)."""
    told = Released(services().settings.data_dir).figures(session)
    made = {
        f"results-{dialect.name}.csv": (
            filename(session, f"results-{dialect.name}", "csv"),
            results_csv(session, language, dialect, told),
        )
        for dialect in DIALECTS.values()
    }
    pins = as_text(pins_geojson(session, language))
    return made | {
        "groups.csv": (
            filename(session, "groups", "csv"),
            groups_csv(session, language, EXCEL, told),
        ),
        "missing.csv": (
            filename(session, "missing", "csv"),
            missing_csv(session, services().library, language, EXCEL),
        ),
        "pins.geojson": (filename(session, "pins", "geojson"), pins),
    }


@routes.get(
    "/export/<session_id>/"
    "<any('results-excel.csv','results-plain.csv','groups.csv','missing.csv','pins.geojson'):what>"
)
def released(session_id: str, what: str) -> Response:
    """Results as a table, those by group, who is missing, or the pins that were released."""
    session = asked(session_id)
    name, content = files(session, current())[what]
    return sent(content, name, CSV if what.endswith(".csv") else MEDIA_TYPE)


@routes.get("/export/<session_id>/manifest.json")
def about(session_id: str) -> Response:
    """What the files are, whose data they rest on, and the seal of the record."""
    session = asked(session_id)
    language = current()
    others = {name: text.encode() for name, text in files(session, language).values()}
    told = manifest(session, services().library, language, others, time.time_ns() // 10**6)
    return sent(as_text(told), filename(session, "manifest", "json"), "application/json")


# Raw ballots in the formats that other programs read, a file for each round.
INTERCHANGE = {
    "ballots-polis.zip": polis_files,
    "ballots-preflib.zip": preflib_files,
    "ballots-pabulib.zip": pabulib_files,
}


@routes.get(
    "/export/<session_id>/<any('ballots.csv','ballots.jsonl','ballots-polis.zip',"
    "'ballots-preflib.zip','ballots-pabulib.zip'):what>"
)
def raw(session_id: str, what: str) -> Response:
    """Raw ballots, for somebody who typed the password just now; who took them is logged."""
    session, user = asked(session_id), current_user()
    if what in INTERCHANGE:
        made = INTERCHANGE[what](session, current())
        content, media, taken = archive(made), ZIP, {"files": len(made)}
    else:
        found = lines(session, current())
        as_json = what == "ballots.jsonl"
        content = ballots_jsonl(found) if as_json else ballots_csv(found, EXCEL)
        media, taken = JSON_LINES if as_json else CSV, {"rows": len(found)}
    account = user.id if user else ""
    log.info("raw_exported", account=account, session=session.id, what=what, **taken)
    name, ending = what.split(".")
    return sent(content, filename(session, name, ending), media)


def sent(text: str | bytes, name: str, media_type: str) -> Response:
    answer = Response(text, content_type=media_type)
    answer.headers["Content-Disposition"] = disposition(name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
