"""What a municipality has given, version by version: its building register, its stations.

`DATA_DIR/<folder>/<city>/<n>.json` holds one version with a checksum of its own; it never changes.
`current.json` names the version in force; 0 is none.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from data.durable import sync_file, sync_folder
from data.errors import DataError

CURRENT = "current.json"
log = logging.getLogger("data.twin")


@dataclass(frozen=True)
class Given:
    """What is kept of every file: who has it from whom and of when, and who took it."""

    by: str
    date: str
    licence: str
    file: str
    sha256: str
    taken_at: str
    role: str


T = TypeVar("T", bound=Given)


class Kept(Generic[T]):
    """Every version of every city's. Safe from any thread and process."""

    FOLDER: ClassVar[str]
    NAME: ClassVar[str]  # under which a version stands in its file, and is called in a log

    def __init__(self, data_dir: Path) -> None:
        self._root = Path(data_dir) / self.FOLDER

    @classmethod
    def made(cls, told: Any) -> T:
        """A version of what its file holds."""
        raise NotImplementedError

    @classmethod
    def read(cls, path: Path) -> T | None:
        """The version in a file; None when it is not there, or not as it was written."""
        try:
            held = json.loads(path.read_text("utf-8"))
            told = held[cls.NAME]
            if _checksum(told) != held["checksum"]:
                raise ValueError("its checksum is another")
            return cls.made(told)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError) as problem:
            _damaged(path, problem)
            return None

    @classmethod
    def sound(cls, path: Path) -> bool:
        return (pointed(path) if path.name == CURRENT else cls.read(path)) is not None

    def versions(self, city: str) -> dict[int, T]:
        """By number, the oldest first; one that is damaged is not among them."""
        found = {number: self.version(city, number) for number in self._numbers(city)}
        return {number: each for number, each in found.items() if each is not None}

    def version(self, city: str, number: int) -> T | None:
        """None where there is none, or none that is as it was written."""
        return self.read(self._root / city / f"{number}.json")

    def number(self, city: str) -> int:
        """The version in force; 0 for none."""
        return pointed(self._root / city / CURRENT) or 0

    def stamp(self, city: str) -> int:
        """Another whenever another version is put in force; costs one look at a file's date."""
        try:
            return (self._root / city / CURRENT).stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def keep(self, city: str, given: T) -> int:
        """This as the next version, which is in force from now on."""
        with self._writing(city) as folder:
            number = max(self._numbers(city), default=0) + 1
            told = asdict(given)
            _write(folder / f"{number}.json", {"checksum": _checksum(told), self.NAME: told})
            self._point(folder, number, given.role)
        return number

    def choose(self, city: str, number: int, role: str) -> None:
        """Put an earlier version in force again, or none (0)."""
        if number and self.version(city, number) is None:
            raise DataError(f"{self.NAME}_unknown", f"{city} has no {self.NAME} {number}.")
        with self._writing(city) as folder:
            self._point(folder, number, role)

    @staticmethod
    def _point(folder: Path, number: int, role: str) -> None:
        now = dt.datetime.now(dt.UTC).isoformat("T", "seconds")
        _write(folder / CURRENT, {"number": number, "role": role, "at": now})

    def _numbers(self, city: str) -> list[int]:
        names = (path.stem for path in (self._root / city).glob("*.json"))
        return sorted(int(name) for name in names if name.isdecimal())

    @contextmanager
    def _writing(self, city: str) -> Iterator[Path]:
        """One after the other: two imports at once are two versions."""
        folder = self._root / city
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self._root / ".writer").open("w") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            yield folder


def pointed(path: Path) -> int | None:
    """The version that a `current.json` names; None when it is not there, or names none."""
    try:
        return int(json.loads(path.read_text("utf-8"))["number"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as problem:
        _damaged(path, problem)
        return None


def _damaged(path: Path, problem: Exception) -> None:
    told = {"path": str(path), "why": str(problem)}
    log.error("what a city has given is damaged", extra=told)


def _checksum(told: Mapping[str, Any]) -> str:
    plain = json.dumps(told, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def _write(path: Path, told: Mapping[str, Any]) -> None:
    """Whole or not at all."""
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    sync_file(fresh)
    fresh.replace(path)
    sync_folder(path.parent)
