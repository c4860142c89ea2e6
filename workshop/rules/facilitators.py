"""What facilitators may do, and which events it leads to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from workshop.agenda import parse_agenda, step_json
from workshop.borrowed import standing, wished
from workshop.commands import Command
from workshop.delphi import feedback
from workshop.errors import Rejected
from workshop.events import Event
from workshop.model import Json, Round, Session, Step
from workshop.rules.baskets import COMMANDS as BASKET_COMMANDS
from workshop.rules.baskets import last_told
from workshop.rules.counting import COMMANDS as COUNTING_COMMANDS
from workshop.rules.entry import COMMANDS as ENTRY_COMMANDS
from workshop.rules.live import COMMANDS as LIVE_COMMANDS
from workshop.rules.moderation import COMMANDS as MODERATION_COMMANDS
from workshop.rules.parts import COMMANDS as PARTS_COMMANDS
from workshop.rules.photos import COMMANDS as PHOTO_COMMANDS

TIMER_SECONDS = (5, 4 * 3600)
LONGEST_DAYS = 3653
# What may still be done after the end.
AFTERWARDS = ("moderate", "refuse_photo", "undo_moderation", "delete", "set_retention")


def command(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    """The events of a facilitator's command. `now_ms`, the server's clock, sets the timer."""
    if cmd.expected_version is not None and cmd.expected_version != session.version:
        raise Rejected("conflict")
    if session.phase == "closed" and cmd.name not in AFTERWARDS:
        raise Rejected("session_closed")
    if cmd.name not in _COMMANDS:
        raise Rejected("invalid", "name")
    return _COMMANDS[cmd.name](session, cmd, now_ms)


def _open_session(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    return [] if session.phase == "open" else [Event("session_opened", {"actor": cmd.actor})]


def _open_step(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    step = session.step(str(cmd.args.get("step")))
    if step is None:
        raise Rejected("unknown_step")
    return _opening(session, step, cmd)


def _opening(session: Session, step: Step, cmd: Command) -> list[Event]:
    """Opening a step starts the workshop if need be and closes what was open."""
    events = _open_session(session, cmd, 0)
    current = session.current_round()
    if current is not None and current.open:
        events.append(Event("round_closed", {"round": current.id, "actor": cmd.actor}))
    shown = cmd.shown.get(step.id, {})
    body = {
        "round": f"r{len(session.rounds) + 1}",
        "number": len(session.rounds_of(step.id)) + 1,
        "step": step_json(_with_scenarios(standing(step), shown)),
        "shown": shown,
        "actor": cmd.actor,
        **_feedback(session, step),
    }
    return [*events, Event("round_opened", body)]


def _feedback(session: Session, step: Step) -> Json:
    """With what people read of the round before, where the question is asked again until a rule
    says stop."""
    earlier = session.rounds_of(step.id)
    again = bool(earlier) and "delphi" in step.settings
    return {"feedback": feedback(session, earlier[-1])} if again else {}


def _with_scenarios(step: Step, shown: Json) -> Step:
    """The step as it is opened: what it compares has the names that the scenarios have now."""
    if shown.get("preparing"):
        raise Rejected("scenario_preparing")
    names = {card["scenario"]: card["names"] for card in shown.get("scenarios", [])}
    for scenario in step.scenarios:
        if scenario not in names:
            raise Rejected("scenario_missing", scenario)
    if step.kind == "live" and not shown.get("measures"):
        raise Rejected("model_silent")
    if step.kind != "compare":
        return step
    return replace(step, options=tuple(replace(o, text=names[o.id]) for o in step.options))


def _next(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    return _opening(session, next_step(session), cmd)


def next_step(session: Session) -> Step:
    """The step after the one on screen; the first one before anything was shown."""
    current = session.current_round()
    if current is None:
        return session.agenda[0]
    ids = [step.id for step in session.agenda]
    at = ids.index(current.step.id) + 1
    if at >= len(ids):
        raise Rejected("no_next")
    return session.agenda[at]


def _current(session: Session) -> Round:
    current = session.current_round()
    if current is None:
        raise Rejected("no_round")
    return current


def _about_round(kind: str, unless: Callable[[Round], bool]) -> Any:
    """A command that needs a round on screen and does nothing where `unless` already holds."""

    def decide(session: Session, cmd: Command, now_ms: int) -> list[Event]:
        current = _current(session)
        if unless(current):
            return []
        return [Event(kind, {"round": current.id, "actor": cmd.actor})]

    return decide


def _reopen(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    current = _current(session)
    if current.open:
        return []
    if current.ever_revealed:
        return _opening(session, session.step(current.step.id) or current.step, cmd)
    return [Event("round_reopened", {"round": current.id, "actor": cmd.actor})]


def _blank(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    on = bool(cmd.args.get("on", True))
    return [] if on == session.blank else [Event("blanked", {"on": on, "actor": cmd.actor})]


def _timer(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    seconds = cmd.args.get("seconds")
    low, high = TIMER_SECONDS
    if not isinstance(seconds, int) or isinstance(seconds, bool) or not low <= seconds <= high:
        raise Rejected("invalid", "seconds")
    body = {"seconds": seconds, "ends_at_ms": now_ms + 1000 * seconds, "actor": cmd.actor}
    return [Event("timer_started", body)]


def _clear_timer(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    return [Event("timer_cleared", {"actor": cmd.actor})] if session.timer else []


def _reveal(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    """Show the results, or go back to them from a part of theirs. To a guess they hold the model's
    answer: nobody guesses after it."""
    current = _current(session)
    if current.revealed and not current.part:
        return []
    body = {"round": current.id, "actor": cmd.actor}
    ends = current.open and current.step.kind == "guess"
    return [*([Event("round_closed", body)] if ends else []), Event("revealed", body)]


def _set_agenda(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    steps = wished(session, parse_agenda(cmd.args.get("steps")))
    asked = {step.id: step for step in steps}
    for used in session.used_steps():
        if asked.get(used) != session.step(used):
            raise Rejected("step_used", used)
    if steps == session.agenda:
        return []
    body = {"steps": [step_json(step) for step in steps], "actor": cmd.actor}
    return [Event("agenda_set", body)]


def _set_title(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    title = cmd.args.get("title")
    checked = checked_title(title)
    same = checked == dict(session.title)
    return [] if same else [Event("title_set", {"title": checked, "actor": cmd.actor})]


def _set_retention(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    """For how many days raw answers are kept: at least a day, at most ten years.

    Who takes part was told the number before the first answer: from then on it only shrinks.
    """
    days = cmd.args.get("days")
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= LONGEST_DAYS:
        raise Rejected("invalid", "days")
    if days == session.retention_days:
        return []
    if session.participants and days > session.retention_days:
        raise Rejected("kept_shorter")
    return [Event("retention_set", {"days": days, "actor": cmd.actor})]


def checked_title(title: object) -> dict[str, str]:
    """A session's title in one or more languages, each at most 140 characters."""
    if not isinstance(title, dict):
        raise Rejected("agenda_title", "title")
    texts = {
        str(k): v.strip()
        for k, v in cast(dict[object, object], title).items()
        if k in ("nb", "nn", "sv", "en") and isinstance(v, str) and 0 < len(v.strip()) <= 140
    }
    if not texts or len(texts) != len(cast(dict[object, object], title)):
        raise Rejected("agenda_title", "title")
    return texts


def _close_session(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    current = session.current_round()
    closing = [*last_told(session, cmd), Event("session_closed", {"actor": cmd.actor})]
    if current is not None and current.open:
        return [Event("round_closed", {"round": current.id, "actor": cmd.actor}), *closing]
    return closing


_COMMANDS: dict[str, Callable[[Session, Command, int], list[Event]]] = {
    "open_session": _open_session,
    "open_step": _open_step,
    "next": _next,
    "close_round": _about_round("round_closed", lambda r: not r.open),
    "reopen_round": _reopen,
    "reveal": _reveal,
    "hide": _about_round("hidden", lambda r: not r.revealed),
    "blank": _blank,
    "timer": _timer,
    "clear_timer": _clear_timer,
    "set_agenda": _set_agenda,
    "set_title": _set_title,
    "set_retention": _set_retention,
    "close_session": _close_session,
    **ENTRY_COMMANDS,
    **COUNTING_COMMANDS,
    **LIVE_COMMANDS,
    **MODERATION_COMMANDS,
    **PHOTO_COMMANDS,
    **BASKET_COMMANDS,
    **PARTS_COMMANDS,
}
