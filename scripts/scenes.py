"""Rehearsed workshops, each stopped at one moment: what pictures are taken of."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from data import agendas
from tests.product import Prepared
from workshop.agenda import step_json
from workshop.commands import Operation
from workshop.model import Session
from workshop.rehearsal_people import Wish, answers, crowd

SEED = 7
_numbers = count(1)


@dataclass(frozen=True)
class Scene:
    """`at` is the step on screen; None is the lobby. `again` asks it a second time."""

    name: str
    template: str = "energy-alesund"
    at: str | None = None
    people: int = 42
    revealed: bool = True
    again: bool = False
    closed: bool = False


def play(prepared: Prepared, scene: Scene) -> Session:
    """The session of a scene, in its file: a rehearsal, and marked as one."""
    workshop = prepared.workshop
    template = agendas.load(prepared.settings.data_dir, scene.template)
    steps = [step_json(step) for step in template.steps]
    session_id = workshop.create(
        template.city, dict(template.name), steps, "nb", "pictures", rehearsal=True
    )
    for person in crowd(scene.people, SEED) if scene.people else ():
        body = {"group": person.group, "district": None}
        _do(prepared, session_id, Wish(person.id, person.language, "ballot"), "join", body=body)
    for number in range(2 if scene.again else 1):
        if scene.at is not None:
            _ask(prepared, session_id, scene, SEED + number)
    if scene.closed:
        workshop.command(session_id, "close_session")
    return workshop.state(session_id)


def _ask(prepared: Prepared, session_id: str, scene: Scene, seed: int) -> None:
    workshop = prepared.workshop
    assert workshop.command(session_id, "open_step", {"step": scene.at}).ok
    session = workshop.state(session_id)
    round_ = session.current_round()
    assert round_ is not None
    people = crowd(scene.people, SEED) if scene.people else ()
    revs: dict[tuple[str, str], int] = {}
    for wish in answers(people, round_, seed, session.bounds, ()):
        revs[wish.person, wish.item] = revs.get((wish.person, wish.item), 0) + 1
        _do(prepared, session_id, wish, wish.do, round_.id, revs[wish.person, wish.item])
    current = workshop.state(session_id).current_round()
    texts = [c.id for c in current.contributions.values() if c.text_id] if current else []
    # Two texts in three are approved, so that a moderator's screen has something waiting.
    shown = [text for n, text in enumerate(texts) if n % 3 or len(texts) < 3]
    for start in range(0, len(shown), 100):
        some = {"text_ids": shown[start : start + 100], "verdict": "approve"}
        assert workshop.command(session_id, "moderate", some).ok
    if scene.revealed:
        assert workshop.command(session_id, "reveal").ok


def _do(
    prepared: Prepared,
    session_id: str,
    wish: Wish,
    do: str,
    round_id: str | None = None,
    rev: int = 0,
    body: dict[str, object] | None = None,
) -> None:
    operation = Operation(
        op_id=f"scene-{next(_numbers):08d}",
        do=do,  # type: ignore[arg-type]
        participant=wish.person,
        round=round_id,
        item=wish.item,
        value=wish.value,
        rev=rev,
        body=body if body is not None else dict(wish.body),
        text=wish.text,
        language=wish.language,
        source="rehearsal",
    )
    prepared.workshop.operate(session_id, operation)
