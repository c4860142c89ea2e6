"""What the facilitator sees besides what everybody does: what waits, and how people are let in."""

from __future__ import annotations

from workshop.agenda import step_json
from workshop.ballots import METHODS
from workshop.model import Contribution, Json, Round, Session
from workshop.parts import parts_of
from workshop.tally import support
from workshop.views import Frame


def desk_view(frame: Frame) -> Json:
    """The facilitator's screen: results before they are shown, and the texts that wait."""
    session, round_ = frame.session, frame.round
    moderation = _moderation(session)
    hidden = round_ is not None and not round_.revealed
    counted = frame.results
    return frame.common | {
        "role": "desk",
        "restored": session.restored,
        "results": counted | {"hidden": hidden} if counted else None,
        "said": frame.said,
        "steps": [_agenda_row(session, step.id) for step in session.agenda],
        "moderation": moderation,
        "entry": _entry(session),
        "by_hand": _by_hand(round_),
        "parts": parts_of(session, round_) if round_ else [],
        "counts": {"pending": sum(1 for row in moderation if row["state"] == "pending")},
    }


def _by_hand(round_: Round | None) -> Json:
    """What has been entered for the round on screen, to be looked at and replaced."""
    if round_ is None:
        return {}
    return {
        source: {
            "people": count.people,
            "abstained": count.abstained,
            "counts": {item: list(numbers) for item, numbers in count.counts.items()},
            "seq": count.seq,
        }
        for source, count in round_.by_hand.items()
    }


def _entry(session: Session) -> Json:
    """How people are let in, and how far the printed codes have been used."""
    codes = session.printed_codes()
    valid = [code for code in codes if not code.voided]
    return {
        "level": session.level,
        "settled": session.phase != "lobby" or bool(session.participants),
        "printed": len(codes),
        "voided": len(codes) - len(valid),
        "admits": sum(code.admits for code in valid),
        "used": sum(len(code.used) for code in valid),
        "shared": sum(1 for each in session.participants.values() if each.shared),
        "devices": [
            {"number": number, "since_ms": device.since_ms}
            for number, device in enumerate(session.devices, 1)
            if not device.ended
        ],
        "tables": [
            {"number": c.number, "admits": c.admits, "used": len(c.used), "voided": c.voided}
            for c in codes
            if c.level == "table"
        ],
    }


def _agenda_row(session: Session, step_id: str) -> Json:
    step = session.step(step_id)
    current = session.current_round()
    return {
        "step": step_json(step, words=True) if step else None,
        "current": bool(current and current.step.id == step_id),
        "rounds": [
            {
                "id": r.id,
                "number": r.number,
                "state": "open" if r.open else "closed",
                "revealed": r.revealed,
                "answered": len(r.answered),
            }
            for r in session.rounds_of(step_id)
        ],
    }


def _standing(own: Contribution) -> str:
    """What a facilitator decided; of a photo alone where a pin has no words."""
    if own.waits():
        return "pending"
    return own.state if own.text_id else own.photo_state


def _moderation(session: Session) -> list[Json]:
    held = (c for r in session.rounds for c in r.contributions.values())
    supported: dict[str, int | None] = {}
    for round_ in session.rounds:
        if round_.step.kind == "ideas":
            supported |= support(round_)
    texts = [c for c in held if c.text_id or c.photo]
    reasons = {c for r in session.rounds if r.step.way in METHODS for c in r.contributions}
    return [
        {
            "text_id": c.id,
            "kind": c.kind,
            "text": c.text,
            "round": c.round,
            "category": c.category,
            "state": _standing(c),
            "photo": c.photo,
            "into": c.into,
            "reason": c.reason,
            "finding": list(c.finding),
            "version": c.text_id,
            "supports": supported.get(c.id),
            # Of a reason, what it is about; an idea or a pin is none.
            **({"about": c.about} if c.id in reasons else {}),
        }
        for c in sorted(texts, key=lambda c: c.seq)
    ]
