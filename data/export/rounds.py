"""Which rounds of a session may be reported, and what each of them is called."""

from __future__ import annotations

from dataclasses import dataclass

from workshop.language import pick
from workshop.model import Level, Round, Session

SIMULATED = "rehearsal (simulated participants)"
# How people were let in, and with that what a count of them is worth.
REAL: dict[Level, str] = {
    "device": "workshop (open to all, one answer per phone: indicative)",
    "table": "workshop (table codes, a set number of phones per table)",
    "codes": "workshop (printed one-time codes, one person each; not a secret ballot)",
}


def settled(session: Session) -> tuple[Round, ...]:
    """The rounds whose results may be seen: closed, or shown to everybody.

    While people answer, a result that could be fetched again and again would tell each answer.
    """
    over = session.phase == "closed"
    return tuple(r for r in session.rounds if over or r.revealed or not r.open)


def step_number(session: Session, round_: Round) -> int:
    """The place of a round's step in the agenda, from one."""
    ids = [step.id for step in session.agenda]
    return ids.index(round_.step.id) + 1 if round_.step.id in ids else 0


def source(session: Session) -> str:
    """Who answered: people, and how they were let in, or a rehearsal. On every line that leaves."""
    return SIMULATED if session.rehearsal else REAL[session.level]


@dataclass(frozen=True)
class Named:
    """What every line of a table begins with, as `named` says it."""

    source: str
    step: int
    step_title: str
    kind: str
    round: int


def named(session: Session, round_: Round, language: str) -> tuple[str, int, str, str, int]:
    """Source, step and its title, kind and round: the fields of `Named`."""
    title = pick(round_.step.title, language)
    number = step_number(session, round_)
    return source(session), number, title, round_.step.kind, round_.number


def idea_names(round_: Round) -> dict[str, str]:
    """Approved ideas by id, each with a name of its own: their ids count the session's events."""
    ideas = [c for c in round_.contributions.values() if c.state == "approved" and c.text]
    ideas.sort(key=lambda c: (c.text or "", c.id))
    return {c.id: f"idea_{number}" for number, c in enumerate(ideas, 1)}
