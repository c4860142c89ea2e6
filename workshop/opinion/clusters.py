"""Groups of places: k-means, and the number of groups that stand most clearly apart.

The same places give the same groups, every time: the dice have a fixed seed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from workshop.opinion.space import Floats

Labels = NDArray[np.intp]
FEWEST, MOST = 2, 5
STARTS, STEPS = 10, 300
SEED = 20211
# In how many updates in a row another number of groups must be clearer, before a live drawing
# follows: groups that came and went would be worse than groups that come late.
PATIENCE = 4


@dataclass(frozen=True)
class Parted:
    """Places in groups; `silhouette` says from -1 to 1 how clearly they stand apart."""

    k: int
    labels: Labels
    silhouette: float


@dataclass(frozen=True)
class Held:
    """The number of groups that a live drawing keeps to, and what has been clearer since."""

    k: int
    wanted: int = 0
    times: int = 0

    def after(self, best: int) -> Held:
        """What is kept to after one more update, whose clearest number of groups is `best`."""
        if best == self.k:
            return Held(self.k)
        times = self.times + 1 if best == self.wanted else 1
        return Held(best) if times >= PATIENCE else Held(self.k, best, times)


def parted(points: Floats) -> dict[int, Parted]:
    """The points in two to five groups; fewer where there are too few different places."""
    spots, where = np.unique(np.round(points, 9), axis=0, return_inverse=True)
    where = where.reshape(-1)
    weights = np.bincount(where).astype(float)
    far = _distances(spots, spots)
    found: dict[int, Parted] = {}
    for k in range(FEWEST, min(MOST, len(spots), len(points) - 1) + 1):
        labels = _k_means(spots, weights, k)
        found[k] = Parted(k, labels[where], _silhouette(far, weights, labels, k))
    return found


def clearest(found: dict[int, Parted]) -> int:
    """The number of groups with the highest silhouette; of equal ones the smallest."""
    return max(found, key=lambda k: (round(found[k].silhouette, 9), -k))


def _distances(ones: Floats, others: Floats) -> Floats:
    across = ones[:, None, 0] - others[None, :, 0]
    along = ones[:, None, 1] - others[None, :, 1]
    return np.sqrt(across * across + along * along)


def _k_means(spots: Floats, weights: Floats, k: int) -> Labels:
    """The tightest of some starts; many people may share one spot."""
    dice = np.random.Generator(np.random.PCG64(SEED))
    best, tightest = np.zeros(len(spots), dtype=np.intp), np.inf
    for _ in range(STARTS):
        labels, spread = _lloyd(spots, weights, _first_centres(spots, weights, k, dice))
        if spread < tightest * (1 - 1e-9):
            best, tightest = labels, spread
    return best


def _first_centres(spots: Floats, weights: Floats, k: int, dice: np.random.Generator) -> Floats:
    """k-means++ (Arthur & Vassilvitskii 2007): each next centre likely far from those before."""
    chosen = [int(dice.choice(len(spots), p=weights / weights.sum()))]
    while len(chosen) < k:
        near = weights * _distances(spots, spots[chosen]).min(axis=1) ** 2
        chosen.append(int(dice.choice(len(spots), p=near / near.sum())))
    return spots[chosen]


def _lloyd(spots: Floats, weights: Floats, centres: Floats) -> tuple[Labels, float]:
    k = len(centres)
    labels = np.full(len(spots), -1, dtype=np.intp)
    for _ in range(STEPS):
        far = _distances(spots, centres)
        moved = np.argmin(far, axis=1)
        _refill(moved, far, k)
        if np.array_equal(moved, labels):
            break
        labels = moved
        sizes = np.bincount(labels, weights, k)
        sums = [np.bincount(labels, weights * spots[:, axis], k) for axis in (0, 1)]
        centres = np.stack(sums, axis=1) / sizes[:, None]
    own = _distances(spots, centres)[np.arange(len(spots)), labels]
    return labels, float((weights * own**2).sum())


def _refill(labels: Labels, far: Floats, k: int) -> None:
    """A group that nobody is nearest to takes the spot that lies worst of all."""
    for empty in np.flatnonzero(np.bincount(labels, minlength=k) == 0):
        own = far[np.arange(len(labels)), labels]
        alone = np.bincount(labels, minlength=k)[labels] == 1
        labels[np.argmax(np.where(alone, -1.0, own))] = empty


def _silhouette(far: Floats, weights: Floats, labels: Labels, k: int) -> float:
    """The mean over people (Rousseeuw 1987); somebody alone in a group counts nought."""
    member = np.zeros((len(labels), k))
    member[np.arange(len(labels)), labels] = weights
    sums, sizes = far @ member, member.sum(axis=0)
    rows = np.arange(len(labels))
    own = sums[rows, labels] / np.maximum(1, sizes[labels] - 1)
    others = sums / sizes
    others[rows, labels] = np.inf
    nearest = others.min(axis=1)
    widest = np.maximum(own, nearest)
    score = np.where(widest > 0, (nearest - own) / np.where(widest > 0, widest, 1), 0.0)
    score = np.where(sizes[labels] == 1, 0.0, score)
    return float((weights * score).sum() / weights.sum())
