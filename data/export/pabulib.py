"""Budget baskets as Pabulib's `.pb`: what there is of money, what things cost, who wanted what.

A basket is a vote by approval within the money (``max_sum_cost``); it may be empty. Whoever
abstained has no line, and the description says how many they are.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable

from data.export.cells import Cell, Dialect, table
from data.export.raw import Raw, ballots, stem
from data.export.rounds import source
from workshop.ballots.common import ABSTAIN
from workshop.language import pick
from workshop.model import Session
from workshop.taken_back import called

SEMICOLONS = Dialect("pabulib", ";", ".", "")
_BOTH = "counted by greedy and by equal shares (completed), side by side"


def pabulib_files(
    session: Session, language: str, chance: random.Random | None = None
) -> dict[str, str]:
    """Name → content, for the rounds of baskets that five or more filled."""
    return {
        f"{stem(session, raw.round)}.pb": _file(session, raw, language)
        for raw in ballots(session, language, chance)
        if raw.round.step.way == "budget" and not raw.few
    }


def _file(session: Session, raw: Raw, language: str) -> str:
    baskets = {n: own[""] for n, own in raw.ballots.items() if own[""] != ABSTAIN}
    support = Counter(each for basket in baskets.values() for each in basket)
    costs = raw.round.step.settings["costs"]
    projects = [
        (id, costs[id], support[id], name) for id, name in called(raw.round.step, language).items()
    ]
    votes = [(number, ",".join(basket)) for number, basket in baskets.items()]
    meta = _meta(session, raw, language, len(baskets))
    return (
        _section("META", ("key", "value"), meta)
        + _section("PROJECTS", ("project_id", "cost", "votes", "name"), projects)
        + _section("VOTES", ("voter_id", "vote"), votes)
    )


def _meta(session: Session, raw: Raw, language: str, votes: int) -> list[tuple[str, Cell]]:
    step = raw.round.step
    money = step.settings["money"]
    title = f"{pick(session.title, language)}: {pick(step.title, language)}"
    abstained = f"abstained: {raw.voters - votes}"
    return [
        ("description", f"{title}; {source(session)}; {abstained}"),
        ("unit", session.city),
        ("instance", f"{session.id} {stem(session, raw.round)}"),
        ("num_projects", len(step.options)),
        ("num_votes", votes),
        ("budget", money),
        ("rule", "unknown"),
        ("vote_type", "approval"),
        ("min_length", 0),
        ("max_sum_cost", money),
        ("currency", step.settings["unit"]),
        ("comment", f"#1: {_BOTH}"),
    ]


def _section(name: str, head: tuple[str, ...], rows: Iterable[tuple[Cell, ...]]) -> str:
    return f"{name}\n" + table(head, rows, SEMICOLONS).replace("\r\n", "\n")
