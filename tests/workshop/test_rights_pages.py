"""The pages on what a participant has a right to: every sentence of theirs, in four languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from workshop.language import sentences
from workshop.phone import inline

PAGES = Path(inline.__file__).parent / "templates/rights"


@pytest.mark.parametrize("language", ["nb", "nn", "sv"])
def test_every_sentence_of_the_pages_is_translated_and_none_is_left_over(language: str) -> None:
    needed: set[str] = set()
    for template in PAGES.glob("*.html"):
        found = re.findall(r"""_\((["'])(.*?)\1\)""", template.read_text(encoding="utf-8"))
        needed |= {words for _, words in found}
    assert len(needed) > 25
    assert set(sentences(language, "rights")) == needed
