"""Ranking: the options in order, the best first; as many as one likes.

The same ballots are counted by three rules. Borda: m − 1 − place, and those without a place share
the points that are left, which is told as the average rank. Schulze (2011): who wins along the
strongest paths of pairwise majorities. Runoff: see `workshop.ballots.runoff`. Where the three put
different options first, the rule decides, and the sentence says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from workshop.ballots.common import (
    ABSTAIN,
    Measure,
    Said,
    Votes,
    abstains,
    as_options,
    cast_ballots,
    first,
    one_ballot,
    places,
)
from workshop.ballots.leaning import Own, no_numbers, no_scale
from workshop.ballots.runoff import runoff
from workshop.ballots.several import Rule
from workshop.errors import Rejected
from workshop.model import Json, Option, Step

RULES = ("borda", "schulze", "runoff")
_LANE = 24  # bits: each pair's count lies in a lane of its own, wide enough for 16 million ballots
items = one_ballot
FOR = "first"
scale, numbers = no_scale, no_numbers


def settings(given: Mapping[str, Any], options: Sequence[Option], where: str) -> Json:
    """There is nothing to set: all three rules are always told."""
    return {}


def validate(step: Step, item: str, value: object) -> str | list[str]:
    """``"abstain"``, or the options in order; those that are left out share the last place."""
    if abstains(item, value):
        return ABSTAIN
    ranked = as_options(step, value)
    if not ranked:
        raise Rejected("invalid", "value")
    return list(ranked)


def count(step: Step, votes: Votes) -> Json:
    """Average rank, pairwise matrix with its strongest paths, runoff with its transfers."""
    ballots, abstentions = cast_ballots(votes)
    ids = [option.id for option in step.options]
    n = len(ballots)
    d = _preferred(ids, ballots)
    p = strongest_paths(d)
    points = [
        sum(n + d[a][b] - d[b][a] for b in range(len(ids)) if b != a) for a in range(len(ids))
    ]
    transfers = runoff(ids, ballots)
    winners = {
        "borda": list(first(places(dict(zip(ids, points, strict=True))))) if n else [],
        "schulze": [each for a, each in enumerate(ids) if n and _unbeaten(p, a)],
        "runoff": transfers[-1]["winners"] if transfers else [],
    }
    ranked = Counter(chain.from_iterable(ballots))
    return {
        "n": n,
        "abstentions": abstentions,
        "options": [
            {
                "id": each,
                "n": n,
                "ranked": ranked[each],
                "rank": len(ids) - points[a] / (2 * n) if n else None,
                "place": 1 + sum(p[b][a] > p[a][b] for b in range(len(ids))),
            }
            for a, each in enumerate(ids)
        ],
        "matrix": d,
        "paths": p,
        "transfers": transfers,
        "winners": winners,
        "agree": bool(n) and len({tuple(sorted(won)) for won in winners.values()}) == 1,
    }


def _preferred(ids: Sequence[str], ballots: Iterable[Sequence[str]]) -> list[list[int]]:
    """d[a][b]: how many put a before b; one with a place comes before one without."""
    lane = {each: 1 << (_LANE * at) for at, each in enumerate(ids)}
    everybody = sum(lane.values())
    before = dict.fromkeys(ids, 0)
    for ballot in ballots:
        behind = everybody
        for each in ballot:
            behind -= lane[each]
            before[each] += behind
    mask = (1 << _LANE) - 1
    return [[before[a] >> (_LANE * b) & mask for b in range(len(ids))] for a in ids]


def strongest_paths(d: Sequence[Sequence[int]]) -> list[list[int]]:
    """p[a][b]: the strength of the strongest path from a to b, its weakest link; 0 for none."""
    m = range(len(d))
    p = [[d[a][b] if d[a][b] > d[b][a] else 0 for b in m] for a in m]
    for via in m:
        onward = p[via]
        for a in m:
            link = p[a][via]
            if a != via and link:
                p[a] = [max(now, min(link, on)) for now, on in zip(p[a], onward, strict=True)]
    for a in m:
        p[a][a] = 0
    return p


def _unbeaten(p: Sequence[Sequence[int]], a: int) -> bool:
    return all(p[a][b] >= p[b][a] for b in range(len(p)))


def standing(step: Step, votes: Votes) -> dict[str, float | None]:
    """The average rank of each option, 1 the best."""
    return {row["id"]: row["rank"] for row in count(step, votes)["options"]}


def leanings(step: Step, own: Own) -> dict[str, float]:
    """The points of Borda: those left out share what is left."""
    if own.get("", ABSTAIN) == ABSTAIN:
        return {}
    ranked: Sequence[str] = own[""]
    last = (len(step.options) - 1 - len(ranked)) / 2
    points = {each: len(step.options) - 1.0 - at for at, each in enumerate(ranked)}
    return {option.id: points.get(option.id, last) for option in step.options}


def favours(step: Step, leaning: float) -> bool:
    """Who put it first."""
    return leaning == len(step.options) - 1


def rules(step: Step, votes: Votes) -> tuple[Rule, ...]:
    """All three."""
    winners = count(step, votes)["winners"]
    return tuple(Rule(name, tuple(winners[name]), summed=name == "borda") for name in RULES)


def turned(step: Step, own: Own, away: str, towards: str) -> Own:
    """One first, all others as they were, the other behind all of them."""
    order: list[str] = [towards, *own[""], *(option.id for option in step.options)]
    return {"": [each for each in dict.fromkeys(order) if each != away]}


def sentence(step: Step, found: Json) -> Said | None:
    """What is first by every rule; or that the rule decides, and which gives what."""
    if not found["n"]:
        return None
    winners = {rule: tuple(found["winners"][rule]) for rule in RULES}
    if found["agree"]:
        return Said("All rules agree on: {options}.", {"options": winners["schulze"]})
    return Said(
        "The rule decides, so talk about it. Average rank: {borda}. Pair by pair: {schulze}."
        " Runoff: {runoff}.",
        winners,
    )


def measures(found: Json) -> Iterable[Measure]:
    n = found["n"]
    for row in found["options"]:
        yield Measure(row["id"], "average_rank", row["rank"], n)
        yield Measure(row["id"], "schulze_place", row["place"], n)
        yield Measure(row["id"], "ranked_by", row["ranked"], n)
        for rule in RULES:
            yield Measure(row["id"], f"wins_{rule}", int(row["id"] in found["winners"][rule]), n)
    ids = [row["id"] for row in found["options"]]
    for a, row in zip(ids, found["matrix"], strict=True):
        for b, often in zip(ids, row, strict=True):
            if a != b:
                yield Measure(a, f"before_{b}", often, n)
    for number, turn in enumerate(found["transfers"], 1):
        for item, often in turn["standing"].items():
            yield Measure(item, f"runoff_{number}", often, n)
