"""A result is shown in steps: which part may be shown when, and what that changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from workshop.commands import Command
from workshop.errors import Rejected
from workshop.events import Event, Recorded
from workshop.model import Json, Round, Session
from workshop.parts import RESULT, TURNOUT, parts_of, told
from workshop.rules.rounds import round_of, with_round


def _show_part(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    """A part of the result on screen: the turnout before it, all others after it.

    Only of a round that is closed: while people answer, two tables would tell the answers between
    them.
    """
    round_, part = wished(session, cmd)
    if part == round_.part:
        return []
    # Reckoned beforehand where the room is large: the writer has others to serve.
    known = cmd.shown.get(round_.id, {})
    found = known[part] if part in known else told(session, round_, part)
    body = {"round": round_.id, "part": part, "told": found, "actor": cmd.actor}
    return [Event("part_shown", body)]


def wished(session: Session, cmd: Command) -> tuple[Round, str]:
    """The round on screen and the part of it to show; `Rejected` where it cannot be shown now."""
    round_, part = session.current_round(), cmd.args.get("part")
    if round_ is None:
        raise Rejected("no_round")
    if part == RESULT or part not in parts_of(session, round_):
        raise Rejected("invalid", "part")
    if round_.open or round_.revealed == (part == TURNOUT):
        raise Rejected("part_early", "part")
    return round_, part


def _part_shown(session: Session, recorded: Recorded, body: Json) -> Session:
    round_ = round_of(session, body["round"])
    shown = replace(round_, part=body["part"], told=round_.told | {body["part"]: body["told"]})
    return with_round(session, shown)


COMMANDS: dict[str, Callable[[Session, Command, int], list[Event]]] = {"show_part": _show_part}
CHANGES: dict[str, Callable[[Session, Recorded, Json], Session]] = {"part_shown": _part_shown}
