"""What commands for a stopped server begin and end with: its folder held, its workshop opened."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from data.library import Library
from data.log_store import LogStore
from data.shown import ShownFacts
from workshop.service import Workshop
from workshop.settings import SettingsError, hold


def with_workshop(work: Callable[[Path, Library, Workshop], None]) -> int:
    """`work` on the data folder with every session open; 1, said in a line, if a server has it."""
    home = Path(__file__).resolve().parents[1]
    folder = Path(os.environ.get("DATA_DIR") or home / "var").resolve()
    try:
        held = hold(folder)
    except (SettingsError, OSError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    with held:
        library = Library(folder)
        workshop = Workshop(LogStore(folder), ShownFacts(library))
        workshop.start()
        try:
            workshop.open_rest()
            work(folder, library, workshop)
        finally:
            workshop.stop()
            library.close()
    return 0
