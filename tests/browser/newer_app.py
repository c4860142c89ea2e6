"""The product as a later release of it: `python -m tests.browser.newer_app`."""

from __future__ import annotations

import os
import sys

from workshop.server import assets

if __name__ == "__main__":
    assets.pages_mark = lambda: "a-later-one"
    import app

    code = app.main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)
