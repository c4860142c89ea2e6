"""Live sliders: the facilitator moves measures, the room sees what the model answers.

Only where the sliders were let go is kept, with the answer that the room saw; what lies between is
told to the screens and forgotten.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from workshop.commands import Command
from workshop.errors import Rejected
from workshop.events import Event, Recorded
from workshop.model import Json, Round, Session
from workshop.rules.rounds import round_of, with_round

STARTS = (2025, 2045)


def sliders(session: Session, args: Json) -> tuple[Round, list[Json]]:
    """The round on screen and the checked positions of its sliders; `Rejected` where none are."""
    round_ = session.current_round()
    if round_ is None or args.get("round") != round_.id or not round_.open:
        raise Rejected("closed", "round")
    if round_.step.kind != "live":
        raise Rejected("invalid", "round")
    given = args.get("chosen")
    measures = {m["id"]: m for m in round_.shown.get("measures", [])}
    if not isinstance(given, list) or len(cast(list[object], given)) > len(measures):
        raise Rejected("invalid", "chosen")
    chosen = [_position(each, measures) for each in cast(list[object], given)]
    if len({each["measure"] for each in chosen}) != len(chosen):
        raise Rejected("invalid", "chosen")
    return round_, chosen


def _position(given: object, measures: dict[str, Json]) -> Json:
    told = cast(Json, given) if isinstance(given, dict) else {}
    measure = measures.get(str(told.get("measure")))
    if measure is None:
        raise Rejected("unknown_item", "measure")
    level, start = told.get("level"), told.get("start", STARTS[0])
    if not isinstance(level, (int, float)) or isinstance(level, bool):
        raise Rejected("invalid", "level")
    if not 0 <= level <= measure["highest"]:
        raise Rejected("slider_range", measure["id"])
    if not isinstance(start, int) or not STARTS[0] <= start <= STARTS[1]:
        raise Rejected("slider_range", measure["id"])
    return {"measure": measure["id"], "level": level, "start": start}


def _set_live(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    round_, chosen = sliders(session, cmd.args)
    card = cmd.shown.get("live")
    if not card:
        raise Rejected("model_silent", retry_after=1.0)
    if cmd.args.get("settled") is not True:
        return []
    body: Json = {"round": round_.id, "chosen": chosen, "card": card, "actor": cmd.actor}
    return [Event("live_set", body)]


def _live_set(session: Session, recorded: Recorded, body: Json) -> Session:
    round_ = round_of(session, body["round"])
    live: dict[str, Any] = {"seq": recorded.seq, "chosen": body["chosen"], "card": body["card"]}
    return with_round(session, replace(round_, live=live))


COMMANDS: dict[str, Callable[[Session, Command, int], list[Event]]] = {"set_live": _set_live}
CHANGES: dict[str, Callable[[Session, Recorded, Json], Session]] = {"live_set": _live_set}
