"""The product with a double in place of the twin, for tests of the scenarios page."""

from __future__ import annotations

import os
import sys
from typing import Any

import app
from data.models.live import Progress
from data.models.parts import TwinParts
from tests.twin_double import TwinDouble


def main(arguments: list[str]) -> int:
    """`--preparing`: a city whose model is still being made."""
    state = Progress("working", 0.35) if "--preparing" in arguments else None
    double: Any = TwinDouble(state)
    TwinParts.twins = property(lambda _parts: double)  # pyright: ignore
    return app.main([each for each in arguments if each != "--preparing"])


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)
