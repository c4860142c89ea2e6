"""Counts agree with others' programs, and with definitions followed to the letter."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from tests.workshop import oracle
from tests.workshop.asking import asked, best, counted, dice, dropped_one_by_one, graded
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
