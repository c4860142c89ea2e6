"""How soon a full hall's ballots are counted, by every way of asking: ``python -m bench.ballots``.

    python -m bench.ballots [--ballots 5000] [--options 8] [--repeats 7]

The count alone, as every screen's tally calls it, of stored ballots that were drawn at random and
checked first. Exit status 1 when one takes longer than it may.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from workshop.ballots import METHODS
from workshop.ballots.likert import UNKNOWN
from workshop.ballots.pairwise import UNDECIDED
from workshop.ballots.resistance import STATUS_QUO
from workshop.model import Option, Step

MAY_TAKE_MS = 20.0
PAIRWISE_MAY_TAKE_MS = 200.0
SETTINGS: dict[str, dict[str, Any]] = {"approval": {"cap": 3}, "budget": {"money": 100}}
Dice = random.Random
Drawn = Callable[[Step, str, Dice], Any]


def _some(step: Step, _item: str, dice: Dice) -> list[str]:
    ids = [option.id for option in step.options]
    return dice.sample(ids, dice.randint(1, len(ids)))


def _dots(step: Step, _item: str, dice: Dice) -> dict[str, int]:
    laid: dict[str, int] = {}
    for _ in range(step.settings["dots"]):
        option = dice.choice(step.options).id
        laid[option] = laid.get(option, 0) + 1
    return laid


def _basket(step: Step, _item: str, dice: Dice) -> list[str]:
    basket, left = [], step.settings["money"]
    for each in _some(step, "", dice):
        if step.settings["costs"][each] <= left:
            basket.append(each)
            left -= step.settings["costs"][each]
    return basket


DRAWN: dict[str, Drawn] = {
    "statements": lambda s, i, d: d.choice(("agree", "disagree", "pass")),
    "approval": lambda s, i, d: _some(s, i, d)[: s.settings["cap"]],
    "score": lambda s, i, d: d.randint(0, s.settings["max"]),
    "guess": lambda s, i, d: d.randint(-50, 50),
    "judgment": lambda s, i, d: {o.id: d.randint(0, 5) for o in s.options},
    "ranking": _some,
    "dots": _dots,
    "budget": _basket,
    "resistance": lambda s, i, d: d.randint(0, 10),
    "pairwise": lambda s, i, d: d.choice((*i.split("|"), UNDECIDED)),
    "quadratic": lambda s, i, d: {o.id: d.randint(1, 2) for o in d.sample(s.options, 4)},
    "likert": lambda s, i, d: d.choice((1, 2, 3, 4, 5, UNKNOWN)),
}


def made(kind: str, options: int, dice: Dice) -> Step:
    """A step of this kind with so many options, set as one would set it."""
    ids = [STATUS_QUO, *(f"o{n}" for n in range(1, options))]
    named = tuple(Option(each, {"en": each}) for each in ids)
    given = dict(SETTINGS.get(kind, {}))
    if kind == "budget":
        given["costs"] = {each: dice.randint(10, 40) for each in ids}
    settings = METHODS[kind].settings(given, named, "settings")
    return Step("s", kind, {}, {}, 5, {}, None, None, named, settings)  # pyright: ignore


def votes(step: Step, ballots: int, dice: Dice) -> dict[tuple[str, str], Any]:
    """So many stored ballots, each checked as one that comes from a phone."""
    method = METHODS[step.kind]
    items = list(method.items(step))
    return {
        (f"p{n // len(items)}", item): method.validate(
            step, item, DRAWN[step.kind](step, item, dice)
        )
        for n in range(ballots)
        for item in (items[n % len(items)],)
    }


def measured(kind: str, ballots: int, options: int, repeats: int) -> list[float]:
    """Milliseconds of each count, after one that is not measured."""
    dice = random.Random(f"{kind}/{ballots}")  # noqa: S311  the same ballots every time
    step = made(kind, options, dice)
    cast = votes(step, ballots, dice)
    METHODS[kind].count(step, cast)
    took: list[float] = []
    for _ in range(repeats):
        began = time.perf_counter()
        METHODS[kind].count(step, cast)
        took.append((time.perf_counter() - began) * 1000)
    return took


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--ballots", type=int, default=5000)
    parser.add_argument("--options", type=int, default=8)
    parser.add_argument("--repeats", type=int, default=7)
    asked = parser.parse_args()
    print(f"{asked.ballots} ballots, {asked.options} options: milliseconds, median / worst")
    late = False
    for kind in METHODS:
        took = measured(kind, asked.ballots, asked.options, asked.repeats)
        may = PAIRWISE_MAY_TAKE_MS if kind == "pairwise" else MAY_TAKE_MS
        late |= median(took) > may
        print(f"{kind:12}{median(took):8.1f} /{max(took):7.1f}   of {may:.0f}")
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
