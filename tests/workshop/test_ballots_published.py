"""Counts of published examples, and of small ones that anybody can follow."""

from __future__ import annotations

import pytest

from tests.workshop.asking import asked, budget, counted, dropped_one_by_one, graded, rated
from tests.workshop.asking import one_each as whole
from workshop.ballots import METHODS


def test_tennessees_capital_is_nashville_by_pairs_and_by_ranks_and_knoxville_by_runoff():
    cities = ("memphis", "nashville", "chattanooga", "knoxville")
    m, n, c, k = cities
    ballots = [[m, n, c, k]] * 42 + [[n, c, k, m]] * 26 + [[c, k, n, m]] * 15 + [[k, c, n, m]] * 17
    step = asked("ranking", cities)
    found = counted(step, whole(step, ballots))
    assert found["winners"] == {"borda": [n], "schulze": [n], "runoff": [k]}
    assert not found["agree"]
    points = {row["id"]: round((4 - row["rank"]) * 100) for row in found["options"]}
    assert points == {m: 126, n: 194, c: 173, k: 107}
    first, second, third = found["transfers"]
    assert first["standing"] == {m: 42, n: 26, c: 15, k: 17}
    assert (first["out"], first["moved"]) == ([c], [{"from": c, "to": k, "n": 15}])
    assert (second["out"], second["moved"]) == ([n], [{"from": n, "to": k, "n": 26}])
    assert (third["standing"], third["winners"]) == ({m: 42, k: 58}, [k])
    said = METHODS["ranking"].sentence(step, found)
    assert said.text.startswith("The rule decides")


def test_schulzes_own_example_has_his_path_matrix():
    votes = {"ACBED": 5, "ADECB": 5, "BEDAC": 8, "CABED": 3, "CAEBD": 7, "CBADE": 2, "DCEBA": 7,
             "EBADC": 8}  # fmt: skip
    step = asked("ranking", "ABCDE")
    found = counted(step, whole(step, [list(b) for b, n in votes.items() for _ in range(n)]))
    assert found["matrix"] == [
        [0, 20, 26, 30, 22],
        [25, 0, 16, 33, 18],
        [19, 29, 0, 17, 24],
        [15, 12, 28, 0, 14],
        [23, 27, 21, 31, 0],
    ]
    assert found["paths"] == [
        [0, 28, 28, 30, 24],
        [25, 0, 28, 33, 24],
        [25, 29, 0, 29, 24],
        [25, 28, 28, 0, 24],
        [25, 28, 28, 31, 0],
    ]
    assert {row["id"]: row["place"] for row in found["options"]} == {
        **{"E": 1, "A": 2, "C": 3},
        **{"B": 4, "D": 5},
    }


def test_two_equal_medians_are_told_apart_by_dropping_them():
    # Both have the median Good (3); without it, and without one more, a is left with Very good.
    a, b = [5, 4, 3, 3, 0], [5, 3, 3, 2, 2]
    ballots = [{"a": one, "b": other} for one, other in zip(a, b, strict=True)]
    found = graded("ab", ballots)
    assert [row["grade"] for row in found["options"]] == [3, 3]
    assert [row["place"] for row in found["options"]] == [1, 2]
    assert dropped_one_by_one(a)[:3] == [3, 3, 4] and dropped_one_by_one(b)[:3] == [3, 2, 3]


def test_51_of_100_get_all_by_greedy_and_their_share_by_equal_shares():
    left, right = [f"a{n}" for n in range(10)], [f"b{n}" for n in range(10)]
    costs = dict.fromkeys([*left, *right], 10)
    ballots = [left] * 51 + [right] * 49
    split: dict[str, tuple[int, int]] = {}
    for completion in ("none", "add"):
        rules = budget(costs, 100, ballots, completion=completion)["rules"]
        for name, rule in (("greedy", "greedy"), (completion, "equal")):
            bought = rules[rule]["bought"]
            split[name] = (
                len([b for b in bought if b in left]),
                len([b for b in bought if b in right]),
            )
    assert split == {"greedy": (10, 0), "none": (5, 4), "add": (5, 5)}
    assert rules["equal"]["nothing"] == 0 and rules["greedy"]["nothing"] == 49
    # Which five of ten equal ones are bought, nobody decided: all of them say so.
    assert set(rules["equal"]["tied"]) == {*left, *right}


def test_a_ranking_over_which_the_rules_agree_says_so():
    step = asked("ranking", "abc")
    votes = whole(step, [["a", "b", "c"]] * 6 + [["b", "a", "c"]] * 2)
    said = METHODS["ranking"].sentence(step, counted(step, votes))
    assert said.text == "All rules agree on: {options}." and said.options == {"options": ("a",)}


def test_pairs_that_do_not_join_all_options_have_no_order():
    step = asked("pairwise", "abcd")
    apart = [{"a|b": "a", "c|d": "d"}] * 6
    found = counted(step, rated(step, apart))
    assert not found["joined"] and {row["chance"] for row in found["options"]} == {None}
    assert "no order" in METHODS["pairwise"].sentence(step, found).text
    joined = counted(step, rated(step, [*apart, {"b|c": "undecided"}, {"b|c": "b"}]))
    assert joined["joined"] and joined["undecided"] == 1
    chances = {row["id"]: row["chance"] for row in joined["options"]}
    assert chances["a"] > chances["b"] and sum(chances.values()) == pytest.approx(2)
    assert all(row["low"] <= row["chance"] <= row["high"] for row in joined["options"])


def test_leaving_things_as_they_are_can_meet_the_least_resistance():
    step = asked("resistance", ("a", "status-quo"))
    found = counted(step, rated(step, [{"a": 9, "status-quo": 2}] * 5 + [{"a": 1}]))
    a, quo = found["options"]
    assert a["acceptance"] == pytest.approx(1 - 46 / 60) and quo["acceptance"] == pytest.approx(0.8)
    assert (a["highest"], a["strong"]) == (9, 5)
    assert METHODS["resistance"].sentence(step, found).text.startswith("Nothing meets less")


def test_a_claim_is_told_by_median_and_net_agreement_and_no_mean():
    step = asked("likert", "a")
    values = [1, 2, 4, 4, 5, "dont_know", "abstain"]
    (row,) = counted(step, rated(step, [{"a": v} for v in values]))["options"]
    assert (row["n"], row["median"], row["unknown"], row["abstentions"]) == (5, 4, 1, 1)
    assert row["net"] == pytest.approx(1 / 5) and "mean" not in row


def test_who_won_against_whom_is_told_where_five_or_nobody_compared_a_pair():
    step = asked("pairwise", "abc")
    met = {"a|b": "a", "b|c": "undecided"}
    told = counted(step, rated(step, [met] * 5))
    assert told["matrix"] == [[0, 5, 0], [0, 0, 0], [0, 0, 0]]
    assert not told["joined"] and {row["chance"] for row in told["options"]} == {None}
    assert METHODS["pairwise"].sentence(step, told).text.endswith("there is no order.")
    told = counted(step, rated(step, [met] * 5 + [{"a|c": "c"}]))
    assert told["matrix"] is None
