"""Budget basket: what would you buy for this money? Counted in two ways, side by side.

Greedy (Goel et al. 2019): what most people put into their baskets is bought first, while there is
money. Equal shares: see `workshop.ballots.equal_shares`.

Where options are equal in every respect and the money buys only some of them, they are bought in
the order of the agenda, and every one of them, in or out, is marked as tied.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from workshop.agenda_fields import mapping, setting, whole
from workshop.ballots import basket_measures
from workshop.ballots.common import (
    ABSTAIN,
    Measure,
    Said,
    Votes,
    abstains,
    as_options,
    cast_ballots,
    one_ballot,
)
from workshop.ballots.equal_shares import Bought, completed, equal_shares, greedy
from workshop.ballots.leaning import Own, any_at_all, chosen, no_numbers, no_scale
from workshop.ballots.several import Rule
from workshop.errors import Rejected
from workshop.model import Json, Option, Step

RICHEST = 1_000_000_000
UNIT = 24  # letters of a unit in own words; "MNOK", "TNOK" and "NOK" are told in each language
COMPLETION = ("none", "add", "add_greedy")
items = one_ballot
FOR = "in_basket"
leanings = chosen
favours = any_at_all
scale, numbers = no_scale, no_numbers


def settings(given: Mapping[str, Any], options: Sequence[Option], where: str) -> Json:
    """The money, each option's cost in the same unit, how equal shares are completed, and what
    the twin knows of the options."""
    costs = mapping(given.get("costs"), "agenda_costs", f"{where}.costs")
    money = setting(given, "money", 0, 0, RICHEST)
    ids = [option.id for option in options]
    if set(costs) != set(ids) or not all(whole(costs[each], 1, RICHEST) for each in ids):
        raise Rejected("agenda_costs", f"{where}.costs")
    if money < min(costs.values()):
        raise Rejected("agenda_costs", f"{where}.money")
    completion = given.get("completion", "add_greedy")
    if completion not in COMPLETION:
        raise Rejected("agenda_settings", f"{where}.completion")
    unit = given.get("unit", "")
    if not isinstance(unit, str) or len(unit) > UNIT:
        raise Rejected("agenda_settings", f"{where}.unit")
    return {
        "money": money,
        "costs": {each: costs[each] for each in ids},
        "completion": completion,
        "unit": unit.strip(),
    } | basket_measures.settings(given, options, where)


def validate(step: Step, item: str, value: object) -> str | list[str]:
    """``"abstain"``, or what is in the basket, in the order of the agenda; it may be empty."""
    if abstains(item, value):
        return ABSTAIN
    basket = set(as_options(step, value))
    if sum(step.settings["costs"][each] for each in basket) > step.settings["money"]:
        raise Rejected("money_over", "value")
    return [option.id for option in step.options if option.id in basket]


def count(step: Step, votes: Votes) -> Json:
    """Per option: its support, and whether each of the two rules buys it."""
    ballots, abstentions = cast_ballots(votes)
    kinds = Counter(frozenset(cast(list[str], ballot)) for ballot in ballots)
    costs, money = step.settings["costs"], step.settings["money"]
    support: Counter[str] = Counter()
    for basket, often in kinds.items():
        for each in basket:
            support[each] += often
    most_first = greedy(costs, money, support)
    alone = equal_shares(costs, money, kinds)
    shared = completed(costs, money, kinds, step.settings["completion"])
    n = len(ballots)
    return {
        "n": n,
        "abstentions": abstentions,
        "money": money,
        "options": [
            {
                "id": each,
                "n": n,
                "cost": cost,
                "support": support[each],
                "share": support[each] / n if n else None,
                "greedy": each in most_first.items,
                "equal": each in shared.items,
                "tied": each in most_first.tied or each in shared.tied,
            }
            for each, cost in costs.items()
        ],
        "rules": {
            "greedy": _told(most_first, costs, money, kinds),
            "equal_alone": _told(alone, costs, money, kinds),
            "equal": _told(shared, costs, money, kinds) | {"raised": shared.raised},
        },
    }


def _told(
    bought: Bought, costs: Mapping[str, int], money: int, kinds: Mapping[frozenset[str], int]
) -> Json:
    """What is bought, in that order; the money left; how many got nothing of what they wanted."""
    nothing = sum(n for basket, n in kinds.items() if not basket & set(bought.items))
    return {
        "bought": list(bought.items),
        "left": money - sum(costs[each] for each in bought.items),
        "nothing": nothing,
        "tied": sorted(bought.tied),
    }


def standing(step: Step, votes: Votes) -> dict[str, float | None]:
    """The share that put each option into their baskets."""
    return {row["id"]: row["share"] for row in count(step, votes)["options"]}


def rules(step: Step, votes: Votes) -> tuple[Rule, ...]:
    """What each of the two buys."""
    found = count(step, votes)["rules"]
    return tuple(Rule(n, _in_order(step, found[n]["bought"])) for n in ("equal", "greedy"))


def turned(step: Step, own: Own, away: str, towards: str) -> Own:
    """One into the basket in place of the other; what is too much then goes."""
    basket, left = [towards], step.settings["money"] - step.settings["costs"][towards]
    for each in own[""]:
        if each not in (away, towards) and step.settings["costs"][each] <= left:
            basket.append(each)
            left -= step.settings["costs"][each]
    return {"": basket}


def sentence(step: Step, found: Json) -> Said | None:
    """What both rules buy; or that the rule decides, and which buys what."""
    rules = {name: tuple(found["rules"][name]["bought"]) for name in ("greedy", "equal")}
    order = {name: _in_order(step, bought) for name, bought in rules.items()}
    if not order["greedy"]:
        return None
    if order["greedy"] == order["equal"]:
        return Said("Both rules buy the same: {options}.", {"options": order["equal"]})
    if not order["equal"]:
        return Said(
            "The rule decides, so talk about it. Most supported first: {greedy}. Equal shares buys"
            " nothing.",
            order,
        )
    return Said(
        "The rule decides, so talk about it. Most supported first: {greedy}. Equal shares:"
        " {equal}.",
        order,
    )


def _in_order(step: Step, bought: Iterable[str]) -> tuple[str, ...]:
    inside = set(bought)
    return tuple(option.id for option in step.options if option.id in inside)


def measures(found: Json) -> Iterable[Measure]:
    n = found["n"]
    for row in found["options"]:
        for name in ("cost", "support", "share"):
            yield Measure(row["id"], name, row[name], n)
        for name in ("greedy", "equal", "tied"):
            yield Measure(row["id"], f"budget_{name}", int(row[name]), n)
    for rule, told in found["rules"].items():
        yield Measure("", f"{rule}_money_left", told["left"], n)
        yield Measure("", f"{rule}_with_nothing", told["nothing"], n)
