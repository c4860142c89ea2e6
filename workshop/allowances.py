"""How much each device may send: operations, joins and lines; never counted per address.

A hall shares one address. A device is a participant in a session, the same after it has connected
anew; what it may still send is remembered here, so that a new line gives no new allowance.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from workshop.bucket import Bucket
from workshop.errors import Rejected

OPERATIONS_PER_S, BURST = 2.0, 30.0
JOINS_PER_S, JOIN_BURST = 2.0, 30.0
PATIENCE = 100  # refusals for haste, one after the other, before a line is cut
SHUT_OUT_S, LONGEST_S = 10.0, 320.0  # twice as long each time
LINES = 12  # of one device at once: its tabs, and those that are about to end
DEVICES = 20_000

Device = tuple[str, str]


@dataclass(slots=True)
class _Allowance:
    operations: Bucket = field(default_factory=lambda: Bucket(OPERATIONS_PER_S, BURST))
    joins: Bucket = field(default_factory=lambda: Bucket(JOINS_PER_S, JOIN_BURST))
    lines: int = 0
    ignored: int = 0
    pause: float = 0.0
    until: float = 0.0


class Allowances:
    """For the event loop's thread alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: OrderedDict[Device, _Allowance] = OrderedDict()

    def enter(self, device: Device) -> None:
        """One more line of this device; `Rejected("busy")` while it is shut out or has enough."""
        kept = self._of(device)
        left = kept.until - self._clock()
        if left > 0 or kept.lines >= LINES:
            raise Rejected("busy", retry_after=round(max(left, 1.0), 1))
        kept.lines += 1

    def leave(self, device: Device) -> None:
        kept = self._of(device)
        kept.lines = max(0, kept.lines - 1)

    def shut_out(self, device: Device) -> float:
        """For having flooded a line: no new one for a while; how long in seconds."""
        kept = self._of(device)
        kept.pause = min(LONGEST_S, 2 * kept.pause or SHUT_OUT_S)
        kept.until = self._clock() + kept.pause
        kept.ignored = 0
        return kept.pause

    def operation(self, device: Device) -> bool:
        """Counts one. `Rejected("busy")` when it comes too fast; False when the line is to go."""
        kept = self._of(device)
        return self._take(kept, kept.operations)

    def join(self, device: Device) -> bool:
        kept = self._of(device)
        return self._take(kept, kept.joins)

    def not_open(self, device: Device) -> bool:
        """Counts what somebody sent that is not theirs to send; False when the line is to go."""
        kept = self._of(device)
        kept.ignored += 1
        return kept.ignored <= PATIENCE

    def _take(self, kept: _Allowance, bucket: Bucket) -> bool:
        wait = bucket.take()
        if wait <= 0:
            kept.ignored = 0
            return True
        kept.ignored += 1
        if kept.ignored > PATIENCE:
            return False
        raise Rejected("busy", retry_after=round(wait, 1))

    def _of(self, device: Device) -> _Allowance:
        kept = self._kept.pop(device, None) or _Allowance()
        self._kept[device] = kept
        while len(self._kept) > DEVICES:
            self._kept.popitem(last=False)
        return kept
