"""Count again: `python -m data.recount FILE` replays a record and prints what each round came to.

It rests on the events alone, by the same rules as the meeting itself, and prints the same bytes
every time: two people with the same file compare them with the released results.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb

from data.event_log import EventLog
from data.reading import CannotRead, for_reading
from data.text_vault import TextVault
from workshop.model import Json, Session
from workshop.rules import replay
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


def _replayed(path: Path) -> Session:
    file = for_reading(path)
    try:
        # Keys lie elsewhere, and who counts needs nobody's words.
        return replay(EventLog(file, TextVault(path.with_suffix(".no-keys"))).load())
    finally:
        file.let_go()


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        sys.stderr.write("Say which file: python -m data.recount FILE\n")
        return 2
    path = Path(arguments[0])
    try:
        session = _replayed(path)
    except (CannotRead, OSError, ValueError, LookupError, duckdb.Error) as fault:
        sys.stderr.write(f"{path} cannot be counted: {fault}\n")
        return 2
    told = json.dumps(recount(session), ensure_ascii=False, indent=2, sort_keys=True)
    sys.stdout.write(told + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
