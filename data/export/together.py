"""How people moved between two rounds and how much they agree, as lines of the table of results."""

from __future__ import annotations

from collections.abc import Iterator

from workshop.delphi import rule
from workshop.flows import WAYS
from workshop.model import Json, Round

# item, measure, value, n
Told = tuple[str, str, float | int | str | None, int | None]


def ways(previous: Json | None) -> Iterator[Told]:
    """How many went which way about each option; nothing where that is withheld."""
    for option in (previous or {}).get("flows") or ():
        if WAYS[0] in option:
            n = sum(option[way] for way in WAYS)
            for way in WAYS:
                yield option["id"], f"moved_{way}", option[way], n
        for old, new, n in option.get("ways", ()):
            yield option["id"], f"{old}_to_{new}", n, None


def agreement(found: Json | None) -> Iterator[Told]:
    """Kendall's W and, of each option, the middle half of the numbers."""
    if found is None:
        return
    if found["w"] is not None:
        yield "", "kendall_w", found["w"], found["raters"]
    for option in found["options"]:
        for name in ("q1", "q3") if option["id"] else ():  # a guess's stand in its own figures
            yield option["id"], name, float(option[name]), None


def delphi(round_: Round, told: Json) -> Iterator[Told]:
    """Of a question that is asked again: the rule, and what it said after this round."""
    declared = rule(round_)
    if declared is not None and "delphi" in told:
        for name in ("rounds", "stop", "most"):
            yield "", f"delphi_{name}", declared[name], None
        yield "", "delphi_says", told["delphi"]["says"], None
