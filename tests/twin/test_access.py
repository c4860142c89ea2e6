"""Who has a station near, and the best places for new ones: against counting all choices."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from pyproj import Geod

from twin.circular.access import Demand, Positions, access
from twin.circular.median import best, in_order
from twin.errors import TwinError

DICE = np.random.default_rng(7)
ONE = np.ones(1)


def town(points: int, places: int) -> tuple[Demand, Positions]:
    """People and candidates at random within some ten kilometres of Ålesund."""
    spots = [(6.1 + x * 0.2, 62.44 + y * 0.08) for x, y in DICE.random((points + places, 2))]
    people = tuple(DICE.integers(10, 400, points).astype(float))
    areas = tuple("ab"[i % 2] for i in range(points))
    return Demand(tuple(spots[:points]), people, areas), spots[points:]


def mean_metres(demand: Demand, places: Positions) -> float:
    return float((demand.nearest(places) * demand.shares).sum())


def test_a_flat_map_gives_the_metres_between_two_towns() -> None:
    one = Demand(((6.1495, 62.4722),), (1.0,), ("a",))
    on_the_ellipsoid = Geod(ellps="WGS84").inv(6.1495, 62.4722, 6.3530, 62.4690)[2]
    assert one.metres([(6.3530, 62.4690)])[0, 0] == pytest.approx(on_the_ellipsoid, rel=0.005)


def test_access_counts_people_within_the_walk_and_a_detour_makes_it_longer() -> None:
    demand = Demand(((6.0, 62.0), (6.01, 62.0), (6.02, 62.0)), (10, 30, 60), ("a", "a", "b"))
    nearest = demand.nearest([(6.0, 62.0)])  # 0, 522 and 1 044 metres
    shares = access(demand, nearest, np.full(3, 1100.0), np.array([1.0, 1.5, 3.0]))
    assert shares.tolist() == pytest.approx([1.0, 0.4, 0.1])
    assert access(demand, nearest, ONE * 600, ONE, "a").tolist() == [1.0]
    assert access(demand, nearest, ONE * 600, ONE, "b").tolist() == [0.0]


def test_without_any_station_nobody_has_one_near() -> None:
    demand, _ = town(5, 0)
    assert access(demand, demand.nearest([]), ONE * 500, ONE).tolist() == [0.0]


@pytest.mark.parametrize("count", [1, 2, 3, 4])
@pytest.mark.parametrize("stands", [0, 3])
def test_the_best_places_are_those_that_counting_all_choices_finds(count: int, stands: int) -> None:
    demand, spots = town(30, 12 + stands)
    existing, candidates = spots[:stands], spots[stands:]
    found = best(demand, existing, candidates, count)
    all_ = {
        each: mean_metres(demand, [*existing, *(candidates[i] for i in each)])
        for each in combinations(range(len(candidates)), count)
    }
    assert found.proven
    assert found.metres == pytest.approx(min(all_.values()))
    assert all_[found.chosen] == pytest.approx(found.metres)


def test_it_is_never_worse_than_one_after_the_other_and_more_places_never_make_it_longer() -> None:
    demand, candidates = town(60, 30)
    order = in_order(demand, [], candidates, 8)
    before = np.inf
    for count in (1, 3, 5, 8):
        found = best(demand, [], candidates, count)
        greedy = mean_metres(demand, [candidates[i] for i in order[:count]])
        assert found.metres <= min(before, greedy) + 1e-9
        before = found.metres


def test_when_time_is_up_the_best_so_far_is_given_with_what_it_may_lack() -> None:
    demand, candidates = town(80, 60)
    found = best(demand, [], candidates, 3, limit=0)
    assert len(found.chosen) == 3
    assert 0 <= found.gap < 0.05
    lowest = best(demand, [], candidates, 3, limit=60)
    assert lowest.proven
    assert lowest.metres >= found.metres * (1 - found.gap) - 1e-6


@pytest.mark.parametrize("count", [10, 15])
def test_in_a_large_town_hardly_anything_is_left_open_before_the_proof(count: int) -> None:
    dice = np.random.default_rng(7)
    spots = [(6.1 + x * 0.2, 62.44 + y * 0.08) for x, y in dice.random((500, 2))]
    people = tuple(dice.integers(10, 400, 300).astype(float))
    demand = Demand(tuple(spots[:300]), people, ("a",) * 300)
    assert best(demand, [], spots[300:], count, limit=0).gap < 0.002


def test_all_candidates_are_taken_when_there_are_no_more() -> None:
    demand, candidates = town(10, 3)
    assert best(demand, [], candidates, 30).chosen == (0, 1, 2)


def test_nothing_is_gained_where_everybody_has_one_at_the_door() -> None:
    demand, candidates = town(10, 5)
    found = best(demand, demand.positions, candidates, 2)
    assert (found.metres, found.gap) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("places", "points", "code"),
    [(0, 5, "no_candidates"), (201, 5, "too_many_places"), (5, 301, "too_many_places")],
)
def test_what_cannot_be_searched_is_refused(places: int, points: int, code: str) -> None:
    demand, candidates = town(points, places)
    with pytest.raises(TwinError) as told:
        best(demand, [], candidates, 2)
    assert told.value.code == code


def test_people_are_needed_and_each_point_has_its_own() -> None:
    for wrong in (((), (), ()), (((6.0, 62.0),), (1.0, 2.0), ("a",))):
        with pytest.raises(TwinError, match="city_without_data"):
            Demand(*wrong)
