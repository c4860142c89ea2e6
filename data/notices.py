"""What a municipality says of itself where people are asked: its name, its contact, why, which law.

``DATA_DIR/notice.yml`` holds one entry a city; whatever it leaves out is said in general words.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import structlog
import yaml

LANGUAGES = ("nb", "nn", "sv", "en")
FIELDS = ("controller", "contact", "purpose", "basis")
LONGEST = 1200
log = structlog.get_logger("notices")


def notice(data_dir: Path, city: str) -> dict[str, dict[str, str]]:
    """Field → language → text, for the fields that the operator wrote something sound in."""
    path = data_dir / "notice.yml"
    if not path.exists():
        return {}
    try:
        told: object = yaml.safe_load(path.read_text("utf-8"))
        own = cast(dict[str, Any], told).get(city) if isinstance(told, dict) else None
    except (OSError, ValueError, yaml.YAMLError) as problem:
        # People must be able to join all the same; the general words are true.
        log.error("notice_unreadable", file=path.name, problem=type(problem).__name__)
        return {}
    if not isinstance(own, dict):
        return {}
    found = {field: _texts(cast(dict[str, Any], own).get(field)) for field in FIELDS}
    return {field: texts for field, texts in found.items() if texts}


def _texts(value: object) -> dict[str, str]:
    """One text for all languages, or one a language."""
    if isinstance(value, str):
        value = dict.fromkeys(LANGUAGES, value)
    if not isinstance(value, dict):
        return {}
    texts = cast(dict[object, object], value)
    return {
        str(language): text.strip()
        for language, text in texts.items()
        if language in LANGUAGES and isinstance(text, str) and 0 < len(text.strip()) <= LONGEST
    }
