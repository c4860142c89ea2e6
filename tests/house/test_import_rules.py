"""The rooms import one way, and each rule about it is shown to catch what it is for."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("dashboards", "layers", "data", "twin", "workshop")
# The edges of the session: whatever else lies in workshop/ belongs to its core.
EDGES = {
    "access",
    "addresses",
    "by_provider",
    "clients",
    "detector",
    "encoded",
    "gate",
    "language",
    "taken_back",
    "passwords",
    "oidc",
    "people",
    "phone",
    "publisher",
    "rehearsal",
    "seal",
    "second_step",
    "server",
    "settings",
    "shared_device",
    "signin",
    "signin_doors",
    "slips",
    "sockets",
    "wire",
}
# Mathematics over the session, which the core itself does without.
MATHEMATICS = {"opinion"}
CORE_MAY_IMPORT = {"immutables", "regex"}
# In the one module that it is for, and loaded when it is needed.
IN_ONE_PLACE = {"pairwise.py: choix", "pairwise.py: numpy"}

# Which rule a module breaks when this line is added to it.
OFFENCES = {
    "rooms": ("data/library.py", "import layers"),
    "app": ("dashboards/_parts.py", "import app"),
    "core": ("workshop/tally.py", "import flask"),
    "rules": ("workshop/model.py", "import workshop.runtime"),
    "opinion": ("workshop/opinion/told.py", "import pandas"),
    "twin": ("twin/scenario.py", "import flask"),
    "sql": ("dashboards/_parts.py", "import duckdb"),
    "sockets": ("data/library.py", "import gevent"),
    "leaflet": ("dashboards/_parts.py", "import dash_leaflet"),
    "no_web": ("data/library.py", "from flask import request"),
    "no_dash": ("workshop/wire.py", "import dash"),
    "pages": ("dashboards/stage.py", "import dashboards.explore"),
}


def settings() -> dict[str, dict[str, object]]:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {rule["id"]: rule for rule in told["tool"]["importlinter"]["contracts"]}


def lint(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", *options]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the linter says of each rule that is broken, in a copy where every one of them is."""
    folder = tmp_path_factory.mktemp("rooms")
    for room in ROOMS:
        shutil.copytree(
            ROOT / room,
            folder / room,
            ignore=lambda place, names: [
                n for n in names if not (n.endswith(".py") or (Path(place) / n).is_dir())
            ],
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    for name, line in OFFENCES.values():
        with (folder / name).open("a", encoding="utf-8") as module:
            module.write(f"\n{line}\n")
    done = lint(folder)
    assert done.returncode == 1, done.stdout
    # Of each broken rule its name, underlined, and then the imports that break it.
    told = done.stdout.split("Broken contracts")[1]
    parts = re.split(r"^(.+)\n-+\n", told, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_the_rooms_keep_every_rule() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


def test_every_rule_has_an_offence_that_proves_it() -> None:
    assert set(settings()) == set(OFFENCES)


@pytest.mark.parametrize("rule", OFFENCES)
def test_the_rule_catches_its_offence(rule: str, broken: dict[str, str]) -> None:
    """And is kept without it, as `test_the_rooms_keep_every_rule` sees."""
    name, line = OFFENCES[rule]
    importing = name.removesuffix(".py").replace("/", ".")
    imported = line.split()[1]
    assert f"{importing} -> {imported}" in broken[str(settings()[rule]["name"])]


def modules(folder: Path) -> set[str]:
    return {
        path.stem
        for path in folder.iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists()) and path.stem != "__init__"
    }


def test_the_core_named_in_the_rule_is_the_core_in_the_folder() -> None:
    named = settings()["core"]["source_modules"]
    assert isinstance(named, list)
    assert {f"workshop.{name}" for name in modules(ROOT / "workshop") - EDGES - MATHEMATICS} == set(
        named
    )


def test_the_pages_named_in_the_rule_are_the_pages_in_the_folder() -> None:
    named = settings()["pages"]["modules"]
    assert isinstance(named, list)
    pages = {name for name in modules(ROOT / "dashboards") if not name.startswith("_")}
    assert {f"dashboards.{name}" for name in pages} == set(named)


def test_the_core_imports_nothing_from_outside_but_values_and_letters() -> None:
    strangers = set()
    for name in modules(ROOT / "workshop") - EDGES - MATHEMATICS:
        place = ROOT / "workshop" / name
        for path in place.rglob("*.py") if place.is_dir() else [place.with_suffix(".py")]:
            strangers |= {f"{path.name}: {one}" for one in imported(path) - CORE_MAY_IMPORT}
    assert strangers == IN_ONE_PLACE


def imported(path: Path) -> set[str]:
    """Top-level packages that a module imports and that are neither Python's nor ours."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {
        alias.name.split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    found |= {
        (node.module or "").split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and not node.level
    }
    return found - set(sys.stdlib_module_names) - {"workshop"}
