"""Raised hands and paper ballots that a facilitator enters for the round on screen.

Each source is entered once a round. Whoever enters it again says which entry is replaced; both stay
in the log, and the later one counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from immutables import Map

from workshop.ballots.by_hand import checked
from workshop.commands import Command
from workshop.errors import Rejected
from workshop.events import Event, Recorded
from workshop.model import HandCount, Json, Session
from workshop.rules.rounds import round_of, with_round


def _enter_count(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    round_ = session.current_round()
    if round_ is None or cmd.args.get("round") != round_.id:
        raise Rejected("closed", "round")
    told = checked(round_.step, cmd.args)
    there = round_.by_hand.get(told["source"])
    if cmd.args.get("replaces") != (there.seq if there else None):
        raise Rejected("count_there", "replaces")
    body = {"round": round_.id, "replaces": there.seq if there else None, "actor": cmd.actor}
    return [Event("count_entered", told | body)]


def _count_entered(session: Session, recorded: Recorded, body: Json) -> Session:
    round_ = round_of(session, body["round"])
    counts = Map({item: tuple(numbers) for item, numbers in body["counts"].items()})
    count = HandCount(body["source"], body["people"], body["abstained"], counts, recorded.seq)
    counted = round_.by_hand.set(count.source, count)
    return with_round(session, replace(round_, by_hand=counted))


COMMANDS: dict[str, Callable[[Session, Command, int], list[Event]]] = {"enter_count": _enter_count}
CHANGES: dict[str, Callable[[Session, Recorded, Json], Session]] = {
    "count_entered": _count_entered,
}
