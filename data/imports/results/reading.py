"""Any file with results as one flat table of plain cells. Runs in the child process."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from data.imports import limits, tables
from data.imports.features import Layer
from data.imports.findings import Refusal
from data.imports.results import told

Table = dict[str, Any]
_PARQUET = b"PAR1"


def read(path: Path, most: int = limits.RESULT_ROWS) -> Table:
    """`columns`, `rows` as (number, cells), and whether a number is that of a row or a feature."""
    if path.suffix == ".csv":
        return _headed(tables.read_csv(path, most))
    if path.suffix == ".xlsx":
        return _headed(tables.read_xlsx(path, most))
    if path.suffix in (".parquet", ".geoparquet"):
        return _parquet(path, most)
    if path.suffix in told.READERS:
        return told.READERS[path.suffix](path)
    return _attributes(map_reader(path.suffix)(path, limits.RESULT_FEATURES))


def _headed(table: Table) -> Table:
    """The first row names the columns."""
    rows = table["rows"]
    if not rows:
        raise Refusal("import_empty")
    header = [cell if isinstance(cell, str) else "" for cell in rows[0][1]]
    return {
        "columns": header, "rows": rows[1:], "by": "row", "layer": table["sheet"],
        "delimiter": table["delimiter"], "findings": table["findings"],
    }  # fmt: skip


def map_reader(suffix: str) -> Callable[..., Layer]:
    """Takes the path, how many features there may be, and whether points are among them."""
    from data.imports.shapes import READERS  # noqa: PLC0415  shapely only for maps

    return READERS[suffix]


def _attributes(layer: Layer) -> Table:
    return told.flat(layer.properties, layer.name)


def _parquet(path: Path, most: int) -> Table:
    """Its columns of texts and numbers; geometry and nested things are left behind."""
    with path.open("rb") as stream:
        if stream.read(4) != _PARQUET:
            raise Refusal("import_not_parquet")
    # Arrow's own allocators reserve more addresses than this process may have.
    os.environ["ARROW_DEFAULT_MEMORY_POOL"] = "system"
    import pyarrow  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    pyarrow.set_cpu_count(1)
    pyarrow.set_io_thread_count(1)
    try:
        file = parquet.ParquetFile(path)
        if file.metadata.num_rows > most:
            raise Refusal("import_rows", most=most)
        names = [field.name for field in file.schema_arrow if _plain(pyarrow, field.type)]
        if len(names) > limits.COLUMNS:
            raise Refusal("import_columns", row=1, found=len(names), most=limits.COLUMNS)
        held = file.read(columns=names, use_threads=False).to_pydict()
    except pyarrow.ArrowException as problem:
        raise Refusal("import_unreadable") from problem
    return _columned(held, most)


def _plain(arrow: Any, kind: Any) -> bool:
    if arrow.types.is_dictionary(kind):
        kind = kind.value_type
    nested, binary = arrow.types.is_nested(kind), arrow.types.is_binary(kind)
    return not (nested or binary or arrow.types.is_large_binary(kind))


def _columned(held: Mapping[str, list[Any]], most: int) -> Table:
    rows: list[tuple[int, list[Any]]] = []
    for place, cells in enumerate(zip(*held.values(), strict=True), start=1):
        tables.add(rows, place, list(map(_cell, cells)), most)
    return {
        "columns": list(held), "rows": rows, "by": "row", "layer": "", "delimiter": ",",
        "findings": [],
    }  # fmt: skip


def _cell(value: Any) -> Any:
    if value is None or value != value:  # noqa: PLR0124  not a number
        return ""
    if isinstance(value, bool):
        return {"b": value}
    if isinstance(value, int | float | Decimal):
        return {"n": float(value) if isinstance(value, Decimal) else value, "p": False}
    return value if isinstance(value, str) else {"d": str(value)}
