"""Classes of a map: round bounds, honest counts, and no class that nobody is in."""

from __future__ import annotations

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from layers.classify import NONE, classify
from layers.legend import legend, method, sensible, shade

FIGURES = st.floats(min_value=-1e6, max_value=1e7, allow_nan=False).map(lambda x: round(x, 3))


def test_no_values_make_no_classes() -> None:
    assert classify([]) == NONE
    assert legend(NONE, 3, "en")[0].text == "Not reported"
    assert shade(NONE, None) == 0


def test_one_value_is_one_class_and_says_so() -> None:
    classes = classify([14989.8])
    assert classes.counts == (1,)
    assert legend(classes, 36, "nb")[0].text == "14\u00a0990"
    assert method(classes, "nb") == "Bare én verdi, n = 1."


def test_many_areas_are_shared_out_evenly_and_few_are_split_at_natural_breaks() -> None:
    assert classify(range(1, 101)).method == "quantiles"
    assert classify([1, 2, 3, 50, 51, 90]).method == "fisher_jenks"
    assert max(classify(range(1, 101)).counts) <= 22


def test_missing_values_are_a_row_of_their_own_and_never_zero() -> None:
    rows = legend(classify([1.0, 2.0, 3.0]), 4, "en")
    assert (rows[-1].shade, rows[-1].text, rows[-1].n) == (0, "Not reported", 4)
    assert all(row.shade for row in rows[:-1])


def test_not_a_number_is_left_out() -> None:
    assert classify([1.0, math.nan, math.inf, 2.0]).total == 2


@settings(max_examples=60, deadline=None)
@given(st.lists(FIGURES, min_size=1, max_size=80))
def test_every_value_lies_in_the_class_that_the_legend_prints(values: list[float]) -> None:
    classes = classify(values)
    ranges = classes.ranges()
    assert sum(classes.counts) == len(values)
    assert all(classes.counts)
    assert len(ranges) <= 5
    counted = [0] * len(ranges)
    for value in values:
        low, high = ranges[classes.index(value)]
        assert low - 1e-6 <= value <= high + 1e-6
        counted[classes.index(value)] += 1
    assert tuple(counted) == classes.counts


def test_figures_have_as_many_decimals_as_their_size_deserves() -> None:
    assert [sensible(v) for v in (14989.8, 886.13, 5.07, 0.001, 3.0)] == [0, 1, 2, 3, 0]
