"""One line of a session, for lists."""

from __future__ import annotations

from dataclasses import dataclass

from workshop.runtime import Runtime


@dataclass(frozen=True, slots=True)
class Summary:
    """One line in a list of sessions. Times are milliseconds since 1970, UTC."""

    id: str
    city: str
    title: dict[str, str]
    phase: str
    rehearsal: bool
    code: str
    created_at_ms: int
    last_at_ms: int
    participants: int
    steps: int
    rounds: int


def summary(runtime: Runtime) -> Summary:
    session = runtime.session
    return Summary(
        id=session.id,
        city=session.city,
        title=dict(session.title),
        phase=session.phase,
        rehearsal=session.rehearsal,
        code=session.code,
        created_at_ms=session.created_at_ms,
        last_at_ms=runtime.last_at_ms,
        participants=len(session.participants),
        steps=len(session.agenda),
        rounds=len(session.rounds),
    )
