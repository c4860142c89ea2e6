"""Six-character codes as people type them."""

from __future__ import annotations

from workshop.service import CODE_LENGTH, CODE_LETTERS

# Letters and digits that no code holds, read as what they are mistaken for.
LOOKALIKES = str.maketrans({"0": "Q", "O": "Q", "1": "L", "I": "L", "8": "B", "9": "P"})


def tidy(typed: str) -> str:
    """Capitals without spaces or dashes; a letter that no code has becomes its look-alike."""
    kept = "".join(c for c in typed.upper() if c.isascii() and c.isalnum())
    return kept.translate(LOOKALIKES)


def possible(code: str) -> bool:
    """Whether a code could exist at all."""
    return len(code) == CODE_LENGTH and all(c in CODE_LETTERS for c in code)
