"""Everything that the twin can refuse has a clear sentence of its own, in four languages."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from dashboards._scenarios_refusals import refusal
from data.scenarios import told
from workshop.language import LANGUAGES

ROOT = Path(__file__).parents[2]
ERRORS = ("TwinError", "DataError", "ModelError", "LayerError")
SAID = "{about}"


def raised(*rooms: str, errors: tuple[str, ...] = ERRORS) -> set[str]:
    """Every code that these files raise by name."""
    paths = [path for room in rooms for path in sorted((ROOT / room).rglob("*.py"))]
    return {code for path in paths for code in _codes(path, errors)}


def _codes(path: Path, errors: tuple[str, ...]) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            code = node.args[0]
            if node.func.id in errors and isinstance(code, ast.Constant):
                yield str(code.value)


ROOMS = ("twin", "data/models", "data/scenarios", "data/twin", "layers")
# What the page's own addresses refuse, and what the library says of a city or a district.
CODES = raised(*ROOMS) | raised("dashboards", errors=("TwinError",))
CODES |= {"unknown_city", "unknown_area"}


def test_the_codes_were_found() -> None:
    assert len(CODES) > 40
    assert {"level_range", "levers_none", "scenarios_busy", "model_died", "invalid"} <= CODES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_sentence_of_its_own_in_every_language(language: str) -> None:
    with Flask("refusals").test_request_context(f"/?lang={language}"):
        general = refusal("no such code")
        found = {code: refusal(code, SAID) for code in sorted(CODES)}
    assert [code for code, sentence in found.items() if sentence == general] == []
    shared = [sentence for sentence, times in Counter(found.values()).items() if times > 1]
    assert shared == []
    assert [each for each in found.values() if not each.endswith((".", ":" + SAID))] == []


def test_the_command_says_what_a_model_refuses_in_words() -> None:
    codes = raised("twin", "data", errors=("TwinError",))
    assert len(codes) > 20
    assert sorted(code for code in codes if told.sentence(code, "x") == code) == []
