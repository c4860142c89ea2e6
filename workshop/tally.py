"""What the answers of a round add up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from workshop.ballots import METHODS, by_hand
from workshop.ballots.common import Said
from workshop.exhibits import model
from workshop.model import WHOLE_ROOM_MINIMUM, Contribution, Json, Round


def votes(round_: Round) -> dict[tuple[str, str], Any]:
    """The ballots that count: (participant, item) → value, without those that were withdrawn."""
    return {key: ballot.value for key, ballot in round_.ballots.items() if not ballot.withdrawn}


def results(round_: Round) -> Json | None:
    """The results of a round in the form that every screen draws; None for a step that asks
    nothing.

    Counted answers are shown from five voters on: fewer would tell who answered what.
    """
    kind = round_.step.way
    if not round_.step.asks:
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
        return told | ({"beside_hands": True} if voters > few else {}) | model(round_)
    everybody = counted | by_hand.all_dealt(round_)
    found = METHODS[kind].count(round_.step, everybody)
    if "options" not in found:
        return {"kind": kind, "voters": voters} | found | model(round_)
    hidden = _few(round_, counted) | _few(round_, everybody, none=True)
    rows = [{"id": o["id"], "too_few": True} if o["id"] in hidden else o for o in found["options"]]
    shown = {"kind": kind, "voters": voters} | found | {"options": rows}
    return shown | _apart(round_, counted)


def sentence(round_: Round, found: Json | None) -> Said | None:
    """What a round's results come to, in one sentence; None where they are not told or tell
    nothing."""
    method = METHODS.get(round_.step.way)
    if method is None or found is None or found.get("too_few"):
        return None
    return method.sentence(round_.step, found)


def _few(round_: Round, counted: Mapping[tuple[str, str], Any], none: bool = False) -> set[str]:
    """The options that one to four have answered, in a round that others answered more of; with
    `none` also those that nobody has."""
    people: dict[str, set[str]] = {}
    for person, item in counted:
        people.setdefault(item, set()).add(person)
    about: dict[str, set[str]] = {}
    for item, options in METHODS[round_.step.way].items(round_.step).items():
        for option in options:
            about[option] = about.get(option, set()) | people.get(item, set())
    least = 0 if none else 1
    return {option for option, who in about.items() if least <= len(who) < WHOLE_ROOM_MINIMUM}


def _apart(round_: Round, phones: Mapping[tuple[str, str], Any]) -> Json:
    """What was counted in the room, shown apart. How the room answered, only where neither it nor
    what is left without it are the answers of one to four people."""
    method, step = METHODS[round_.step.way], round_.step
    rows: list[Json] = []
    for source, count in sorted(round_.by_hand.items()):
        room = by_hand.dealt(step, count)
        told = count.people >= WHOLE_ROOM_MINIMUM and not _any_small(phones) | _any_small(room)
        options = method.count(step, room)["options"] if told else None
        rows.append({"source": source, "people": count.people, "options": options})
    return {"by_hand": rows} if rows else {}


def _any_small(counted: Mapping[tuple[str, str], Any]) -> bool:
    return any(_small(n) for n in Counter(item for _, item in counted).values())


def movement(before: Round, after: Round) -> Json | None:
    """What changed between two rounds of one step, among those who answered both.

    ``changed`` counts people with at least one answer that differs, and is None where it would
    tell about fewer than five; ``both`` those who answered in both rounds. None where either
    round, or those who were in both, are too few to show.
    """
    method = METHODS.get(after.step.way)
    first, second = votes(before), votes(after)
    people = {p for p, _ in first} & {p for p, _ in second}
    enough = all(len({p for p, _ in v}) >= WHOLE_ROOM_MINIMUM for v in (first, second))
    if method is None or not enough or len(people) < WHOLE_ROOM_MINIMUM:
        return None
    old, new = _standing(before, first), _standing(after, second)
    changed = moved_people(before, after)
    told = _tellable(changed, len(people), first, second)
    return {
        "options": [
            {"id": o.id, "before": old.get(o.id), "after": new.get(o.id)}
            for o in after.step.options
        ],
        "changed": changed if told else None,
        "both": len(people),
    }


def moved_people(before: Round, after: Round) -> int:
    """How many have at least one answer that differs: to be told only where `movement` does."""
    first, second = votes(before), votes(after)
    return len({key[0] for key, value in second.items() if key in first and first[key] != value})


def _standing(round_: Round, counted: dict[tuple[str, str], Any]) -> dict[str, float | None]:
    few = _few(round_, counted)
    standing = METHODS[round_.step.way].standing(round_.step, counted)
    return {item: None if item in few else value for item, value in standing.items()}


def _tellable(
    changed: int,
    both: int,
    first: dict[tuple[str, str], Any],
    second: dict[tuple[str, str], Any],
) -> bool:
    """Whether the number of those who changed may be told.

    Nobody (or everybody) having changed, the two tallies differ by the answers of those alone who
    came or left between the rounds: of them, too, there must be none or at least five.
    """
    if _small(changed) or _small(both - changed):
        return False
    if 0 < changed < both:
        return True
    came = Counter(item for _, item in second.keys() - first.keys())
    left = Counter(item for _, item in first.keys() - second.keys())
    return not any(_small(n) for n in (*came.values(), *left.values()))


def _small(n: int) -> bool:
    return 0 < n < WHOLE_ROOM_MINIMUM


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


def support(round_: Round) -> dict[str, int | None]:
    """Idea → how many support it; None where fewer than five have supported any."""
    supported = supporters(round_)
    told = len({person for person, _ in votes(round_)}) >= WHOLE_ROOM_MINIMUM
    return {c: len(supported.get(c, ())) if told else None for c in round_.contributions}


def _final(round_: Round, item: str) -> str:
    contribution = round_.contributions.get(item)
    while contribution is not None and contribution.state == "merged" and contribution.into:
        contribution = round_.contributions.get(contribution.into)
    return contribution.id if contribution else item


def _pins(round_: Round) -> Json:
    # Where an erased pin lay, nobody knows any more: in a replay it is not drawn.
    known = [c for c in _in_order(round_) if c.lat is not None]
    placed = [c for c in known if c.state in ("pending", "approved")]
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
                **({"photo": c.photo} if c.photo and c.photo_state == "approved" else {}),
            }
            for c in placed
        ],
    }


def _ideas(round_: Round) -> Json:
    """Approved ideas, the most supported first; support is told when five have supported any."""
    supported = support(round_)
    shown = [c for c in _in_order(round_) if shown_text(c)]
    shown.sort(key=lambda c: -(supported[c.id] or 0))
    rows: list[Json] = [{"id": c.id, "text": c.text, "supports": supported[c.id]} for c in shown]
    return {"kind": "ideas", "count": len(rows), "ideas": rows}


def _in_order(round_: Round) -> list[Contribution]:
    return sorted(round_.contributions.values(), key=lambda c: c.seq)
