"""`make prove`, or `python -m tests.proofs [F24 T2 doors …]`: take each protection out and see.

In a copy of the tree every named test passes; then, one protection at a time is taken out and each
of its tests must fail, by itself and within its time. A test that passes without what it tests
proves nothing, and one that hangs says nothing.
"""

from __future__ import annotations

import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from tests.proofs.reading import Protection, protections
from tests.proofs.trying import Copy, Told

LONGEST_S = 180
A_TEST_S = 30


def main(asked: Sequence[str]) -> int:
    wanted = [one for one in protections() if one.belongs_to(asked)]
    if not wanted:
        say("Nothing to prove: no protection has one of these ids.")
        return 2
    # Who ends this command ends what it has started, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="proofs-", ignore_cleanup_errors=True) as folder:
        copy = Copy(Path(folder))
        unsound = unsound_in(
            copy, tuple(dict.fromkeys(test for one in wanted for test in one.tests))
        )
        say(f"{time.monotonic() - began:.0f} s")
        good: Counter[str] = Counter()
        for number, one in enumerate(wanted, 1):
            good[one.part] += proven(copy, one, f"{number:>3} of {len(wanted)}", unsound)
    say("")
    for part, all_of_it in Counter(one.part for one in wanted).items():
        say(f"{part:<8} {good[part]:>3} of {all_of_it}")
    minutes = (time.monotonic() - began) / 60
    say(f"{good.total()} of {len(wanted)} protections proven ({minutes:.0f} min).")
    return 0 if good.total() == len(wanted) else 1


def unsound_in(copy: Copy, tests: Sequence[str]) -> list[str]:
    """The tests that do not pass with every protection in place; what they say proves nothing."""
    say(f"{len(tests)} tests, with every protection in place …")
    told = copy.run(tests, LONGEST_S + A_TEST_S * len(tests))
    unsound = [test for test in tests if told[test].outcome != "PASSED"]
    for test in unsound:
        say(f"NOT     passes with every protection in place: {test}")
        say(f"            {told[test].outcome}: {told[test].why}")
    return unsound


def proven(copy: Copy, one: Protection, place: str, unsound: Collection[str]) -> bool:
    """Whether each of its tests fails without it; prints its line of the table."""
    began = time.monotonic()
    try:
        if set(one.tests) & set(unsound):
            raise LookupError("its test does not even pass with every protection in place")
        told = without(copy, one)
    except (LookupError, SyntaxError) as wrong:
        say(f"NOT     {place}  {one.part:<8} {one.what}\n            {wrong}")
        return False
    good = all(told[test].outcome == "FAILED" for test in one.tests)
    faults, seconds = " ".join(one.faults), time.monotonic() - began
    verdict = "proven" if good else "NOT   "
    say(f"{verdict}  {place}  {one.part:<8} {faults:<12} {one.what} ({seconds:.0f} s)")
    for test in one.tests:
        say(f"            {told[test].outcome}: {test.partition('::')[2]}: {told[test].why}")
    return good


def without(copy: Copy, one: Protection) -> dict[str, Told]:
    """What becomes of its tests in a tree that lacks this one protection."""
    whole = (copy.tree / one.file).read_text(encoding="utf-8")
    broken = one.taken_out(whole)
    if one.file.endswith(".py"):
        compile(broken, one.file, "exec")  # a file that nobody can read would fail every test
    try:
        copy.write(one.file, broken)
        return copy.run(one.tests, LONGEST_S)
    finally:
        copy.write(one.file, whole)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
