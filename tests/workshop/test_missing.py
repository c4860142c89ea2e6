"""Who is missing: said when it is certain, and never so that one to four are told apart."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.missing import compared

LIVING = {"a": 6000, "b": 3000, "c": 1000}


def verdicts(came: dict[str | None, int]) -> dict[tuple[str, ...], str]:
    found = compared(came, LIVING)
    return {tuple(row["ids"]): row["verdict"] for row in found["rows"]}


def test_a_district_is_missing_when_its_interval_lies_below_its_share_of_the_city():
    assert verdicts({"a": 20, "b": 40, "c": 6}) == {
        ("b",): "more",
        ("a",): "fewer",
        ("c",): "unsure",
    }


def test_few_people_are_too_few_to_say():
    assert verdicts({"a": 5, "b": 6}) == {("b",): "unsure", ("a",): "unsure", ("c",): "unsure"}


def test_small_districts_are_told_together_and_take_the_smallest_along():
    assert set(verdicts({"a": 30, "b": 12, "c": 2})) == {("a",), ("b", "c")}
    assert set(verdicts({"a": 30, "b": 3, "c": 3})) == {("a",), ("b", "c")}


def test_one_to_four_who_did_not_say_are_in_the_last_row_which_has_no_verdict():
    found = compared({"a": 20, "b": 12, None: 3}, LIVING)
    assert found["people"] == 35
    assert [row["people"] for row in found["rows"]] == [20, 15]
    assert found["rows"][-1]["verdict"] == ""
    many = compared({"a": 20, "b": 12, None: 9}, LIVING)
    assert many["people"] == 32


def test_without_a_population_there_is_nothing_to_compare_with():
    assert compared({"a": 9}, {}) is None and compared({"a": 9}, {"a": 0}) is None
    assert compared({"a": 4}, LIVING)["rows"] == []


@pytest.mark.fault("T7")
@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["a", "b", "c", None]), st.integers(0, 15)))
def test_no_row_and_no_difference_to_those_who_joined_is_one_to_four(came: dict[str | None, int]):
    found = compared(came, LIVING)
    counts = [row["people"] for row in found["rows"]]
    joined = sum(came.values())
    if counts:
        assert sum(counts) == found["people"] and not 0 < joined - found["people"] < 5
    for n in range(1, len(counts) + 1):
        assert not [s for s in combinations(counts, n) if 0 < sum(s) < 5]
