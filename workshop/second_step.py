"""The second step: a code from an app on one's phone (TOTP), or one of ten codes on paper.

The secret is kept sealed, recovery codes as hashes. A code counts once, tries are slowed down, and
an administrator can take the step away from somebody who has lost both.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

from pyotp import random_base32
from pyotp.totp import TOTP

from workshop.accounts import AccountStore, SecondStep, User
from workshop.errors import Rejected
from workshop.seal import Seal
from workshop.throttle import Throttle

STEP_S = 30
EARLIER, LATER = 1, 1  # codes before and after this moment's that are taken: clocks differ
RECOVERY_CODES = 10
RECOVERY_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # nothing that is read as something else
RECOVERY_LENGTH = 12
NAME = "Rådslag"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Offer:
    """What an app needs: the secret to type, and the address that the QR square holds."""

    secret: str
    address: str


class SecondSteps:
    def __init__(
        self,
        secret_key: bytes,
        store: AccountStore,
        clock: Callable[[], dt.datetime],
        throttle: Throttle,
    ) -> None:
        self._store = store
        self._clock = clock
        self._throttle = throttle
        self._seal = Seal(secret_key, "second step")

    def has(self, user_id: str) -> bool:
        step = self._store.second_step(user_id)
        return step is not None and step.confirmed

    def left(self, user_id: str) -> int:
        """How many recovery codes have not been used."""
        step = self._store.second_step(user_id)
        return len(step.recovery) if step else 0

    def offer(self, user: User) -> Offer:
        """The secret of a step that is not confirmed yet; the same until it is."""
        step = self._store.second_step(user.id)
        if step is not None and step.confirmed:
            raise Rejected("forbidden")
        secret = self._seal.open(step.sealed) if step else None
        if secret is None:
            secret = random_base32()
            self._store.put_second_step(SecondStep(user.id, self._seal.close(secret)))
        named = user.email or user.name
        app = TOTP(secret)
        return Offer(secret, app.provisioning_uri(name=named, issuer_name=NAME))

    def confirm(self, user: User, typed: str) -> list[str]:
        """From now on a code is asked for. The recovery codes, which are shown this once."""
        step = self._store.second_step(user.id)
        if step is None or step.confirmed:
            raise Rejected("forbidden")
        self._check_code(user.id, typed)
        codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
        hashes = tuple(_hashed(user.id, code) for code in codes)
        used = self._store.second_step(user.id) or step
        self._store.put_second_step(replace(used, confirmed=True, recovery=hashes))
        _log.info("second step on user=%s", user.id)
        return codes

    def drop(self, user_id: str, by: str) -> None:
        self._store.drop_second_step(user_id)
        _log.info("second step off user=%s by=%s", user_id, by)

    def check(self, user_id: str, typed: str) -> None:
        """A code of the app or a recovery code, which is used up; else ``code`` or ``wait``."""
        tidy = _tidy(typed)
        if len(tidy) != RECOVERY_LENGTH:
            self._check_code(user_id, tidy)
            return
        self._slow_down(user_id)
        if not self._store.use_recovery(user_id, _hashed(user_id, tidy)):
            raise Rejected("code", "code")
        _log.info("recovery code used user=%s", user_id)
        self._throttle.right(("code", user_id))

    def _check_code(self, user_id: str, typed: str) -> None:
        self._slow_down(user_id)
        number = self._number_of(user_id, _tidy(typed))
        if number is None or not self._store.use_code(user_id, number):
            raise Rejected("code", "code")
        self._throttle.right(("code", user_id))

    def _number_of(self, user_id: str, typed: str) -> int | None:
        """Which step of time the code belongs to; None when it is no code of these minutes."""
        step = self._store.second_step(user_id)
        secret = self._seal.open(step.sealed) if step else None
        if secret is None or not (typed.isascii() and typed.isdecimal()):
            return None
        now = int(self._clock().timestamp()) // STEP_S
        app = TOTP(secret)
        for number in range(now - EARLIER, now + LATER + 1):
            if hmac.compare_digest(app.generate_otp(number), typed):
                return number
        return None

    def _slow_down(self, user_id: str) -> None:
        wait = self._throttle.take(("code", user_id))
        if wait:
            raise Rejected("wait", retry_after=wait)


def grouped(code: str) -> str:
    """A recovery code as it is written down: in groups of four."""
    return "-".join(code[place : place + 4] for place in range(0, len(code), 4))


def _recovery_code() -> str:
    return "".join(secrets.choice(RECOVERY_LETTERS) for _ in range(RECOVERY_LENGTH))


def _hashed(user_id: str, code: str) -> str:
    """Fifty-nine random bits: nobody finds them from a plain hash, and none is stored twice."""
    return hashlib.sha256(f"{user_id}:{code}".encode()).hexdigest()


def _tidy(typed: str) -> str:
    return "".join(sign for sign in typed[:60].upper() if sign.isalnum())
