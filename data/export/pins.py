"""Released pins as GeoJSON (RFC 7946: WGS 84, longitude first), for a map program.

Only what a facilitator approved, or what had no words to approve, leaves. A pin carries no
participant and no time of its own: the minute is that in which its question was opened. Where
fewer than five lie within a square of about a hundred metres, each lies in the middle of it.
"""

from __future__ import annotations

import math
from collections import Counter

from data.export.names import minute
from data.export.rounds import settled, source, step_number
from workshop.language import pick
from workshop.model import WHOLE_ROOM_MINIMUM, Contribution, Json, Round, Session

DECIMALS = 5  # about one metre
GRID_M = 100
_STEP = 0.001  # of a degree of latitude: 111 metres

Pair = tuple[Round, Contribution]
Square = tuple[int, int]
MEDIA_TYPE = "application/geo+json"


def released(round_: Round) -> list[Contribution]:
    """The pins that may leave, by place: their order tells nothing about who came first."""
    found = [c for c in round_.contributions.values() if c.kind == "pin" and c.state == "approved"]
    return sorted(found, key=lambda c: (c.category or "", c.lat or 0.0, c.lon or 0.0))


def pins_geojson(session: Session, language: str) -> Json:
    """A FeatureCollection of all released pins of the session."""
    pairs = _pairs(session)
    lone = _lone(pairs)
    return {
        "type": "FeatureCollection",
        "name": pick(session.title, language),
        "session": session.id,
        "city": session.city,
        "source": source(session),
        "features": [
            _feature(session, round_, pin, number, language, _square(pin) in lone)
            for number, (round_, pin) in enumerate(pairs, 1)
        ],
    }


def positions(session: Session) -> Json:
    """How many released pins lie exactly, and how many in the middle of their square."""
    pairs = _pairs(session)
    lone = _lone(pairs)
    moved = sum(_square(pin) in lone for _, pin in pairs)
    return {"exact": len(pairs) - moved, "generalised": moved, "grid_m": GRID_M}


def _pairs(session: Session) -> list[Pair]:
    """By square, and in it by words: their order tells nothing finer than the square."""
    rounds = [r for r in settled(session) if r.step.kind == "pins"]
    pairs = [(round_, pin) for round_ in rounds for pin in released(round_)]
    return sorted(
        pairs, key=lambda p: (p[0].opened_seq, p[1].category or "", _square(p[1]), p[1].text or "")
    )


def _square(pin: Contribution) -> Square:
    row = math.floor((pin.lat or 0.0) / _STEP)
    return row, math.floor((pin.lon or 0.0) / _wide(row))


def _wide(row: int) -> float:
    """The width of a square in degrees of longitude, at its latitude."""
    return _STEP / math.cos(math.radians(min(abs(row) * _STEP, 89)))


def _lone(pairs: list[Pair]) -> set[Square]:
    """The squares in which fewer than five lie."""
    counts = Counter(_square(pin) for _, pin in pairs)
    return {square for square, count in counts.items() if count < WHOLE_ROOM_MINIMUM}


def _feature(
    session: Session, round_: Round, pin: Contribution, number: int, language: str, lone: bool
) -> Json:
    categories = {category["id"]: category for category in round_.step.settings["categories"]}
    named = categories.get(pin.category or "", {})
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": _position(pin, lone)},
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
            "position": f"grid {GRID_M} m" if lone else "exact",
        },
    }


def _position(pin: Contribution, lone: bool) -> list[float]:
    lon, lat = pin.lon or 0.0, pin.lat or 0.0
    if lone:
        row, column = _square(pin)
        lon, lat = (column + 0.5) * _wide(row), (row + 0.5) * _STEP
    return [round(lon, DECIMALS), round(lat, DECIMALS)]
