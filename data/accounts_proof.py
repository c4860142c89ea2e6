"""How somebody proves who they are, beside the password: the part of `Accounts` that remembers it.

All of it is in memory; a change is committed first and remembered after.
"""

from __future__ import annotations

import threading
from dataclasses import replace

from data.accounts_file import AccountsFile
from workshop.accounts import Identity, SecondStep
from workshop.errors import Rejected


class Proofs:
    """Codes of a second step, and identities at a sign-in provider. `lock` guards the file."""

    def __init__(self, file: AccountsFile, lock: threading.RLock) -> None:
        self._file = file
        self._lock = lock
        self._steps = {step.user_id: step for step in file.second_steps()}
        self._known = {(one.issuer, one.subject): one for one in file.identities()}

    def second_step(self, user_id: str) -> SecondStep | None:
        return self._steps.get(user_id)

    def put_second_step(self, step: SecondStep) -> None:
        with self._lock:
            with self._file.together():
                self._file.put_second_step(step)
            self._steps[step.user_id] = step

    def drop_second_step(self, user_id: str) -> None:
        with self._lock:
            self._file.drop_second_step(user_id)
            self._steps.pop(user_id, None)

    def use_code(self, user_id: str, number: int) -> bool:
        """Notes the number of a right code; False when that one, or a later one, was used."""
        with self._lock:
            step = self._steps.get(user_id)
            if step is None or number <= step.used:
                return False
            self.put_second_step(replace(step, used=number))
            return True

    def use_recovery(self, user_id: str, hashed: str) -> bool:
        """Uses up one recovery code; False when there is none like it."""
        with self._lock:
            step = self._steps.get(user_id)
            if step is None or not step.confirmed or hashed not in step.recovery:
                return False
            left = tuple(one for one in step.recovery if one != hashed)
            self.put_second_step(replace(step, recovery=left))
            return True

    def identity(self, issuer: str, subject: str) -> Identity | None:
        return self._known.get((issuer, subject))

    def identities(self, user_id: str) -> list[Identity]:
        return [one for one in self._known.copy().values() if one.user_id == user_id]

    def put_identity(self, identity: Identity) -> None:
        """Refuses with ``identity_taken`` what belongs to another account."""
        with self._lock:
            held = self._known.get((identity.issuer, identity.subject))
            if held is not None and held.user_id != identity.user_id:
                raise Rejected("identity_taken")
            if held is None:
                self._file.add_identity(identity)
                self._known[identity.issuer, identity.subject] = identity

    def drop_identities(self, user_id: str) -> None:
        with self._lock:
            self._file.drop_identities(user_id)
            for one in self.identities(user_id):
                self._known.pop((one.issuer, one.subject), None)
