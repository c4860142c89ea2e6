"""Printed codes: how they are made, and how a session knows them again without storing them.

A code exists in plain letters on paper and in the answer that made it. The session holds its
digest under the session's own secret, so that the log gives no code away. The QR code beside it
also carries a seal, by which a scanned code is known to be a printed one: who scans is not held up
when others guess.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from workshop.model import Level
from workshop.service import CODE_LETTERS

# Their lengths tell the codes apart at sight: the stage's has six letters.
LENGTH: dict[Level, int] = {"table": 5, "codes": 8}
LONGEST = 16


@dataclass(frozen=True, slots=True)
class Slip:
    """One code as it is printed. `address` opens the workshop and types the code by itself."""

    number: int
    code: str
    address: str

    @property
    def spaced(self) -> str:
        """The code in groups of four, as people read it."""
        return spaced(self.code)


def spaced(code: str) -> str:
    return "-".join((code[:4], code[4:])) if len(code) > LENGTH["table"] else code


def new_codes(level: Level, count: int) -> list[str]:
    """So many different codes that nobody can guess from each other."""
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(secrets.choice(CODE_LETTERS) for _ in range(LENGTH[level]))] = None
    return list(found)


class Slips:
    """`pepper` gives a session's own secret."""

    def __init__(self, secret_key: bytes, pepper: Callable[[str], bytes]) -> None:
        self._secret_key = secret_key
        self._pepper = pepper

    def digest(self, session_id: str, code: str) -> str:
        """By what the session knows a code; `code` in capitals, without spaces or dashes."""
        message = f"entry:{code[:LONGEST]}".encode()
        return hmac.new(self._pepper(session_id), message, hashlib.sha256).hexdigest()[:32]

    def seal(self, session_id: str, code: str) -> str:
        """64 bits that only a code printed for this session carries."""
        message = f"seal:{session_id}:{code[:LONGEST]}".encode()
        return hmac.new(self._secret_key, message, hashlib.sha256).hexdigest()[:16]

    def is_sealed(self, session_id: str, code: str, seal: object) -> bool:
        shown = str(seal).encode("utf-8", "replace")
        return hmac.compare_digest(shown, self.seal(session_id, code).encode())

    def slip(self, session_id: str, number: int, code: str, qr_url: str) -> Slip:
        """A code as it is printed. What stands after the # never reaches a server's log."""
        return Slip(number, code, f"{qr_url}.{code}.{self.seal(session_id, code)}")
