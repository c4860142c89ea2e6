"""Products of matrices on one processor, and memory that is used again.

The library under numpy splits larger products between all processors and then waits for the
slowest, spinning: beside a busy server a product of a third of a millisecond takes ten. Products
small enough it makes on the spot, so large ones are made of small ones here. And arrays of more
than 128 kB are given back to the system each time, which costs more than computing them.
"""

from __future__ import annotations

from math import gcd, log2
from typing import TypeVar

import numpy as np

from twin.answer import Floats, Singles

Numbers = TypeVar("Numbers", Floats, Singles)

# OpenBLAS makes products of no more multiplications than these on the processor that asks.
SMALL = 2**18
KEPT_BYTES = 31 * 2**20


def product(left: Numbers, right: Numbers) -> Numbers:
    """(rows, inner) times (inner, …): (rows, …)."""
    flat = right.reshape(len(right), -1)
    most = max(1, SMALL // max(1, flat.size))
    rows = gcd(len(left), 2 ** int(log2(most)))
    found = left.reshape(-1, rows, left.shape[1]) @ flat
    return found.reshape(len(left), *right.shape[1:])


def keep_memory() -> None:
    """From now on the process keeps what it frees of arrays up to this size, for the next ones.

    The C library learns by what is freed which sizes come and go (mallopt(3), "dynamic mmap
    threshold"): giving back one array of the largest size it minds is enough, and no page of it
    is ever touched. Elsewhere this does nothing.
    """
    np.empty(KEPT_BYTES, np.uint8)
