"""What was released of each session, and what may be released after it.

Figures of a closed round that once left in a file are compared with what would leave now: after a
round was opened again, an answer taken back, another count of the room. Where a single count would
differ by one to four, the two files between them would tell those few answers. Then the figures
that left stand as they are, and the line says so, until every count differs by nobody or by five
at least from all that ever left. ``released/<session>.json`` goes with the session.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from data.durable import sync_folder
from data.export.figures import Figures, live
from workshop.model import WHOLE_ROOM_MINIMUM, Json, Session

FOLDER = "released"
_WRITING = threading.Lock()


class Released:
    """The register of one data folder. One process writes."""

    def __init__(self, data_dir: Path) -> None:
        self._folder = data_dir / FOLDER

    def figures(self, session: Session) -> Figures:
        """What may leave now, on disk as released when it returns. Figures that stand from an
        earlier file are marked ``as_released``."""
        with _WRITING:
            known = self._read(session.id)
            told: dict[str, Json] = {}
            fresh = False
            for round_id, now in live(session).items():
                earlier = known.setdefault(round_id, [])
                if now in earlier[-1:]:
                    told[round_id] = now
                elif all(far_apart(each, now) for each in earlier):
                    earlier.append(now)
                    told[round_id], fresh = now, True
                else:
                    told[round_id] = earlier[-1] | {"as_released": True}
            if fresh:
                self._write(session.id, known)
            return told

    def _read(self, session_id: str) -> dict[str, list[Json]]:
        try:
            return json.loads(self._path(session_id).read_text("utf-8"))
        except FileNotFoundError:
            return {}

    def _write(self, session_id: str, known: Mapping[str, list[Json]]) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = self._path(session_id).with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as file:
            json.dump(known, file)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._path(session_id))
        sync_folder(self._folder)

    def _path(self, session_id: str) -> Path:
        return self._folder / f"{session_id}.json"


def far_apart(earlier: Json, now: Json) -> bool:
    """Whether no count of `earlier` is gone from `now` or differs from it by one to four."""
    old, new = counts(earlier), counts(now)
    if earlier["results"].get("too_few"):
        old = {
            name: n for name, n in old.items() if name.startswith(("answered", "results/voters"))
        }
    return all(
        name in new and (new[name] == n or abs(new[name] - n) >= WHOLE_ROOM_MINIMUM)
        for name, n in old.items()
    )


def counts(figures: Json) -> dict[str, int]:
    """Every count in the figures by its place, those too that follow from two others."""
    found = dict(_whole("answered", figures["answered"]))
    found |= dict(_whole("results", figures["results"]))
    found |= dict(_whole("previous", figures["previous"]))
    earlier = (figures["previous"] or {}).get("results") or {}
    for place, each in (("results", figures["results"]), ("previous", earlier)):
        found |= {f"{place}/{name}": n for name, n in _left(each)}
    for by, table in figures["by"].items():
        rows = "+".join(row["id"] for row in table["rows"])
        found |= {f"{by}/{rows}/{name}": n for name, n in _cells(table)}
    return found


def _whole(place: str, value: Any) -> Iterator[tuple[str, int]]:
    if isinstance(value, dict):
        for name, each in value.items():  # pyright: ignore[reportUnknownVariableType]
            yield from _whole(f"{place}/{name}", each)
    elif isinstance(value, list):
        for at, each in enumerate(value):  # pyright: ignore[reportUnknownArgumentType,reportUnknownVariableType]
            yield from _whole(f"{place}/{at}", each)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield place, value


def _left(results: Json) -> Iterator[tuple[str, int]]:
    """Of each option: the voters who did not answer it, or who did not mark it."""
    for option in results.get("options", ()):
        rest = results["voters"] - results.get("abstentions", 0)
        if not option.get("too_few"):
            yield f"left/{option['id']}", rest - option.get("n", option.get("count", 0))


def _cells(table: Json) -> Iterator[tuple[str, int]]:
    for at, row in enumerate(table["rows"]):
        yield f"{at}/voters", row["voters"]
        for item in table["items"]:
            if "for" in item:
                yield f"{at}/{item['id']}/for", item["for"][at]
                yield f"{at}/{item['id']}/rest", row["voters"] - item["for"][at]
