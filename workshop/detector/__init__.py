"""Does a text look as if it tells who somebody is: an identity number, a telephone, an e-mail?

A finding holds the text back for the facilitator and is told to the writer. It blames nobody and
is no proof that a text without one is harmless: names and stories are not found here.
"""

from __future__ import annotations

from workshop.detector import numbers
from workshop.detector.digits import plain, runs
from workshop.detector.mail import has_address

FINDINGS = ("national_id", "phone", "email")
LONGEST_READ = 500  # signs; no step takes a text that is longer than 400


def findings(text: str | None) -> tuple[str, ...]:
    """Which of `FINDINGS` the text seems to hold, in that order."""
    if not text:
        return ()
    read = plain(text[:LONGEST_READ])
    found = {"email"} if has_address(read) else set[str]()
    for run in runs(read):
        found |= numbers.kinds(run)
    return tuple(name for name in FINDINGS if name in found)
