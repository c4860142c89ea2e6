"""How much slower this machine is just now than the one that limits of time are told for.

A limit in milliseconds means something only of one machine. Others share a rented processor with
strangers, and are half as quick from one minute to the next. So a test that measures time does a
fixed piece of work beside what it measures, and its limit grows by what that took longer.
"""

from __future__ import annotations

import time

import numpy as np

# What the work takes on two quiet processors: the least of some hundred times.
QUIET_S = 0.0032
# Beyond this, a machine tells nothing of the product; the limit stays, and the test fails.
SLOWEST = 3.0
ROUNDS = 3


def slower() -> float:
    """1 on a machine as quick as that one (or quicker), 2 on one that takes twice as long."""
    took = min(_work_s() for _ in range(ROUNDS))
    return min(max(took / QUIET_S, 1.0), SLOWEST)


def _work_s() -> float:
    """As the product: some of it walks through large arrays, some is plain Python."""
    numbers = np.linspace(0.0, 1.0, 500_000).reshape(1000, 500)
    room = np.empty_like(numbers)
    words = [f"{n:05}" for n in range(6000)]
    began = time.perf_counter()
    np.multiply(numbers, numbers, out=room)
    np.add(room, numbers, out=room)
    np.sort(room[:, :40], axis=0)
    counted = {word: len(word) + at for at, word in enumerate(words)}
    sum(counted[word] for word in reversed(words))
    return time.perf_counter() - began
