"""Rounds of statements as the five files that Polis exports, for the programs that read them.

Votes are 1 (agree), 0 (pass) and -1 (disagree); statements are numbered in the order of the
agenda, from 0; nobody wrote them but the municipality, who is 0 among the people. Every time is 0:
none is told. The opinion groups follow from the votes that are in the files.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from data.export.cells import PLAIN, Cell, table
from data.export.raw import Raw, ballots, stem
from data.export.rounds import source
from workshop.language import pick
from workshop.model import Session
from workshop.opinion.told import LETTERS, members

VOTES = {"agree": 1, "pass": 0, "disagree": -1}  # noqa: S105  an answer, no word to enter by
_NO_TIME = (0, "Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)")
_TIMES = ("timestamp", "datetime")
_COUNTED = ("votes", "agrees", "disagrees", "passes")

Votes = Mapping[int, Mapping[int, int]]  # person → statement → vote


def polis_files(
    session: Session, language: str, chance: random.Random | None = None
) -> dict[str, str]:
    """Path → content: a folder for each round of statements that five or more answered."""
    return {
        f"{stem(session, raw.round)}/{name}": text
        for raw in ballots(session, language, chance)
        if raw.round.step.way == "statements" and not raw.few
        for name, text in _of_round(session, raw, language).items()
    }


def _of_round(session: Session, raw: Raw, language: str) -> dict[str, str]:
    step = raw.round.step
    asked = [at for at, option in enumerate(step.options) if option.id in raw.texts]
    numbers = {step.options[at].id: at for at in asked}
    texts = {at: raw.texts[step.options[at].id] for at in asked}
    votes = {
        person: {numbers[item]: VOTES[value] for item, value in own.items()}
        for person, own in raw.ballots.items()
    }
    given = {(str(p), item): vote for p, own in raw.ballots.items() for item, vote in own.items()}
    found = members(step, given)
    groups = {int(person): letter.lower() for person, letter in found.items()}
    return {
        "summary.csv": _summary(session, raw, language, len(set(groups.values()))),
        "comments.csv": _comments(votes, texts),
        "votes.csv": _votes(votes),
        "participant-votes.csv": _people(votes, asked, groups),
        "comment-groups.csv": _groups(votes, texts, groups),
    }


def _summary(session: Session, raw: Raw, language: str, groups: int) -> str:
    """Keys and values, without a head."""
    title = pick(raw.round.step.title, language)
    rows = [
        ("url", ""),
        ("voters", raw.voters),
        ("voters-in-conv", raw.voters),
        ("commenters", 0),
        ("comments", len(raw.texts)),
        ("groups", groups),
        ("conversation-description", f"{pick(session.title, language)}; {source(session)}"),
    ]
    return table(("topic", title), rows, PLAIN)


def _comments(votes: Votes, texts: Mapping[int, str]) -> str:
    head = (*_TIMES, "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body")
    rows: list[Sequence[Cell]] = []
    for at, text in texts.items():
        counted = _counted(votes.values(), at)
        rows.append((*_NO_TIME, at, 0, counted[1], counted[2], 1, text, "true", "false"))
    return table((*head, "is-seed", "is-meta"), rows, PLAIN)


def _votes(votes: Votes) -> str:
    rows = [
        (*_NO_TIME, at, person, vote) for person, own in votes.items() for at, vote in own.items()
    ]
    return table((*_TIMES, "comment-id", "voter-id", "vote"), rows, PLAIN)


def _people(votes: Votes, asked: Sequence[int], groups: Mapping[int, str]) -> str:
    head = ("participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")
    rows: list[Sequence[Cell]] = []
    for person, own in votes.items():
        given = Counter(own.values())
        group = LETTERS.index(groups[person].upper()) if person in groups else None
        counted = (0, len(own), given[1], given[-1])
        rows.append((person, group, *counted, *(own.get(at) for at in asked)))
    return table((*head, *map(str, asked)), rows, PLAIN)


def _groups(votes: Votes, texts: Mapping[int, str], groups: Mapping[int, str]) -> str:
    letters = sorted(set(groups.values()))
    head = ["comment-id", "comment", *(f"total-{name}" for name in _COUNTED)]
    head += [f"group-{letter}-{name}" for letter in letters for name in _COUNTED]
    rows: list[Sequence[Cell]] = []
    for at, text in texts.items():
        row: list[Cell] = [at, text, *_counted(votes.values(), at)]
        for letter in letters:
            row += _counted((own for p, own in votes.items() if groups.get(p) == letter), at)
        rows.append(row)
    return table(head, rows, PLAIN)


def _counted(people: Iterable[Mapping[int, int]], at: int) -> tuple[int, int, int, int]:
    """How many voted on a statement; how many of them agreed, disagreed, passed."""
    given = Counter(own[at] for own in people if at in own)
    return given.total(), given[1], given[-1], given[0]
