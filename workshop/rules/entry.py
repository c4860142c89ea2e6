"""How people are let in: the level that is declared, printed codes, and what voiding one means.

A code is known by its keyed digest alone. Whatever is wrong with one that is shown (used, voided,
never printed, printed for another workshop), the answer is the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from workshop.ballots import METHODS
from workshop.commands import Command, Operation
from workshop.errors import Rejected
from workshop.events import Event, Recorded
from workshop.model import LEVELS, EntryCode, Json, Round, Session, SharedDevice, Step

BATCH = 500
ADMITS = 60
EVER = 5000
DEVICES = 200
_DIGEST_LETTERS = 32


def entering_by(session: Session, op: Operation) -> int | None:
    """The number of the code that lets this device in; None where none is asked for."""
    if not asks_code(session, op.source):
        return None
    code = session.codes.get(op.entry)
    if code is None or not code.opens(session.level):
        raise Rejected("entry_refused")
    return code.number


def asks_code(session: Session, source: str) -> bool:
    """Whether somebody new must show a code. A shared device is let in by the facilitator's link,
    but a code that is one person's own is asked for there too."""
    if session.level == "table":
        return source != "kiosk"
    return session.level == "codes"


def _set_level(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    level = cmd.args.get("level")
    if level not in LEVELS:
        raise Rejected("invalid", "level")
    if level == session.level:
        return []
    if session.phase != "lobby" or session.participants:
        raise Rejected("level_late")
    return [Event("level_set", {"level": level, "actor": cmd.actor})]


def _issue_codes(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    """A batch of codes made by the server; with `instead_of`, in place of one that is voided."""
    digests, admits = cmd.args.get("digests"), cmd.args.get("admits", 1)
    if session.level == "device" or not isinstance(digests, list):
        raise Rejected("invalid", "digests")
    batch = cast(list[str], digests)
    if not 0 < len(batch) <= BATCH or len(session.codes) + len(batch) > EVER:
        raise Rejected("codes_many")
    if any(len(d) != _DIGEST_LETTERS or d in session.codes for d in batch):
        raise Rejected("invalid", "digests")
    if not isinstance(admits, int) or not 1 <= admits <= (
        1 if session.level == "codes" else ADMITS
    ):
        raise Rejected("invalid", "admits")
    first = len(session.printed_codes()) + 1
    if cmd.args.get("first") != first:
        raise Rejected("conflict", "first")
    body: Json = {"level": session.level, "first": first, "admits": admits, "digests": batch}
    made = Event("codes_issued", body | {"actor": cmd.actor})
    voided = [] if cmd.args.get("instead_of") is None else [_voided(session, cmd, "instead_of")]
    return [*voided, made]


def _void_code(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    return [_voided(session, cmd, "number")]


def _voided(session: Session, cmd: Command, named: str) -> Event:
    number = cmd.args.get(named)
    found = next((c for c in session.printed_codes() if c.number == number), None)
    if found is None or found.voided or isinstance(number, bool):
        raise Rejected("code_number", named)
    body = {"level": session.level, "number": found.number, "actor": cmd.actor}
    return Event("code_voided", body)


def _share_device(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    number = len(session.devices) + 1
    if number > DEVICES:
        raise Rejected("limit")
    if cmd.args.get("number") != number:
        raise Rejected("conflict", "number")
    return [Event("device_shared", {"number": number})]


def _end_device(session: Session, cmd: Command, now_ms: int) -> list[Event]:
    """Whoever stands at it is shown out; what was counted stays counted."""
    number = cmd.args.get("number")
    if not isinstance(number, int) or isinstance(number, bool):
        raise Rejected("invalid", "number")
    if session.device_ended(number):
        return []
    return [Event("device_ended", {"number": number, "actor": cmd.actor})]


COMMANDS: dict[str, Callable[[Session, Command, int], list[Event]]] = {
    "set_level": _set_level,
    "issue_codes": _issue_codes,
    "void_code": _void_code,
    "share_device": _share_device,
    "end_device": _end_device,
}


def entered(session: Session, person: str, number: int | None) -> Session:
    """The session after a code let somebody in."""
    if number is None:
        return session
    digest, code = _numbered(session, number)
    codes = session.codes.set(digest, replace(code, used=(*code.used, person)))
    return replace(session, codes=codes, barred=session.barred - {person})


def _numbered(session: Session, number: int) -> tuple[str, EntryCode]:
    for digest, code in session.codes.items():
        if code.number == number and code.level == session.level:
            return digest, code
    raise LookupError(f"the log speaks of code {number}, which was never issued")


def _level_set(session: Session, recorded: Recorded, body: Json) -> Session:
    return replace(session, level=body["level"])


def _codes_issued(session: Session, recorded: Recorded, body: Json) -> Session:
    codes = session.codes.mutate()
    for number, digest in enumerate(body["digests"], body["first"]):
        codes[digest] = EntryCode(number, body["level"], body["admits"])
    return replace(session, codes=codes.finish())


def _code_voided(session: Session, recorded: Recorded, body: Json) -> Session:
    """Nobody comes in by it any more. Where it was one person's own, the phone that it let in is
    out too, and its answers leave the rounds that can still be answered: the person has, or gets,
    another code, and must not count twice. What was closed before stays as it was counted."""
    digest, code = _numbered(session, body["number"])
    session = replace(session, codes=session.codes.set(digest, replace(code, voided=True)))
    if body["level"] != "codes":
        return session
    out = frozenset(code.used)
    people = session.participants
    for person in out:
        if person in people:
            people = people.delete(person)
    rounds = tuple(without(r, out) if r.open else r for r in session.rounds)
    return replace(session, participants=people, barred=session.barred | out, rounds=rounds)


def asks_ballots(step: Step) -> bool:
    """Whether an answer is a ballot; what is written besides then gives its reason."""
    return step.way in METHODS


def without(round_: Round, people: frozenset[str]) -> Round:
    """The round as if these people had not voted in it."""
    gone = [key for key in round_.ballots if key[0] in people] if people else []
    if not gone:
        return round_
    ballots, answered = round_.ballots.mutate(), round_.answered.mutate()
    for key in gone:
        del ballots[key]
    for person in {person for person, _ in gone}:
        # Pins and ideas stay where they are: they are read, not counted.
        left = sum(1 for c in round_.contributions.values() if c.participant == person)
        if left and not asks_ballots(round_.step):
            answered[person] = left
        else:
            answered.pop(person, None)
    return replace(round_, ballots=ballots.finish(), answered=answered.finish())


def _device_shared(session: Session, recorded: Recorded, body: Json) -> Session:
    return replace(session, devices=(*session.devices, SharedDevice(recorded.recorded_at_ms)))


def _device_ended(session: Session, recorded: Recorded, body: Json) -> Session:
    at = int(body["number"]) - 1
    ended = replace(session.devices[at], ended=True)
    return replace(session, devices=(*session.devices[:at], ended, *session.devices[at + 1 :]))


CHANGES: dict[str, Callable[[Session, Recorded, Json], Session]] = {
    "level_set": _level_set,
    "codes_issued": _codes_issued,
    "code_voided": _code_voided,
    "device_shared": _device_shared,
    "device_ended": _device_ended,
}
