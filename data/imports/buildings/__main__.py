"""`python -m data.imports.buildings CITY FILE --by … --date … --licence …`: a building register.

The same as on the import page, for whoever has the server's own terminal: read by a process of its
own, all of it or nothing. A finding is told by its code, with its place in the file.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from data import command_line
from data.errors import DataError
from data.imports.buildings import columns
from data.imports.buildings.keeping import keep
from data.imports.findings import Finding
from data.imports.pending import Waiting
from data.imports.preview import preview
from data.imports.receive import Sent, receive
from data.library import Library

USER = "command"


def main(arguments: Sequence[str]) -> int:
    asked = _parser().parse_args(arguments)
    library = Library(asked.data_dir)
    try:
        return _taken(library, asked)
    except (DataError, OSError) as problem:
        return command_line.failed("data.imports.buildings", str(problem))
    finally:
        library.close()


def _parser() -> argparse.ArgumentParser:
    parser = command_line.parser("data.imports.buildings", __doc__)
    parser.add_argument("city", help="a city's id, such as alesund")
    parser.add_argument("file", type=Path)
    parser.add_argument("--by", required=True, help="whose register it is")
    parser.add_argument("--date", required=True, help="of which day it is, yyyy-mm-dd")
    parser.add_argument("--licence", required=True, help="under which terms it may be used")
    parser.add_argument("--leave", action="store_true", help="leave out rows that are wrong")
    return parser


def _taken(library: Library, asked: argparse.Namespace) -> int:
    wished = {"by": asked.by, "date": asked.date, "licence": asked.licence}
    if asked.leave:
        wished[columns.WRONG] = columns.LEAVE
    with asked.file.open("rb") as stream:
        token = receive(library, Sent(USER, asked.city, asked.file.name, "buildings"), stream)
    try:
        shown = preview(library, token, USER, wished)
        for each in shown.findings:
            sys.stderr.write(f"{_told(each)}\n")
        if shown.errors or shown.buildings is None:
            return 1
        number, made = keep(library, shown.upload, shown.buildings, "administrator")
    finally:
        Waiting(library.data_dir).drop(token)
    sys.stdout.write(f"Version {number}: {made.buildings} buildings, {made.floor_m2:.0f} m².\n")
    return 0


def _told(each: Finding) -> str:
    place = f"row {each.row}, {each.column}: " if each.row is not None else ""
    return f"{place}{each.code} {' '.join(f'{name}={said}' for name, said in each.args.items())}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
