"""One official, one library of their own, and how a file fares there."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from data.cards import load_catalogue
from data.imports import tables
from data.imports.commit import carry_out
from data.imports.findings import Finding, Refusal
from data.imports.places import Places
from data.imports.preview import Preview, preview
from data.imports.receive import Readable, Sent, receive
from data.imports.values import Known, Value, check_values
from data.library import Library

USER = "official-1"


@dataclass(frozen=True)
class Desk:
    """Uploads for one city, as one person."""

    library: Library
    city: str = "baerum"
    user: str = USER
    what: str = ""

    def token(self, name: str, content: bytes | Readable) -> str:
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        return receive(self.library, Sent(self.user, self.city, name, self.what), stream)

    def look(self, name: str, content: bytes | Readable, **wished: str) -> Preview:
        return preview(self.library, self.token(name, content), self.user, wished)

    def refused(self, name: str, content: bytes | Readable) -> str:
        """The code with which the whole file is refused."""
        try:
            shown = self.look(name, content)
        except Refusal as refusal:
            return refusal.code
        raise AssertionError(f"not refused: {shown.findings[:3]}")

    def take(self, name: str, content: bytes) -> tuple[int, Preview]:
        return carry_out(self.library, self.token(name, content), self.user, "official")

    def codes(self, name: str, content: bytes) -> list[tuple[str, int | None, str]]:
        """Each finding as (code, row or area, column)."""
        found = self.look(name, content).findings
        return [(each.code, each.row or each.feature, each.column) for each in found]


class Checker:
    """Reads tables in this process: for tests about rows, of which there are many."""

    def __init__(self, library: Library, city: str, folder: Path) -> None:
        self._known = Known(Places(library, city), load_catalogue(), 2026)
        self._folder = folder

    def check(self, name: str, content: bytes) -> tuple[tuple[Value, ...], tuple[Finding, ...]]:
        path = self._folder / name
        path.write_bytes(content)
        table = tables.read_csv(path) if path.suffix == ".csv" else tables.read_xlsx(path)
        return check_values(table, self._known)

    def only(self, name: str, content: bytes) -> Value:
        (value,), findings = self.check(name, content)
        assert not [each for each in findings if each.error]
        return value

    def codes(self, name: str, content: bytes) -> list[tuple[str, int | None, str]]:
        return [(each.code, each.row, each.column) for each in self.check(name, content)[1]]


def resident_mb() -> float:
    """The memory of this process that is really held."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6
