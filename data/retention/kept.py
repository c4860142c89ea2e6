"""What remains of a session when its raw answers are gone: figures about five or more, no texts."""

from __future__ import annotations

from data.export.rounds import before, settled
from workshop.agenda import step_json
from workshop.model import Json, Round, Session
from workshop.tally import movement, results


def kept(session: Session) -> Json:
    """Title, day, turnout and the results by round; neither places of pins nor words of people."""
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
                "answered": len(round_.answered),
                "results": _without_words(results(round_)),
                "previous": _previous(session, round_),
            }
            for round_ in settled(session)
            if round_.step.kind != "show"
        ],
    }


def _previous(session: Session, round_: Round) -> Json | None:
    earlier = before(session, round_)
    if earlier is None:
        return None
    moved = movement(earlier, round_)
    found = _without_words(results(earlier))
    return {"round_number": earlier.number, "results": found, "movement": moved}


def _without_words(found: Json | None) -> Json | None:
    if found is None or found["kind"] not in ("pins", "ideas"):
        return found
    return {name: value for name, value in found.items() if name not in ("pins", "ideas")}
