"""What a simulated person of a rehearsal would answer, for each way of asking.

Seeded like the crowd itself; nothing here stands for what anybody really thinks.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from workshop.ballots.judgment import GRADES
from workshop.ballots.likert import UNKNOWN
from workshop.ballots.pairwise import BETWEEN, UNDECIDED
from workshop.ballots.resistance import HIGHEST
from workshop.model import Step

ABSTAIN = 0.05
NEVER_ABSTAINED = ("statements", "guess")


@dataclass(frozen=True, slots=True)
class Person:
    """`leaning` −1…1 is what makes answers hang together, as they do among real people."""

    id: str
    language: str
    group: str | None
    leaning: float


def answer(person: Person, step: Step, item: str, rng: random.Random, shift: float) -> Any:
    """The answer to one item of a step; `shift` is how much minds have moved towards everything."""
    if step.way not in NEVER_ABSTAINED and rng.random() < ABSTAIN:
        return "abstain"
    return _ANSWERS[step.way](_Asked(person, step, item, rng, shift))


@dataclass(frozen=True, slots=True)
class _Asked:
    """One person before one item of a step."""

    person: Person
    step: Step
    item: str
    rng: random.Random
    shift: float

    def pull(self, option: str) -> float:
        """How much this person likes this option, about −1…1."""
        taste = random.Random(f"{self.step.id}/{option}")  # noqa: S311
        own = taste.uniform(-0.4, 0.6) + taste.choice((-1, 1)) * 0.7 * self.person.leaning
        return own + self.shift

    def number(self, top: int, option: str = "") -> int:
        """A number from 0 to `top` for one option."""
        like = self.pull(option or self.item) + self.rng.gauss(0, 0.3)
        return max(0, min(top, round((0.55 + like / 2.2) * top)))

    def liked_first(self) -> list[str]:
        likes = {o.id: self.pull(o.id) + self.rng.gauss(0, 0.4) for o in self.step.options}
        return sorted(likes, key=lambda option: -likes[option])


def _stance(asked: _Asked) -> str:
    like = asked.pull(asked.item) + asked.rng.gauss(0, 0.35)
    if asked.rng.random() < 0.08 or abs(like) < 0.07:
        return "pass"
    return "agree" if like > 0 else "disagree"


def _guessed(asked: _Asked) -> float:
    """Somewhere around the middle of the scale, optimists further out than others."""
    low, high = asked.step.settings["low"], asked.step.settings["high"]
    drawn = asked.rng.gauss(0.5 - 0.12 * asked.person.leaning, 0.15)
    return low + (high - low) * max(0.0, min(1.0, drawn))


def _scored(asked: _Asked) -> int:
    return asked.number(int(asked.step.settings["max"]))


def _resisted(asked: _Asked) -> int:
    return HIGHEST - asked.number(HIGHEST)


def _preferred(asked: _Asked) -> str:
    """The one of a pair that is liked better today."""
    pair = asked.item.split(BETWEEN)
    likes = {each: asked.pull(each) + asked.rng.gauss(0, 0.4) for each in pair}
    return UNDECIDED if asked.rng.random() < 0.06 else max(pair, key=lambda each: likes[each])


def _placed(asked: _Asked) -> int | str:
    """A step of the survey's scale, or that one does not know."""
    if asked.rng.random() < 0.08:
        return UNKNOWN
    return 1 + asked.number(int(asked.step.settings["steps"]) - 1)


def _graded(asked: _Asked) -> dict[str, int]:
    return {option.id: asked.number(len(GRADES) - 1, option.id) for option in asked.step.options}


def _marked(asked: _Asked) -> list[str]:
    best = asked.liked_first()
    return best[: asked.rng.randint(1, min(int(asked.step.settings.get("cap") or 3), len(best)))]


def _ranked(asked: _Asked) -> list[str]:
    best = asked.liked_first()
    return best[: asked.rng.randint(min(2, len(best)), len(best))]


def _laid(asked: _Asked) -> dict[str, int]:
    """The dots one after the other, each on one of the three that are liked best."""
    best = asked.liked_first()
    laid: dict[str, int] = {}
    for _ in range(int(asked.step.settings["dots"])):
        option = best[min(asked.rng.choice((0, 0, 0, 1, 1, 2)), len(best) - 1)]
        if laid.get(option, 0) < asked.step.settings["cap"]:
            laid[option] = laid.get(option, 0) + 1
    return laid


def _bought(asked: _Asked) -> list[str]:
    """What is liked best goes into the basket first, as long as there is money for it."""
    left, costs = asked.step.settings["money"], asked.step.settings["costs"]
    basket: list[str] = []
    for option in asked.liked_first():
        if costs[option] <= left:
            basket.append(option)
            left -= costs[option]
    return basket


def _paid(asked: _Asked) -> dict[str, int]:
    """Most of the credits go to what is liked best, then to the next ones."""
    left = int(asked.step.settings["credits"])
    votes: dict[str, int] = {}
    for option in asked.liked_first():
        most = int(left**0.5)
        if most:
            votes[option] = asked.rng.randint(max(1, most - 2), most)
            left -= votes[option] ** 2
    return votes


_ANSWERS: dict[str, Callable[[_Asked], Any]] = {
    "statements": _stance,
    "guess": _guessed,
    "approval": _marked,
    "score": _scored,
    "ranking": _ranked,
    "dots": _laid,
    "budget": _bought,
    "quadratic": _paid,
    "resistance": _resisted,
    "pairwise": _preferred,
    "judgment": _graded,
    "likert": _placed,
}
