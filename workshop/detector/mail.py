"""E-mail addresses, also those that are spelled to get past a machine."""

from __future__ import annotations

import re

_SIGN = re.compile(
    r"@|\(\s*(?:at|a|krøllalfa)\s*\)|\[\s*(?:at|a)\s*\]|\b(?:krøll?alfa|alfakrøll|snabel-?a)\b"
)
_NAME = re.compile(r"[a-z0-9æøåäö]\s*\Z")
_DOT = r"(?:\.|\(\s*(?:dot|punktum|punkt|prikk)\s*\)|\b(?:dot|punktum|punkt|prikk)\b)"
_HOST = r"[a-z0-9æøåäö-]{2,63}"
_LABELS = rf"{_HOST}(?:\s*{_DOT}\s*{_HOST}){{0,4}}?\s*{_DOT}\s*"
_PLACE = re.compile(rf"{_HOST}(?:\.{_HOST}){{0,4}}?\.[a-z]{{2,10}}\b")
# Spread out or spelled, it must end as addresses do: "we meet @ the square. Bring …" does not.
_SPREAD = re.compile(rf"\s*{_LABELS}(?:no|se|dk|fi|com|net|org|eu|nu|info|uk|de|io)\b")
# "at" is also Norwegian for "that": it counts only where the dot is spelled out as well.
_SPELLED = re.compile(
    rf"[a-z0-9]\s+at\s+{_HOST}\s+(?:dot|punktum|punkt|prikk)\s+(?:no|se|com|net|org|eu|dk|fi)\b"
)
AROUND = 200


def has_address(text: str) -> bool:
    """Whether a text in small letters holds an e-mail address."""
    for sign in _SIGN.finditer(text):
        before = text[max(0, sign.start() - 3) : sign.start()]
        after = text[sign.end() : sign.end() + AROUND]
        if _NAME.search(before) and (_PLACE.match(after) or _SPREAD.match(after)):
            return True
    return bool(_SPELLED.search(text))
