"""Pins of a saved workshop as candidates for places: in which steps they lie, and of which kinds.

Only what `data.export.pins` lets out: released pins, where everybody may see them. Who placed one
and its number stay behind; all that is told is a place.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from data.export.pins import released
from data.export.rounds import settled, step_number
from data.twin.places import NOWHERE
from workshop.language import pick
from workshop.model import Contribution, Session


@dataclass(frozen=True, slots=True)
class Kind:
    """A category of a pin step, and how many of its pins are released."""

    id: str
    name: str
    pins: int


@dataclass(frozen=True, slots=True)
class PinStep:
    """A step that asked for pins, by its number in the agenda."""

    number: int
    title: str
    kinds: tuple[Kind, ...]


def pin_steps(session: Session, language: str) -> tuple[PinStep, ...]:
    """Every step of pins that was asked and closed, also one of which nothing is released.

    A rehearsal's pins were placed by nobody.
    """
    if session.rehearsal:
        return ()
    found: dict[int, PinStep] = {}
    for round_ in settled(session):
        if round_.step.kind != "pins":
            continue
        number = step_number(session, round_)
        counts = Counter(pin.category for pin in released(round_) if _lies(pin))
        if number in found:
            counts.update({each.id: each.pins for each in found[number].kinds})
        kinds = tuple(
            Kind(each["id"], pick(each["text"], language), counts[each["id"]])
            for each in round_.step.settings["categories"]
        )
        found[number] = PinStep(number, pick(round_.step.title, language), kinds)
    return tuple(found[number] for number in sorted(found))


def _lies(pin: Contribution) -> bool:
    """Whether it still has a place: one that was erased with its words has none."""
    return max(abs(pin.lat or 0.0), abs(pin.lon or 0.0)) > NOWHERE
