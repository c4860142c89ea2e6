"""Letters as a reader counts them: a family emoji is one, and so is a letter with its marks."""

from __future__ import annotations

import regex

# A family of four, each with a colour of skin, has eleven; a letter with its marks far fewer.
MOST_PARTS = 16
_JOINER = "\u200d"
_LETTER = regex.compile(r"\X")


def count(text: str) -> int:
    return sum(1 for _ in _LETTER.finditer(text))


def bounded(text: str) -> str:
    """The same letters, none of them made of more parts than a real one has."""
    if len(text) <= MOST_PARTS:
        return text
    return "".join(_cut(found.group()) for found in _LETTER.finditer(text))


def _cut(letter: str) -> str:
    return letter if len(letter) <= MOST_PARTS else letter[:MOST_PARTS].rstrip(_JOINER)
