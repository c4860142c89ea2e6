"""Scores: the published rule, its worked examples, and what it leaves open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.benchmarks import Benchmark, Benchmarks, load_benchmarks
from data.cards import load_catalogue
from data.fields import Text
from data.scoring import (
    BranchScore,
    KpiScore,
    band,
    points,
    score_branch,
    score_city,
    score_kpi,
    value_of,
)

CATALOGUE = load_catalogue()
INTERNET = "EC: ICT: ICT: 1C"
WASTE = CATALOGUE.card("EN: EN: WA: 1C")
PLAN = CATALOGUE.card("EC: I: UP: 2A")
positive = st.decimals("0.001", "100000", places=3).map(float)


@pytest.mark.parametrize(
    ("value", "earned"),
    [
        (0, 1), (32.99, 1), (33, 2), (65.99, 2), (66, 3), (94.99, 3), (95, 4), (100, 4), (140, 4),
    ],
)  # fmt: skip
def test_a_value_earns_points_by_its_share_of_the_benchmark(value: float, earned: int) -> None:
    result = points(value, 100, "higher")
    assert (result.points, result.percent, result.rule) == (earned, value, "published")
    assert band(value) == earned


@pytest.mark.parametrize(("boundary", "earned"), [(33, 2), (66, 3), (95, 4)])
@pytest.mark.parametrize("benchmark", [0.07, 0.3, 1.1, 3, 7, 65, 70])
def test_a_boundary_belongs_to_the_upper_band_whatever_the_arithmetic(
    boundary: int, earned: int, benchmark: float
) -> None:
    value = float(f"{boundary * benchmark / 100:.6f}")
    assert points(value, benchmark, "higher").points == earned


@pytest.mark.parametrize(
    ("deaths", "earned", "percent"),
    [(0, 4, 100), (35, 4, 200), (70, 4, 100), (100, 3, 70), (140, 2, 50), (280, 1, 25)],
)
def test_where_lower_is_better_the_fraction_is_turned_round_and_says_so(
    deaths: float, earned: int, percent: float
) -> None:
    result = points(deaths, 70, "lower")
    assert (result.points, result.percent, result.rule) == (earned, percent, "own_lower")


@pytest.mark.parametrize(
    ("value", "benchmark", "direction", "reason"),
    [
        (None, 100, "higher", "not_reported"),
        (None, None, "unknown", "not_reported"),
        (50, None, "higher", "no_benchmark"),
        (50, 100, "none", "no_direction"),
        (50, 100, "unknown", "no_direction"),
    ],
)
def test_what_cannot_be_scored_says_why(
    value: float | None, benchmark: float | None, direction: str, reason: str
) -> None:
    result = points(value, benchmark, direction)
    assert (result.points, result.percent, result.reason) == (None, None, reason)


@pytest.mark.parametrize(
    ("value", "benchmark", "direction"),
    [(5, 0, "higher"), (5, -1, "lower"), (-1, 70, "lower"), (float("nan"), 70, "higher"),
     (float("inf"), 70, "lower"), (5, float("inf"), "higher")],
)  # fmt: skip
def test_figures_that_mean_nothing_are_refused(
    value: float, benchmark: float, direction: str
) -> None:
    with pytest.raises(ValueError, match="must be|cannot be"):
        points(value, benchmark, direction)


def test_the_first_worked_example_9_of_16_is_56_25_percent() -> None:
    score = score_branch("example", [_kpi(1), _kpi(3), _kpi(4), _kpi(1)])
    assert score == BranchScore("example", 56.25, 9, n_scored=4, n_reported=4, n_total=4)
    assert score.band == 2


def test_the_second_worked_example_leaves_the_missing_one_out_9_of_12_is_75_percent() -> None:
    score = score_branch("example", [_kpi(2), _kpi(3), _kpi(4), _kpi(None, reported=False)])
    assert score == BranchScore("example", 75.0, 9, n_scored=3, n_reported=3, n_total=4)


def test_a_branch_without_scored_indicators_has_no_score_rather_than_zero() -> None:
    score = score_branch("grey", [_kpi(None), _kpi(None, reported=False)])
    assert (score.percent, score.band) == (None, None)
    assert (score.n_scored, score.n_reported, score.n_total) == (0, 1, 2)
    assert score_branch("empty", []).percent is None


def test_an_indicator_with_several_values_counts_once_by_the_mean_of_their_shares() -> None:
    values = {"compact": 1.0, "connected": 1.0, "integrated": 1.0, "inclusive": 1.0}
    goals = {point.id: _benchmark(PLAN.code, point.id, 1, "yes_no") for point in PLAN.values}
    four_of_five = score_kpi(PLAN, values | {"resilient": 0.0}, goals)
    assert (four_of_five.points, four_of_five.percent, four_of_five.rule) == (3, 80.0, "published")
    assert len(four_of_five.benchmarks) == 5


def test_one_value_far_above_its_benchmark_cannot_hide_another() -> None:
    goals = {id: _benchmark(WASTE.code, id, 10, "percent") for id in ("recycled", "landfill")}
    score = score_kpi(WASTE, {"recycled": 90.0, "landfill": 40.0}, goals)
    assert (score.percent, score.points, score.rule) == (62.5, 2, "own_lower")


def test_several_values_of_which_one_is_missing_are_not_scored() -> None:
    goals = {id: _benchmark(WASTE.code, id, 10, "percent") for id in ("recycled", "landfill")}
    score = score_kpi(WASTE, {"recycled": 90.0}, goals)
    assert (score.points, score.reason, score.reported) == (None, "partly_reported", True)


def test_only_values_with_a_benchmark_decide_an_indicators_score() -> None:
    goals = {"recycled": _benchmark(WASTE.code, "recycled", 65, "percent")}
    score = score_kpi(WASTE, {"recycled": 65.0, "incinerated": 30.0}, goals)
    assert (score.points, score.reason) == (4, None)
    assert score_kpi(WASTE, {"incinerated": 30.0}, goals).reason == "partly_reported"
    assert score_kpi(WASTE, {"incinerated": 30.0}, {}).reason == "no_benchmark"
    assert score_kpi(WASTE, {}, goals).reason == "not_reported"


def test_yes_and_no_are_one_and_zero() -> None:
    assert (value_of(None, "Yes "), value_of(None, "no")) == (1.0, 0.0)
    assert (value_of(3.5), value_of(0.0, "yes"), value_of(None), value_of(None, "maybe")) == (
        3.5, 0.0, None, None,
    )  # fmt: skip


def test_a_city_that_reported_nothing_is_grey_all_over() -> None:
    score = score_city(CATALOGUE, {}, load_benchmarks(), "baerum")
    assert len(score.kpis) == 91
    assert {kpi.reason for kpi in score.kpis.values()} == {"not_reported"}
    branches = [*score.places.values(), *score.subdimensions.values(), *score.dimensions.values()]
    assert len(branches) == 27 + 7 + 3
    assert all(item.percent is None for item in [*branches, score.city])
    assert (score.city.n_total, score.city.n_reported) == (91, 0)


def test_a_city_is_scored_up_the_whole_tree_on_the_benchmarks_that_ship() -> None:
    values = {
        INTERNET: {"": 97.0},
        "EC: P: IN: 1C": {"": 1.13},
        "EC: P: IN: 2C": {"": 35.16},
        "SC: SH: SA: 3A": {"": 0.0},
    }
    score = score_city(CATALOGUE, values, load_benchmarks())
    assert [score.kpis[code].points for code in values] == [4, 2, None, 1]
    assert score.kpis["EC: P: IN: 2C"].reason == "no_benchmark"
    innovation = score.places["productivity/innovation"]
    assert (innovation.percent, innovation.n_scored, innovation.n_reported) == (50.0, 1, 2)
    economy = score.dimensions["economy"]
    assert (economy.percent, economy.points, economy.n_scored) == (75.0, 6, 2)
    assert economy.n_total == len(CATALOGUE.cards_in("economy"))
    assert score.city.percent == pytest.approx(100 * 7 / 12)


def test_a_citys_own_plan_changes_only_its_own_score() -> None:
    plan = _benchmark("EN: E: E: 2C", "", 10000, "kwh_per_capita_year", city="alesund")
    values = {"EN: E: E: 2C": {"": 14990.0}}
    there = score_city(CATALOGUE, values, Benchmarks([plan]), "alesund").kpis["EN: E: E: 2C"]
    elsewhere = score_city(CATALOGUE, values, Benchmarks([plan]), "baerum").kpis["EN: E: E: 2C"]
    assert (there.points, there.benchmarks) == (3, (plan,))
    assert (elsewhere.points, elsewhere.reason) == (None, "no_benchmark")


@given(positive, positive, positive)
def test_more_never_earns_less_where_higher_is_better_and_the_other_way_round(
    one: float, other: float, benchmark: float
) -> None:
    less, more = sorted((one, other))
    up = [points(value, benchmark, "higher").points or 0 for value in (less, more)]
    down = [points(value, benchmark, "lower").points or 0 for value in (less, more)]
    assert 1 <= up[0] <= up[1] <= 4
    assert 4 >= down[0] >= down[1] >= 1


@given(st.lists(st.sampled_from([1, 2, 3, 4, None]), max_size=30))
def test_a_score_lies_between_25_and_100_and_ignores_what_is_not_scored(
    earned: list[int | None],
) -> None:
    score = score_branch("any", [_kpi(item) for item in earned])
    scored = score_branch("any", [_kpi(item) for item in earned if item is not None])
    assert (score.percent, score.n_scored) == (scored.percent, scored.n_scored)
    assert score.n_scored <= score.n_total == len(earned)
    assert score.percent is None or 25 <= score.percent <= 100


def _kpi(earned: int | None, reported: bool = True) -> KpiScore:
    return KpiScore("EN: E: E: 2C", earned, None, None, None, reported, ())


def _benchmark(
    code: str, data_point: str, value: float, unit: str, city: str | None = None
) -> Benchmark:
    source = Text("Kilde", "Kjelde", "Källa", "Source")
    return Benchmark(
        code, data_point, city, value, unit, "city_plan", source, "The plan of the city", 2024
    )
