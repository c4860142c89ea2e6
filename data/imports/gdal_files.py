"""Shapefile (in a zip) and FlatGeobuf, read by GDAL. Child process."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import shapely

from data.imports import archive, limits
from data.imports.features import Layer
from data.imports.findings import Refusal, short
from data.imports.geopackage import known_crs

_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_SHP = b"\x00\x00\x27\x0a"
_FGB = b"fgb\x03fgb"


def read_shapefile(path: Path, most: int = limits.FEATURES, _points: bool = False) -> Layer:
    """The one shapefile in a zip, unpacked under names of our own."""
    if not path.read_bytes()[:4].startswith(b"PK"):
        raise Refusal("import_not_zip")
    with archive.opened(path) as pack:
        parts = _parts(pack)
        for suffix, entry in parts.items():
            path.with_name(f"layer{suffix}").write_bytes(archive.content(pack, entry))
    shape = path.with_name("layer.shp")
    if not shape.read_bytes()[:4] == _SHP:
        raise Refusal("import_unreadable")
    crs = known_crs(shape.with_suffix(".prj").read_text("utf-8", errors="replace"))
    return _read(shape, Layer(crs, short(Path(parts[".shp"].filename).stem), most))


def _parts(pack: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The files of the one shapefile, by suffix."""
    named = [entry for entry in pack.infolist() if not entry.filename.startswith("__MACOSX")]
    shapes = [entry for entry in named if entry.filename.lower().endswith(".shp")]
    if not shapes:
        raise Refusal("import_zip_no_shapefile")
    if len(shapes) > 1:
        found = ", ".join(short(entry.filename, 30) for entry in shapes[:6])
        raise Refusal("import_layers", found=found)
    stem = shapes[0].filename[:-4].lower()
    by_name = {entry.filename.lower(): entry for entry in named}
    parts = {suffix: by_name[stem + suffix] for suffix in _PARTS if stem + suffix in by_name}
    for suffix in (".shx", ".dbf"):
        if suffix not in parts:
            raise Refusal("import_shapefile_part", found=suffix)
    if ".prj" not in parts:
        raise Refusal("import_crs_missing")
    return parts


def read_flatgeobuf(path: Path, most: int = limits.FEATURES, _points: bool = False) -> Layer:
    """Whatever shapes it holds: what is no area is told later."""
    if path.read_bytes()[:7] != _FGB:
        raise Refusal("import_not_flatgeobuf")
    from pyogrio import errors, read_info  # noqa: PLC0415  GDAL only for files that need it

    try:
        said = read_info(path)["crs"]
    except errors.DataSourceError as problem:
        raise Refusal("import_unreadable") from problem
    return _read(path, Layer(known_crs(said or ""), "", most))


def _read(path: Path, layer: Layer) -> Layer:
    from pyogrio import errors  # noqa: PLC0415
    from pyogrio.raw import read  # noqa: PLC0415

    try:
        about, _, blobs, columns = read(path, max_features=layer.most + 1, force_2d=True)
    except (errors.DataSourceError, errors.FeatureError, ValueError) as problem:
        raise Refusal("import_unreadable") from problem
    names = [str(each) for each in about["fields"]]
    for place, blob in enumerate(blobs):
        held = {key: _value(column[place]) for key, column in zip(names, columns, strict=True)}
        layer.add(None if blob is None else shapely.from_wkb(blob), held)
    if not layer.geometries:
        raise Refusal("import_no_features")
    return layer


def _value(value: Any) -> Any:
    """A plain Python value for one of numpy's."""
    return value.item() if hasattr(value, "item") else value
