"""Count again: `python -m data.recount FILE` replays a record and prints what each round came to.

It rests on the events alone, by the same rules as the meeting itself, and prints the same bytes
every time: two people with the same file compare them with the released results. Where the file
lies in its data folder, it says besides, on the error stream, whether what is stored there agrees:
the session's state, and the figures that were released. It ends with 1 where the state does not.
Released figures may stand although something small has changed since: that is said, and no fault.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import duckdb

from data.event_log import EventLog
from data.export.figures import live
from data.export.released import FOLDER
from data.reading import CannotRead, for_reading
from data.state_file import StateFile
from data.text_vault import TextVault
from workshop.ballots import METHODS
from workshop.model import Json, Session
from workshop.rules import replay
from workshop.stored import from_stored
from workshop.tally import results


def recount(session: Session) -> Json:
    """Every round's tally, and what it was counted from."""
    return {
        "session": session.id,
        "events": session.seq,
        "seal": session.head,
        "participants": len(session.participants),
        "rounds": [
            {"round": r.id, "step": r.step.id, "answered": len(r.answered), "results": results(r)}
            for r in session.rounds
        ],
    }


def voted(session: Session) -> dict[str, Json | None]:
    """The tallies of the rounds that were voted in: these need nobody's words or places."""
    return {r.id: results(r) for r in session.rounds if r.step.way in METHODS}


def beside(path: Path, log: EventLog, session: Session) -> tuple[list[str], bool]:
    """What is said of the stored state and the released figures; whether the state agrees."""
    said: list[str] = []
    folder = path.resolve().parents[1]
    stored = _stored(path, folder, log, session.id)
    wrong: list[str] = []
    if stored is not None:
        then = replay(each for each in log.load() if each.seq <= stored.seq)
        wrong = _different(voted(then), voted(stored))
        said.append(_sentence(f"The state that was stored at event {stored.seq}", wrong))
    released = folder / FOLDER / f"{session.id}.json"
    if released.is_file():
        known: dict[str, list[Json]] = json.loads(released.read_text("utf-8"))
        left = {name: earlier[-1]["results"] for name, earlier in known.items()}
        now = {name: told["results"] for name, told in live(session).items() if name in left}
        plain: dict[str, Json] = json.loads(json.dumps(now))
        said.append(_sentence("What was released last", _different(plain, left)))
    return said, not wrong


def _stored(path: Path, folder: Path, log: EventLog, session_id: str) -> Session | None:
    try:
        secret = (folder / "keys" / f"{session_id}.pepper").read_bytes()
    except FileNotFoundError:
        return None
    log.state = StateFile(path.with_suffix(".state"), secret)
    found = from_stored(log)
    return found.session if found else None


def _different(counted: Mapping[str, Json | None], told: Mapping[str, Json | None]) -> list[str]:
    return sorted(each for each in {*counted, *told} if counted.get(each) != told.get(each))


def _sentence(what: str, wrong: list[str]) -> str:
    return f"{what} comes to something else in: {', '.join(wrong)}." if wrong else f"{what} agrees."


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("Say which file: python -m data.recount FILE\n")
        return 2
    path = Path(arguments[0])
    try:
        file = for_reading(path)
        try:
            # Keys lie elsewhere, and who counts needs nobody's words.
            log = EventLog(file, TextVault(path.with_suffix(".no-keys")))
            session = replay(log.load())
            said, agrees = beside(path, log, session)
        finally:
            file.let_go()
    except (CannotRead, OSError, ValueError, LookupError, duckdb.Error) as fault:
        sys.stderr.write(f"{path} cannot be counted: {fault}\n")
        return 2
    told = json.dumps(recount(session), ensure_ascii=False, indent=2, sort_keys=True)
    sys.stdout.write(told + "\n")
    sys.stderr.writelines(f"{line}\n" for line in said)
    return 0 if agrees else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
