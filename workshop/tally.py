"""What the answers of a round add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from workshop.ballots import METHODS, by_hand
from workshop.model import WHOLE_ROOM_MINIMUM, Contribution, Json, Round


def votes(round_: Round) -> dict[tuple[str, str], Any]:
    """The ballots that count: (participant, item) → value, without those that were withdrawn."""
    return {key: ballot.value for key, ballot in round_.ballots.items() if not ballot.withdrawn}


def results(round_: Round) -> Json | None:
    """The results of a round in the form that every screen draws; None for a step that asks
    nothing.

    Counted answers are shown from five voters on: fewer would tell who answered what.
    """
    kind = round_.step.kind
    if kind == "show":
        return None
    if kind == "pins":
        return _pins(round_)
    if kind == "ideas":
        return _ideas(round_)
    counted = votes(round_)
    phones = len({participant for participant, _ in counted})
    voters = phones + sum(by_hand.people(round_).values())
    # Who saw the hands that were raised could take them from the sum: what is left must be nobody,
    # or five at least.
    few = voters if not 0 < phones < WHOLE_ROOM_MINIMUM else phones
    if few < WHOLE_ROOM_MINIMUM:
        told = {"kind": kind, "too_few": True, "voters": few, "needed": WHOLE_ROOM_MINIMUM}
        return told | ({"beside_hands": True} if voters > few else {})
    found = METHODS[kind].count(round_.step, counted | by_hand.all_dealt(round_))
    return {"kind": kind, "voters": voters} | found | _apart(round_, counted)


def _apart(round_: Round, phones: Mapping[tuple[str, str], Any]) -> Json:
    """What was counted in the room, shown apart. How the room answered, only where neither it nor
    what is left without it are the answers of one to four people."""
    method, step = METHODS[round_.step.kind], round_.step
    answered = Counter(item for _, item in phones)
    tellable = not any(n < WHOLE_ROOM_MINIMUM for n in answered.values())
    rows: list[Json] = []
    for source, count in sorted(round_.by_hand.items()):
        options = None
        if tellable and count.people >= WHOLE_ROOM_MINIMUM:
            options = method.count(step, by_hand.dealt(step, count))["options"]
        rows.append({"source": source, "people": count.people, "options": options})
    return {"by_hand": rows} if rows else {}


def movement(before: Round, after: Round) -> Json | None:
    """What changed between two rounds of one step, among those who answered both.

    ``changed`` counts people with at least one answer that differs; ``both`` those who answered in
    both rounds. None where either round, or those who were in both, are too few to show.
    """
    method = METHODS.get(after.step.kind)
    first, second = votes(before), votes(after)
    people = {p for p, _ in first} & {p for p, _ in second}
    enough = all(len({p for p, _ in v}) >= WHOLE_ROOM_MINIMUM for v in (first, second))
    if method is None or not enough or len(people) < WHOLE_ROOM_MINIMUM:
        return None
    old, new = method.standing(before.step, first), method.standing(after.step, second)
    changed = {
        p
        for (p, item), value in second.items()
        if p in people and (p, item) in first and first[p, item] != value
    }
    return {
        "options": [
            {"id": o.id, "before": old.get(o.id), "after": new.get(o.id)}
            for o in after.step.options
        ],
        "changed": len(changed),
        "both": len(people),
    }


def shown_text(contribution: Contribution) -> str | None:
    """A text once a facilitator has approved it, else nothing."""
    return contribution.text if contribution.state == "approved" else None


def supporters(round_: Round) -> dict[str, set[str]]:
    """Idea → the participants who support it; those of a merged idea support what it went into."""
    found: dict[str, set[str]] = {}
    for (participant, item), value in votes(round_).items():
        if value is True:
            found.setdefault(_final(round_, item), set()).add(participant)
    for idea in round_.contributions.values():
        if idea.state == "merged":
            found.setdefault(_final(round_, idea.id), set()).add(idea.participant)
    return found


def _final(round_: Round, item: str) -> str:
    contribution = round_.contributions.get(item)
    while contribution is not None and contribution.state == "merged" and contribution.into:
        contribution = round_.contributions.get(contribution.into)
    return contribution.id if contribution else item


def _pins(round_: Round) -> Json:
    placed = [c for c in _in_order(round_) if c.state in ("pending", "approved")]
    counts = Counter(c.category for c in placed)
    return {
        "kind": "pins",
        "count": len(placed),
        "categories": [
            {"id": category["id"], "count": counts[category["id"]]}
            for category in round_.step.settings["categories"]
        ],
        "pins": [
            {
                "id": c.id,
                "lat": c.lat,
                "lon": c.lon,
                "category": c.category,
                "text": shown_text(c),
            }
            for c in placed
        ],
    }


def _ideas(round_: Round) -> Json:
    supported = supporters(round_)
    shown = [c for c in _in_order(round_) if shown_text(c)]
    shown.sort(key=lambda c: -len(supported.get(c.id, ())))
    rows: list[Json] = [
        {"id": c.id, "text": c.text, "supports": len(supported.get(c.id, ()))} for c in shown
    ]
    return {"kind": "ideas", "count": len(rows), "ideas": rows}


def _in_order(round_: Round) -> list[Contribution]:
    return sorted(round_.contributions.values(), key=lambda c: c.seq)
