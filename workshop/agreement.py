"""How much people agree: Kendall's coefficient of concordance over what they gave each option.

W = 12·S / (m²(k³ − k) − m·ΣT): m people, k options, S the squares by which the options' sums of
ranks lie from their mean, T = Σ(t³ − t) for each person's ties (Kendall & Babington Smith 1939;
Siegel's correction). 1 when everybody ranks alike, 0 when their orders have nothing in common.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import median, quantiles

from workshop.model import WHOLE_ROOM_MINIMUM, Json, Round
from workshop.tally import results, votes

# How W is read (Schmidt 1997): weak below the first, strong from the second on.
WEAK, STRONG = 0.3, 0.7


def agreement(round_: Round) -> Json | None:
    """Of a round of scores that may be told: ``{"w", "raters", "reads", "options": [{"id",
    "median", "q1", "q3"}]}``; `w` is None where fewer than five gave every option a number, or
    where everybody gave all options the same."""
    room = results(round_) or {}
    if round_.step.way != "score" or "options" not in room:
        return None
    given = _complete(round_)
    w = kendall(given) if len(given) >= WHOLE_ROOM_MINIMUM else None
    reads = None if w is None else "weak" if w < WEAK else "strong" if w >= STRONG else "some"
    told = [option for option in room["options"] if not option.get("too_few")]
    return {
        "w": w,
        "raters": len(given) if w is not None else None,
        "reads": reads,
        "options": [{"id": option["id"]} | _middle(option["counts"]) for option in told],
    }


def _complete(round_: Round) -> list[list[float]]:
    """What each gave to all options, of those who gave each of them a number."""
    people: dict[str, dict[str, float]] = {}
    for (person, item), value in votes(round_).items():
        if isinstance(value, int):
            people.setdefault(person, {})[item] = value
    ids = [option.id for option in round_.step.options]
    return [[own[id_] for id_ in ids] for own in people.values() if len(own) == len(ids)]


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


def _middle(counts: Sequence[int]) -> Json:
    """Median and quartiles (inclusive) of how often each number was given."""
    numbers = [value for value, n in enumerate(counts) for _ in range(n)]
    q1, _, q3 = quantiles(numbers, n=4, method="inclusive")
    return {"median": median(numbers), "q1": q1, "q3": q3}
