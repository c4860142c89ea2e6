"""What remains of a session when its raw answers are gone: figures about five or more, no texts."""

from __future__ import annotations

from data.export.figures import Figures, closed
from workshop.agenda import step_json
from workshop.model import Json, Round, Session
from workshop.tally import results


def kept(session: Session, told: Figures) -> Json:
    """Title, day, turnout and the results by round; neither places of pins nor words of people.

    `told` are the figures that may leave."""
    return {
        "city": session.city,
        "title": dict(session.title),
        "language": session.language,
        "rehearsal": session.rehearsal,
        "created_at_ms": session.created_at_ms,
        "closed_at_ms": session.closed_at_ms,
        "participants": len(session.participants),
        "steps": len(session.agenda),
        "rounds": [
            {
                "id": round_.id,
                "number": round_.number,
                "step": step_json(round_.step, notes=False),
                "answered": told[round_.id]["answered"],
                "results": _counted(round_, told[round_.id]["results"]),
                "previous": told[round_.id]["previous"],
            }
            for round_ in closed(session)
            if round_.id in told
        ],
    }


def _counted(round_: Round, told: Json) -> Json:
    """Of pins and ideas, how many there were."""
    if told["kind"] not in ("pins", "ideas"):
        return told
    found = results(round_) or {}
    return {name: value for name, value in found.items() if name not in ("pins", "ideas")}
