"""The page's own style and script, put into the page itself: one answer, and the page can be used.

The files stay readable; what only readers need (comments, indentation) is left out of what is sent.
The content security policy allows exactly these texts, by their hash.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
SCRIPTS = HERE / "script"
HOUSE = HERE.parents[1] / "assets" / "house.css"

# The order matters: a part may use, while it is read, only what stands before it.
AT_ONCE = (
    "words", "store", "state", "outbox", "socket", "line",
    "statements", "marks", "screens", "main",
)  # fmt: skip
# Fetched when the page is there, or when a question needs them.
LATER = ("results", "menu")
# Fetched with their own words when somebody writes, or looks at what they wrote.
OWN = ("care", "mine", "photo", "receipt", "ideas")
PLACES = ("pins",)
SCENARIOS = ("scenarios", "guess", "effect")
SHARED = ("kiosk",)
WAYS = (
    "whole", "ranking", "dots",
    "budget", "quadratic",
    "resistance", "pairwise",
    "scale", "judgment", "likert",
    "parts",
    "delphi",
)  # fmt: skip

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FONT = re.compile(r"@font-face\s*\{[^}]*\}")
_UNUSED = re.compile(r"^\.rs-(table|card)\b[^}]*\}\n", re.MULTILINE)


def style() -> str:
    """The house style and the page's. No web font: a phone's own letters are there at once."""
    sheets = (HOUSE, HERE / "style/phone.css")
    text = "".join(sheet.read_text(encoding="utf-8") for sheet in sheets)
    text = _UNUSED.sub("", _FONT.sub("", _COMMENT.sub("", text)))
    text = re.sub(r"\s+", " ", text)
    return re.sub(r" ?([{};,]) ?", r"\1", text).replace(": ", ":").strip()


def script(parts: tuple[str, ...]) -> str:
    """The parts one after another, without their comments and indentation."""
    text = "\n".join((HERE / f"script/{name}.js").read_text(encoding="utf-8") for name in parts)
    lines = (line.strip() for line in _COMMENT.sub("", text).splitlines())
    kept = (line for line in lines if line and not line.startswith("//"))
    return '"use strict";\n' + "\n".join(kept)


@cache
def page_mark() -> str:
    """Tells one version of the page's script from another: old pages fetch themselves anew."""
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(SCRIPTS.glob("*.js")))
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def sentences(text: str) -> set[str]:
    """Every sentence that a script says."""
    return {found.replace('\\"', '"') for found in re.findall(r'\bt\("((?:[^"\\]|\\.)*)"', text)}


def digest(text: str) -> str:
    """How the content security policy names an inline text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
