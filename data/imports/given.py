"""What a municipality gives row by row: its building register, its list of stations.

The same of both: it waits with its preview and is read anew for other columns, it says whose it
is, and it is kept with who took it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.imports.buildings.columns import WRONG
from data.imports.findings import Finding, Refusal
from data.imports.pending import Upload, Waiting
from data.imports.results import provenance
from data.library import Library

Read = Callable[[Library, Path, str, Mapping[str, str]], dict[str, Any]]


@dataclass(frozen=True)
class Shown:
    """`chosen`: part → column. `placed`: a map. `leave`: rows with something wrong are left out."""

    columns: tuple[str, ...]
    chosen: Mapping[str, str]
    placed: bool
    leave: bool
    whose: Mapping[str, str] | None
    findings: tuple[Finding, ...]


def asked(wished: Mapping[str, Any], parts: Sequence[str]) -> dict[str, str]:
    """The choices that the reading of the file depends on."""
    return {key: str(wished[key]) for key in (*parts, WRONG) if key in wished}


def anew(
    library: Library, upload: Upload, told: dict[str, Any], choices: dict[str, str], read: Read
) -> dict[str, Any]:
    """`told`: what the child made of the file when it came; it is asked anew for other choices."""
    if choices == told["asked"]:
        return told
    waiting = Waiting(library.data_dir)
    answer = read(library, waiting.file(upload), upload.city, choices) | {"asked": choices}
    waiting.renew(upload, answer)
    return answer


def shown(
    told: Mapping[str, Any],
    wished: Mapping[str, Any],
    fields: Mapping[str, str],
    more: Sequence[Finding] = (),
) -> dict[str, Any]:
    """Every part of `Shown`. `fields`: see `provenance.checked`; `more`: what was found besides."""
    whose, missing = provenance.checked(wished, dt.datetime.now(dt.UTC).date(), fields)
    return {
        "columns": tuple(told["columns"]),
        "chosen": told["chosen"],
        "placed": told["placed"],
        "leave": told["leave"],
        "whose": whose,
        "findings": (*missing, *map(Finding.of_json, told["findings"]), *more),
    }


def signed(upload: Upload, held: Shown, role: str) -> dict[str, str]:
    """What is kept of every file (`data.twin.kept.Given`); refused while something is wrong."""
    if held.whose is None or any(each.error for each in held.findings):
        raise Refusal("import_nothing")
    now = dt.datetime.now(dt.UTC).isoformat("T", "seconds")
    file = {"file": upload.file, "sha256": upload.sha256, "taken_at": now, "role": role}
    return {**held.whose, **file}
