"""Every refusal and every finding of an import has a sentence, in every language."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from dashboards._imports_words import sentences
from workshop.language import LANGUAGES

ROOT = Path(__file__).parents[2]
SOURCES = [*ROOT.glob("data/imports/**/*.py"), ROOT / "dashboards/_imports_routes.py"]


def codes() -> set[str]:
    found = {
        code for path in SOURCES for code in re.findall(r'"(import_[a-z0-9_]+)"', path.read_text())
    }
    return found - {"import_note"}


def test_each_code_has_its_sentence_and_no_sentence_is_left_over() -> None:
    assert set(sentences("en")) == codes()


@pytest.mark.parametrize("language", [tag for tag in LANGUAGES if tag != "en"])
def test_a_translation_has_the_same_values_in_it(language: str) -> None:
    def fields(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    told, english = sentences(language), sentences("en")
    for code, sentence in english.items():
        assert told[code] != sentence, code
        assert fields(told[code]) == fields(sentence), code
