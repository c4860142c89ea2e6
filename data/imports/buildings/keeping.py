"""A building register is taken: its sums become the city's next version."""

from __future__ import annotations

from data.imports.buildings.look import Buildings
from data.imports.findings import Refusal
from data.imports.given import signed
from data.imports.pending import Upload
from data.library import Library
from data.twin.register_file import Register, Registers


def keep(library: Library, upload: Upload, shown: Buildings, role: str) -> tuple[int, Register]:
    """The version that is in force from now on, and what it holds."""
    if not shown.weights:
        raise Refusal("import_nothing")
    made = Register(**signed(upload, shown, role), sums=shown.sums)
    return Registers(library.data_dir).keep(upload.city, made), made
