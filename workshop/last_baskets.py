"""What the baskets of a workshop would do, as far as nobody has kept it when the workshop closes.

Whoever closes a workshop waits for the model no longer than `WITHIN_S`: what it has not said by
then was never told, and the review says so.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping

from workshop.ballots.basket_measures import bought, carried
from workshop.model import Json, Round, Session, Step
from workshop.tally import results

WITHIN_S = 2.0
Basket = tuple[str, ...]
Ask = Callable[[Step, Basket], Json]
log = logging.getLogger("workshop.last_baskets")


def still_right(round_: Round, told: Mapping[str, Json]) -> Json:
    """Of what is told of each rule's basket what is about the one that it buys in the end."""
    sets = bought(results(round_))
    return {r: each for r, each in told.items() if sets.get(r) == tuple(each["bought"])}


def last_baskets(session: Session, ask: Ask, within_s: float = WITHIN_S) -> dict[str, Json]:
    """Round → by rule, what was kept and is right, and what the model now says of the others. It
    computes: not for the loop."""
    found: dict[str, Json] = {}
    asking = [each for each in session.rounds if carried(each.step)]
    thread = threading.Thread(target=_reckon, args=(asking, ask, found), daemon=True)
    if asking:
        thread.start()
        thread.join(within_s)
    return dict(found)


def _reckon(rounds: list[Round], ask: Ask, found: dict[str, Json]) -> None:
    for round_ in rounds:
        try:
            found[round_.id] = _of_round(round_, ask)
        except Exception:
            log.exception("a basket was not reckoned", extra={"round": round_.id})


def _of_round(round_: Round, ask: Ask) -> Json:
    kept = still_right(round_, round_.basket or {})
    said = {tuple(each["bought"]): each for each in kept.values()}
    told: Json = {}
    for rule, basket in bought(results(round_)).items():
        if basket and basket not in said:
            said[basket] = {"bought": list(basket), **ask(round_.step, basket)}
        if basket:
            told[rule] = said[basket]
    return told
