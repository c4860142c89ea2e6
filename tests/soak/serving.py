"""The product as it is served, in conditions of a test: ``python -m tests.soak.serving``.

SOAK_PAGES=no leaves the Dash pages out, whose loading costs seconds of processor at each start;
SOAK_CLOCK names a file that holds by how many seconds this machine's clock is wrong.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path


def wrong_clock(told: Path) -> None:
    """`time.time` and `time_ns` as a clock that somebody has set; monotonic time stays."""
    true_time, true_ns = time.time, time.time_ns

    def wrong() -> float:
        try:
            return float(told.read_text())
        except (OSError, ValueError):
            return 0.0

    time.time = lambda: true_time() + wrong()
    time.time_ns = lambda: true_ns() + int(wrong() * 10**9)


if __name__ == "__main__":
    if "SOAK_CLOCK" in os.environ:
        wrong_clock(Path(os.environ["SOAK_CLOCK"]))
    import app

    if os.environ.get("SOAK_PAGES") == "no":
        app.mount = lambda *_: None
    code = app.main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)
