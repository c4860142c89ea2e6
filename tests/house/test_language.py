"""No sentence is untranslated: what code says, and what catalogues hold, in nb, nn and sv."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages import pofile
from babel.messages.catalog import Catalog

from workshop.ballots.judgment import GRADES
from workshop.errors import SENTENCES
from workshop.language import LOCALES
from workshop.server.front import DOMAINS

ROOT = Path(__file__).parents[2]
TRANSLATED = ("nb", "nn", "sv")
MAKERS = {"words": 0, "plurals": 0, "translator": 1, "plural": 1}
IN_BROWSER = re.compile(r"""(?<![\w.])t\(\s*"((?:[^"\\]|\\.)+)"\s*[,)]""")
VALUE = re.compile(r"\{\w*\}")


@cache
def catalogue(language: str, domain: str) -> Catalog:
    with (LOCALES / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        return pofile.read_po(file, locale=language, domain=domain)


def ids(language: str, domain: str) -> set[str]:
    return {_first(message.id) for message in catalogue(language, domain) if message.id}


def _first(said: str | tuple[str, ...] | list[str]) -> str:
    return said if isinstance(said, str) else said[0]


def said_in_python(path: Path) -> Iterator[tuple[str, str]]:
    """(domain, sentence) of every call of a name that a module made with `words("domain")`."""
    tree = ast.parse(path.read_text())
    makers: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            domain = _domain(node.value)
            if domain and isinstance(node.targets[0], ast.Name):
                makers[node.targets[0].id] = domain
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Name):
            said = node.args[0]
            if node.func.id in makers and isinstance(said, ast.Constant):
                yield makers[node.func.id], str(said.value)
            if node.func.id == "Said" and isinstance(said, ast.Constant):
                yield "stage", str(said.value)


def _domain(call: ast.Call) -> str | None:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    at = MAKERS.get(name)
    if at is None or len(call.args) <= at or not isinstance(call.args[at], ast.Constant):
        return None
    return str(call.args[at].value)  # type: ignore[attr-defined]


def said_in_browser() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "assets").glob("*.js")):
        domain = path.stem.split("_")[0].replace("results", "stage")
        for said in IN_BROWSER.findall(path.read_text()):
            yield domain, said.replace('\\"', '"')


def everything_said() -> set[tuple[str, str]]:
    said = {("errors", sentence) for sentence in SENTENCES.values()}
    said |= {("stage", grade) for grade in GRADES}
    for room in ("workshop", "dashboards", "layers", "data"):
        for path in sorted((ROOT / room).rglob("*.py")):
            said.update(said_in_python(path))
    return said


def test_what_is_said_was_found():
    found = everything_said()
    domains = {domain for domain, _ in found}
    assert {"explore", "desk", "review", "imports", "stage", "shared"} <= domains
    assert len(found) > 300
    assert len(set(said_in_browser())) > 200


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_in_python_is_translated(language: str):
    missing = [
        f"{domain}: {sentence}"
        for domain, sentence in sorted(everything_said())
        if sentence not in ids(language, domain)
    ]
    assert missing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_of_the_live_scripts_is_translated(language: str):
    missing = [
        f"{domain}: {sentence}"
        for domain, sentence in sorted(set(said_in_browser()))
        if domain in DOMAINS and sentence not in ids(language, domain)
    ]
    assert missing == []


@pytest.mark.parametrize("domain", DOMAINS)
def test_three_catalogues_hold_the_same_sentences_none_empty(domain: str):
    held = {language: ids(language, domain) for language in TRANSLATED}
    assert held["nb"] == held["nn"] == held["sv"]
    for language in TRANSLATED:
        file = LOCALES / language / "LC_MESSAGES" / f"{domain}.po"
        listed = [line for line in file.read_text("utf-8").splitlines() if line[:7] == 'msgid "']
        whole = [line for line in listed if line != 'msgid ""']
        assert len(whole) == len(set(whole)), f"{language} {domain} says something twice"
        for message in catalogue(language, domain):
            string = message.string
            forms = string if isinstance(string, (list, tuple)) else [string]
            assert not message.id or all(forms), f"{language} {domain}: {message.id}"
            assert not message.fuzzy or not message.id, f"{language} {domain}: {message.id}"


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_keeps_the_values_of_its_sentence(language: str, domain: str):
    for message in catalogue(language, domain):
        if not message.id:
            continue
        sources = [message.id] if isinstance(message.id, str) else list(message.id)
        said = message.string or ""
        forms = [said] if isinstance(said, str) else list(said)
        wanted = {value for source in sources for value in VALUE.findall(source)}
        for form in forms:
            assert set(VALUE.findall(form)) <= wanted, f"{language} {domain}: {form}"
        assert {v for form in forms for v in VALUE.findall(form)} == wanted, f"{message.id}"
