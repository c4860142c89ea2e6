"""What belongs to an export besides the figures: what it is, whose data, and the log's seal."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping

from data import queries
from data.export.names import minute
from data.export.pins import positions
from data.export.rounds import settled, source, step_number
from data.export.scenarios import shown
from data.library import Library
from workshop.ballots import by_hand
from workshop.language import pick
from workshop.model import Json, Session

FORMAT = 1
ALGORITHM = "SHA-256 over each event's canonical JSON (RFC 8785), the previous hash included"
LICENCE = (
    "The municipality decides on the licence of the results. The attributions name the sources "
    "of the maps that were shown; their licences follow the data."
)


def as_text(content: Json) -> str:
    """JSON for people and programs: UTF-8, indented, the same bytes for the same content."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def manifest(
    session: Session, library: Library, language: str, files: Mapping[str, bytes], now_ms: int
) -> Json:
    """About an export. `files` are its other files by name, as they are sent."""
    return {
        "format": FORMAT,
        "product": "Rådslag",
        "session": session.id,
        "city": session.city,
        "title": dict(session.title),
        "source": source(session),
        "phase": session.phase,
        "created": minute(session.created_at_ms),
        "closed": minute(session.closed_at_ms) if session.closed_at_ms else None,
        "exported": minute(now_ms),
        "language": language,
        "seal": {"events": session.seq, "head": session.head, "how": ALGORITHM},
        "participation": participation(session),
        "counts": counts(session),
        "pin_positions": positions(session),
        "library": {"now": library.version, "shown": versions(session)},
        "scenarios": shown(session),
        "attribution": list(attributions(session, library)),
        "licence": LICENCE,
        "steps": [
            {"step": number, "kind": step.kind, "title": pick(step.title, language)}
            for number, step in enumerate(session.agenda, 1)
        ],
        "files": [_told(name, sent) for name, sent in files.items()],
    }


def participation(session: Session) -> Json:
    """How people were let in, and what was counted in the room instead of on phones."""
    codes = session.printed_codes()
    return {
        "level": session.level,
        "codes": {
            "printed": len(codes),
            "voided": sum(1 for code in codes if code.voided),
            "used": sum(len(code.used) for code in codes),
        },
        "on_shared_devices": sum(1 for each in session.participants.values() if each.shared),
        "counted_in_the_room": [
            {"step": step_number(session, r), "round": r.number, "source": how, "people": people}
            for r in settled(session)
            for how, people in by_hand.people(r).items()
        ],
    }


def counts(session: Session) -> Json:
    """How much there is of each thing, and how much of it was held back."""
    rounds = settled(session)
    texts = [c for r in rounds for c in r.contributions.values()]
    states = Counter((c.kind, c.state) for c in texts)
    return {
        "participants": len(session.participants),
        "steps": len(session.agenda),
        "rounds": len(session.rounds),
        "rounds_reported": len(rounds),
        "pins": {state: states["pin", state] for state in _STATES},
        "ideas": {state: states["idea", state] for state in _STATES},
    }


_STATES = ("approved", "pending", "rejected", "merged")


def versions(session: Session) -> list[int]:
    """The versions of the library that the maps showed."""
    found = {r.shown["library"] for r in session.rounds if r.shown.get("library")}
    return sorted(found)


def attributions(session: Session, library: Library) -> tuple[str, ...]:
    """Whom to name beside the maps of this session, each once."""
    wanted = ["land"]
    for view in (r.step.view for r in session.rounds if r.step.view):
        wanted += [view.get("layer") or "municipalities", view.get("indicator") or "land"]
    return queries.attribution(library, *dict.fromkeys(wanted), city=session.city)


def _told(name: str, sent: bytes) -> Json:
    return {"name": name, "bytes": len(sent), "sha256": hashlib.sha256(sent).hexdigest()}
