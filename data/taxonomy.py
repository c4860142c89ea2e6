"""The tree of U4SSC: dimensions, sub-dimensions, and categories in the places where they stand."""

from dataclasses import dataclass
from pathlib import Path

from data.fields import FieldError, Fields, Text, read_yaml

ID = r"[a-z][a-z0-9_]*"


@dataclass(frozen=True, slots=True)
class Dimension:
    id: str
    prefix: str
    names: Text
    order: int


@dataclass(frozen=True, slots=True)
class Subdimension:
    id: str
    prefix: str
    names: Text
    dimension: str
    order: int


@dataclass(frozen=True, slots=True)
class Category:
    """A category's name; Transport is one category in two places."""

    id: str
    names: Text


@dataclass(frozen=True, slots=True)
class Place:
    """A category where it stands; the id is `ict/transport`."""

    id: str
    dimension: str
    subdimension: str
    category: str
    names: Text
    order: int


@dataclass(frozen=True, slots=True)
class Taxonomy:
    dimensions: tuple[Dimension, ...]
    subdimensions: tuple[Subdimension, ...]
    categories: tuple[Category, ...]
    places: tuple[Place, ...]


def read_taxonomy(path: Path, error: type[FieldError]) -> Taxonomy:
    """Read `_taxonomy.yml`; the order of its lists is the order on the screen."""
    top = Fields(read_yaml(path, error), path.name, error)
    top.only({"dimensions", "categories"})
    categories = {category.id: category for category in map(_category, top.records("categories"))}
    dimensions: list[Dimension] = []
    subdimensions: list[Subdimension] = []
    places: list[Place] = []
    for fields in top.records("dimensions"):
        dimension = _dimension(fields, len(dimensions))
        dimensions.append(dimension)
        for inner in fields.records("subdimensions"):
            branch = _subdimension(inner, dimension.id, len(subdimensions))
            subdimensions.append(branch)
            places += _places(inner, branch, categories, len(places))
    return Taxonomy(
        tuple(dimensions), tuple(subdimensions), tuple(categories.values()), tuple(places)
    )


def _category(fields: Fields) -> Category:
    fields.only({"id", "names"})
    return Category(fields.string("id", ID, "a short id"), fields.text("names"))


def _dimension(fields: Fields, order: int) -> Dimension:
    fields.only({"id", "prefix", "names", "subdimensions"})
    return Dimension(
        fields.string("id", ID, "a short id"), fields.string("prefix"), fields.text("names"), order
    )


def _subdimension(fields: Fields, dimension: str, order: int) -> Subdimension:
    fields.only({"id", "prefix", "names", "categories"})
    return Subdimension(
        fields.string("id", ID, "a short id"),
        fields.string("prefix"),
        fields.text("names"),
        dimension,
        order,
    )


def _places(
    fields: Fields, branch: Subdimension, categories: dict[str, Category], first: int
) -> list[Place]:
    ids = fields.strings("categories", categories.__contains__, "a list of known category ids")
    return [
        Place(f"{branch.id}/{id}", branch.dimension, branch.id, id, categories[id].names, first + n)
        for n, id in enumerate(ids)
    ]
