"""The process that opens an uploaded file: `python -m data.imports.child FILE CONTEXT`.

It limits itself before it imports a reader, prints one JSON object, and knows nothing of the
library. Whatever a hostile file does to it, it does to this process alone.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

from data.imports import limits
from data.imports.findings import Refusal


def limit_self(seconds: int) -> None:
    """Memory, processor time, files and their size; and no picture of memory left behind."""
    for what, most in (
        (resource.RLIMIT_AS, limits.ADDRESS_SPACE),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_NOFILE, limits.OPEN_FILES),
        (resource.RLIMIT_FSIZE, limits.ZIP_TOTAL),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def read(path: Path, said: dict[str, Any]) -> dict[str, Any]:
    """What the file holds, read by the reader for its suffix."""
    if said.get("kind") == "buildings":
        from data.imports.buildings import reading as buildings  # noqa: PLC0415

        return buildings.read(path, said)
    if said.get("kind") == "stations":
        from data.imports.stations import reading as stations  # noqa: PLC0415

        return stations.read(path, said)
    if said.get("kind") == "results":
        from data.imports.results import reading  # noqa: PLC0415

        return reading.read(path)
    if path.suffix in limits.SUFFIXES["values"]:
        from data.imports import tables  # noqa: PLC0415  each reader only where it is needed

        return tables.read_csv(path) if path.suffix == ".csv" else tables.read_xlsx(path)
    from data.imports import shapes  # noqa: PLC0415

    return shapes.read(path, said)


def main() -> None:
    said = json.loads(Path(sys.argv[2]).read_text("utf-8"))
    limit_self(said.get("seconds", limits.CPU_SECONDS))
    try:
        answer = read(Path(sys.argv[1]), said)
    except Refusal as refusal:
        answer = {"refused": refusal.code, "args": refusal.args_told}
    except (MemoryError, RecursionError):
        answer = {"refused": "import_too_heavy", "args": {}}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))


if __name__ == "__main__":
    main()
