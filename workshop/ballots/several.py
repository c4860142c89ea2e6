"""Several rules over the same ballots, and ballots turned from one option to another.

Where the rules put different options first, the rule decides and not the people alone. How far a
result is from another is found by turning ballots: each as far from the first option to another
as its person could have answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workshop.ballots.common import ABSTAIN
from workshop.ballots.leaning import Own
from workshop.model import Json, Step


@dataclass(frozen=True, slots=True)
class Rule:
    """What a rule puts first; more than one where it ties, or where it buys several.

    `at` is its threshold; a rule that is not `usual` is told as what another threshold would give.
    `summed`: it adds up how much people lean to each option, so that the least number of people
    who would have to turn is known exactly.
    """

    name: str
    first: tuple[str, ...]
    at: int | None = None
    usual: bool = True
    summed: bool = False


def highest(figures: Mapping[str, float | None]) -> tuple[str, ...]:
    """Those with the highest figure; nobody where there is none."""
    known = {item: figure for item, figure in figures.items() if figure is not None}
    most = max(known.values(), default=None)
    return tuple(item for item, figure in known.items() if figure == most)


def by_figure(rows: Iterable[Json], name: str) -> tuple[str, ...]:
    """Of a count's rows: those with the highest figure of that name."""
    return highest({row["id"]: row[name] for row in rows})


def thresholds(counts: Mapping[str, list[int]], usual: int) -> list[Rule]:
    """Of how often each step of a scale was given: whom most gave that step or a higher one."""
    longest = max(map(len, counts.values()), default=0)
    found: list[Rule] = []
    for at in range(1, longest):
        enough = {item: sum(given[at:]) for item, given in counts.items()}
        shares = {item: n / sum(counts[item]) for item, n in enough.items() if sum(counts[item])}
        found.append(Rule("at_least", highest(shares), at, usual=at == usual))
    return found


def one_rule(step: Step, votes: Mapping[tuple[str, str], Any]) -> tuple[Rule, ...]:
    """A way that puts nothing first."""
    return ()


def stays(step: Step, own: Own, away: str, towards: str) -> Own:
    """A way whose answers are about no option."""
    return own


def extremes(lowest: Callable[[Step], Any], most: Callable[[Step], Any]):
    """Of one answer for each option: the two that were answered become the scale's ends."""

    def turned(step: Step, own: Own, away: str, towards: str) -> Own:
        ends = {away: lowest(step), towards: most(step)}
        return dict(own) | {item: end for item, end in ends.items() if own.get(item) != ABSTAIN
                            and item in own}  # fmt: skip

    return turned


def all_on(most: Callable[[Step], int]):
    """Of one ballot that has something to lay out: all that one option can have."""

    def turned(step: Step, own: Own, away: str, towards: str) -> Own:
        return {"": {towards: most(step)}}

    return turned
