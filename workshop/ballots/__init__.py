"""Ways of asking: one small pure module each, all with the same functions.

A new one is a module with the functions of `Method` and its line in `METHODS`, its form on the
phone, its drawing and its texts. `docs/ballots.md` says what each of them means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

from workshop.ballots import (
    approval,
    budget,
    dots,
    guess,
    judgment,
    likert,
    pairwise,
    quadratic,
    ranking,
    resistance,
    score,
    statements,
)
from workshop.ballots.common import Items, Measure, Said, Votes
from workshop.ballots.leaning import Own
from workshop.ballots.several import Rule
from workshop.model import Json, Option, Step


class Method(Protocol):
    """What a way of asking must be able to do. A vote is (participant, item) → value.

    `FOR` names what `favours` counts, in files; "" where answers are about no option.
    """

    @property
    def FOR(self) -> str: ...  # noqa: N802  a constant of each module

    def settings(self, given: Mapping[str, Any], options: Sequence[Option], where: str) -> Json:
        """The settings of a step, checked, and with their defaults."""
        ...

    def items(self, step: Step) -> Items:
        """What can be answered, each with the options that such an answer is about."""
        ...

    def validate(self, step: Step, item: str, value: object) -> Any:
        """The value in its one stored form; `Rejected` says what is wrong with it."""
        ...

    def count(self, step: Step, votes: Votes) -> Json:
        """The result, the same for the same votes in any order."""
        ...

    def standing(self, step: Step, votes: Votes) -> dict[str, float | None]:
        """Each option's figure on one scale, so that two rounds can be compared."""
        ...

    def leanings(self, step: Step, own: Own) -> Mapping[str, float]:
        """Option → how much one person is for it, by their answers; what is left open is not in it.

        More is more for it: so groups and rounds are compared.
        """
        ...

    def favours(self, step: Step, leaning: float) -> bool:
        """Whether that is to be for the option, where people are counted."""
        ...

    def scale(self, step: Step) -> tuple[float, float] | None:
        """The lowest and the highest of `numbers`; None where their middle would say nothing."""
        ...

    def numbers(self, step: Step, own: Own) -> Mapping[str, float]:
        """Option → the number that one person gave it; "" where it is about none."""
        ...

    def rules(self, step: Step, votes: Votes) -> Sequence[Rule]:
        """What each rule that fits these ballots puts first; the way's own rule is the first."""
        ...

    def turned(self, step: Step, own: Own, away: str, towards: str) -> Own:
        """One person's answers, turned as far from one option to another as they could be.

        Who abstained is not asked.
        """
        ...

    def sentence(self, step: Step, found: Json) -> Said | None:
        """The result in one sentence that claims no more than it holds; None where it can't."""
        ...

    def measures(self, found: Json) -> Iterable[Measure]:
        """Every figure of the result, for files; options that are withheld are not among them."""
        ...


METHODS: dict[str, Method] = {
    "statements": statements,
    "approval": approval,
    "score": score,
    "guess": guess,
    "judgment": judgment,
    "ranking": ranking,
    "dots": dots,
    "budget": budget,
    "resistance": resistance,
    "pairwise": pairwise,
    "quadratic": quadratic,
    "likert": likert,
}
