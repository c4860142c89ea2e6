"""A municipality's building register, as far as the energy model needs it.

`DATA_DIR/registers/<city>/<n>.json` holds sums of floor area by district and use, and no building;
with whose they are, out of which file (checksum), and a checksum of its own. It never changes.
`current.json` names the version in force; 0 is none: districts then follow where people live.
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
from typing import Any

from data.durable import sync_file, sync_folder
from data.errors import DataError

FOLDER, CURRENT = "registers", "current.json"
log = logging.getLogger("data.twin")


@dataclass(frozen=True)
class Sum:
    """The buildings of one use in one district. Of `unknown_m2` nobody said whose it is."""

    district: str
    category: str
    buildings: int
    floor_m2: float
    municipal_m2: float
    unknown_m2: float


@dataclass(frozen=True)
class Register:
    """What is kept of a file: who has it from whom and of when, and its sums."""

    by: str
    date: str
    licence: str
    file: str
    sha256: str
    taken_at: str
    role: str
    sums: tuple[Sum, ...]

    @property
    def buildings(self) -> int:
        return sum(each.buildings for each in self.sums)

    @property
    def floor_m2(self) -> float:
        return sum(each.floor_m2 for each in self.sums)


class Registers:
    """Every version of every city's register. Safe from any thread and process."""

    def __init__(self, data_dir: Path) -> None:
        self._root = Path(data_dir) / FOLDER

    def versions(self, city: str) -> dict[int, Register]:
        """By number, the oldest first; one that is damaged is not among them."""
        found = {number: self.version(city, number) for number in self._numbers(city)}
        return {number: each for number, each in found.items() if each is not None}

    def version(self, city: str, number: int) -> Register | None:
        """None where there is none, or none that is as it was written."""
        return read(self._root / city / f"{number}.json")

    def number(self, city: str) -> int:
        """The version in force; 0 for none."""
        return pointed(self._root / city / CURRENT) or 0

    def stamp(self, city: str) -> int:
        """Another whenever another version is put in force; costs one look at a file's date."""
        try:
            return (self._root / city / CURRENT).stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def keep(self, city: str, register: Register) -> int:
        """The register as the next version, which is in force from now on."""
        with self._writing(city) as folder:
            number = max(self._numbers(city), default=0) + 1
            told = asdict(register)
            _write(folder / f"{number}.json", {"checksum": _checksum(told), "register": told})
            self._point(folder, number, register.role)
        return number

    def choose(self, city: str, number: int, role: str) -> None:
        """Put an earlier version in force again, or none (0)."""
        if number and self.version(city, number) is None:
            raise DataError("register_unknown", f"{city} has no building register {number}.")
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


def read(path: Path) -> Register | None:
    """The version in a file; None when it is not there, or not as it was written."""
    try:
        held = json.loads(path.read_text("utf-8"))
        told = held["register"]
        if _checksum(told) != held["checksum"]:
            raise ValueError("its checksum is another")
        return Register(**told | {"sums": tuple(Sum(**each) for each in told["sums"])})
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as problem:
        log.error("a building register is damaged", extra={"path": str(path), "why": str(problem)})
        return None


def pointed(path: Path) -> int | None:
    """The version that a `current.json` names; None when it is not there, or names none."""
    try:
        return int(json.loads(path.read_text("utf-8"))["number"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as problem:
        log.error("a building register is damaged", extra={"path": str(path), "why": str(problem)})
        return None


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
