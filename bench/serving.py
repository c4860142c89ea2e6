"""The product as it is served, with one page more: a callback that burns the processor on request.

Run as ``python -m bench.serving`` in place of app.py. The callback is an ordinary Dash callback, so
it runs where every other one runs.
"""

from __future__ import annotations

import sys
import time
from typing import cast

import dash
from dash import Input, Output

import app
from workshop import roles

BURN = {
    "output": "bench-burnt.data",
    "outputs": {"id": "bench-burnt", "property": "data"},
    "inputs": [{"id": "bench-burn", "property": "data", "value": 1.0}],
    "changedPropIds": ["bench-burn.data"],
}


def burn(seconds: float) -> int:
    """Count in pure Python for that many seconds: the worst neighbour a vote can have."""
    end = time.monotonic() + min(float(seconds), 5.0)
    n = 0
    while time.monotonic() < end:
        n += 1
    return n


if __name__ == "__main__":
    dash.callback(Output("bench-burnt", "data"), Input("bench-burn", "data"))(burn)
    cast(dict[str, roles.Row], roles.CALLBACKS)[f"{__name__}.burn"] = roles.PUBLIC
    sys.exit(app.main(sys.argv[1:]))
