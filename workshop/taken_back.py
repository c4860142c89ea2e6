"""What stands in a view where the words of an option were taken back by the one who wrote them."""

from __future__ import annotations

from functools import cache

from workshop.language import LANGUAGES, translator
from workshop.model import Json


def filled(step: Json | None) -> Json | None:
    """The step of a view with a sentence in place of words that are gone."""
    if step is None or not any(_gone(option) for option in step["options"]):
        return step
    options = [o | {"text": _sentence()} if _gone(o) else o for o in step["options"]]
    return step | {"options": options}


def _gone(option: Json) -> bool:
    return bool(option.get("idea")) and not option["text"]


@cache
def _sentence() -> dict[str, str]:
    return {
        language: translator(language, "shared")("(taken back by the one who wrote it)")
        for language in LANGUAGES
    }
