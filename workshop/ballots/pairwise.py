"""Pairwise: which of these two? Two options at a time, as many pairs as one likes.

Bradley–Terry with regularised maximum likelihood: a tenth of a win each way between any two keeps
every strength finite. Told is how likely an option is to win against a random other one, with its
95 per cent interval. Where the comparisons do not join all options, there is no order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import exp, sqrt
from statistics import fmean
from typing import Any

from workshop.ballots.common import (
    ABSTAIN,
    Items,
    Measure,
    Said,
    Votes,
    leaders,
    told,
)
from workshop.ballots.interval import Z95
from workshop.ballots.leaning import Own, no_numbers, no_scale
from workshop.ballots.several import Rule, by_figure, highest
from workshop.errors import Rejected
from workshop.model import WHOLE_ROOM_MINIMUM, Json, Option, Step

UNDECIDED = "undecided"
BETWEEN = "|"
PRIOR = 0.1
Matrix = list[list[float]]
FOR = "preferred"
scale, numbers = no_scale, no_numbers


def settings(given: Mapping[str, Any], options: Sequence[Option], where: str) -> Json:
    """There is nothing to set, but there must be a pair."""
    if len(options) < 2:
        raise Rejected("agenda_options", where)
    return {}


def items(step: Step) -> Items:
    """Every pair, named in the order of the agenda: ``a|b``."""
    ids = [option.id for option in step.options]
    return {f"{a}{BETWEEN}{b}": (a, b) for at, a in enumerate(ids) for b in ids[at + 1 :]}


def validate(step: Step, item: str, value: object) -> str:
    """The one of the two that wins, ``"undecided"``, or ``"abstain"``."""
    pair = tuple(item.split(BETWEEN))
    known = [option.id for option in step.options]
    if len(pair) != 2 or any(each not in known for each in pair):
        raise Rejected("unknown_item", item)
    if known.index(pair[0]) >= known.index(pair[1]):
        raise Rejected("unknown_item", item)
    if value not in (*pair, UNDECIDED, ABSTAIN):
        raise Rejected("invalid", "value")
    return str(value)


def count(step: Step, votes: Votes) -> Json:
    """Per option: its wins and losses, and how likely it is to win against a random other."""
    ids = [option.id for option in step.options]
    at = {each: number for number, each in enumerate(ids)}
    wins = [[0] * len(ids) for _ in ids]
    apart: Counter[str] = Counter()
    met: Counter[str] = Counter()
    for (pair, value), often in Counter(
        (item, value) for (_, item), value in votes.items()
    ).items():
        met[pair] += often
        if value in (UNDECIDED, ABSTAIN):
            apart[value] += often
            continue
        a, _, b = pair.partition(BETWEEN)
        loser = b if value == a else a
        wins[at[value]][at[loser]] += often
    joined = _joined(wins)
    chances = _chances(wins) if joined else [(None, None, None)] * len(ids)
    return {
        "comparisons": sum(map(sum, wins)),
        "undecided": apart[UNDECIDED],
        "passed": apart[ABSTAIN],
        "joined": joined,
        # Who won against whom; only where no pair was answered by one to four people.
        "matrix": None if any(0 < n < WHOLE_ROOM_MINIMUM for n in met.values()) else wins,
        "options": [
            {
                "id": each,
                "n": sum(wins[i]) + sum(row[i] for row in wins),
                "wins": sum(wins[i]),
                "chance": chances[i][0],
                "low": chances[i][1],
                "high": chances[i][2],
            }
            for i, each in enumerate(ids)
        ],
    }


def _joined(wins: Sequence[Sequence[int]]) -> bool:
    """Whether the comparisons lead from every option to every other."""
    seen, ahead = {0}, [0]
    while ahead:
        a = ahead.pop()
        fresh = {b for b in range(len(wins)) if wins[a][b] + wins[b][a]} - seen
        seen |= fresh
        ahead += fresh
    return len(seen) == len(wins)


def _chances(wins: Sequence[Sequence[int]]) -> list[tuple[float, float, float]]:
    """P(win against a random other) of each, with the ends of its interval."""
    m = range(len(wins))
    told_ = [[wins[a][b] + PRIOR if a != b else 0.0 for b in m] for a in m]
    strength = _strengths(told_)
    p = [[1 / (1 + exp(strength[b] - strength[a])) for b in m] for a in m]
    # What is known of each difference: Fisher's information of the comparisons that were made.
    known = [[(told_[a][b] + told_[b][a]) * p[a][b] * p[b][a] for b in m] for a in m]
    spread = _inverse(
        [[sum(known[a]) + 1.0 if a == b else 1.0 - known[a][b] for b in m] for a in m]
    )
    found: list[tuple[float, float, float]] = []
    for a in m:
        others = [b for b in m if b != a]
        chance = sum(p[a][b] for b in others) / len(others)
        slope = [-p[a][b] * p[b][a] / len(others) for b in m]
        slope[a] = -sum(slope[b] for b in others)
        variance = sum(slope[i] * slope[j] * spread[i][j] for i in m for j in m)
        margin = Z95 * sqrt(max(0.0, variance))
        found.append((chance, max(0.0, chance - margin), min(1.0, chance + margin)))
    return found


def _strengths(told_: Matrix) -> list[float]:
    """Bradley–Terry parameters of a matrix of wins."""
    import choix  # noqa: PLC0415  it brings scipy along: not before somebody compares pairs
    import numpy  # noqa: PLC0415

    return [float(each) for each in choix.ilsr_pairwise_dense(numpy.array(told_))]


def _inverse(matrix: Matrix) -> Matrix:
    """The inverse of a positive definite matrix, by Gauss and Jordan."""
    m = len(matrix)
    rows = [[*row, *(1.0 if i == j else 0.0 for j in range(m))] for i, row in enumerate(matrix)]
    for i in range(m):
        pivot = rows[i][i]
        rows[i] = [each / pivot for each in rows[i]]
        for j in range(m):
            if j != i and rows[j][i]:
                factor = rows[j][i]
                rows[j] = [x - factor * y for x, y in zip(rows[j], rows[i], strict=True)]
    return [row[m:] for row in rows]


def standing(step: Step, votes: Votes) -> dict[str, float | None]:
    """How likely each option is to win against a random other."""
    return {row["id"]: row["chance"] for row in count(step, votes)["options"]}


def leanings(step: Step, own: Own) -> dict[str, float]:
    """How much of its comparisons an option won; half of one that could not be decided."""
    met: dict[str, list[float]] = {}
    for pair, won in own.items():
        for each in pair.split(BETWEEN) if won != ABSTAIN else ():
            met.setdefault(each, []).append(0.5 if won == UNDECIDED else float(won == each))
    return {option: fmean(won) for option, won in met.items()}


def favours(step: Step, leaning: float) -> bool:
    """Who chose it more often than not."""
    return leaning > 0.5


def rules(step: Step, votes: Votes) -> tuple[Rule, ...]:
    """Bradley–Terry, and the share of its comparisons that an option won."""
    found = count(step, votes)
    if not found["joined"]:
        return ()
    rows = found["options"]
    won = {row["id"]: row["wins"] / row["n"] for row in rows if row["n"]}
    return Rule("chance", by_figure(rows, "chance")), Rule("pairs_won", highest(won))


def turned(step: Step, own: Own, away: str, towards: str) -> Own:
    """The pairs with either of the two that this person decided, decided for and against them."""
    answers = dict(own)
    for pair, won in own.items():
        two = pair.split(BETWEEN)
        if won in two and towards in two:
            answers[pair] = towards
        elif won in two and away in two:
            answers[pair] = two[1 - two.index(away)]
    return answers


def sentence(step: Step, found: Json) -> Said | None:
    """What wins most often, and whether another could; or that there is no order yet."""
    if not found["comparisons"]:
        return None
    if not found["joined"]:
        return Said("Not all options have been compared with one another yet: there is no order.")
    rows = [(row["id"], row["chance"], row["low"], row["high"]) for row in told(found)]
    if not rows:
        return None
    best, certain = leaders(rows)
    share = {"share": max(row[1] for row in rows)}
    if certain:
        return Said("Wins most often: {options} ({share}).", {"options": best}, share)
    return Said(
        "Wins most often: {options} ({share}), but others are so near that the order is not"
        " certain.",
        {"options": best},
        share,
    )


def measures(found: Json) -> Iterable[Measure]:
    for name in ("comparisons", "undecided", "passed"):
        yield Measure("", name, found[name])
    for row in told(found):
        for name in ("wins", "chance", "low", "high"):
            yield Measure(row["id"], name, row[name], row["n"])
