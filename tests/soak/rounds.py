"""Rounds of the same blow: a writer at work, an end that nobody chose, and a look at its file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.soak.victim import Victim, losses
from tests.workshop.builders import opened, small_workshop

ROUNDS_A_SESSION = 10


@dataclass(frozen=True)
class Kind:
    """How often a mode of writing is cut short, and with what settings."""

    mode: str
    rounds: int
    tiny: bool = False


@dataclass
class Tally:
    rounds: int = 0
    acks: int = 0
    problems: list[str] = field(default_factory=list)
    starts: list[float] = field(default_factory=lambda: [0.0])  # seconds until the writer wrote


def fresh_session(folder: Path) -> str:
    """A session with a question open and people in it; nobody holds its file afterwards."""
    workshop = small_workshop(folder)
    session_id = opened(workshop, 5, "statements")
    workshop.stop()
    return session_id


def struck(
    folder: Path,
    kinds: Sequence[Kind],
    fresh: Callable[[Path], str],
    strike: Callable[[Victim], None],
) -> Tally:
    """What was left after every blow: `fresh` makes a session, `strike` ends its writer."""
    tally = Tally()
    for kind in kinds:
        acked: dict[str, int] = {}
        session_id = ""
        for number in range(kind.rounds):
            if number % ROUNDS_A_SESSION == 0:
                session_id, acked = fresh(folder), {}
            victim = Victim(folder, session_id, kind.mode, kind.tiny)
            strike(victim)
            acked |= victim.acked
            tally.rounds += 1
            tally.acks += len(victim.acked)
            tally.starts.append(victim.started_s)
            tally.problems += losses(folder, session_id, acked)
    return tally
