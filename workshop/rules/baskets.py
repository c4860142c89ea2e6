"""What the room's basket would do: the model's answer, kept as the room saw it.

The server itself says so, when what it answered is shown or the question is closed: no desk can.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from workshop.ballots.basket_measures import carried
from workshop.commands import Command
from workshop.errors import Rejected
from workshop.events import Event, Recorded
from workshop.last_baskets import still_right
from workshop.model import Json, Session
from workshop.rules.rounds import round_of, with_round


def _keep_basket(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    round_, rules = session.round(str(cmd.args.get("round"))), cmd.shown.get("basket")
    if round_ is None or not rules or not carried(round_.step):
        raise Rejected("invalid", "round")
    if (round_.open and not round_.revealed) or round_.basket == rules:
        return []
    return [Event("basket_told", {"round": round_.id, "rules": rules})]


def last_told(session: Session, cmd: Command) -> list[Event]:
    """When the workshop closes: what is said of the baskets that are bought in the end, and of no
    others."""
    said = cmd.shown.get("baskets", {})
    rounds = [each for each in session.rounds if carried(each.step)]
    told = [(each, still_right(each, said.get(each.id) or each.basket or {})) for each in rounds]
    return [
        Event("basket_told", {"round": each.id, "rules": rules})
        for each, rules in told
        if rules != (each.basket or {})
    ]


def _basket_told(session: Session, recorded: Recorded, body: Json) -> Session:
    told = replace(round_of(session, body["round"]), basket=body["rules"])
    return with_round(session, told)


COMMANDS: dict[str, Callable[[Session, Command, int], list[Event]]] = {"keep_basket": _keep_basket}
CHANGES: dict[str, Callable[[Session, Recorded, Json], Session]] = {"basket_told": _basket_told}
