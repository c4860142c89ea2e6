"""The tree itself: locks, words, addresses, documents, and the two commands' own sentences."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest

from scripts import lock as locks
from workshop.language import LANGUAGES, translator
from workshop.server import plain
from workshop.server.frame import PLACES

ROOT = Path(__file__).resolve().parents[2]
# The interpreter itself: a virtual environment or a version manager may stand before it.
BASE_PYTHON = os.path.realpath(sys.executable)
LOCKS = ("requirements.txt", "requirements-test.txt")


@cache
def kept() -> tuple[Path, ...]:
    """Every text file that belongs to the project."""
    told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    found = [ROOT / name for name in told.stdout.decode().split("\0") if name]
    return tuple(path for path in found if path.is_file() and is_text(path))


def is_text(path: Path) -> bool:
    try:
        return "\0" not in path.read_bytes().decode()
    except UnicodeDecodeError:
        return False


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


# -- locks


@pytest.mark.fault("T22")
@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_its_version_and_hashes_and_no_address(lock: str) -> None:
    entries = re.split(r"\n(?=[a-z0-9])", re.sub(r"(?m)^#.*\n", "", read(lock)).strip())
    assert len(entries) > 50
    for entry in entries:
        assert re.match(r"[a-z0-9-]+(\[[a-z,]+\])?==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry
    assert "://" not in read(lock)
    assert "-index-url" not in read(lock) and "--find-links" not in read(lock)


@pytest.mark.parametrize("source", ["requirements.in", "requirements-test.in"])
def test_everything_asked_for_is_locked(source: str) -> None:
    assert names_in(source) <= names_in(source.replace(".in", ".txt"))


@pytest.mark.parametrize(
    ("folders", "source"),
    [
        (("app.py", "dashboards", "layers", "data", "twin", "workshop"), "requirements.in"),
        (("scripts", "tests", "bench"), "requirements-test.in"),
    ],
)
def test_everything_imported_is_asked_for(folders: tuple[str, ...], source: str) -> None:
    asked = names_in("requirements.in") | names_in(source)
    owners = metadata.packages_distributions()
    own = {"app", "dashboards", "layers", "data", "twin", "workshop", "scripts", "tests", "bench"}
    missing = set()
    for path in kept():
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders:
            for name in imported(path) - own - set(sys.stdlib_module_names):
                if not {one.lower().replace("_", "-") for one in owners.get(name, [name])} & asked:
                    missing.add(f"{path.relative_to(ROOT)}: {name}")
    assert not missing


def names_in(source: str) -> set[str]:
    """What stands in a list of packages, and what the lock adds to it."""
    text = read(source) + "\n" + locks.ADDED.get(source, "")
    found = re.findall(r"(?m)^([A-Za-z][A-Za-z0-9_-]*)", text)
    return {name.lower().replace("_", "-") for name in found}


def imported(path: Path) -> set[str]:
    """The top-level packages that a module imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(str(node.module).split(".")[0])
    return found


def test_ebm_is_locked_beside_a_newer_pandas_than_it_asks_for() -> None:
    assert "ebm==1.2.0" in read("requirements.txt")
    assert "pandas==3." in read("requirements.txt")


def test_scripts_from_others_are_pinned_exactly_and_locked_without_addresses() -> None:
    told = json.loads(read("package.json"))
    pinned = {**told["dependencies"], **told["devDependencies"]}
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in pinned.values())
    packages = json.loads(read("package-lock.json"))["packages"]
    for name, package in packages.items():
        assert "resolved" not in package, name
        assert not name or package["integrity"].startswith("sha512-")
    for name, version in pinned.items():
        assert packages[f"node_modules/{name}"]["version"] == version


# -- words


def test_the_frame_is_said_in_every_language() -> None:
    said = {sentence for pair in plain.SENTENCES.values() for sentence in pair}
    said |= {name for _, name, _ in PLACES}
    for path in (ROOT / "workshop" / "server" / "templates").glob("*.html"):
        said |= spoken(path.read_text(encoding="utf-8"))
    said |= spoken(read("workshop/server/plain.py"))
    said |= set(re.findall(r'_\("(.+?)"\)', read("dashboards/_shell.py")))
    same_on_purpose = {"Import"}
    missing = [
        (language, sentence)
        for language in LANGUAGES
        if language != "en"
        for sentence in said - same_on_purpose
        if translator(language, "shared")(sentence) == sentence
    ]
    assert len(said) > 35
    assert not missing


def spoken(text: str) -> set[str]:
    """The sentences that a template or module says by `say`."""
    return {found for _, found in re.findall(r"say\(([\"'])(.+?)\1\)", text)}


# -- documents


def test_the_readme_names_every_room_and_both_commands() -> None:
    readme = read("README.md")
    rooms = {path.parts[len(ROOT.parts)] for path in kept() if path.suffix == ".py"}
    for room in rooms - {"scripts", "bench"}:
        assert f"[`{room}" in readme, room
    assert "make run" in readme and "make test" in readme


def test_links_in_the_documents_lead_somewhere() -> None:
    broken = []
    for path in kept():
        if path.suffix != ".md":
            continue
        for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
            if "://" not in target and not (path.parent / target).exists():
                broken.append(f"{path.relative_to(ROOT)}: {target}")
    assert not broken


def test_every_decision_says_what_why_and_what_it_costs() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert len(decisions) >= 4
    for number, path in enumerate(decisions, 1):
        assert path.name.startswith(f"{number:04d}-")
        text = path.read_text(encoding="utf-8")
        assert all(f"## {part}" in text for part in ("What", "Why", "What it costs")), path.name


def test_every_setting_that_is_read_is_explained() -> None:
    read_there = set(re.findall(r'environment\.get\("([A-Z_]+)"\)', read("workshop/settings.py")))
    explained = set(re.findall(r"^\| `([A-Z_]+)`", read("docs/operations.md"), re.MULTILINE))
    assert read_there == explained


# -- what must not be in the tree


def test_no_registry_is_named_anywhere() -> None:
    hosts = re.compile(r"pypi\.org|pythonhosted|npmjs\.(com|org)|deb\.debian\.org")
    mine = Path(__file__)
    named = [p for p in kept() if p != mine and hosts.search(p.read_text(encoding="utf-8"))]
    assert not named


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    place = re.compile(r"(?<![\w./])/(?:work|root|home/\w+)/")
    mine = Path(__file__)
    named = [p for p in kept() if p != mine and place.search(p.read_text(encoding="utf-8"))]
    assert not named


def test_nothing_is_left_half_done() -> None:
    # This file is looked at too. The second part is what git leaves in a merge.
    marks = re.compile(r"\b(TO[D]O|FIX[M]E|X[X]X|HA[C]K)\b|^(<{7}|>{7}) ", re.MULTILINE)
    left = [p for p in kept() if marks.search(p.read_text(encoding="utf-8"))]
    assert not left


# -- set-up


def test_make_alone_lists_every_task() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    tasks = re.findall(r"(?m)^([a-z]+):.*##", read("Makefile"))
    assert len(tasks) >= 6
    assert all(f"make {task} " in listed for task in tasks)


@pytest.mark.parametrize(
    ("gone", "sentence"),
    [
        ("python3.11", "Python 3.11 is missing: install python3.11"),
        ("node", "Node is missing: install nodejs, version 18 or newer."),
        ("npm", "npm is missing: install npm."),
    ],
)
def test_a_missing_tool_is_named_with_what_to_install(
    gone: str, sentence: str, tmp_path: Path
) -> None:
    done = set_up("tools", without(tmp_path, gone))
    assert done.returncode == 1
    assert done.stderr.startswith(sentence)
    assert done.stderr.count("\n") == 1


def test_an_old_node_is_named_with_what_to_install(tmp_path: Path) -> None:
    tools = without(tmp_path, "node")
    old = tmp_path / "node"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo v16.20.0 || echo 16\n')
    old.chmod(0o755)
    done = set_up("tools", tools)
    assert done.returncode == 1
    assert done.stderr == "Node v16.20.0 is too old: install nodejs, version 18 or newer.\n"


def test_a_python_without_virtual_environments_is_named(tmp_path: Path) -> None:
    tools = without(tmp_path, "python3.11")
    bare = tmp_path / "python3.11"
    bare.write_text("#!/bin/sh\nexit 1\n")
    bare.chmod(0o755)
    done = set_up("tools", tools)
    assert done.stderr == ("Python cannot make virtual environments: install python3-venv.\n")


def test_with_every_tool_there_set_up_says_nothing(tmp_path: Path) -> None:
    done = set_up("tools", without(tmp_path, ""))
    assert (done.returncode, done.stderr) == (0, "")


def test_set_up_without_a_network_says_so_in_one_sentence(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    (copy / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "scripts" / "setup.sh", copy / "scripts")
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, copy)
    closed = {
        "npm_config_registry": "http://127.0.0.1:9/",
        "npm_config_cache": str(tmp_path / "cache"),
        "npm_config_fetch_retries": "0",
    }
    done = subprocess.run(
        ["scripts/setup.sh", "modules"],
        cwd=copy,
        env={**os.environ, **closed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("The packages could not be fetched: is there a network?")
    assert done.stderr.count("\n") == 1


def without(folder: Path, gone: str) -> str:
    """A PATH with the tools that set-up looks for, but one."""
    for tool in ("python3.11", "node", "npm", "dirname", "mkdir"):
        found = BASE_PYTHON if tool == "python3.11" else shutil.which(tool)
        if tool != gone:
            (folder / tool).write_text(f'#!/bin/sh\nexec {found} "$@"\n')
            (folder / tool).chmod(0o755)
    return str(folder)


def set_up(step: str, path: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(ROOT / "scripts" / "setup.sh"), step],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
