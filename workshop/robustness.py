"""How firm a result is: what other rules make of the same ballots, and how near another result is.

Several rules that put the same first say more than one. Where they do not, the rule decides. How
near is told as people: how many of those who answered would have had to answer otherwise. Where a
rule adds up what each ballot says, those with most to turn are turned first, and fewer are never
enough: the number is exact. Elsewhere it is a number that is enough, and fewer might be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

from workshop.ballots import METHODS, by_hand
from workshop.ballots.common import Votes
from workshop.ballots.several import Rule
from workshop.model import Json, Round, Step
from workshop.tally import results, votes

# Where a rule puts several first, so many of the weakest of them are set against so many others.
WEAKEST, STRONGEST = 2, 3

People = Mapping[str, Mapping[str, Any]]  # participant → item → answer


def robustness(round_: Round) -> Json | None:
    """Of a round that is told and has more than one option: ``{"rules": [{"rule", "at", "first"}],
    "agree", "thresholds": [{"at", "first"}], "turn": {"rule", "people", "of", "exact"} or None}``.

    Only options that the room is told are in it. Hands and paper count, but cannot be turned.
    """
    room, method = results(round_) or {}, METHODS.get(round_.step.way)
    known = {row["id"] for row in room.get("options", ()) if not row.get("too_few")}
    if method is None or len(known) < 2:
        return None
    step = replace(round_.step, options=tuple(o for o in round_.step.options if o.id in known))
    asked = method.items(step)
    mine = {key: value for key, value in votes(round_).items() if key[1] in asked}
    dealt = {key: value for key, value in by_hand.all_dealt(round_).items() if key[1] in asked}
    found = method.rules(step, mine | dealt)
    if not found or not found[0].first:
        return None
    usual = [rule for rule in found if rule.usual]
    return {
        "rules": [{"rule": rule.name, "at": rule.at, "first": list(rule.first)} for rule in usual],
        "agree": len({frozenset(rule.first) for rule in usual}) == 1,
        "thresholds": [
            {"at": rule.at, "first": list(rule.first)} for rule in found if rule.at is not None
        ],
        "turn": None if dealt else _turn(step, mine, found[0]),
    }


def _turn(step: Step, counted: Votes, rule: Rule) -> Json | None:
    """The fewest people found who, had they answered otherwise, would change what is first."""
    people = _people(step, counted)
    leanings = {p: METHODS[step.way].leanings(step, own) for p, own in people.items()}
    best: int | None = None
    for away, towards in _pairs(step, leanings.values(), rule):
        order = sorted(people, key=lambda p: _lead(leanings[p], towards, away))
        n = _fewest(step, people, order[:best], rule, (away, towards))
        best = n if n is not None else best
    if best is None:
        return None
    whole = all(len(each) == len(step.options) for each in leanings.values())
    told = {"rule": rule.name, "people": best, "of": len(people)}
    return told | {"exact": best == 1 or (rule.summed and whole)}


def _people(step: Step, counted: Votes) -> People:
    """Those who said something about an option."""
    found: dict[str, dict[str, Any]] = {}
    for (person, item), value in sorted(counted.items(), key=lambda each: each[0]):
        found.setdefault(person, {})[item] = value
    return {p: own for p, own in found.items() if METHODS[step.way].leanings(step, own)}


def _lead(leanings: Mapping[str, float], one: str, other: str) -> float:
    return leanings.get(one, 0) - leanings.get(other, 0)


def _pairs(
    step: Step, leanings: Iterable[Mapping[str, float]], rule: Rule
) -> Iterator[tuple[str, str]]:
    """What could give way, and to what: of several, the least wanted to the most wanted."""
    wanted = {o.id: sum(each.get(o.id, 0) for each in leanings) for o in step.options}
    ordered = sorted(wanted, key=lambda item: wanted[item])
    others = [item for item in reversed(ordered) if item not in rule.first]
    if len(rule.first) == 1:
        return product(rule.first, others)
    return product([i for i in ordered if i in rule.first][:WEAKEST], others[:STRONGEST])


def _fewest(
    step: Step, people: People, order: Sequence[str], rule: Rule, pair: tuple[str, str]
) -> int | None:
    """How many of `order`, from the first on, have to turn; None where all of them are too few."""
    method = METHODS[step.way]
    turned = {p: method.turned(step, people[p], *pair) for p in order}

    def changes(n: int) -> bool:
        now = {**people, **{p: turned[p] for p in order[:n]}}
        cast = {(p, item): value for p, own in now.items() for item, value in own.items()}
        return set(method.rules(step, cast)[0].first) != set(rule.first)

    low, high = 0, len(order)
    if not order or not changes(high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if changes(middle) else (middle, high)
    return high
