"""Plain addresses of the desk: printed codes, one in place of a lost one, and what steps can show.

The plain codes exist in the answer alone. They are in the log as digests before the answer leaves.
"""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, request

from dashboards._desk_opinion import said
from dashboards._doors import current_user
from dashboards._services import services
from data.export.names import disposition, filename
from data.export.slips import Batch, sheet, tent_cards
from twin.scenario import Chosen
from workshop.ballots.basket_measures import YEARS
from workshop.model import Json, Session
from workshop.rules.entry import ADMITS, BATCH
from workshop.runtime import Ack
from workshop.slips import Slip, new_codes

routes = Blueprint("desk_codes", __name__)


def asked(session_id: str) -> tuple[str, Session]:
    """Who asks, and the session: the table of roles has let them in."""
    user = current_user()
    if user is None or not services().workshop.has(session_id):
        abort(404)
    return user.id, services().workshop.state(session_id)


@routes.get("/desk/<session_id>/twin.json")
def twin(session_id: str) -> Response:
    """What a step of this session can show of the twin, for the editor of the agenda."""
    _actor, session = asked(session_id)
    return sent(jsonify(services().twin.exhibits.offered(session.city, session.agenda)))


@routes.get("/desk/<session_id>/cost.json")
def cost(session_id: str) -> Response:
    """What a measure would cost by the model, for an option of a basket; {} where none is told."""
    _actor, session = asked(session_id)
    told = request.args
    try:
        areas = tuple(filter(None, told.get("areas", "").split(",")))
        one = Chosen(told["measure"], float(told["level"]), int(told["start"]), areas)
        year = int(told["year"])
    except (KeyError, ValueError):
        return refused("invalid")
    if not YEARS[0] <= year <= YEARS[1]:
        return refused("invalid")
    return sent(jsonify(services().twin.exhibits.cost(session.city, one, year)))


@routes.get("/desk/<session_id>/opinion.json")
def opinion(session_id: str) -> Response:
    """The opinion groups of the round on screen, in a sentence."""
    _actor, session = asked(session_id)
    return sent(jsonify(said=said(session)))


@routes.post("/desk/<session_id>/codes")
def batch(session_id: str) -> Response:
    """A new batch, as a PDF to print: slips for people, or a card for each table."""
    actor, session = asked(session_id)
    if session.level == "device":
        return refused("invalid")
    count = _whole("count", BATCH)
    admits = _whole("admits", ADMITS) if session.level == "table" else 1
    if not count or not admits:
        return refused("codes_many")
    slips = made(session, count)
    links = services().doors.links(session.id, session.code)
    about = Batch(session, links.join_short, admits)
    # Drawn first: what could not be drawn is not in the log, where nobody could read it.
    drawn = tent_cards(about, slips) if session.level == "table" else sheet(about, slips)
    ack = stored(session, slips, actor, {"admits": admits})
    if not ack.ok:
        return refused(ack.reason)
    name = filename(session, "tables" if session.level == "table" else "codes", "pdf")
    return sent(Response(drawn, mimetype="application/pdf"), disposition(name))


@routes.post("/desk/<session_id>/codes/replace")
def replace(session_id: str) -> Response:
    """One code in place of another that was lost; it is shown once, on the desk's screen."""
    actor, session = asked(session_id)
    number = _whole("number", len(session.printed_codes()))
    old = next((c for c in session.printed_codes() if c.number == number), None)
    if old is None:
        return refused("code_number")
    (slip,) = made(session, 1)
    ack = stored(session, [slip], actor, {"admits": old.admits, "instead_of": old.number})
    if not ack.ok:
        return refused(ack.reason)
    return sent(jsonify({"ok": True, "number": slip.number, "code": slip.spaced}))


def made(session: Session, count: int) -> list[Slip]:
    """New codes, with the numbers that follow those that are printed already."""
    doors = services().doors
    address = doors.links(session.id, session.code).qr_url
    codes = enumerate(new_codes(session.level, count), len(session.printed_codes()) + 1)
    return [doors.slips.slip(session.id, number, code, address) for number, code in codes]


def stored(session: Session, slips: list[Slip], actor: str, more: Json) -> Ack:
    digest = services().doors.slips.digest
    args: Json = {
        "digests": [digest(session.id, slip.code) for slip in slips],
        "first": slips[0].number,
    }
    return services().workshop.command(session.id, "issue_codes", args | more, actor=actor)


def _whole(name: str, most: int) -> int | None:
    """A number from 1 to `most` out of what was posted; None for anything else."""
    told = request.get_json(silent=True)
    value = told.get(name) if isinstance(told, dict) else None
    return value if type(value) is int and 0 < value <= most else None


def refused(code: str) -> Response:
    answer = jsonify({"ok": False, "code": code})
    answer.status_code = 409
    return sent(answer)


def sent(answer: Response, disposed: str = "") -> Response:
    """Codes are for the one who asked, now: nothing on the way may keep them."""
    answer.headers["Cache-Control"] = "no-store"
    if disposed:
        answer.headers["Content-Disposition"] = disposed
    return answer
