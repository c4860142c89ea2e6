"""The library that tests read: built once, kept in ./var or where RADSLAG_TEST_DATA says."""

import os
import shutil
from pathlib import Path

from data.build import build

ROOT = Path(__file__).parents[1]


def built_library() -> Path:
    """The data folder with an up-to-date library; nobody may write into it."""
    folder = Path(os.environ.get("RADSLAG_TEST_DATA", ROOT / "var"))
    build(folder)
    return folder


def copy_of_library(built: Path, target: Path) -> Path:
    """A data folder of one's own, to write versions into; the sources are linked."""
    number = (built / "library" / "CURRENT").read_text().strip()
    (target / "library").mkdir(parents=True)
    (target / "sources").symlink_to(built.resolve() / "sources")
    shutil.copyfile(
        built / "library" / f"library-{number}.duckdb",
        target / "library" / f"library-{number}.duckdb",
    )
    shutil.copytree(built / "library" / f"geo-{number}", target / "library" / f"geo-{number}")
    (target / "library" / "CURRENT").write_text(f"{number}\n")
    return target
