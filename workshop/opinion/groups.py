"""The opinion groups of a round of statements, or why there are none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from workshop.model import Step
from workshop.opinion.clusters import Held, Labels, clearest, parted
from workshop.opinion.sayings import bridging, representative, stats
from workshop.opinion.space import PEOPLE_NEEDED, Flags, Floats, counted, matrix_of, places

Saying = tuple[int, str]  # statement, side
NOWHERE = -1
KEPT = 64  # matrices whose groups are remembered


@dataclass(frozen=True)
class Groups:
    """Groups by size, the largest first. `labels`: of each row of the matrix, -1 for nowhere.

    `why` there are none: "few" people have answered enough, or all answer "alike".
    """

    labels: Labels
    points: Floats
    counted: int
    why: str = ""
    silhouette: float = 0.0
    own: tuple[tuple[Saying, ...], ...] = ()
    shared: tuple[Saying, ...] = ()
    clearest: int = 0

    @property
    def sizes(self) -> list[int]:
        return [int((self.labels == g).sum()) for g in range(len(self.own))]


def of_votes(
    step: Step, votes: Mapping[tuple[str, str], Any], held: Held | None = None
) -> tuple[dict[str, int], Groups]:
    """Participant → group, and the groups; `held` is the number that a live drawing keeps to."""
    people, matrix = matrix_of(step, votes)
    found = _remembered(matrix.tobytes(), matrix.shape, held.k if held else 0)
    return dict(zip(people, map(int, found.labels), strict=True)), found


@lru_cache(maxsize=KEPT)
def _remembered(answers: bytes, shape: tuple[int, int], k: int) -> Groups:
    return groups(np.frombuffer(answers).reshape(shape), k)


def groups(matrix: Floats, k: int = 0) -> Groups:
    """The groups of a matrix: the clearest number of them, or `k` where that many can be made."""
    enough = counted(matrix)
    n = int(enough.sum())
    if n < PEOPLE_NEEDED:
        return Groups(_nowhere(matrix), np.zeros((len(matrix), 2)), n, "few")
    # In whatever order people answered, the sums are the same to the last bit.
    order = np.lexsort(np.nan_to_num(matrix, nan=9.0).T)
    points = np.empty((len(matrix), 2))
    points[order] = places(matrix[order])
    found = parted(points[enough])
    if not found:
        return Groups(_nowhere(matrix), points, n, "alike")
    best = clearest(found)
    chosen = found.get(k, found[best])
    labels = _by_size(chosen.labels, points[enough])
    everybody = _nowhere(matrix)
    everybody[enough] = labels
    own, shared = _said(matrix, enough, labels)
    return Groups(everybody, points, n, "", chosen.silhouette, own, shared, best)


def _nowhere(matrix: Floats) -> Labels:
    return np.full(len(matrix), NOWHERE, dtype=np.intp)


def _by_size(labels: Labels, points: Floats) -> Labels:
    """The largest group is the first; of equal ones the one that lies furthest back."""
    names = range(int(labels.max()) + 1)
    order = sorted(
        names, key=lambda g: (-(labels == g).sum(), *points[labels == g].mean(axis=0).round(9))
    )
    ranks = np.empty(len(order), dtype=np.intp)
    ranks[order] = np.arange(len(order))
    return ranks[labels]


def _said(
    matrix: Floats, enough: Flags, labels: Labels
) -> tuple[tuple[tuple[Saying, ...], ...], tuple[Saying, ...]]:
    placed = matrix[enough]
    agree, disagree = stats(placed, labels, "agree"), stats(placed, labels, "disagree")
    own = [tuple(representative(agree, disagree, g)) for g in range(int(labels.max()) + 1)]
    return tuple(own), tuple(bridging(agree, disagree))
