"""Classes of scenarios: mirrored, on round numbers, shared by all that is compared."""

from __future__ import annotations

import pytest

from layers.difference import DIVERGING, MISSING, Told, absolute, diverging
from layers.errors import LayerError


def test_differences_mirror_each_other_around_no_change() -> None:
    cuts = diverging([Told("GWh/a", [-3.2, 0.4, 1.0])])
    assert cuts.limits == (-2.5, -1.25, -0.25, 0.25, 1.25, 2.5)
    assert cuts.shades == DIVERGING
    assert [cuts.shade(value) for value in (-3.2, -0.1, 0.0, 0.4, 1.0)] == [
        "less-3", "same", "same", "more-1", "more-1",
    ]  # fmt: skip
    for value in (0.1, 0.3, 1.3, 4.9):
        assert cuts.shade(value).replace("more", "less") == cuts.shade(-value)


def test_a_scenario_that_changes_nothing_has_one_class_and_no_colour() -> None:
    cuts = diverging([Told("t/a", [0.0, 0.0])])
    assert (cuts.limits, cuts.shades) == ((), ("same",))
    assert cuts.shade(0.0) == "same"


def test_all_compared_scenarios_share_their_classes() -> None:
    small, large = Told("t/a", [-10.0, 2.0]), Told("t/a", [-480.0])
    assert diverging([small, large]) == diverging([large, small]) == diverging([large])


def test_classes_stand_still_while_a_value_grows_a_little() -> None:
    assert diverging([Told("t/a", [-41.0])]) == diverging([Told("t/a", [-49.0])])
    assert absolute([Told("t/a", [3.0, 41.0])]) == absolute([Told("t/a", [3.0, 44.0])])


def test_units_are_never_mixed() -> None:
    with pytest.raises(LayerError) as refused:
        diverging([Told("GWh/a", [1.0]), Told("t/a", [1.0])])
    assert (refused.value.code, refused.value.about) == ("units_differ", "GWh/a / t/a")


@pytest.mark.parametrize(
    ("values", "limits", "ends"),
    [
        ([12.0, 96.0], (20.0, 40.0, 60.0, 80.0), (0.0, 100.0)),
        ([101.0, 104.0], (102.0, 103.0), (101.0, 104.0)),
        ([-0.3, 0.3], (-0.2, 0.0, 0.2), (-0.4, 0.4)),
        ([7.0, 7.0], (), (7.0, 7.0)),
        ([], (), (None, None)),
    ],
)
def test_absolute_classes_lie_on_round_numbers(
    values: list[float], limits: tuple[float, ...], ends: tuple[float | None, float | None]
) -> None:
    cuts = absolute([Told("GWh/a", values)])
    assert cuts.limits == limits
    assert (cuts.lowest, cuts.highest) == ends
    assert len(cuts.shades) == len(limits) + 1


def test_a_legend_names_the_classes_from_the_highest_and_leaves_the_ends_of_changes_open() -> None:
    rows = diverging([Told("t/a", [4.0])]).rows()
    assert [row.shade for row in rows] == list(reversed(DIVERGING))
    assert (rows[0].low, rows[0].high) == (2.5, None)
    assert (rows[3].low, rows[3].high) == (-0.25, 0.25)
    assert (rows[-1].low, rows[-1].high) == (None, -2.5)


def test_no_value_is_a_class_of_its_own() -> None:
    assert diverging([Told("t/a", [4.0])]).shade(None) == MISSING
    assert diverging([Told("t/a", [4.0])]).shade(float("nan")) == MISSING
