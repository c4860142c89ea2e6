"""From an upload to something that can be previewed: into a folder, through the child, kept."""

from __future__ import annotations

import hashlib
import re
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Protocol

import shapely

from data import queries
from data.imports import limits, sandbox
from data.imports.buildings import look as buildings
from data.imports.findings import Refusal, clean
from data.imports.pending import STEM, Upload, Waiting
from data.imports.stations import look as stations
from data.library import Library

_PIECE = 256 * 1024
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)")
_NAME_LENGTH = 80
# Read anew for other columns: until a yes, the file itself waits too.
_WAITING = {"buildings": buildings.read, "stations": stations.read}
_WINDOW = 0.5  # degrees around a municipality in which its districts can lie


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Sent:
    """Who sends something, for which city, under which name.

    `what`: "results" of another model, a register of "buildings", a list of "stations", or "" for
    values and areas, of which the name of a file says which. `service`: the address that it was
    fetched from, if any.
    """

    user: str
    city: str
    name: str
    what: str = ""
    service: str = ""


def receive(library: Library, sent: Sent, stream: Readable) -> str:
    """Read an upload; the token of its preview, or `Refusal`. Nothing is imported yet."""
    name = safe_name(sent.name)
    suffix = PurePosixPath(name).suffix.casefold()
    kind = _kind(suffix, sent)
    version = library.version
    waiting = Waiting(library.data_dir)
    token, folder = waiting.folder()
    try:
        file = folder / f"{STEM}{suffix}"
        digest, size = _store(stream, file)
        content = _read(library, sent.city, kind, file)
        upload = Upload(
            token, sent.user, sent.city, kind, name, digest, size, version, time.time(),
            sent.service,
        )  # fmt: skip
        _empty(folder, kind)
        waiting.keep(upload, content)
    except BaseException:
        waiting.drop(token)
        raise
    return token


def _read(library: Library, city: str, kind: str, file: Path) -> dict[str, Any]:
    if kind in _WAITING:
        return _WAITING[kind](library, file, city, {}) | {"asked": {}}
    context = _context(library, city) if kind == "areas" else {"kind": kind}
    return sandbox.read_in_child(file, context)


def _kind(suffix: str, sent: Sent) -> str:
    if sent.what == "results" and sent.service and suffix in limits.SUFFIXES["services"]:
        return "results"
    kinds = (sent.what,) if sent.what else ("values", "areas")
    for kind in kinds:
        if suffix in limits.SUFFIXES[kind]:
            return kind
    expected = ", ".join(each for kind in kinds for each in limits.SUFFIXES[kind])
    raise Refusal("import_suffix", found=suffix, expected=expected)


def _store(stream: Readable, file: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with file.open("wb") as out:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > limits.LARGEST_FILE:
                raise Refusal("import_too_large", most=limits.LARGEST_FILE // limits.MEGABYTE)
            digest.update(piece)
            out.write(piece)
    if size == 0:
        raise Refusal("import_empty")
    return digest.hexdigest(), size


def _empty(folder: Path, kind: str) -> None:
    """The file and whatever its reader unpacked: nothing of it is kept.

    But a register or a list waits for its columns to be chosen; so that no building has to be held.
    """
    for path in folder.iterdir():
        if kind not in _WAITING or path.stem != STEM:
            path.unlink()


def safe_name(name: str) -> str:
    """A file's name as it may be kept and shown: no path, nothing hidden, not too long."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    tidy = re.sub(r'[<>:"|?*]', "_", clean(last)).strip(". ")
    stem, dot, suffix = tidy.rpartition(".")
    if not dot:
        stem, suffix = tidy, ""
    stem = stem[: _NAME_LENGTH - len(suffix) - 1] or "file"
    if _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    return f"{stem}{dot}{suffix[:10]}"


def _context(library: Library, city_id: str) -> dict[str, Any]:
    """What the child needs to know to say where areas lie: the municipality and its neighbours."""
    city = queries.city(library, city_id)
    sql = (
        "SELECT a.id, st_aswkb(coalesce(m.clipped, a.geometry)) FROM map_areas m"
        " JOIN areas a ON a.id = m.area WHERE m.city = ? AND m.layer = 'municipalities'"
    )
    near = {id_: bytes(shape) for id_, shape in library.rows(sql, [city.id])}
    whole = library.rows("SELECT st_aswkb(geometry) FROM areas WHERE id = ?", [city.municipality])
    own = shapely.from_wkb(bytes(whole[0][0]))
    others = [shape for id_, shape in near.items() if id_ != city.municipality]
    west, south, east, north = own.bounds
    return {
        "own": shapely.to_wkb(own, hex=True),
        "others": shapely.to_wkb(shapely.union_all(shapely.from_wkb(others)), hex=True),
        "window": [west - _WINDOW, south - _WINDOW, east + _WINDOW, north + _WINDOW],
    }
