"""A facilitator's command with what it will show: facts of the library, and the model's answers.

The rules ask nobody: what a step shows, or a model says, is added before the writer gets a command.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from workshop.commands import Command
from workshop.errors import Rejected
from workshop.last_baskets import last_baskets
from workshop.model import Json, Session, Step
from workshop.parts import told
from workshop.ports import Facts
from workshop.rules import next_step, sliders, wished


def with_facts(facts: Facts, session: Session, wish: Command) -> Command:
    """It reads files, and may ask a model: not for the loop."""
    if wish.name in ("set_live", "show_part"):
        try:
            return replace(wish, shown=_reckoned(facts, session, wish))
        except Rejected:
            return wish  # the rules will say so
    if wish.name == "close_session":
        reckon = partial(facts.basket, session.city)
        return replace(wish, shown={"baskets": last_baskets(session, reckon)})
    step = _opened_by(wish, session)
    if step is None:
        return wish
    shown = facts.shown(step.view) if step.view else {}
    if step.scenarios or step.kind == "live":
        shown = shown | facts.exhibits(session.city, step)
    return replace(wish, shown={step.id: shown} if shown else {})


def _reckoned(facts: Facts, session: Session, wish: Command) -> Json:
    """What the model answers to sliders, or what a part of a result tells."""
    if wish.name == "show_part":
        round_, part = wished(session, wish)
        return {round_.id: {part: told(session, round_, part)}}
    round_, chosen = sliders(session, wish.args)
    return {"live": facts.live(session.city, round_.step, chosen)}


def _opened_by(wish: Command, session: Session) -> Step | None:
    current = session.current_round()
    if wish.name == "open_step":
        return session.step(str(wish.args.get("step")))
    if wish.name == "reopen_round" and current is not None:
        return current.step
    try:
        return next_step(session) if wish.name == "next" else None
    except Rejected:
        return None
