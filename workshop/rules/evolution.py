"""What an event changes. Must accept every event that was ever stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from sys import intern
from typing import Any, cast

from workshop.agenda import parse_agenda, parse_step
from workshop.borrowed import TOUCHING, lent
from workshop.events import FACILITATED, Recorded
from workshop.model import (
    Ballot,
    Contribution,
    Json,
    Participant,
    Round,
    Screen,
    Session,
    TextState,
    Timer,
)
from workshop.rules.baskets import CHANGES as BASKET_CHANGES
from workshop.rules.counting import CHANGES as COUNTING_CHANGES
from workshop.rules.entry import CHANGES as ENTRY_CHANGES
from workshop.rules.entry import asks_ballots, entered, without
from workshop.rules.live import CHANGES as LIVE_CHANGES
from workshop.rules.parts import CHANGES as PARTS_CHANGES


def create(recorded: Recorded) -> Session:
    """The session that its first event makes."""
    body = recorded.event.body
    bounds = cast("tuple[float, float, float, float] | None", body.get("bounds"))
    return Session(
        id=body["session"],
        city=body["city"],
        title=body["title"],
        language=body["language"],
        rehearsal=body["rehearsal"],
        code=body["code"],
        bounds=bounds if bounds is None else (bounds[0], bounds[1], bounds[2], bounds[3]),
        agenda=parse_agenda(body["steps"]),
        districts=frozenset(body.get("districts", ())),
        places=frozenset(body.get("places", ())),
        created_at_ms=recorded.recorded_at_ms,
        seq=recorded.seq,
        version=1,
        head=recorded.hash,
    )


def replay(log: Iterable[Recorded]) -> Session:
    """The session that a log adds up to; the log must begin with its creation."""
    events = iter(log)
    first = next(events, None)
    if first is None:
        raise LookupError("the log is empty: it does not even say which session it is")
    session = create(first)
    for recorded in events:
        session = evolve(session, recorded)
    return session


def evolve(session: Session, recorded: Recorded) -> Session:
    """The session after one more event."""
    event = recorded.event
    changed = _CHANGES[event.kind](session, recorded, event.body)
    if event.kind in TOUCHING:
        changed = lent(changed)
    version = session.version + (event.kind in FACILITATED)
    return replace(changed, seq=recorded.seq, version=version, head=recorded.hash)


def _with_round(session: Session, round_: Round) -> Session:
    index = int(round_.id[1:]) - 1
    rounds = (*session.rounds[:index], round_, *session.rounds[index + 1 :])
    return replace(session, rounds=rounds)


def _round(session: Session, round_id: str) -> Round:
    found = session.round(round_id)
    if found is None:
        raise LookupError(f"the log speaks of round {round_id}, which was never opened")
    return found


def _with_screen(session: Session, seq: int, round_: Round | None) -> Session:
    screen = Screen(seq, round_.id if round_ else None, bool(round_ and round_.revealed))
    return replace(session, screens=(*session.screens, screen))


def _session_opened(session: Session, recorded: Recorded, body: Json) -> Session:
    return replace(session, phase="open")


def _session_closed(session: Session, recorded: Recorded, body: Json) -> Session:
    return replace(session, phase="closed", closed_at_ms=recorded.recorded_at_ms, timer=None)


def _title_set(session: Session, recorded: Recorded, body: Json) -> Session:
    return replace(session, title=body["title"])


def _retention_set(session: Session, recorded: Recorded, body: Json) -> Session:
    return replace(session, retention_days=body["days"])


def _agenda_set(session: Session, recorded: Recorded, body: Json) -> Session:
    return replace(session, agenda=parse_agenda(body["steps"]))


def _round_opened(session: Session, recorded: Recorded, body: Json) -> Session:
    opened = Round(
        id=body["round"],
        step=parse_step(body["step"]),
        number=body["number"],
        opened_seq=recorded.seq,
        opened_at_ms=recorded.recorded_at_ms,
        shown=body["shown"],
        feedback=body.get("feedback"),
    )
    rounds = (*session.rounds, opened)
    opened_session = replace(session, rounds=rounds, current=opened.id, timer=None, blank=False)
    return _with_screen(opened_session, recorded.seq, opened)


def _round_closed(session: Session, recorded: Recorded, body: Json) -> Session:
    return _with_round(session, replace(_round(session, body["round"]), open=False))


def _round_reopened(session: Session, recorded: Recorded, body: Json) -> Session:
    round_ = without(_round(session, body["round"]), session.barred)
    return _with_round(session, replace(round_, open=True, part=""))


def _revealed(session: Session, recorded: Recorded, body: Json) -> Session:
    round_ = replace(_round(session, body["round"]), revealed=True, ever_revealed=True, part="")
    return _with_screen(_with_round(session, round_), recorded.seq, round_)


def _hidden(session: Session, recorded: Recorded, body: Json) -> Session:
    round_ = replace(_round(session, body["round"]), revealed=False, part="")
    return _with_screen(_with_round(session, round_), recorded.seq, round_)


def _blanked(session: Session, recorded: Recorded, body: Json) -> Session:
    return replace(session, blank=body["on"])


def _timer_started(session: Session, recorded: Recorded, body: Json) -> Session:
    return replace(session, timer=Timer(body["ends_at_ms"], body["seconds"]))


def _timer_cleared(session: Session, recorded: Recorded, body: Json) -> Session:
    return replace(session, timer=None)


def _participant(recorded: Recorded) -> str:
    if recorded.event.participant is None:
        raise LookupError(f"event {recorded.seq} ({recorded.event.kind}) names no participant")
    return recorded.event.participant


def _joined(session: Session, recorded: Recorded, body: Json) -> Session:
    person = _participant(recorded)
    shared = body.get("source") == "kiosk"
    people = session.participants.set(person, Participant(person, body["language"], shared=shared))
    return entered(replace(session, participants=people), person, body.get("code"))


def _profile_set(session: Session, recorded: Recorded, body: Json) -> Session:
    person = _participant(recorded)
    old = session.participants.get(person) or Participant(person, body["language"])
    profile = replace(
        old, language=body["language"], group=body["group"], district=body["district"]
    )
    return replace(session, participants=session.participants.set(person, profile))


def _answered(round_: Round, person: str, change: int) -> Round:
    n = round_.answered.get(person, 0) + change
    if n > 0:
        return replace(round_, answered=round_.answered.set(person, n))
    if person in round_.answered:
        return replace(round_, answered=round_.answered.delete(person))
    return round_


def _ballot_cast(session: Session, recorded: Recorded, body: Json) -> Session:
    round_, person = _round(session, body["round"]), _participant(recorded)
    # The same texts come again in a million ballots: one of each is enough.
    key = (intern(person), intern(body["item"]))
    old = round_.ballots.get(key)
    context: Json = body.get("context") or {}
    saw = bool(context.get("revealed")) and context.get("round") == round_.id
    ballot = Ballot(body["value"], body["rev"], recorded.op_id, recorded.seq, saw=saw)
    round_ = replace(round_, ballots=round_.ballots.set(key, ballot))
    if old is None or old.withdrawn:
        round_ = _answered(round_, person, 1)
    return _with_round(session, round_)


def _ballot_withdrawn(session: Session, recorded: Recorded, body: Json) -> Session:
    round_, person = _round(session, body["round"]), _participant(recorded)
    key = (person, body["item"])
    ballot = Ballot(None, body["rev"], recorded.op_id, recorded.seq, withdrawn=True)
    round_ = replace(round_, ballots=round_.ballots.set(key, ballot))
    return _with_round(session, _answered(round_, person, -1))


def _contributed(session: Session, recorded: Recorded, contribution: Contribution) -> Session:
    round_ = _round(session, contribution.round)
    round_ = replace(round_, contributions=round_.contributions.set(contribution.id, contribution))
    if asks_ballots(round_.step):
        return _with_round(session, round_)  # a reason, written beside an answer
    return _with_round(session, _answered(round_, contribution.participant, 1))


def _pin_placed(session: Session, recorded: Recorded, body: Json) -> Session:
    event = recorded.event
    pin = Contribution(
        id=body["id"],
        kind="pin",
        round=body["round"],
        participant=_participant(recorded),
        text_id=event.text_id,
        text=event.text,
        # A pin without words has nothing to moderate.
        state="pending" if event.text_id else "approved",
        seq=recorded.seq,
        category=body["category"],
        lat=body["lat"],
        lon=body["lon"],
        place=body["place"],
        finding=tuple(body.get("finding", ())),
    )
    return _contributed(session, recorded, pin)


def _idea_written(session: Session, recorded: Recorded, body: Json) -> Session:
    event = recorded.event
    idea = Contribution(
        id=body["id"],
        kind="idea",
        round=body["round"],
        participant=_participant(recorded),
        text_id=event.text_id,
        text=event.text,
        state="pending",
        seq=recorded.seq,
        finding=tuple(body.get("finding", ())),
    )
    return _contributed(session, recorded, idea)


def _text_corrected(session: Session, recorded: Recorded, body: Json) -> Session:
    event = recorded.event
    return _moderated(
        session,
        body["id"],
        text_id=event.text_id,
        text=event.text,
        state="pending" if event.text_id else "approved",
        finding=tuple(body.get("finding", ())),
        into=None,
        reason=None,
        **{name: body[name] for name in ("lat", "lon", "place") if body.get(name) is not None},
    )


def _photo_added(session: Session, recorded: Recorded, body: Json) -> Session:
    return _with_photo(session, body["id"], body["photo"], body["bytes"])


def _photo_gone(session: Session, recorded: Recorded, body: Json) -> Session:
    return _with_photo(session, body["id"], None, 0)


def _with_photo(session: Session, item: str, photo: str | None, size: int) -> Session:
    found = session.text(item)
    before = found[1].photo_bytes if found else 0
    changed = _moderated(session, item, photo=photo, photo_bytes=size, photo_state="pending")
    return replace(
        changed,
        photo_bytes=session.photo_bytes - before + size,
        photo_changes=session.photo_changes + 1,
    )


def _contribution_deleted(session: Session, recorded: Recorded, body: Json) -> Session:
    round_ = _round(session, body["round"])
    gone = round_.contributions[body["id"]]
    if gone.photo:
        session = _with_photo(session, gone.id, None, 0)
        round_ = _round(session, body["round"])
    round_ = replace(round_, contributions=round_.contributions.delete(gone.id))
    if asks_ballots(round_.step):
        return _with_round(session, round_)
    return _with_round(session, _answered(round_, gone.participant, -1))


def _moderated(session: Session, item: str, **change: Any) -> Session:
    found = session.text(item)
    if found is None:
        raise LookupError(f"the log moderates text {item}, which was never written")
    round_, contribution = found
    contributions = round_.contributions.set(contribution.id, replace(contribution, **change))
    return _with_round(session, replace(round_, contributions=contributions))


def _text_moderated(session: Session, recorded: Recorded, body: Json) -> Session:
    state = cast(TextState, body["state"])
    verdict = {"into": body["into"], "reason": body["reason"]}
    return _moderated(session, body["text_id"], **verdict, **_decided(session, body, state))


def _decided(session: Session, body: Json, state: TextState) -> dict[str, TextState]:
    """The state of its words, of its photo, or of both: of what there is."""
    found = session.text(body["text_id"])
    photo = found is not None and found[1].photo is not None
    decided: dict[str, TextState] = {"photo_state": state} if photo else {}
    if _has_words(session, body["text_id"]):
        decided["state"] = state
    return decided


def _has_words(session: Session, item: str) -> bool:
    """A pin without words is on the map whatever is said of its photo."""
    found = session.text(item)
    return found is None or bool(found[1].text_id) or found[1].photo is None


def _text_unmoderated(session: Session, recorded: Recorded, body: Json) -> Session:
    waiting = _decided(session, body, "pending")
    return _moderated(session, body["text_id"], into=None, reason=None, **waiting)


def _session_restored(session: Session, recorded: Recorded, body: Json) -> Session:
    return replace(session, restored={"seq": recorded.seq, "missing": body["missing"]})


_CHANGES: dict[str, Callable[[Session, Recorded, Json], Session]] = {
    "session_opened": _session_opened,
    "session_closed": _session_closed,
    "session_restored": _session_restored,
    "title_set": _title_set,
    "retention_set": _retention_set,
    "agenda_set": _agenda_set,
    "round_opened": _round_opened,
    "round_closed": _round_closed,
    "round_reopened": _round_reopened,
    "revealed": _revealed,
    "hidden": _hidden,
    "blanked": _blanked,
    "timer_started": _timer_started,
    "timer_cleared": _timer_cleared,
    "joined": _joined,
    "profile_set": _profile_set,
    "ballot_cast": _ballot_cast,
    "ballot_withdrawn": _ballot_withdrawn,
    "pin_placed": _pin_placed,
    "idea_written": _idea_written,
    "text_corrected": _text_corrected,
    "photo_added": _photo_added,
    "photo_removed": _photo_gone,
    "photo_refused": _photo_gone,
    "contribution_deleted": _contribution_deleted,
    "text_moderated": _text_moderated,
    "text_unmoderated": _text_unmoderated,
    **ENTRY_CHANGES,
    **COUNTING_CHANGES,
    **LIVE_CHANGES,
    **BASKET_CHANGES,
    **PARTS_CHANGES,
}
