"""The worker's side: a process that computes one thing and ends.

It limits itself before anything heavy is imported, gives way to everything else, keeps nothing of
the server's settings, and ends by itself when the server is gone.
"""

from __future__ import annotations

import os
import resource
import signal
import tempfile
import threading
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

MEMORY_BYTES = 2 * 1024**3
NICE = 15
ORPHAN_SECONDS = 2.0
PROGRESS = "progress"
_KEPT = ("PATH", "LANG", "LC_ALL", "TZ", "PYTHONPATH", "PYTHONHASHSEED")

# Says how far the work is: a share from 0 to 1, and the code of a word for what is done now.
Tell = Callable[[float, str], None]
# What runs in the worker, as "module:function": the server need not import it. It gets a folder to
# write into, `Tell`, and the task's arguments; what it answers has to be picklable.
Work = str


def begin(folder: Path) -> None:
    """Before any work: one thread a library, little memory, low rank, no secrets."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server ends its worker itself
    for name in set(os.environ) - set(_KEPT):
        del os.environ[name]
    one = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
    os.environ.update(one, HOME=str(folder), TMPDIR=str(folder))
    tempfile.tempdir = str(folder)
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def compute(work: Work, folder: Path, arguments: tuple[Any, ...]) -> Any:
    module, function = work.split(":")
    return getattr(import_module(module), function)(folder, _teller(folder), *arguments)


def _teller(folder: Path) -> Tell:
    def tell(share: float, code: str) -> None:
        fresh = folder / f"{PROGRESS}.new"
        fresh.write_text(f"{share:.4f} {code}", "ascii")
        fresh.replace(folder / PROGRESS)

    return tell


def _end_with(server: int) -> None:
    """A worker whose server is gone would go on computing for nobody."""
    while os.getppid() == server:
        time.sleep(ORPHAN_SECONDS)
    os._exit(1)
