"""Cities made ready before they were handed over, so that nobody waits for the first answer.

`data/cities/<city>/fit/` holds a fit as a worker makes it, its key, and a checksum a file. It is
the city's fit where the key is today's. Where it is not (other buildings, other code) it answers
only until a worker has made the right one, as any older fit does. `python -m scripts.ship` renews
them.
"""

from __future__ import annotations

import json
import logging
import shutil
from pathlib import Path

from data.durable import sync_file, sync_folder
from data.sources.fetch import sha256_of

CITIES = Path(__file__).resolve().parents[1] / "cities"
ABOUT = "about.json"
log = logging.getLogger("data.models")


def take(city: str, key: str, models: Path, cities: Path = CITIES) -> bool:
    """Copy a city's shipped fit to where fits are; True when it was.

    Not where a fit was made here that answers as well, and never anything but the very files that
    were shipped: the city is fitted here then.
    """
    home, mine = cities / city / "fit", models / city
    if not (home / ABOUT).is_file():
        return False
    about = json.loads((home / ABOUT).read_text("utf-8"))
    files = about.pop("files")
    if about["key"] != key and any(mine.glob(f"*/{ABOUT}")):
        return False
    wrong = [name for name, told in files.items() if not _same(home / name, told)]
    if wrong:
        log.error("shipped_fit_damaged", extra={"city": city, "files": wrong})
        return False
    _copy(home, tuple(files), about, mine / about["key"])
    return True


def _same(path: Path, told: str) -> bool:
    return path.is_file() and sha256_of(path) == told


def _copy(home: Path, names: tuple[str, ...], about: dict[str, object], to: Path) -> None:
    """Whole or not at all: written aside, synced, then moved to its name."""
    fresh = to.with_name(f".{to.name}")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True, mode=0o700)
    for name in names:
        shutil.copyfile(home / name, fresh / name)
    (fresh / ABOUT).write_text(json.dumps(about), "utf-8")
    for each in fresh.iterdir():
        sync_file(each)
    shutil.rmtree(to, ignore_errors=True)
    fresh.replace(to)
    sync_folder(to.parent)
