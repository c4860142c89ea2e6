"""What other rules make of a round's ballots, and how near another result was, as lines."""

from __future__ import annotations

from collections.abc import Iterator

from data.export.together import Told
from workshop.model import Json


def lines(found: Json | None) -> Iterator[Told]:
    """Each rule's first; whether all agree; how many people another result is away."""
    if found is None:
        return
    yield "", "rules_agree", int(found["agree"]), None
    told = [*found["rules"]]
    told += [{"rule": "at_least"} | each for each in found["thresholds"]]
    for rule in {_name(each): each for each in told}.values():
        for item in rule["first"]:
            yield item, f"rule_{_name(rule)}_first", 1, None
    turn = found["turn"]
    if turn is not None:
        name = "would_have_to_turn" if turn["exact"] else "enough_to_turn"
        yield "", f"{name}_{turn['rule']}", turn["people"], turn["of"]


def _name(rule: Json) -> str:
    return rule["rule"] + ("" if rule["at"] is None else f"_{rule['at']}")
