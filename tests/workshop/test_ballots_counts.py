"""Counts agree with others' programs, with published examples, and keep their properties."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from tests.workshop import oracle
from tests.workshop.asking import asked, counted, dice, rated
from tests.workshop.asking import one_each as whole
from workshop.ballots import METHODS
from workshop.ballots.equal_shares import equal_shares
from workshop.model import Json

Ranking = list[str]
IDS = "abcde"


def drawn(d: random.Random) -> tuple[str, list[Ranking]]:
    """A few people and options; about half of the profiles have partial ballots."""
    ids = IDS[: d.randint(2, 5)]
    partial = d.random() < 0.5
    ballots = [
        d.sample(ids, d.randint(1, len(ids)) if partial else len(ids))
        for _ in range(d.randint(1, 9))
    ]
    return ids, ballots


def edges() -> list[tuple[str, list[Ranking]]]:
    """One voter, all equal, perfect ties, bullet votes, and cycles of every length and weight."""
    found: list[tuple[str, list[Ranking]]] = []
    for m in range(2, 6):
        ids = IDS[:m]
        cycle = [[*ids[i:], *ids[:i]] for i in range(m)]
        found += [(ids, [list(ids)]), (ids, [list(ids)] * 7), (ids, [[ids[0]]]), (ids, cycle)]
        found += [(ids, [list(ids), list(ids)[::-1]]), (ids, [[each] for each in ids])]
        found += [(ids, cycle + cycle[:k]) for k in range(1, m)]
        found += [(ids, [ballot[:2] for ballot in cycle]), (ids, cycle + [[ids[-1]]] * 2)]
        found += [(ids, [[ids[0], ids[1]]] * 3 + [[ids[1]]] * 3), (ids, cycle * 2 + [[ids[0]]])]
    return found


def profiles(kind: str) -> list[tuple[str, list[Ranking]]]:
    numbers = dice(f"profiles/{kind}")
    random_ones = [drawn(numbers) for _ in range(500)]
    assert len(edges()) >= 50
    return random_ones + edges()


def ranked(ids: str, ballots: list[Ranking]) -> Json:
    step = asked("ranking", ids)
    checked = [METHODS["ranking"].validate(step, "", ballot) for ballot in ballots]
    return counted(step, whole(step, checked))


def test_schulze_agrees_with_pref_voting():
    for ids, ballots in profiles("schulze"):
        won = sorted(ranked(ids, ballots)["winners"]["schulze"])
        assert won == oracle.schulze(ids, ballots), ballots


def test_borda_agrees_with_pref_voting():
    for ids, ballots in profiles("borda"):
        found, theirs = ranked(ids, ballots), oracle.borda(ids, ballots)
        # Symmetric: those behind less those before. Ours: m − 1 − place, told as a rank.
        ours = {row["id"]: len(ids) + 1 - 2 * row["rank"] for row in found["options"]}
        assert ours == pytest.approx({each: s / len(ballots) for each, s in theirs.items()})


def test_runoff_agrees_with_pref_voting():
    for ids, ballots in profiles("runoff"):
        won = sorted(ranked(ids, ballots)["winners"]["runoff"])
        assert won == oracle.runoff(ids, ballots), ballots


def graded(ids: str, ballots: list[dict[str, int]]) -> Json:
    step = asked("judgment", ids)
    return counted(step, whole(step, ballots))


def best(found: Json) -> list[str]:
    return sorted(row["id"] for row in found["options"] if row["place"] == 1)


def test_majority_judgment_agrees_with_pref_voting():
    d = dice("judgment")
    alone = 0
    sizes = [(d.randint(2, 5), 2 * d.randint(0, 5) + 1) for _ in range(520)]
    sizes += [(m, 1) for m in (2, 3, 4, 5)] * 13
    for m, n in sizes:
        ids = IDS[:m]
        ballots = [{each: d.randint(0, 5) for each in ids} for _ in range(n)]
        ours, theirs = best(graded(ids, ballots)), oracle.judgment(ballots, range(6))
        # Theirs stops at the majority gauge: where it cannot tell, ours may tell more.
        assert set(ours) <= set(theirs), ballots
        alone += len(theirs) == 1
    assert alone > 400


def dropped_one_by_one(grades: list[int]) -> list[int]:
    """The definition, step by step: the lower median goes, again and again."""
    left, order = sorted(grades), []
    while left:
        order.append(left.pop((len(left) - 1) // 2))
    return order


def test_majority_judgment_drops_one_median_after_the_other():
    d = dice("dropping")
    for _ in range(550):
        ids = IDS[: d.randint(2, 5)]
        n = d.randint(1, 8)
        ballots = [{each: d.randint(2, 4) for each in ids} for _ in range(n)]
        keys = {each: dropped_one_by_one([b[each] for b in ballots]) for each in ids}
        expected = {e: 1 + sum(other > keys[e] for other in keys.values()) for e in ids}
        found = graded(ids, ballots)["options"]
        assert {row["id"]: row["place"] for row in found} == expected
        assert {row["id"]: row["grade"] for row in found} == {e: keys[e][0] for e in ids}


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


def budget(costs: dict[str, int], money: int, ballots: list[list[str]], **more: Any) -> Json:
    step = asked("budget", tuple(costs), costs=costs, money=money, **more)
    checked = [METHODS["budget"].validate(step, "", ballot) for ballot in ballots]
    return counted(step, whole(step, checked))


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


def by_definition(costs: dict[str, int], money: int, ballots: list[list[str]]) -> list[str]:
    """Equal shares in exact fractions, voter by voter, straight from the definition."""
    held = [Fraction(money, len(ballots))] * len(ballots)
    bought: list[str] = []
    order = list(costs)
    while True:
        offers: list[tuple[Fraction, int, int, int]] = []
        for each in order:
            who = [i for i, ballot in enumerate(ballots) if each in ballot]
            if each in bought or not who or sum(held[i] for i in who) < costs[each]:
                continue
            offers.append((least(costs[each], [held[i] for i in who]), -len(who), costs[each],
                           order.index(each)))  # fmt: skip
        if not offers:
            return bought
        rho, _, cost, at = min(offers)
        for i, ballot in enumerate(ballots):
            if order[at] in ballot:
                held[i] -= min(held[i], rho * cost)
        bought.append(order[at])


def least(cost: int, purses: list[Fraction]) -> Fraction:
    """The least ρ with Σ min(purse, ρ·cost) = cost."""
    rest, people = Fraction(cost), len(purses)
    for purse in sorted(purses):
        if purse * people >= rest:
            break
        rest -= purse
        people -= 1
    return rest / people / cost


def test_equal_shares_agree_with_their_definition_in_exact_fractions():
    d = dice("shares")
    cases = [(d.randint(1, 9), d.randint(1, 6), d.randint(1, 12)) for _ in range(500)]
    cases += [(1, m, 6) for m in range(1, 7)] * 4 + [(n, 4, 4) for n in range(1, 9)] * 4
    assert len(cases) >= 550
    for voters, projects, most in cases:
        costs = {f"p{i}": d.randint(1, most) for i in range(projects)}
        money = max(min(costs.values()), d.randint(1, 2 * most))
        ballots = [[c for c in costs if d.random() < 0.5] for _ in range(voters)]
        kinds: dict[frozenset[str], int] = {}
        for ballot in ballots:
            kinds[frozenset(ballot)] = kinds.get(frozenset(ballot), 0) + 1
        expected = by_definition(costs, money, ballots)
        assert list(equal_shares(costs, money, kinds).items) == expected, (costs, money, ballots)


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
