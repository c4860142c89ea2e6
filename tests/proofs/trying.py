"""A copy of the tree in a folder of its own, and pytest run in it: nothing is left behind."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.built_library import ROOT, copy_of_library
from tests.proofs.telling import TOLD

LINKED = (".venv", ".venv-test", "node_modules", "assets/vendor")
WORST_FIRST = ("FAILED", "ERROR", "PASSED", "SKIPPED")
TIDIES_WITHIN_S = 15


@dataclass(frozen=True)
class Told:
    """What became of a test function (of one with several cases, the worst), and why."""

    outcome: str
    why: str = ""


class Copy:
    """The product and its tests, in a place where they can be broken."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._moment = 0
        self.tree = folder / "tree"
        for name in _known_to_git():
            (self.tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, self.tree / name)
        for name in LINKED:
            if (ROOT / name).exists():
                (self.tree / name).symlink_to((ROOT / name).resolve())
        copy_of_library(ROOT / "var", self.tree / "var")
        # Some tests ask git which files belong to the project.
        subprocess.run(["git", "init", "-q"], cwd=self.tree, check=True)
        subprocess.run(["git", "add", "-A"], cwd=self.tree, check=True)

    def write(self, name: str, text: str) -> None:
        """A file's next state. Compiled code is kept by size and second: no two have the same."""
        place = self.tree / name
        place.write_text(text, encoding="utf-8")
        self._moment += 10
        os.utime(place, (self._moment, self._moment))

    def run(self, tests: Sequence[str], limit_s: float) -> dict[str, Told]:
        """Each of the tests, and what became of it; what runs on past its time is ended."""
        told = self._folder / "told"
        told.write_text("", encoding="utf-8")
        shutil.rmtree(self._folder / "tmp", ignore_errors=True)
        (self._folder / "tmp").mkdir()
        command = [sys.executable, "-m", "pytest", "-q", "--tb=short", "-p", "no:cacheprovider"]
        # Without what no proof needs, and which takes longer to load than most tests to run.
        command += ["-p", "no:dash", "-p", "no:xdist", "-p", "tests.proofs.telling"]
        command += sorted(tests, key=self._place)
        ours = {TOLD: str(told), "TMPDIR": str(self._folder / "tmp")}
        # Compiled anew for each protection, the product would take longer than most tests.
        ours |= {"PYTHONDONTWRITEBYTECODE": ""}
        hung = False
        with (
            (self._folder / "said").open("w", encoding="utf-8") as said,
            subprocess.Popen(
                command, cwd=self.tree, env=os.environ | ours, stdout=said, stderr=said,
                start_new_session=True,
            ) as running,
        ):  # fmt: skip
            try:
                running.wait(limit_s)
            except subprocess.TimeoutExpired:
                hung = True
            finally:
                self._end(running)
        return self._read(told, tests, "HUNG" if hung else "NOT RUN")

    def _place(self, test: str) -> tuple[str, int]:
        """As in a run of everything: file by file, and from the top to the bottom of each."""
        file, _, name = test.partition("::")
        text = (self.tree / file).read_text(encoding="utf-8")
        return file, text.find(f"def {name.split('[')[0]}(")

    def _end(self, running: subprocess.Popen[bytes]) -> None:
        """End pytest as one who presses Ctrl-C would; then whatever it has left running."""
        if running.poll() is None:
            running.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.wait(TIDIES_WITHIN_S)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
        # Some tests put what they start into groups of their own.
        for place in Path("/proc").glob("[0-9]*/cwd"):
            with contextlib.suppress(OSError):
                if place.readlink().is_relative_to(self._folder):
                    os.kill(int(place.parent.name), signal.SIGKILL)

    def _read(self, told: Path, tests: Sequence[str], missing: str) -> dict[str, Told]:
        lines = [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]
        found: dict[str, Told] = {}
        for test in tests:
            plain = test.split("[")[0]
            own = [
                Told(line["outcome"], line["why"])
                for line in lines
                if line["test"] in (plain, f"{plain.split('::')[0]}::")
            ]
            own.sort(key=lambda one: WORST_FIRST.index(one.outcome))
            found[test] = own[0] if own else Told(missing, self._last_words())
        return found

    def _last_words(self) -> str:
        said = (self._folder / "said").read_text(encoding="utf-8", errors="replace").split("\n")
        return " ".join(line for line in said if line.strip())[-300:]


def _known_to_git() -> list[str]:
    """What git has of the tree as it stands, or would take."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    named = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True)
    return [name for name in named.stdout.decode().split("\0") if name and (ROOT / name).is_file()]
