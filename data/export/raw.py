"""Which raw ballots may leave, and under which numbers: the one rule of every file that has them.

People are numbered anew, in random order, for each round of each export: no number follows a
person from one round to the next, or from one file to another. Rounds with fewer than five voters
have no ballots, and items that fewer than five answered are left out of the others.
"""

from __future__ import annotations

import io
import random
import secrets
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from data.export.rounds import settled, step_number
from workshop.ballots import METHODS
from workshop.model import WHOLE_ROOM_MINIMUM, Round, Session
from workshop.taken_back import called
from workshop.tally import votes

# A file in an archive has a time; this one says nothing.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Raw:
    """The ballots of a round by random number, from 1: number → item → value. None of them where
    fewer than five answered. `texts` are the words of the items that are in it."""

    round: Round
    voters: int
    ballots: Mapping[int, Mapping[str, Any]]
    texts: Mapping[str, str]

    @property
    def few(self) -> bool:
        return self.voters < WHOLE_ROOM_MINIMUM

    def values(self, item: str = "") -> list[Any]:
        """What was answered to an item, in the order of the numbers."""
        return [own[item] for own in self.ballots.values() if item in own]


def ballots(session: Session, language: str, chance: random.Random | None = None) -> Iterator[Raw]:
    """The rounds that somebody answered. While people answer, a round is in no file: taken twice,
    two files would tell who answered in between."""
    dice = chance or secrets.SystemRandom()
    for round_ in settled(session):
        if not round_.open or session.phase == "closed":
            found = _of_round(round_, language, dice)
            if found.voters:
                yield found


def _of_round(round_: Round, language: str, dice: random.Random) -> Raw:
    counted = votes(round_)
    people = sorted({person for person, _ in counted})
    if len(people) < WHOLE_ROOM_MINIMUM:
        return Raw(round_, len(people), {}, {})
    dice.shuffle(people)
    answers = Counter(item for _, item in counted)
    texts = {
        item: words
        for item, words in _texts(round_, language).items()
        if answers[item] >= WHOLE_ROOM_MINIMUM
    }
    numbers = {person: number for number, person in enumerate(people, 1)}
    found: dict[int, dict[str, Any]] = {number: {} for number in numbers.values()}
    for (person, item), value in sorted(counted.items(), key=lambda each: each[0][1]):
        if item in texts:
            found[numbers[person]][item] = value
    return Raw(round_, len(people), found, texts)


def _texts(round_: Round, language: str) -> dict[str, str]:
    """What may be answered here, with its words: ideas that were held back are not among it. A
    ballot about all options at once has no words of its own."""
    if round_.step.kind == "ideas":
        ideas = round_.contributions.values()
        return {c.id: c.text or "" for c in ideas if c.state == "approved"}
    words = called(round_.step, language)
    items = METHODS[round_.step.way].items(round_.step)
    named = {item: " – ".join(words[o] for o in about) for item, about in items.items()}
    return named | ({"": ""} if "" in items else {})


def stem(session: Session, round_: Round) -> str:
    """What a round's files are called: by the place of its step, and its number."""
    return f"step-{step_number(session, round_)}-round-{round_.number}"


def archive(files: Mapping[str, str]) -> bytes:
    """The files in one, with no time on any of them."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as into:
        for name, text in files.items():
            into.writestr(zipfile.ZipInfo(name, _NO_TIME), text.encode(), zipfile.ZIP_DEFLATED)
    return made.getvalue()
