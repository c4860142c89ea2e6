"""`python -m data.tidy_up [--apply]`: what is kept for a while only, as a list or really removed.

Versions of the library that no round has shown, session files of older formats, and what a crash
left half made: thirty days later nobody needs them. A running server holds the folder and does the
same every night; the command is for one that is stopped. What cannot be judged is kept.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from data.imports.pending import Waiting
from data.library import current_number
from data.migrations import OLD
from data.stopped import with_workshop
from workshop.service import Workshop

KEPT_DAYS = 30
DAY_S = 86_400


def tidy_up(data_dir: Path, workshop: Workshop, now_s: float, apply: bool) -> list[Path]:
    """What is due, as paths below `data_dir`; removed if `apply`."""
    due = [path for path in _candidates(data_dir, workshop) if _old(path, now_s)]
    if apply:
        Waiting(data_dir).sweep()  # as a server does half an hour after an upload, if it still runs
        for path in due:
            # The database goes last: its name says that the version is still whole.
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    return due


def _candidates(data_dir: Path, workshop: Workshop) -> Iterator[Path]:
    yield from _library_versions(data_dir / "library", current_number(data_dir), workshop)
    sessions = data_dir / "sessions"
    yield from sorted((sessions / OLD).glob("*.duckdb"))
    yield from sorted(sessions.glob("*.migrating*"))
    for path in sorted(sessions.glob("*.state*")):
        if not (sessions / f"{path.name.partition('.')[0]}.duckdb").exists():
            yield path


def _library_versions(root: Path, current: int | None, workshop: Workshop) -> Iterator[Path]:
    """Neither the one in force, nor one that a round refers to, nor any while a session is shut."""
    if current is None or workshop.unreadable() or workshop.waiting():
        return
    used = shown_versions(workshop) | {current}
    for database in sorted(root.glob("library-*.duckdb")):
        number = database.stem.removeprefix("library-")
        if number.isdecimal() and int(number) not in used and int(number) < current:
            yield root / f"geo-{number}"
            yield database


def shown_versions(workshop: Workshop) -> set[int]:
    """The versions of the library whose values somebody has voted on."""
    rounds = (r for row in workshop.sessions() for r in workshop.state(row.id).rounds)
    return {round_.shown["library"] for round_ in rounds if "library" in round_.shown}


def _old(path: Path, now_s: float) -> bool:
    """By when its name came to be: a file that is kept may have been written long before."""
    return path.exists() and now_s - path.stat().st_ctime > KEPT_DAYS * DAY_S


def main(arguments: Sequence[str]) -> int:
    asked = argparse.ArgumentParser(prog="python -m data.tidy_up", description=__doc__)
    asked.add_argument("--apply", action="store_true", help="remove it; else it is only listed")
    chosen = asked.parse_args(arguments)
    return with_workshop(lambda folder, _, workshop: _run(folder, workshop, chosen.apply))


def _run(folder: Path, workshop: Workshop, apply: bool) -> None:
    due = tidy_up(folder, workshop, time.time(), apply)
    for path in due:
        sys.stdout.write(f"{'removed' if apply else 'due'}  {path.relative_to(folder)}\n")
    if not due:
        sys.stdout.write("Nothing is due.\n")
    elif not apply:
        sys.stdout.write("Nothing was removed: --apply does it.\n")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
