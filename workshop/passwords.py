"""Passwords as argon2id. Hashing takes tens of milliseconds: call it from page threads only."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from workshop.errors import Rejected

AT_ONCE = 2
PATIENCE_S = 3.0

# The hash of a password that nobody knows: compared with when there is no account, so that the
# answer takes as long as with one.
_DECOY = (
    "$argon2id$v=19$m=47104,t=2,p=1$lu505/T10MKVSvD08"
    "+SfVw$0TJwUhNiDJxSVmmbwt/wcKsnJc0/nwADQoRpl8AeVm8"
)


class Passwords:
    """Hashes and checks, at most two at a time: a flood of tries must not take the machine."""

    def __init__(self, time_cost: int = 2, memory_kib: int = 47_104) -> None:
        self._hasher = PasswordHasher(time_cost, memory_kib, parallelism=1)
        self._places = threading.BoundedSemaphore(AT_ONCE)

    def hash(self, password: str) -> str:
        with self._place():
            return self._hasher.hash(_composed(password))

    def matches(self, kept: str, password: str) -> bool:
        """Takes the same time when there is nothing to compare with (`kept` is empty)."""
        with self._place():
            try:
                return self._hasher.verify(kept or _DECOY, _composed(password)) and bool(kept)
            except (VerificationError, InvalidHashError):
                return False

    def outdated(self, kept: str) -> bool:
        return self._hasher.check_needs_rehash(kept)

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(timeout=PATIENCE_S):
            raise Rejected("busy", retry_after=PATIENCE_S)
        try:
            yield
        finally:
            self._places.release()


def _composed(password: str) -> str:
    """One form for what different keyboards send for the same letters."""
    return unicodedata.normalize("NFKC", password)
