"""`python -m data.retention`: what is due, as a list; with `--apply` it is done.

The server does the same every night. It holds the data folder while it runs, so this is for a
server that is stopped.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from data.export.names import moment
from data.library import Library
from data.retention.keeper import Keeper
from data.stopped import with_workshop
from workshop.service import Workshop
from workshop.settings import listed

TOLD = {
    "package": "makes the archive package, then waits for an official's word",
    "wait": "waits for an official's word that the archive has the package",
    "remove": "keeps the figures, destroys the raw answers",
}


def main(arguments: Sequence[str]) -> int:
    asked = argparse.ArgumentParser(prog="python -m data.retention", description=__doc__)
    how = asked.add_mutually_exclusive_group()
    how.add_argument("--dry-run", action="store_true", help="only say what is due (the default)")
    how.add_argument("--apply", action="store_true", help="do what is due")
    chosen = asked.parse_args(arguments)
    return with_workshop(lambda *held: _run(*held, apply=chosen.apply))


def _run(folder: Path, library: Library, workshop: Workshop, apply: bool) -> None:
    keeper = Keeper(workshop, library, folder, listed(os.environ.get("ARCHIVE_WITHOUT_TICK")))
    tasks = keeper.plan()
    for task in tasks:
        day = moment(task.due_at_ms).date().isoformat()
        sys.stdout.write(f"{task.session}  due {day}  {TOLD[task.step]}\n")
    if not tasks:
        sys.stdout.write("Nothing is due.\n")
    if apply:
        keeper.nightly()
    elif tasks:
        sys.stdout.write("Nothing was done: --apply does it.\n")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
