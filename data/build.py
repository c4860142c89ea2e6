"""`python -m data.build [--data-dir DIR]`: make the library from pinned packages and folders.

The same inputs make no new version, so the command may be run at every start. What officials
have imported is carried over into the version that a new build makes.
"""

import hashlib
import sys
import time
from pathlib import Path

from data import command_line
from data.errors import DataError
from data.library import Library, current_number
from data.sources.fetch import PINS, Say, fetch_all, read_pins

HERE = Path(__file__).parent


def build(data_dir: Path, say: Say = lambda line: None, pins: Path = PINS) -> int:
    """Bring the library up to date; returns the version in force."""
    files = fetch_all(read_pins(pins), Path(data_dir) / "sources", say)
    wanted = fingerprint(pins)
    number = current_number(data_dir)
    if number is not None and _fingerprint_in_force(data_dir, say) == wanted:
        say(f"library {number}: nothing has changed")
        return number
    # Geometry libraries take a second to load, and most runs do not need them.
    from data.assemble import assemble  # noqa: PLC0415

    number = assemble(Path(data_dir), files, wanted, say)
    say(f"library {number}: in force")
    return number


def fingerprint(pins: Path = PINS) -> str:
    """One hash over everything a build depends on: pins, folders, and the code itself."""
    total = hashlib.sha256(pins.read_bytes())
    inputs = [HERE / "cities", HERE / "observations", HERE / "sources"]
    listed = [path for folder in inputs for path in folder.rglob("*") if path.is_file()]
    code = ["assemble.py", "derive.py", "geo.py", "geofiles.py", "notes.py", "tables.py", "tidy.py"]
    listed += [HERE / name for name in code]
    apart = {"__pycache__", "scenarios"}  # what a city may do is no fact of the library
    for path in sorted(each for each in listed if not apart.intersection(each.parts)):
        total.update(str(path.relative_to(HERE)).encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _fingerprint_in_force(data_dir: Path, say: Say) -> str | None:
    library = Library(data_dir)
    try:
        found = library.rows("SELECT value FROM meta WHERE key = 'fingerprint'")
    except DataError as other:
        if other.code != "library_format":
            raise
        say(f"{other} Building it anew.")
        return None
    finally:
        library.close()
    return found[0][0] if found else None


def main(arguments: list[str] | None = None) -> int:
    chosen = command_line.parser("data.build", __doc__).parse_args(arguments)
    started = time.monotonic()

    def say(line: str) -> None:
        sys.stdout.write(f"[{time.monotonic() - started:5.1f} s] {line}\n")
        sys.stdout.flush()

    try:
        build(chosen.data_dir, say)
    except (DataError, OSError) as problem:
        return command_line.failed("data.build", str(problem))
    return 0


if __name__ == "__main__":
    sys.exit(main())
