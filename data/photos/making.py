"""Having a photo made anew by a child, and believing nothing that it says."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import structlog

from data.photos import limits
from workshop.errors import Rejected

ROOT = Path(__file__).resolve().parents[2]
_places = threading.BoundedSemaphore(limits.AT_ONCE)
log = structlog.get_logger("photos")


def made_anew(upload: bytes) -> bytes:
    """The JPEG that is kept; `Rejected` when this is no photo that we can read."""
    if len(upload) > limits.LARGEST_UPLOAD:
        raise Rejected("photo_large")
    if not _places.acquire(timeout=limits.WALL_SECONDS):
        raise Rejected("busy", retry_after=5.0)
    try:
        status, made = _run(upload)
    finally:
        _places.release()
    if status == limits.MADE and 0 < len(made) <= limits.LARGEST_MADE and made[:2] == b"\xff\xd8":
        return made
    if status == limits.NOT_A_PHOTO:
        raise Rejected("photo_kind")
    log.warning("photo_refused", status=status)
    raise Rejected("photo_large")


def _run(upload: bytes) -> tuple[int | None, bytes]:
    """(the child's exit status, what it wrote); None when its time was out."""
    command = [sys.executable, "-s", "-E", "-m", "data.photos.child"]
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(  # noqa: S603  our own module, nothing of the upload in its words
                command,
                input=upload,
                capture_output=True,
                cwd=ROOT,
                env=_environment(folder),
                timeout=limits.WALL_SECONDS,
                start_new_session=True,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None, b""
    return done.returncode, done.stdout


def _environment(folder: str) -> dict[str, str]:
    """Nothing of the server's own: no settings, no keys."""
    home = {"HOME": folder, "TMPDIR": folder, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    return {**home, "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "1"}
