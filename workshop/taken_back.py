"""What stands on screens and in files where an option's words were taken back by their writer."""

from __future__ import annotations

from functools import cache

from workshop.language import LANGUAGES, pick, translator
from workshop.model import Json, Option, Step, Text


def filled(step: Json | None) -> Json | None:
    """The step of a view with a sentence in place of words that are gone."""
    if step is None or not any(_gone(option) for option in step["options"]):
        return step
    options = [o | {"text": _sentence()} if _gone(o) else o for o in step["options"]]
    return step | {"options": options}


def words(option: Option) -> Text:
    """What an option is called in a file, in every language that it has."""
    return _sentence() if option.idea and not option.text else option.text


def called(step: Step, language: str) -> dict[str, str]:
    """What each option of a step is called."""
    return {option.id: pick(words(option), language) for option in step.options}


def _gone(option: Json) -> bool:
    return bool(option.get("idea")) and not option["text"]


@cache
def _sentence() -> dict[str, str]:
    return {
        language: translator(language, "shared")("(taken back by the one who wrote it)")
        for language in LANGUAGES
    }
