"""What holds for every ballot that can be cast: drawn ones, the same every time."""

from __future__ import annotations

from typing import Any

import pytest

from tests.workshop.asking import asked, best, budget, counted, dice, rated
from workshop.ballots import METHODS
from workshop.model import Json


@pytest.mark.parametrize("completion", ["none", "add", "add_greedy"])
def test_nothing_is_bought_for_more_than_there_is(completion: str):
    d = dice(completion)
    for _ in range(120):
        costs = {f"p{i}": d.randint(1, 9) for i in range(6)}
        ballots = [d.sample(list(costs), 2)[: d.randint(0, 2)] for _ in range(9)]
        found = budget(costs, 20, ballots, completion=completion)
        assert all(rule["left"] >= 0 for rule in found["rules"].values())
        alone, equal = found["rules"]["equal_alone"]["bought"], found["rules"]["equal"]["bought"]
        assert len(equal) >= len(alone) and (completion != "none" or equal == alone)


SOME: dict[str, Any] = {
    "statements": lambda d, s, i: d.choice(("agree", "disagree", "pass")),
    "approval": lambda d, s, i: d.sample("abcd", d.randint(0, 4)),
    "score": lambda d, s, i: d.randint(0, 5),
    "judgment": lambda d, s, i: {each: d.randint(0, 5) for each in "abcd"},
    "ranking": lambda d, s, i: d.sample("abcd", d.randint(1, 4)),
    "dots": lambda d, s, i: {d.choice("abcd"): d.randint(1, 8)},
    "budget": lambda d, s, i: d.sample("abcd", d.randint(0, 2)),
    "pairwise": lambda d, s, i: d.choice((*i.split("|"), "undecided")),
    "quadratic": lambda d, s, i: {d.choice("abcd"): d.randint(1, 5)},
    "likert": lambda d, s, i: d.choice((1, 2, 3, 4, 5, "dont_know")),
}
SET: dict[str, Any] = {"budget": {"money": 14, "costs": {"a": 3, "b": 4, "c": 5, "d": 6}}}


def cast(kind: str, people: int = 12) -> tuple[Any, list[Json]]:
    d = dice(kind)
    step = asked(kind, "abcd", **SET.get(kind, {}))
    items = METHODS[kind].items(step)
    return step, [
        {i: METHODS[kind].validate(step, i, SOME[kind](d, step, i)) for i in items}
        for _ in range(people)
    ]


@pytest.mark.parametrize("kind", SOME)
def test_neither_who_voted_nor_in_which_order_matters(kind: str):
    step, ballots = cast(kind)
    assert counted(step, rated(step, ballots)) == counted(step, rated(step, ballots[::-1]))
    shuffled = dice(1).sample(ballots, len(ballots))
    assert counted(step, rated(step, ballots)) == counted(step, rated(step, shuffled))


SWAP = {"a": "d", "d": "a", "b": "c", "c": "b"}


def renamed(value: Any) -> Any:
    """The same with a and d, b and c in each other's place, wherever they are named."""
    if isinstance(value, dict):
        return {renamed(key): renamed(each) for key, each in value.items()}
    if isinstance(value, list):
        return [renamed(each) for each in value]
    if isinstance(value, str) and "|" in value:
        return "|".join(sorted(renamed(value.split("|"))))
    return SWAP.get(value, value) if isinstance(value, str) else value


def rounded(row: Json) -> Json:
    return {key: round(v, 6) if isinstance(v, float) else v for key, v in row.items()}


@pytest.mark.parametrize("kind", SOME)
def test_the_options_names_do_not_matter(kind: str):
    step, ballots = cast(kind)
    settings = renamed(SET.get(kind, {}))
    other = asked(kind, "abcd", **settings)
    mirrored = counted(other, rated(other, renamed(ballots)))
    plain = counted(step, rated(step, ballots))
    own = {row["id"]: row for row in plain["options"]}
    for row in mirrored["options"]:
        expected = own[SWAP[row["id"]]] | {"id": row["id"]}
        assert rounded(row) == rounded(expected), kind
    if kind == "ranking":
        for rule, won in plain["winners"].items():
            assert sorted(renamed(won)) == sorted(mirrored["winners"][rule])


def winners(kind: str, found: Json) -> set[str]:
    if kind == "ranking":
        return set(found["winners"]["schulze"])
    key = {"approval": "count", "score": "mean", "dots": "dots", "quadratic": "votes",
           "pairwise": "chance", "likert": "agree"}.get(kind)  # fmt: skip
    if key is None:
        return set(best(found))
    most = max(row[key] or 0 for row in found["options"])
    return {row["id"] for row in found["options"] if row[key] == most}


BETTER: dict[str, Any] = {
    "approval": lambda ballot, item: {"": sorted({*ballot[""], item})},
    "score": lambda ballot, item: ballot | {item: 5},
    "judgment": lambda ballot, item: {"": ballot[""] | {item: 5}},
    "ranking": lambda ballot, item: {"": [item, *(e for e in ballot[""] if e != item)]},
    "dots": lambda ballot, item: {"": {item: 8}},
    "quadratic": lambda ballot, item: {"": {item: 5}},
    "pairwise": lambda ballot, item: {
        pair: item if item in pair.split("|") else won for pair, won in ballot.items()
    },
    "likert": lambda ballot, item: ballot | {item: 5},
}


@pytest.mark.parametrize("kind", BETTER)
def test_a_winner_that_somebody_likes_better_still_wins(kind: str):
    step, ballots = cast(kind, 9)
    for won in winners(kind, counted(step, rated(step, ballots))):
        for changed in range(len(ballots)):
            better = [
                BETTER[kind](ballot, won) if n == changed else ballot
                for n, ballot in enumerate(ballots)
            ]
            assert won in winners(kind, counted(step, rated(step, better)))
