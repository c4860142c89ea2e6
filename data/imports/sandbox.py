"""Running the child that opens an uploaded file, and believing nothing that it says."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import structlog

from data.imports import limits
from data.imports.findings import Refusal

ROOT = Path(__file__).resolve().parents[2]
ANSWER, COMPLAINT = "answer.json", "complaint.txt"
_places = threading.BoundedSemaphore(limits.AT_ONCE)
log = structlog.get_logger("imports")


def read_in_child(file: Path, context: dict[str, Any]) -> dict[str, Any]:
    """What `file` holds; `Refusal` when it cannot be read within the limits."""
    if not _places.acquire(timeout=limits.WALL_SECONDS):
        raise Refusal("import_busy")
    try:
        told = file.with_name("context.json")
        told.write_text(json.dumps(context), "utf-8")
        # Who may work longer may also have to wait for others to be done.
        seconds = context.get("seconds")
        status = _run(file, told, 2 * seconds if seconds else limits.WALL_SECONDS)
    finally:
        _places.release()
    return _answer(file.with_name(ANSWER), status)


def _run(file: Path, context: Path, seconds: float) -> int | None:
    """The child's exit status; None when its time was out."""
    command = [sys.executable, "-s", "-E", "-m", "data.imports.child", str(file), str(context)]
    with file.with_name(ANSWER).open("wb") as out, file.with_name(COMPLAINT).open("wb") as err:
        child = subprocess.Popen(  # noqa: S603  our own module, with file names that we made
            command,
            cwd=ROOT,
            env=_environment(file.parent),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
        try:
            return child.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
            return None


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of the server's own: no settings, no keys, no way to the network."""
    one = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MALLOC_ARENA_MAX": "1"}
    quiet = {"PROJ_NETWORK": "OFF", "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none"}
    home = {"HOME": str(folder), "TMPDIR": str(folder), "PATH": "/usr/bin:/bin"}
    return {**home, **one, **quiet, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}


def _answer(path: Path, status: int | None) -> dict[str, Any]:
    if status is None or status in (-signal.SIGKILL, -signal.SIGXCPU):
        raise Refusal("import_too_heavy")
    if status != 0 or path.stat().st_size > limits.LARGEST_ANSWER:
        log.warning("import_unreadable", status=status)
        raise Refusal("import_unreadable")
    try:
        answer = json.loads(path.read_bytes())
    except ValueError as problem:
        raise Refusal("import_unreadable") from problem
    if "refused" in answer:
        raise Refusal(answer["refused"], **answer["args"])
    return answer
