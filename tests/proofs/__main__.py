"""`make prove`, or `python -m tests.proofs [F24 T2 doors …]`: take each protection out and see.

In a copy of the tree every named test passes; then, one protection at a time is taken out and each
of its tests must fail. A test that passes without what it tests proves nothing.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from subprocess import PIPE, STDOUT

from tests.proofs.reading import ROOT, Protection, protections

LINKED = (".venv", ".venv-test", "node_modules", "var", "assets/vendor")
LONGEST_S = 300
LINE = re.compile(r"(?m)^(PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS) (\S+?::[\w:]+)")
SKIPPED_FILE = re.compile(r"(?m)^SKIPPED \[\d+\] ([^:]+):")


def main(asked: Sequence[str]) -> int:
    wanted = [one for one in protections() if one.belongs_to(asked)]
    if not wanted:
        say("Nothing to prove: no protection has one of these ids.")
        return 2
    with tempfile.TemporaryDirectory(prefix="proofs-") as folder:
        tree = copied(Path(folder) / "tree")
        tests = tuple(dict.fromkeys(test for one in wanted for test in one.tests))
        told = run(tree, tests)
        unsound = [test for test in tests if told.get(test) != "PASSED"]
        for test in unsound:
            say(f"  does not pass with every protection in place: {test} ({told.get(test)})")
        unproven = [one for one in wanted if not proven(tree, one)]
    say(f"\n{len(wanted) - len(unproven)} of {len(wanted)} protections proven.")
    return 1 if unsound or unproven else 0


def proven(tree: Path, one: Protection) -> bool:
    """Whether each of its tests fails without it; prints its line of the table."""
    place = tree / one.file
    whole = place.read_text(encoding="utf-8")
    try:
        place.write_text(one.taken_out(whole), encoding="utf-8")
        told = run(tree, one.tests)
    except LookupError as moved:
        say(f"NOT     {moved}")
        return False
    finally:
        place.write_text(whole, encoding="utf-8")
    good = all(told.get(test) in ("FAILED", "HUNG") for test in one.tests)
    faults = " ".join(one.faults)
    say(f"{'proven' if good else 'NOT   '}  {faults:<12}  {one.part:<8} {one.what}")
    for test in one.tests:
        if told.get(test) != "FAILED":
            say(f"          {told.get(test)}: {test}")
    return good


def run(tree: Path, tests: Iterable[str]) -> dict[str, str]:
    """What became of each test function; of one with several cases, its worst."""
    tests = tuple(tests)
    command = [sys.executable, "-m", "pytest", "-q", "-rA", "--tb=no"]
    command += ["--show-capture=no", "-p", "no:cacheprovider", *tests]
    # Two states of one file may have the same size and second: nothing compiled may be kept.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200"}
    limit = LONGEST_S * (1 + len(tests) // 10)
    with subprocess.Popen(
        command, cwd=tree, env=environment, stdout=PIPE, stderr=STDOUT, text=True,
        start_new_session=True,
    ) as running:  # fmt: skip
        try:
            said, _ = running.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)  # with the servers that its tests started
            return dict.fromkeys(tests, "HUNG")
    return {test: outcome_of(test, said) for test in tests}


def outcome_of(test: str, said: str) -> str:
    """The worst that pytest's closing list says of a test function."""
    plain = test.split("[")[0]
    told = {outcome for outcome, name in LINE.findall(said) if name == plain}
    if any(plain.startswith(place) for place in SKIPPED_FILE.findall(said)):
        told.add("SKIPPED")
    order = ("FAILED", "ERROR", "PASSED", "SKIPPED")
    return next((one for one in order if one in told), "NOT RUN")


def copied(tree: Path) -> Path:
    """A copy of what git knows of or would take, with links to what is installed and built."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    named = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, named.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / name)
    for name in LINKED:
        if (ROOT / name).exists():
            (tree / name).symlink_to((ROOT / name).resolve())
    # Some tests ask git which files belong to the project.
    subprocess.run(["git", "init", "-q"], cwd=tree, check=True)
    subprocess.run(["git", "add", "-A"], cwd=tree, check=True)
    return tree


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
