"""Agenda templates: the two that come with the product, and the ones that facilitators keep.

A template is one YAML file. Ours lie beside this module and are never written to; a facilitator's
own lie in ``DATA_DIR/agendas`` under names that we make ourselves.
"""

from __future__ import annotations

import os
import re
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import yaml

from workshop.agenda import parse_agenda, step_json
from workshop.errors import Rejected
from workshop.model import Json, Step

BUILT_IN = Path(__file__).with_name("agendas")
LONGEST_FILE = 256 * 1024
LANGUAGES = ("nb", "nn", "sv", "en")

_KEY = re.compile(r"[a-z0-9-]{1,60}\Z")
_CITY = re.compile(r"[a-z0-9_-]{1,40}\Z")
_STEP = re.compile(r"steps\[(\d+)\](?:\.(.+))?\Z")

# What is wrong with a template file; what is wrong with one of its steps is said by the session's
# own codes (`workshop.errors.SENTENCES`).
SENTENCES: dict[str, str] = {
    "template_unknown": "There is no such template.",
    "template_read_only": "The templates that come with the product cannot be changed.",
    "template_large": "A template file can be at most 256 kB.",
    "template_unreadable": "This file is not a template: it cannot be read as YAML.",
    "template_city": "The template does not say which city it is for.",
    "template_name": "A template needs a name of at most 140 characters.",
}


class TemplateError(Exception):
    """A template that cannot be used: its code, and the file, step (from 1) and field at fault."""

    def __init__(self, code: str, file: str, where: str = "") -> None:
        found = _STEP.match(where)
        self.code, self.file = code, file
        self.step = int(found[1]) + 1 if found else None
        self.field = (found[2] or "") if found else where
        at = f"step {self.step} {self.field}".strip() if self.step else self.field
        super().__init__(": ".join(part for part in (file, at, code) if part))


@dataclass(frozen=True)
class Template:
    """A checked agenda with a name. `key` is the file name without its ending."""

    key: str
    built_in: bool
    city: str
    language: str
    name: Mapping[str, str]
    about: Mapping[str, str]
    steps: tuple[Step, ...]

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)


def templates(data_dir: Path, city: str | None = None) -> list[Template]:
    """All templates that can be used, ours first; a file that somebody broke is left out."""
    found: list[Template] = []
    for built_in, folder in ((True, BUILT_IN), (False, own_folder(data_dir))):
        for path in sorted(folder.glob("*.yml")):
            try:
                found.append(_read(path, built_in))
            except TemplateError:
                continue  # `problems` tells about it; the rest must still be usable
    return [t for t in found if city in (None, t.city)]


def problems(data_dir: Path) -> list[TemplateError]:
    """What is wrong with the facilitators' files that `templates` leaves out."""
    found: list[TemplateError] = []
    for path in sorted(own_folder(data_dir).glob("*.yml")):
        try:
            _read(path, built_in=False)
        except TemplateError as error:
            found.append(error)
    return found


def load(data_dir: Path, key: str) -> Template:
    """The template of that key; a key is never used as a path before it has been matched."""
    if not _KEY.match(key):
        raise TemplateError("template_unknown", key[:60])
    for built_in, folder in ((True, BUILT_IN), (False, own_folder(data_dir))):
        path = folder / f"{key}.yml"
        if path.is_file():
            return _read(path, built_in)
    raise TemplateError("template_unknown", key)


def save(data_dir: Path, template: Template) -> str:
    """Keep a template as a new file and return its key; nothing is ever overwritten."""
    text = as_text(template)
    checked = parse_text(text, "template")  # what we write, we must be able to read
    folder = own_folder(data_dir)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = f"{_slug(checked.name)}-{secrets.token_hex(3)}"
    with os.fdopen(
        os.open(folder / f"{key}.yml", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600),
        "w",
        encoding="utf-8",
    ) as file:
        file.write(text)
    return key


def remove(data_dir: Path, key: str) -> None:
    """Take away one of the facilitators' own templates."""
    if load(data_dir, key).built_in:
        raise TemplateError("template_read_only", key)
    (own_folder(data_dir) / f"{key}.yml").unlink(missing_ok=True)


def as_text(template: Template) -> str:
    """The template as a YAML file, for keeping and for handing to a colleague."""
    content = {
        "city": template.city,
        "language": template.language,
        "name": dict(template.name),
        "about": dict(template.about),
        "steps": [_bare(step_json(step)) for step in template.steps],
    }
    return yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)


def parse_text(text: str, file: str, key: str = "", built_in: bool = False) -> Template:
    """Read and check a template from the text of a file."""
    if len(text.encode("utf-8", "replace")) > LONGEST_FILE:
        raise TemplateError("template_large", file)
    content = _mapping(text, file)
    city, language = content.get("city"), content.get("language", "nb")
    if not isinstance(city, str) or not _CITY.match(city):
        raise TemplateError("template_city", file, "city")
    if language not in LANGUAGES:
        raise TemplateError("agenda_text", file, "language")
    try:
        steps = parse_agenda(content.get("steps"))
    except Rejected as refusal:
        raise TemplateError(refusal.code, file, refusal.where) from None
    name = _texts(content.get("name"), 140, file, "name")
    if not name:
        raise TemplateError("template_name", file, "name")
    about = _texts(content.get("about"), 600, file, "about")
    return Template(key, built_in, city, language, name, about, steps)


def own_folder(data_dir: Path) -> Path:
    return data_dir / "agendas"


def _read(path: Path, built_in: bool) -> Template:
    found = path.stat()
    return _read_once(path, built_in, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=256)
def _read_once(path: Path, built_in: bool, _changed_ns: int, size: int) -> Template:
    """Reading takes a tenth of a second, so a file is read again only when it has changed."""
    if size > LONGEST_FILE:
        raise TemplateError("template_large", path.name)
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        raise TemplateError("template_unreadable", path.name) from None
    return parse_text(text, path.name, path.stem, built_in)


class _PlainLoader(yaml.SafeLoader):
    """YAML without anchors: a short file must not unfold into a huge one."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("aliases are not used in templates")
        return super().compose_node(parent, index)


def _mapping(text: str, file: str) -> Mapping[str, Any]:
    try:
        content: object = yaml.load(text, Loader=_PlainLoader)  # noqa: S506  a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError):
        raise TemplateError("template_unreadable", file) from None
    if not isinstance(content, dict):
        raise TemplateError("template_unreadable", file)
    return cast(Mapping[str, Any], content)


def _texts(value: object, longest: int, file: str, field: str) -> dict[str, str]:
    texts = cast(dict[object, object], value) if isinstance(value, dict) else {}
    out: dict[str, str] = {}
    for language, text in texts.items():
        if language not in LANGUAGES or not isinstance(text, str) or len(text) > longest:
            code = "template_name" if field == "name" else "agenda_text"
            raise TemplateError(code, file, f"{field}.{language}")
        if text.strip():
            out[str(language)] = text.strip()
    return out


def _bare(step: Json) -> Json:
    """Without the fields that say nothing, so that the file stays readable."""
    return {name: value for name, value in step.items() if value not in (None, {}, [])}


def _slug(name: Mapping[str, str]) -> str:
    text = next((name[tag] for tag in LANGUAGES if name.get(tag)), "agenda").lower()
    for letter, plain in (("å", "a"), ("ä", "a"), ("æ", "ae"), ("ø", "o"), ("ö", "o")):
        text = text.replace(letter, plain)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "agenda"
