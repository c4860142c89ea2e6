"""What an event changes. Must accept every event that was ever stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from sys import intern
from typing import cast

from workshop.agenda import parse_agenda, parse_step
from workshop.borrowed import TOUCHING, lent
from workshop.events import FACILITATED, Recorded
from workshop.model import (
    Ballot,
    Json,
    Participant,
    Round,
    Screen,
    Session,
    Timer,
)
from workshop.rules.baskets import CHANGES as BASKET_CHANGES
from workshop.rules.contributions import CHANGES as CONTRIBUTION_CHANGES
from workshop.rules.counting import CHANGES as COUNTING_CHANGES
from workshop.rules.entry import CHANGES as ENTRY_CHANGES
from workshop.rules.entry import entered, without
from workshop.rules.live import CHANGES as LIVE_CHANGES
from workshop.rules.moderation import CHANGES as MODERATION_CHANGES
from workshop.rules.parts import CHANGES as PARTS_CHANGES
from workshop.rules.photos import CHANGES as PHOTO_CHANGES
from workshop.rules.rounds import answered, participant_of, round_of, with_round


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
    return with_round(session, replace(round_of(session, body["round"]), open=False))


def _round_reopened(session: Session, recorded: Recorded, body: Json) -> Session:
    round_ = without(round_of(session, body["round"]), session.barred)
    return with_round(session, replace(round_, open=True, part=""))


def _revealed(session: Session, recorded: Recorded, body: Json) -> Session:
    round_ = replace(round_of(session, body["round"]), revealed=True, ever_revealed=True, part="")
    return _with_screen(with_round(session, round_), recorded.seq, round_)


def _hidden(session: Session, recorded: Recorded, body: Json) -> Session:
    round_ = replace(round_of(session, body["round"]), revealed=False, part="")
    return _with_screen(with_round(session, round_), recorded.seq, round_)


def _blanked(session: Session, recorded: Recorded, body: Json) -> Session:
    return replace(session, blank=body["on"])


def _timer_started(session: Session, recorded: Recorded, body: Json) -> Session:
    return replace(session, timer=Timer(body["ends_at_ms"], body["seconds"]))


def _timer_cleared(session: Session, recorded: Recorded, body: Json) -> Session:
    return replace(session, timer=None)


def _joined(session: Session, recorded: Recorded, body: Json) -> Session:
    person = participant_of(recorded)
    shared = body.get("source") == "kiosk"
    people = session.participants.set(person, Participant(person, body["language"], shared=shared))
    return entered(replace(session, participants=people), person, body.get("code"))


def _profile_set(session: Session, recorded: Recorded, body: Json) -> Session:
    person = participant_of(recorded)
    old = session.participants.get(person) or Participant(person, body["language"])
    profile = replace(
        old, language=body["language"], group=body["group"], district=body["district"]
    )
    return replace(session, participants=session.participants.set(person, profile))


def _ballot_cast(session: Session, recorded: Recorded, body: Json) -> Session:
    round_, person = round_of(session, body["round"]), participant_of(recorded)
    # The same texts come again in a million ballots: one of each is enough.
    key = (intern(person), intern(body["item"]))
    old = round_.ballots.get(key)
    context: Json = body.get("context") or {}
    saw = bool(context.get("revealed")) and context.get("round") == round_.id
    ballot = Ballot(body["value"], body["rev"], recorded.op_id, recorded.seq, saw=saw)
    round_ = replace(round_, ballots=round_.ballots.set(key, ballot))
    if old is None or old.withdrawn:
        round_ = answered(round_, person, 1)
    return with_round(session, round_)


def _ballot_withdrawn(session: Session, recorded: Recorded, body: Json) -> Session:
    round_, person = round_of(session, body["round"]), participant_of(recorded)
    key = (person, body["item"])
    ballot = Ballot(None, body["rev"], recorded.op_id, recorded.seq, withdrawn=True)
    round_ = replace(round_, ballots=round_.ballots.set(key, ballot))
    return with_round(session, answered(round_, person, -1))


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
    **ENTRY_CHANGES,
    **CONTRIBUTION_CHANGES,
    **PHOTO_CHANGES,
    **MODERATION_CHANGES,
    **COUNTING_CHANGES,
    **LIVE_CHANGES,
    **BASKET_CHANGES,
    **PARTS_CHANGES,
}
