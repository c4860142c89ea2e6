"""How much one person is for each option, read from what they answered: shared by ways of asking.

Leanings compare one person with themselves and with others of the same question: what is more, is
more for the option. Numbers are what people gave on a scale whose middle says something.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workshop.ballots.common import ABSTAIN
from workshop.model import Step

Own = Mapping[str, Any]  # one person's answers: item → value


def chosen(step: Step, own: Own) -> dict[str, float]:
    """Of one ballot that names some of the options: 1 for those, 0 for the rest."""
    if own.get("", ABSTAIN) == ABSTAIN:
        return {}
    return {option.id: float(option.id in own[""]) for option in step.options}


def laid(step: Step, own: Own) -> dict[str, float]:
    """Of one ballot with a number for each option: that number, 0 where there is none."""
    if own.get("", ABSTAIN) == ABSTAIN:
        return {}
    return {option.id: own[""].get(option.id, 0) for option in step.options}


def whole_numbers(own: Own) -> dict[str, float]:
    """Of one answer for each option: those that are numbers."""
    return {item: value for item, value in own.items() if isinstance(value, int)}


def any_at_all(step: Step, leaning: float) -> bool:
    return leaning > 0


def no_scale(step: Step) -> None:
    """A way whose answers have no median."""
    return


def no_numbers(step: Step, own: Own) -> dict[str, float]:
    return {}
