"""What the commands of `data` are asked and answer alike."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path


def parser(name: str, about: str | None) -> argparse.ArgumentParser:
    """Of `python -m name`: it works in the data folder of the server, unless another is named."""
    made = argparse.ArgumentParser(prog=f"python -m {name}", description=about)
    default = Path(os.environ.get("DATA_DIR", "var"))
    made.add_argument("--data-dir", type=Path, default=default, help="default: %(default)s")
    return made


def failed(name: str, sentence: str) -> int:
    """Says why nothing came of it; how the command ends."""
    sys.stderr.write(f"{name}: {sentence}\n")
    return 1
