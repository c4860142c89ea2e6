"""What an indicator means: the catalogue of cards, one YAML file each, checked as it is read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from data.card import Card, DataPoint, Edition, Ks, Provenance, Unit
from data.card_reading import CardError, read_card
from data.errors import DataError
from data.fields import Text
from data.taxonomy import Category, Dimension, Place, Subdimension, Taxonomy, read_taxonomy

__all__ = [
    "Card", "CardError", "Catalogue", "Category", "DataPoint", "Dimension", "Edition", "Ks",
    "Place", "Provenance", "Subdimension", "Text", "Unit", "UnknownCode", "load_catalogue",
]  # fmt: skip

FOLDER = Path(__file__).parent / "catalogue"


class UnknownCode(DataError):
    """A text that is the code of no indicator."""

    def __init__(self, text: str) -> None:
        super().__init__("unknown_indicator", f"'{text}' is the code of no indicator.")


# Compared by identity: there is one catalogue for a folder, and comparing 91 cards helps nobody.
@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """All cards in the order of the tree, and the tree."""

    cards: tuple[Card, ...]
    taxonomy: Taxonomy
    by_code: Mapping[str, Card]
    by_letters: Mapping[str, str]

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        return self.taxonomy.dimensions

    @property
    def subdimensions(self) -> tuple[Subdimension, ...]:
        return self.taxonomy.subdimensions

    @property
    def categories(self) -> tuple[Category, ...]:
        return self.taxonomy.categories

    @property
    def places(self) -> tuple[Place, ...]:
        return self.taxonomy.places

    def card(self, code: str) -> Card:
        """The card of a code in any spelling; UnknownCode if there is none."""
        known = self.by_code.get(code)
        return known if known else self.by_code[self.normalise_code(code)]

    def normalise_code(self, text: str) -> str:
        """The canonical spelling of a code, whatever its spaces, case and separators.

        Official pages print `SC: EH: ED:1C`, file names say `sc_eh_ed_1c`, and other cities
        call Electronic Health Records `SC: EH: H: 6A`, an alias that its card names.
        """
        code = self.by_letters.get(_letters(text))
        if code is None:
            raise UnknownCode(text)
        return code

    def knows(self, text: str) -> bool:
        return _letters(text) in self.by_letters

    def cards_in(self, branch: str) -> tuple[Card, ...]:
        """The cards of a dimension, a sub-dimension or a place (`ict/transport`), by its id."""
        return tuple(
            card for card in self.cards if branch in (card.dimension, card.subdimension, card.place)
        )


def load_catalogue(folder: Path = FOLDER) -> Catalogue:
    """Read and check every card once for a process; CardError names what is wrong."""
    return _load(Path(folder))


@lru_cache(maxsize=4)
def _load(folder: Path) -> Catalogue:
    taxonomy = read_taxonomy(folder / "_taxonomy.yml", CardError)
    paths = sorted(path for path in folder.glob("*.yml") if not path.name.startswith("_"))
    cards = [read_card(path, taxonomy) for path in paths]
    order = {place.id: place.order for place in taxonomy.places}
    cards.sort(key=lambda card: (order[card.place], card.number, card.code))
    return Catalogue(tuple(cards), taxonomy, {card.code: card for card in cards}, _spellings(cards))


def _spellings(cards: list[Card]) -> dict[str, str]:
    """Code by its bare letters; an alias may not shadow a real code."""
    spellings = {_letters(card.code): card.code for card in cards}
    for card in cards:
        for alias in card.code_aliases:
            if spellings.setdefault(_letters(alias), card.code) != card.code:
                raise CardError(
                    f"{card.slug}.yml", "code_aliases", "codes that no other card has", alias
                )
    return spellings


def _letters(text: str) -> str:
    """The parts of a code without what people put between them: `EN:E:E:2C` for all spellings.

    The parts stay apart, for `EN: EN: …` and `EN: E: …` must never meet.
    """
    parts = re.split(r"[\s:_]+", text.strip().upper())
    if len(parts) == 5 and parts[-1] in {"A", "C"}:
        parts[3:] = [parts[3] + parts[4]]
    return ":".join(parts)
