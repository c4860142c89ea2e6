"""A file system of our own in a file, whose power can be cut: ext4 on a loop device, as root."""

from __future__ import annotations

import fcntl
import os
import shutil
import struct
import subprocess
from pathlib import Path

EXT4_IOC_SHUTDOWN = 0x8004587D
WITHOUT_WRITING_ANYTHING = 2  # EXT4_GOING_FLAGS_NOLOGFLUSH
MEGABYTES = 96


def hindrance() -> str:
    """Why no power can be cut here, or nothing."""
    if os.geteuid() != 0:
        return "needs root (a loop device is mounted): run it as root"
    if not Path("/dev/loop-control").exists():
        return "needs loop devices: there is no /dev/loop-control"
    missing = [tool for tool in ("mkfs.ext4", "mount", "umount") if not shutil.which(tool)]
    return f"needs {', '.join(missing)}: install e2fsprogs and mount" if missing else ""


class Disk:
    """Mounted while the `with` lasts. `cut` loses whatever was not synced, as a power cut does."""

    def __init__(self, folder: Path) -> None:
        self._image = folder / "disk.img"
        self.place = folder / "disk"

    def __enter__(self) -> Disk:
        self.place.mkdir(parents=True)
        with self._image.open("wb") as file:
            file.truncate(MEGABYTES * 2**20)
        _do("mkfs.ext4", "-q", "-F", str(self._image))
        self._mount()
        return self

    def __exit__(self, *_: object) -> None:
        _do("umount", str(self.place))
        self._image.unlink()

    def cut(self) -> None:
        """The lights go out: nothing in memory reaches the disk any more."""
        handle = os.open(self.place, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, EXT4_IOC_SHUTDOWN, struct.pack("I", WITHOUT_WRITING_ANYTHING))
        finally:
            os.close(handle)

    def restore(self) -> None:
        """Power again: the file system mends itself from its journal, as after any cut."""
        _do("umount", str(self.place))
        self._mount()

    def _mount(self) -> None:
        _do("mount", "-o", "loop", str(self._image), str(self.place))


def _do(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True)
