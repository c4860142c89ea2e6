"""All that is shown of results before they are taken in: choices, figures, runs, findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from data.imports.findings import Finding
from data.imports.places import Places
from data.imports.results import provenance
from data.imports.results.checking import Checked, check
from data.imports.results.columns import Chosen, choose
from data.imports.results.outputs import by_bare_name
from data.imports.results.provenance import Provenance


@dataclass(frozen=True)
class Results:
    """What a table was understood to hold, and whose it is once that has been said."""

    columns: tuple[str, ...]
    chosen: Chosen
    checked: Checked
    whose: Provenance | None
    findings: tuple[Finding, ...]


def look(told: Mapping[str, Any], places: Places, wished: Mapping[str, Any]) -> Results:
    """`wished`: every choice and every field of the provenance by its key, as plain texts."""
    chosen = choose(told, wished, by_bare_name())
    checked = check(told, chosen, places)
    whose, missing = provenance.checked(wished, dt.datetime.now(dt.UTC).date())
    names = tuple(name for name in told["columns"] if name)
    owned = Provenance(**whose) if whose else None
    return Results(names, chosen, checked, owned, (*missing, *checked.findings))
