"""Who the simulated people of a rehearsal are, and what they do.

Pure and seeded: the same seed and the same step give the same crowd and the same answers. Nothing
here stands for what anybody really thinks.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from workshop.ballots import METHODS
from workshop.model import GROUPS, Round, Step
from workshop.rehearsal_again import nearer, says_why
from workshop.rehearsal_answers import Person, answer

Place = tuple[float, float]
Bounds = tuple[float, float, float, float]
Act = Literal["ballot", "pin", "idea", "support"]

LANGUAGES = ("nb", "nb", "nb", "nn", "sv", "en")
SILENT = 0.08  # of the crowd do not answer a step
CHANGED_MIND = 0.15
MOVED_BETWEEN_ROUNDS = 0.25
NEAR = 0.006  # degrees around a place, about 600 m north–south

TEXTS: dict[str, tuple[str, ...]] = {
    "nb": ("Øving: et oppdiktet forslag", "Øving: flere slike steder", "Øving: begynn i det små"),
    "nn": ("Øving: eit oppdikta forslag", "Øving: fleire slike stader", "Øving: start i det små"),
    "sv": ("Övning: ett påhittat förslag", "Övning: fler sådana platser", "Övning: börja smått"),
    "en": ("Rehearsal: a made-up idea", "Rehearsal: more such places", "Rehearsal: start small"),
}


@dataclass(slots=True)
class Wish:
    """One thing that somebody wants to do in a round."""

    person: str
    language: str
    do: Act
    item: str = ""
    value: Any = None
    body: dict[str, Any] = field(default_factory=lambda: {})
    text: str | None = None
    tries: int = 0


def crowd(people: float, seed: int) -> tuple[Person, ...]:
    """The people of one rehearsal."""
    rng = random.Random(f"{seed}/crowd")  # noqa: S311  a rehearsal, not a secret
    return tuple(
        Person(
            id=f"rehearsal-{number + 1}",
            language=rng.choice(LANGUAGES),
            group=rng.choice((*GROUPS, "resident", "resident", None)),
            leaning=max(-1.0, min(1.0, rng.gauss(0.45 if rng.random() < 0.6 else -0.5, 0.35))),
        )
        for number in range(int(people))
    )


def answers(
    people: Sequence[Person],
    round_: Round,
    seed: int,
    bounds: Bounds | None,
    places: Sequence[Place],
) -> list[Wish]:
    """What the crowd does in this round, in order; some change their minds."""
    rng = random.Random(f"{seed}/{round_.id}")  # noqa: S311
    timed: list[tuple[float, Wish]] = []
    for person in people:
        if rng.random() < SILENT:
            continue
        own = list(_of_person(person, round_, seed, bounds, places))
        start = rng.random()
        timed += [(start + 0.05 * n, wish) for n, wish in enumerate(own)]
        if own and own[0].do == "ballot" and rng.random() < CHANGED_MIND:
            ballots = [wish for wish in own if wish.do == "ballot"]  # a reason is no answer
            again = _second_thought(rng, person, round_.step, rng.choice(ballots))
            timed.append((start + 0.6, again))
    return [wish for _, wish in sorted(timed, key=lambda pair: pair[0])]


def _second_thought(rng: random.Random, person: Person, step: Step, old: Wish) -> Wish:
    value = answer(person, step, old.item, rng, 0.3)
    return Wish(person.id, person.language, "ballot", old.item, value)


def supports(
    people: Sequence[Person], round_id: str, ideas: Sequence[str], seed: int
) -> Iterable[Wish]:
    """Who supports the ideas that were approved since last time."""
    for idea in ideas:
        rng = random.Random(f"{seed}/{round_id}/{idea}")  # noqa: S311
        liked = rng.uniform(0.15, 0.7)
        for person in people:
            if rng.random() < liked:
                yield Wish(person.id, person.language, "support", idea, True)


def _of_person(
    person: Person, round_: Round, seed: int, bounds: Bounds | None, places: Sequence[Place]
) -> Iterable[Wish]:
    step = round_.step
    rng = random.Random(f"{seed}/{person.id}/{step.id}")  # noqa: S311
    if step.way in METHODS:
        for item in METHODS[step.way].items(step):
            if not item or rng.random() < 0.96:
                value = _settled(person, round_, item, seed)
                yield Wish(person.id, person.language, "ballot", item, value)
        if says_why(round_, rng):
            yield Wish(person.id, person.language, "idea", text=rng.choice(TEXTS[person.language]))
    elif step.kind == "pins":
        yield from _pins(person, step, rng, bounds, places)
    elif step.kind == "ideas":
        for _ in range(rng.choice((0, 0, 1, 1, 2))):
            text = rng.choice(TEXTS[person.language])
            yield Wish(person.id, person.language, "idea", text=text)


def _settled(person: Person, round_: Round, item: str, seed: int) -> Any:
    """The answer of the first round, unless this person has moved since."""
    base = random.Random(f"{seed}/{person.id}/{round_.step.id}/{item}")  # noqa: S311
    again = random.Random(f"{seed}/{person.id}/{round_.id}/{item}")  # noqa: S311
    if round_.feedback:
        return nearer(round_, item, answer(person, round_.step, item, base, 0.0), again)
    if round_.number > 1 and again.random() < MOVED_BETWEEN_ROUNDS:
        return answer(person, round_.step, item, again, 0.35)
    return answer(person, round_.step, item, base, 0.0)


def _pins(
    person: Person, step: Step, rng: random.Random, bounds: Bounds | None, places: Sequence[Place]
) -> Iterable[Wish]:
    categories = [category["id"] for category in step.settings["categories"]]
    most = min(3, int(step.settings["per_person"]))
    for _ in range(rng.randint(0, most)):
        lat, lon = _position(rng, bounds, places)
        text = rng.choice(TEXTS[person.language]) if rng.random() < 0.3 else None
        body = {"lat": lat, "lon": lon, "category": rng.choice(categories)}
        yield Wish(person.id, person.language, "pin", body=body, text=text)


def _position(rng: random.Random, bounds: Bounds | None, places: Sequence[Place]) -> Place:
    west, south, east, north = bounds or (-180.0, -85.0, 180.0, 85.0)
    if not places:
        return rng.uniform(south, north), rng.uniform(west, east)
    lat, lon = rng.choice(list(places))
    near = (rng.gauss(lat, NEAR), rng.gauss(lon, 2 * NEAR))
    return max(south, min(north, near[0])), max(west, min(east, near[1]))
