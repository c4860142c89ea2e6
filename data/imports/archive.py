"""Looking at a zip file before anything is unpacked. Runs in the child process."""

from __future__ import annotations

import stat
import zipfile
from pathlib import Path

from data.imports import limits
from data.imports.findings import Refusal, short

_ENCRYPTED = 0x1


def opened(path: Path) -> zipfile.ZipFile:
    """The archive, when everything that its directory says is harmless."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as problem:
        raise Refusal("import_unreadable") from problem
    entries = archive.infolist()
    if len(entries) > limits.ZIP_ENTRIES:
        raise Refusal("import_zip_entries", found=len(entries), most=limits.ZIP_ENTRIES)
    for entry in entries:
        _check(entry)
    _check_sizes(entries, path.stat().st_size)
    return archive


def _check(entry: zipfile.ZipInfo) -> None:
    name = entry.filename.replace("\\", "/")
    outside = name.startswith("/") or ":" in name or ".." in name.split("/")
    if outside or stat.S_ISLNK(entry.external_attr >> 16):
        raise Refusal("import_zip_path", found=short(entry.filename))
    if entry.flag_bits & _ENCRYPTED:
        raise Refusal("import_zip_encrypted")
    large = entry.file_size > limits.ZIP_SMALL
    if large and entry.file_size > limits.ZIP_RATIO * max(entry.compress_size, 1):
        raise Refusal("import_zip_bomb")


def _check_sizes(entries: list[zipfile.ZipInfo], size: int) -> None:
    """Entries that overlap add up to more than the file holds."""
    packed = sum(entry.compress_size for entry in entries)
    if sum(entry.file_size for entry in entries) > limits.ZIP_TOTAL or packed > size:
        raise Refusal("import_zip_bomb")


def content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int | None = None) -> bytes:
    """An entry's bytes (the first `most`); one that is longer than it says is refused."""
    try:
        with archive.open(entry) as stream:
            found = stream.read(entry.file_size + 1 if most is None else most)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as problem:
        raise Refusal("import_unreadable") from problem
    if len(found) > entry.file_size:
        raise Refusal("import_zip_bomb")
    return found
