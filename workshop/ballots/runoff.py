"""Instant runoff over rankings: who has the fewest first places is out, and they move on.

The tie rule: all who share the fewest go out together, so that nothing depends on the order of
the agenda. Where that would be everybody who is left, they win together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from workshop.model import Json


def runoff(ids: Sequence[str], ballots: Sequence[Sequence[str]]) -> list[Json]:
    """The turns: each with who stands where, who goes out, and where their ballots went.

    The last turn names the winners: more than half of the ballots that still name somebody.
    """
    left = set(ids)
    piles: dict[str, list[Sequence[str]]] = {each: [] for each in ids}
    for ballot in ballots:
        piles[ballot[0]].append(ballot)
    exhausted = 0
    turns: list[Json] = []
    while ballots and left:
        standing = {each: len(piles[each]) for each in ids if each in left}
        most, fewest = max(standing.values()), min(standing.values())
        turn: Json = {"standing": standing, "exhausted": exhausted, "out": [], "moved": []}
        turns.append(turn)
        if 2 * most > sum(standing.values()) or most == fewest:
            turn["winners"] = [each for each in standing if standing[each] == most]
            break
        turn["out"] = [each for each in standing if standing[each] == fewest]
        left -= set(turn["out"])
        exhausted += _move(piles, turn, left)
    return turns


def _move(piles: dict[str, list[Sequence[str]]], turn: Json, left: set[str]) -> int:
    """Give each ballot of those who go out to the next on it; how many name nobody any more."""
    lost = 0
    for gone in turn["out"]:
        moved: Counter[str] = Counter()
        for ballot in piles.pop(gone):
            for heir in ballot:
                if heir in left:
                    piles[heir].append(ballot)
                    moved[heir] += 1
                    break
        lost += turn["standing"][gone] - moved.total()
        turn["moved"] += [{"from": gone, "to": to, "n": n} for to, n in sorted(moved.items())]
    return lost
