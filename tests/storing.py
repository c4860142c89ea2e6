"""A small workshop in a process of its own, told line by line what to do; for broken disks.

`python -m tests.storing FOLDER [SESSION]`: each line of input is a command, each line of output its
answer as JSON. The first answer says which session it is.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.built_library import ROOT
from tests.workshop.builders import op, opened, small_workshop


class Storing:
    """The other side of it: what a test holds."""

    def __init__(self, folder: Path, session_id: str = "") -> None:
        command = [sys.executable, "-m", "tests.storing", str(folder), *filter(None, [session_id])]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True)
        self.session_id: str = self._answer()["session"]

    def ask(self, *words: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(" ".join(words) + "\n")
        self.process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        return json.loads(self.process.stdout.readline())

    def kill(self) -> None:
        self.process.kill()
        self._over()

    def stop(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self._over()

    def _over(self) -> None:
        self.process.wait(timeout=30)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None and not pipe.closed:
                pipe.close()


def main(folder: str, session_id: str = "") -> None:
    workshop = small_workshop(Path(folder))
    session_id = session_id or opened(workshop, 1, "ideas")
    say({"session": session_id})
    for line in sys.stdin:
        what, op_id = line.split()
        wish = {
            "idea": op("idea", "p1", op_id=op_id, round="r1", text=f"Sol på {op_id}"),
            "join": op("join", op_id, op_id=op_id),
        }[what]
        answer = workshop.operate(session_id, wish)
        alarm = workshop.alarm(session_id)
        say(
            {"ok": answer.ok, "code": answer.code, "seq": answer.seq}
            | {"alarm": alarm.kind if alarm else None}
            | {"stands_at": workshop.state(session_id).seq}
        )
    workshop.stop()


def say(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
