"""A result's sentence in the reader's language, with the options' own words and its figures."""

from __future__ import annotations

from workshop.ballots.common import Said
from workshop.language import number, percent, translator
from workshop.model import Step
from workshop.taken_back import called


def spoken(said: Said, step: Step, language: str) -> str:
    """The sentence itself; several options are told in the order of the agenda."""
    _ = translator(language, "stage")
    texts = called(step, language)
    values = {name: ", ".join(texts[each] for each in ids) for name, ids in said.options.items()}
    values |= {name: _figure(name, value, language) for name, value in said.numbers.items()}
    values |= {name: _(word) for name, word in said.words.items()}
    return _(said.text).format(**values)


def _figure(name: str, value: float, language: str) -> str:
    if name.startswith("share"):
        return percent(value, language)
    return number(value, language, 1 if name.startswith("mean") else None)
