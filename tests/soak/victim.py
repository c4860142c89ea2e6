"""A writing process that dies in the middle of its work, and what it had said until then."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.built_library import ROOT
from tests.soak.ledger import read

STARTS_WITHIN_S = 30.0


@dataclass
class Victim:
    """`tests.soak.writer` in a process of its own; every line that it says is heard at once."""

    folder: Path
    session_id: str
    mode: str
    tiny: bool = False
    before: tuple[str, ...] = ()  # a command that the writer is run under
    acked: dict[str, int] = field(default_factory=dict)
    started_s: float = 0.0

    def __post_init__(self) -> None:
        self._ready = threading.Event()
        began = time.monotonic()
        command = [*self.before, sys.executable, "-m", "tests.soak.writer", str(self.folder)]
        command += [self.session_id, self.mode, *(["--tiny"] if self.tiny else [])]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True
        )
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()
        assert self._ready.wait(STARTS_WITHIN_S), "the writer did not start"
        self.started_s = time.monotonic() - began

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            words = line.decode().split()
            if words[0] == "ready":
                self._ready.set()
            else:
                self.acked[words[1]] = int(words[2])

    def spoken(self) -> None:
        """Wait until it has acknowledged something: before that there is nothing to lose."""
        end = time.monotonic() + STARTS_WITHIN_S
        while not self.acked:
            assert time.monotonic() < end, "the writer has stored nothing"
            time.sleep(0.01)

    def freeze(self) -> None:
        """Stop it where it is: what it has said by now was said before the lights went out."""
        os.killpg(self.process.pid, signal.SIGSTOP)

    def kill(self) -> None:
        alive = self.process.poll() is None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._listening.join(10)
        assert self.process.stdout is not None
        self.process.stdout.close()
        assert alive, "the writer ended by itself before it was killed"


def losses(folder: Path, session_id: str, acked: dict[str, int]) -> list[str]:
    """What is wrong in the file after a death: lost answers, gaps, half batches."""
    events, wrong = read(folder, session_id)
    kept = {event.op_id: event.seq for event in events}
    for op_id, seq in acked.items():
        if kept.get(op_id) != seq:
            wrong.append(f"{op_id} was acknowledged as {seq}; the file has {kept.get(op_id)}")
    return wrong + halves(list(kept), [e.event.text for e in events if e.event.text_id])


def halves(op_ids: list[str], words: list[str | None]) -> list[str]:
    """Batches of which only a part is there, and texts that nobody can read."""
    size: dict[str, int] = {}
    for op_id in op_ids:
        if op_id.startswith("batch-"):
            batch = op_id.rsplit("-", 1)[0]
            size[batch] = size.get(batch, 0) + 1
    wrong = [f"{batch} is there with {n} of 50 events" for batch, n in size.items() if n != 50]
    return wrong + ["a text came back without its words" for text in words if text is None]
