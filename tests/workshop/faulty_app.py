"""The product with one fault put into it: `python -m tests.workshop.faulty_app`.

The values of one map cannot be looked up, and what goes wrong there has a secret in its sentence.
"""

from __future__ import annotations

import os
import sys

import app
from data.shown import ShownFacts
from workshop.model import Json

FAULTY = "EN: E: E: 1C"


class FaultyFacts(ShownFacts):
    def shown(self, view: Json) -> Json:
        if view["indicator"] == FAULTY:
            raise RuntimeError("no library at /srv/keys/hush")
        return super().shown(view)


if __name__ == "__main__":
    app.ShownFacts = FaultyFacts
    code = app.main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)
