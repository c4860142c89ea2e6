"""Puts the fits of DATA_DIR among what is handed over: `python -m scripts.ship`.

Run it when the energy model, its tables or the library have changed, on a folder in which a server
has made the cities ready. Without it the first start takes some minutes longer, and nothing else.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from data.library import Library
from data.models.needs import needs_of
from data.models.shipped import ABOUT, CITIES
from data.scenarios.reading import Published
from data.sources.fetch import sha256_of


def write(made: Path, home: Path) -> None:
    """The fit in the folder `made`, whose name is its key."""
    about = json.loads((made / ABOUT).read_text("utf-8"))
    parts = sorted(made.glob("*.npz"))
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    for each in parts:
        shutil.copyfile(each, home / each.name)
    about |= {"key": made.name, "files": {each.name: sha256_of(each) for each in parts}}
    (home / ABOUT).write_text(json.dumps(about, indent=1) + "\n", "utf-8")


def main(data_dir: Path) -> int:
    library, published = Library(data_dir), Published(data_dir)
    missing = 0
    fitted = {each.parent.parent.name for each in (data_dir / "models").glob(f"*/*/{ABOUT}")}
    for city in sorted(fitted):
        key = needs_of(library, city, published.assumptions(city, 0).table).fit.key
        made = data_dir / "models" / city / key
        if (made / ABOUT).is_file():
            write(made, CITIES / city / "fit")
            sys.stdout.write(f"{city}: {key}\n")
        else:
            sys.stdout.write(f"{city}: no fit of today's inputs; start a server and wait for it\n")
            missing += 1
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(Path(os.environ.get("DATA_DIR") or "var")))
