"""The register of faults: every case has a test, and every test something that it would miss."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.proofs.reading import FAULTS, ROOT, Protection, marked, protections, reasons


def test_every_fault_and_threat_of_the_catalogue_has_a_test() -> None:
    assert set(FAULTS) - marked() == set()


def test_only_faults_and_threats_of_the_catalogue_are_named() -> None:
    named = {fault for one in [*protections(), *reasons()] for fault in one.faults}
    assert (named | marked()) <= set(FAULTS)


def test_every_fault_has_a_protection_that_can_be_taken_out_or_a_reason_why_not() -> None:
    told = {fault for one in [*protections(), *reasons()] for fault in one.faults}
    assert set(FAULTS) - told == set()
    assert all(len(one.why) > 20 for one in reasons())


@pytest.mark.parametrize("part", sorted({one.part for one in protections()}))
def test_every_protection_is_found_where_it_is_said_to_be(part: str) -> None:
    wrong = [found for one in protections() if one.part == part and (found := fault_in(one))]
    assert not wrong, "\n".join(wrong)


def fault_in(one: Protection) -> str | None:
    """What is wrong with an entry, in a sentence."""
    place = ROOT / one.file
    if not place.is_file():
        return f"{one.what}: there is no {one.file}"
    times = place.read_text(encoding="utf-8").count(one.find)
    if times != 1 or one.find == one.replace or not one.tests:
        return f"{one.what}: found {times} times in {one.file}, or nothing to find or run"
    missing = [test for test in one.tests if not is_test(test)]
    return f"{one.what}: no such test: {missing}" if missing else None


def is_test(named: str) -> bool:
    file, _, name = named.partition("::")
    return re.split(r"\[|::", name)[0] in named_in(ROOT / file)


@cache
def named_in(path: Path) -> frozenset[str]:
    """The tests of a file: functions, and classes that hold a whole model."""
    if not path.is_file():
        return frozenset()
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return frozenset(name for name in found if name.lower().startswith("test"))
