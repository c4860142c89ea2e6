"""Everything that takes too long for every commit: ``python -m tests.soak [part …] [--short]``.

Runs the parts one after another, prints what each found, and writes a report. Exit status 1 when
anything failed; a part that cannot run on this machine is said loudly and is not counted as shown.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from pathlib import Path

from tests.soak.parts import PARTS, RUNS, Part
from tests.soak.report import Outcome, machine, write


def carry_out(part: Part, short: bool) -> Outcome:
    """One part in a folder of its own; a part that breaks has failed, and the others go on."""
    hindrance = part.hindrance()
    if hindrance:
        return Outcome(skipped=hindrance)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="soak-", ignore_cleanup_errors=True) as folder:
        try:
            outcome = part.run(Path(folder), short)
        except Exception as fault:
            outcome = Outcome(problems=[f"the part broke: {fault!r}"])
    outcome.seconds = time.monotonic() - began
    return outcome


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(RUNS))
    parser.add_argument("--short", action="store_true", help="small numbers, as in CI")
    asked = parser.parse_args(arguments)
    wrong = [name for name in asked.parts if name not in RUNS]
    if wrong:
        parser.error(f"no such part: {', '.join(wrong)}; there are {', '.join(RUNS)}")
    logging.disable(logging.CRITICAL)  # what the product says of each damage is not the report
    facts, found = machine(), dict[str, Outcome]()
    for name in asked.parts or RUNS:
        print(f"{name}: {RUNS[name].what} …", flush=True)
        found[name] = carry_out(RUNS[name], asked.short)
        tell(name, found[name])
    told, data = write(found, PARTS, facts | {"short": asked.short})
    print(f"\nreport: {told}\ndata:   {data}")
    return 0 if all(one.passed or one.skipped for one in found.values()) else 1


def tell(name: str, one: Outcome) -> None:
    print(f"  {one.verdict} in {one.seconds:.0f} s")
    for figure in one.figures:
        print(f"    {'ok ' if figure.met else 'BAD'} {figure.name}: {figure.value:g} {figure.unit}")
    for problem in one.problems[:10]:
        print(f"    PROBLEM {problem}")
    if one.skipped:
        print(f"  *** SKIPPED, NOT SHOWN: {one.skipped} ***")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
