"""Which rounds of a session may be reported, and what each of them is called."""

from __future__ import annotations

from workshop.model import Round, Session

REAL, SIMULATED = "workshop", "rehearsal (simulated participants)"


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


def before(session: Session, round_: Round) -> Round | None:
    """The round before of the same step."""
    if round_.number < 2:
        return None
    return session.rounds_of(round_.step.id)[round_.number - 2]


def source(session: Session) -> str:
    """Whether people answered or a rehearsal did: stands on every line that leaves."""
    return SIMULATED if session.rehearsal else REAL


def idea_names(round_: Round) -> dict[str, str]:
    """Approved ideas by id, each with a name of its own: their ids count the session's events."""
    ideas = [c for c in round_.contributions.values() if c.state == "approved" and c.text]
    ideas.sort(key=lambda c: (c.text or "", c.id))
    return {c.id: f"idea_{number}" for number, c in enumerate(ideas, 1)}
