"""Released pins as GeoJSON (RFC 7946: WGS 84, longitude first), for a map program.

Only what a facilitator approved, or what had no words to approve, leaves. A pin carries no
participant and no time of its own: the minute is that in which its question was opened.
"""

from __future__ import annotations

from data.export.names import minute
from data.export.rounds import settled, source, step_number
from workshop.language import pick
from workshop.model import Contribution, Json, Round, Session

DECIMALS = 5  # about one metre
MEDIA_TYPE = "application/geo+json"


def released(round_: Round) -> list[Contribution]:
    """The pins that may leave, by place: their order tells nothing about who came first."""
    found = [c for c in round_.contributions.values() if c.kind == "pin" and c.state == "approved"]
    return sorted(found, key=lambda c: (c.category or "", c.lat or 0.0, c.lon or 0.0))


def pins_geojson(session: Session, language: str) -> Json:
    """A FeatureCollection of all released pins of the session."""
    rounds = [r for r in settled(session) if r.step.kind == "pins"]
    pairs = [(round_, pin) for round_ in rounds for pin in released(round_)]
    return {
        "type": "FeatureCollection",
        "name": pick(session.title, language),
        "session": session.id,
        "city": session.city,
        "source": source(session),
        "features": [
            _feature(session, round_, pin, number, language)
            for number, (round_, pin) in enumerate(pairs, 1)
        ],
    }


def _feature(
    session: Session, round_: Round, pin: Contribution, number: int, language: str
) -> Json:
    categories = {category["id"]: category for category in round_.step.settings["categories"]}
    named = categories.get(pin.category or "", {})
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": _position(pin)},
        "properties": {
            "pin": number,
            "source": source(session),
            "step": step_number(session, round_),
            "step_title": pick(round_.step.title, language),
            "round": round_.number,
            "question_opened": minute(round_.opened_at_ms),
            "category": pin.category,
            "category_text": pick(named.get("text"), language),
            "text": pin.text or "",
        },
    }


def _position(pin: Contribution) -> list[float]:
    return [round(pin.lon or 0.0, DECIMALS), round(pin.lat or 0.0, DECIMALS)]
