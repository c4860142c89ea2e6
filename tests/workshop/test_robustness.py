"""How firm a result is: what other rules say of the same ballots, and how many had to turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, product
from typing import Any

import pytest
from immutables import Map

from data.export.results import rows
from tests.workshop.asking import asked, dice
from tests.workshop.test_every_way import FOR, SET, round_of
from tests.workshop.test_together import session_of
from workshop.ballots import METHODS
from workshop.model import Ballot, HandCount, Round
from workshop.robustness import robustness

# The four cities of Tennessee, a hundredth of the voters each.
TENNESSEE = [["m", "n", "c", "k"]] * 42 + [["n", "c", "k", "m"]] * 26
TENNESSEE += [["c", "k", "n", "m"]] * 15 + [["k", "c", "n", "m"]] * 17


def closed(kind: str, ballots: Sequence[Any], options: str = "abc", **settings: Any) -> Round:
    """A round of one ballot a person, or of one answer for each option where they are objects."""
    step = asked(kind, options, **settings)
    whole = METHODS[kind].items(step).keys() == {""}
    cast = {
        (f"p{n}", item): Ballot(value, 1, "op", 100 + n)
        for n, ballot in enumerate(ballots)
        for item, value in ({"": ballot} if whole else ballot).items()
    }
    return Round("r1", step, 1, 10, 1, open=False, ballots=Map(cast))


@pytest.mark.parametrize("kind", FOR)
def test_where_most_want_the_same_all_rules_of_every_way_agree(kind: str):
    up, _ = FOR[kind]
    found = robustness(round_of(kind, [up] * 17))
    assert found and found["agree"] and len(found["rules"]) > 1
    first = {"a", "b"} if kind == "budget" else {"a"}
    assert all("a" in rule["first"] and first >= {*rule["first"]} for rule in found["rules"])
    if found["turn"]:
        assert 1 <= found["turn"]["people"] <= found["turn"]["of"] == 17


@pytest.mark.parametrize("kind", FOR)
def test_a_turned_ballot_is_one_that_could_have_been_cast(kind: str):
    step = asked(kind, ("a", "b", "status-quo"), **SET.get(kind, {}))
    method = METHODS[kind]
    for own in FOR[kind]:
        turned = method.turned(step, own, "a", "b")
        assert {item: method.validate(step, item, value) for item, value in turned.items()}
        before, after = (method.leanings(step, each) for each in (own, turned))
        assert after["b"] - after["a"] >= before.get("b", 0) - before.get("a", 0)


def test_tennessee_is_decided_by_the_rule_and_says_which_gives_what():
    found = robustness(closed("ranking", TENNESSEE, "mnck"))
    assert found and not found["agree"]
    first = {rule["rule"]: rule["first"] for rule in found["rules"]}
    assert first == {"borda": ["n"], "schulze": ["n"], "runoff": ["k"]}
    # Nashville has 194 points and Chattanooga 173: who turns gives 4 of those 21.
    assert found["turn"] == {"rule": "borda", "people": 6, "of": 100, "exact": True}


def test_a_score_is_told_by_mean_by_median_and_for_every_threshold():
    points = [{"a": 5, "b": 3}] * 4 + [{"a": 5, "b": 4}] * 2 + [{"a": 0, "b": 4}] * 5
    found = robustness(closed("score", points, "ab"))
    assert found and not found["agree"]
    assert {(r["rule"], r["at"]): r["first"] for r in found["rules"]} == {
        ("mean", None): ["b"], ("median", None): ["a"], ("at_least", 3): ["b"],
    }  # fmt: skip
    assert [t["first"] for t in found["thresholds"]] == [["b"], ["b"], ["b"], ["b"], ["a"]]


BALLOTS: dict[str, tuple[dict[str, Any], list[Any]]] = {
    "approval": ({}, [[], ["a"], ["b"], ["c"], ["a", "b"], ["a", "c"], ["b", "c"]]),
    "ranking": ({}, [["a"], ["b", "a"], ["a", "b", "c"], ["c", "b", "a"], ["b", "c", "a"], ["c"],
                     ["c", "a", "b"], ["a", "c", "b"], ["b", "a", "c"]]),
    "score": ({"max": 1}, [dict(zip("abc", each, strict=True))
                           for each in product((0, 1), repeat=3)]),
    "dots": ({"dots": 2}, [{"a": 2}, {"b": 2}, {"c": 2}, {"a": 1, "b": 1}, {"b": 1, "c": 1},
                           {"a": 1, "c": 1}]),
}  # fmt: skip


@pytest.mark.parametrize("kind", BALLOTS)
def test_fewer_people_than_told_could_not_have_changed_it_whatever_they_had_answered(kind: str):
    settings, all_ballots = BALLOTS[kind]
    firm = {"approval": [["a"]] * 4, "ranking": [["a"]] * 5}
    firm |= {"score": [{"a": 1, "b": 0, "c": 0}] * 4, "dots": [{"a": 2}] * 4}
    for seed in range(3):
        cast = firm[kind] + dice(f"{kind}{seed}").choices(all_ballots, k=1)
        found = robustness(closed(kind, cast, **settings))
        assert found and found["turn"] and found["turn"]["exact"]
        first, fewer = found["rules"][0]["first"], found["turn"]["people"] - 1
        assert fewer >= 1
        for who in combinations(range(len(cast)), fewer):
            for others in product(all_ballots, repeat=fewer):
                changed = [*cast]
                for person, ballot in zip(who, others, strict=True):
                    changed[person] = ballot
                assert list(main(kind, changed, **settings)) == first


def main(kind: str, ballots: list[Any], **settings: Any) -> tuple[str, ...]:
    """What the way's own rule puts first."""
    round_ = closed(kind, ballots, **settings)
    votes = {key: ballot.value for key, ballot in round_.ballots.items()}
    return METHODS[kind].rules(round_.step, votes)[0].first


def test_a_budget_says_what_each_rule_buys_and_how_many_would_change_it():
    people = [["a"]] * 6 + [["b", "c"]] * 5
    found = robustness(closed("budget", people, money=10, costs={"a": 10, "b": 4, "c": 4}))
    first = {rule["rule"]: rule["first"] for rule in (found or {"rules": ()})["rules"]}
    assert first == {"equal": ["b", "c"], "greedy": ["a"]}
    assert found and found["turn"] == {"rule": "equal", "people": 2, "of": 11, "exact": False}


@pytest.mark.fault("T7")
def test_nothing_is_said_of_few_people_nor_of_an_option_that_the_room_is_not_told():
    assert robustness(round_of("approval", [FOR["approval"][0]] * 4)) is None
    assert robustness(round_of("guess", [{"": 3}] * 9)) is None
    points = [{"a": 4, "b": 2, "c": 5}] * 4 + [{"a": 3, "b": 2}] * 5
    found = robustness(closed("score", points))
    assert found and "c" not in str([rule["first"] for rule in found["rules"]])
    hands = HandCount("hands", 9, 0, Map({"a": (1,), "b": (9,), "c": (1,)}), 9)
    room = replace(closed("approval", [["a"]] * 7), by_hand=Map({"hands": hands}))
    counted = robustness(room)
    assert counted and counted["turn"] is None and counted["rules"][0]["first"] == ["b"]


def test_a_large_room_is_told_in_time_on_a_page():
    draw = dice("large")
    ballots = [draw.sample("abcdefghijkl", 12) for _ in range(300)]
    assert robustness(closed("ranking", ballots, "abcdefghijkl"))


def test_the_files_say_it_line_by_line():
    told = rows(session_of(closed("ranking", TENNESSEE, "mnck")), "en")
    found = {(row.measure, row.item): row.value for row in told}
    assert found["rule_runoff_first", "k"] == 1 and found["rules_agree", ""] == 0
    assert found["would_have_to_turn_borda", ""] == 6
