"""How much people agree: the middle half of what they gave, and Kendall's concordance.

W = 12·S / (m²(k³ − k) − m·ΣT): m people, k options, S the squares by which the options' sums of
ranks lie from their mean, T = Σ(t³ − t) for each person's ties (Kendall & Babington Smith 1939;
Siegel's correction). 1 when everybody ranks alike, 0 when their orders have nothing in common.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from statistics import median, quantiles
from typing import Any

from workshop.ballots import METHODS, by_hand
from workshop.ballots.common import Votes
from workshop.model import WHOLE_ROOM_MINIMUM, Json, Round
from workshop.tally import results, votes

# How W is read (Schmidt 1997): weak below the first, strong from the second on.
WEAK, STRONG = 0.3, 0.7


def agreement(round_: Round) -> Json | None:
    """Of a round of numbers that may be told: ``{"w", "raters", "reads", "options": [{"id",
    "median", "q1", "q3"}]}``; `w` is None where fewer than five gave every option a number, or
    where everybody gave all options the same."""
    room = results(round_) or {}
    method = METHODS.get(round_.step.way)
    if method is None or method.scale(round_.step) is None or room.get("too_few"):
        return None
    whole = _complete(round_, _numbers(round_, votes(round_)))
    w = kendall(whole) if len(whole) >= WHOLE_ROOM_MINIMUM else None
    reads = None if w is None else "weak" if w < WEAK else "strong" if w >= STRONG else "some"
    return {
        "w": w,
        "raters": len(whole) if w is not None else None,
        "reads": reads,
        "options": list(middles(round_, room)),
    }


def middles(round_: Round, room: Json) -> Iterator[Json]:
    """Median and quartiles (inclusive) of each option that `room` tells; "" where there are none.
    With what was counted by hand, as all that the room is told."""
    given = _numbers(round_, votes(round_) | by_hand.all_dealt(round_))
    told = [row["id"] for row in room.get("options", ({"id": ""},)) if not row.get("too_few")]
    for item in told:
        numbers = [own[item] for own in given if item in own]
        if len(numbers) >= WHOLE_ROOM_MINIMUM:
            q1, _, q3 = quantiles(numbers, n=4, method="inclusive")
            yield {"id": item, "median": median(numbers), "q1": q1, "q3": q3}


def _numbers(round_: Round, counted: Votes) -> list[Mapping[str, float]]:
    """What each gave, item by item."""
    people: dict[str, dict[str, Any]] = {}
    for (person, item), value in counted.items():
        people.setdefault(person, {})[item] = value
    return [METHODS[round_.step.way].numbers(round_.step, own) for own in people.values()]


def _complete(round_: Round, given: Sequence[Mapping[str, float]]) -> list[list[float]]:
    """What each gave to all options, of those who gave each of them a number."""
    ids = [option.id for option in round_.step.options]
    return [[own[id_] for id_ in ids] for own in given if ids and len(own) == len(ids)]


def kendall(given: Sequence[Sequence[float]]) -> float | None:
    """W of what each person gave to each option; None where it says nothing."""
    m, k = len(given), len(given[0]) if given else 0
    if m < 2 or k < 2:
        return None
    ranked = [_ranks(own) for own in given]
    sums = [sum(each) for each in zip(*ranked, strict=True)]
    mean = m * (k + 1) / 2
    ties = sum(t**3 - t for own in given for t in Counter(own).values())
    below = m * m * (k**3 - k) - m * ties
    return 12 * sum((s - mean) ** 2 for s in sums) / below if below else None


def _ranks(own: Sequence[float]) -> list[float]:
    """Ranks from 1; equal numbers share the mean of the ranks that they take up."""
    places: Mapping[float, list[int]] = {value: [] for value in own}
    for rank, value in enumerate(sorted(own), 1):
        places[value].append(rank)
    return [sum(places[value]) / len(places[value]) for value in own]
