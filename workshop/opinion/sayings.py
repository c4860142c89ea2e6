"""What sets a group apart, and what all groups share: the published tests of Polis.

For group g and statement c, A is how many of the group agree (or disagree), S how many answered.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workshop.opinion.clusters import Labels
from workshop.opinion.space import Floats

# One-sided, at nine of ten.
SIGNIFICANT = 1.2816
SAYINGS = 5
SIDES = {"agree": 1.0, "disagree": -1.0}


@dataclass(frozen=True)
class Stats:
    """Of one side, agreeing or disagreeing: a row for each group, a column for each statement.

    `likely` (A+1)/(S+2); `by_itself` the one-proportion z against one half; `beside` the
    two-proportion z against all other groups; `more` how many times likelier than among them.
    """

    likely: Floats
    by_itself: Floats
    beside: Floats
    more: Floats

    @property
    def shared(self) -> Floats:
        """Group-informed consensus: how likely it is in all groups at once."""
        return np.prod(self.likely, axis=0)


def stats(matrix: Floats, labels: Labels, side: str) -> Stats:
    """The tests of one side, of the people who were put in groups."""
    groups = [matrix[labels == g] for g in range(int(labels.max()) + 1)]
    given = np.array([(group == SIDES[side]).sum(axis=0) for group in groups], dtype=float)
    seen = np.array([(~np.isnan(group)).sum(axis=0) for group in groups], dtype=float)
    others, others_seen = given.sum(axis=0) - given, seen.sum(axis=0) - seen
    likely = (given + 1) / (seen + 2)
    return Stats(
        likely,
        2 * np.sqrt(seen + 1) * ((given + 1) / (seen + 1) - 0.5),
        _beside(given + 1, others + 1, seen + 1, others_seen + 1),
        likely / ((others + 1) / (others_seen + 2)),
    )


def _beside(given: Floats, others: Floats, seen: Floats, others_seen: Floats) -> Floats:
    """The z of two proportions; nought where everybody gives the same answer."""
    pooled = (given + others) / (seen + others_seen)
    spread = pooled * (1 - pooled) * (1 / seen + 1 / others_seen)
    possible = spread > 0
    root = np.sqrt(np.where(possible, spread, 1.0))
    return np.where(possible, (given / seen - others / others_seen) / root, 0.0)


def representative(agree: Stats, disagree: Stats, group: int) -> list[tuple[int, str]]:
    """A group's own statements, the most telling first: (statement, side)."""
    found: list[tuple[float, int, str]] = []
    for side, each in (("agree", agree), ("disagree", disagree)):
        itself, beside = each.by_itself[group], each.beside[group]
        weight = itself * beside * each.likely[group] * each.more[group]
        telling = (itself > SIGNIFICANT) & (beside > SIGNIFICANT)
        found += [(-float(weight[at]), int(at), side) for at in np.flatnonzero(telling)]
    return [(at, side) for _, at, side in sorted(found)[:SAYINGS]]


def bridging(agree: Stats, disagree: Stats) -> list[tuple[int, str]]:
    """The statements that every group by itself agrees (or disagrees) with, the firmest first."""
    found: list[tuple[float, int, str]] = []
    for side, each in (("agree", agree), ("disagree", disagree)):
        everywhere = (each.by_itself > SIGNIFICANT).all(axis=0)
        found += [(-float(each.shared[at]), int(at), side) for at in np.flatnonzero(everywhere)]
    return [(at, side) for _, at, side in sorted(found)[:SAYINGS]]
