"""How soon opinion groups are found, and what the event loop feels of it.

    python -m bench.groups [--times 9]

They are reckoned where pages are, on a native thread; meanwhile the loop asks for the time every
millisecond, and the longest that it had to wait is told.
"""

from __future__ import annotations

import argparse
import sys
import time

import gevent
import numpy as np

from workshop.opinion.groups import groups
from workshop.opinion.space import Floats

# People, statements, and in how many milliseconds their groups must be there.
ROOMS = ((30, 8, 250), (200, 40, 250), (2000, 100, 3000))
# As the server has it: how long a thread may keep the interpreter, in seconds.
SWITCH = 0.0002


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.groups", description=__doc__)
    parser.add_argument("--times", type=int, default=9)
    times = parser.parse_args().times
    sys.setswitchinterval(SWITCH)
    late = False
    for people, statements, limit in ROOMS:
        took = [_once(_crowd(n, people, statements)) for n in range(times)]
        middle, slowest, wait = np.median(took, axis=0)[0], *np.max(took, axis=0)
        print(
            f"{people:5} people x {statements:3} statements: median {middle:7.1f} ms, slowest"
            f" {slowest:7.1f} ms (limit {limit}); the loop waited {wait:5.1f} ms at most"
        )
        late = late or slowest > limit
    return int(late)


def _crowd(seed: int, people: int, statements: int) -> Floats:
    """Three camps with minds of their own; a fifth is not answered."""
    dice = np.random.default_rng(seed)
    mind = dice.random((3, statements))[dice.integers(0, 3, people)]
    answers = np.where(dice.random(mind.shape) < mind, 1.0, -1.0)
    answers[dice.random(answers.shape) < 0.2] = np.nan
    return answers


def _once(matrix: Floats) -> tuple[float, float]:
    """Milliseconds until the groups are there, and the longest that the loop waited meanwhile."""
    began, longest = time.perf_counter(), 0.0
    done = gevent.get_hub().threadpool.spawn(groups, matrix)
    while not done.ready():
        asked = time.perf_counter()
        gevent.sleep(0.001)
        longest = max(longest, time.perf_counter() - asked - 0.001)
    done.get()
    return 1000 * (time.perf_counter() - began), 1000 * longest


if __name__ == "__main__":
    sys.exit(main())
