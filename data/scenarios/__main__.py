"""`python -m data.scenarios CITY SCENARIO [--json] [--run]`: what a scenario leads to.

Prints the effects of the newest run that the server published; with `--run` it computes them, as
the server does, in a process of its own, and keeps them unless a server is running. A scenario is
named by its id, with or without the city in front.
"""

from __future__ import annotations

import argparse
import json
import sys

from data import command_line, queries
from data.errors import DataError
from data.library import Library
from data.records import City
from data.scenarios import told
from data.scenarios.reading import Published, Reader
from twin.errors import TwinError


def main(arguments: list[str] | None = None) -> int:
    asked = _parser().parse_args(arguments)
    try:
        _print(asked)
    except TwinError as problem:
        return _failed(told.sentence(problem.code, problem.about))
    except DataError as problem:
        return _failed(told.sentence(problem.code, getattr(problem, "about", ""), str(problem)))
    except OSError as problem:
        return _failed(str(problem))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = command_line.parser("data.scenarios", __doc__)
    parser.add_argument("city", metavar="CITY")
    parser.add_argument("scenario", metavar="SCENARIO")
    parser.add_argument("--json", action="store_true", help="everything, as JSON")
    parser.add_argument("--run", action="store_true", help="compute it instead of reading it")
    parser.add_argument("--version", type=int, help="default: the newest")
    return parser


def _print(asked: argparse.Namespace) -> None:
    library = Library(asked.data_dir)
    city = queries.city(library, asked.city)
    shelf = Published(asked.data_dir)
    try:
        id = named(shelf, asked.city, asked.scenario)
        if asked.run:
            # Loads the models, which a command that only reads does not need.
            from data.scenarios.computing import computed  # noqa: PLC0415

            with computed(asked.data_dir, library, id, asked.version) as store:
                whole = _told(library, city, store, id, asked.version)
        else:
            whole = _told(library, city, shelf, id, asked.version)
    finally:
        shelf.close()
        library.close()
    text = json.dumps(whole, ensure_ascii=False) if asked.json else told.as_text(whole)
    sys.stdout.write(text + "\n")


def _told(library: Library, city: City, shelf: Reader, id: str, number: int | None) -> told.Json:
    run = shelf.run_of(id, number)
    if run is None:
        raise DataError("run_unknown", f"{id} has not been computed; add --run to do it now.")
    estimate = shelf.run_of(id, number, "estimate")
    return told.as_json(library, city, shelf.version(id, number), run, estimate)


def named(shelf: Reader, city: str, name: str) -> str:
    """The id of a city's scenario, whether or not the city stands in front."""
    known = [each.id for each in shelf.list(city)]
    found = next((id for id in (name, f"{city}-{name}") if id in known), None)
    if found is None:
        there = ", ".join(known) or "none"
        raise DataError("scenario_unknown", f"{city} has no scenario {name!r}; there are {there}.")
    return found


def _failed(sentence: str) -> int:
    return command_line.failed("data.scenarios", sentence)


if __name__ == "__main__":
    sys.exit(main())
