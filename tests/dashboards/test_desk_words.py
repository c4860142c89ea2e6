"""Every refusal of a template is said in the reader's language."""

from __future__ import annotations

import pytest

from data.agendas import SENTENCES
from workshop.language import sentences


@pytest.mark.parametrize("language", ["nb", "nn", "sv"])
def test_what_is_wrong_with_a_template_is_said_in_every_language(language: str):
    known = sentences(language, "desk")
    assert [english for english in SENTENCES.values() if english not in known] == []
