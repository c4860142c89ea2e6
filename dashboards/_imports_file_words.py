"""What is said of a file that is refused as a whole; `{…}` is filled with what was found."""

from __future__ import annotations

from collections.abc import Callable

Words = Callable[[str], str]


def said(_: Words) -> dict[str, str]:
    return {**_upload(_), **_formats(_), **_zips(_), **_maps(_), **_later(_)}


def _upload(_: Words) -> dict[str, str]:
    return {
        "import_suffix": _(
            "Files of the kind “{found}” cannot be imported. Expected one of: {expected}."
        ),
        "import_too_large": _("The file is too large. It can be at most {most} MB."),
        "import_empty": _("The file is empty."),
        "import_busy": _("Other files are being read just now. Try again in a moment."),
        "import_too_heavy": _(
            "The file takes too much time or memory to read. Divide it, or make it simpler."
        ),
        "import_unreadable": _(
            "The file is damaged, or is not what its name says. Save it anew and try again."
        ),
        "import_sign_in": _("You are no longer signed in. Sign in and try again."),
        "import_forbidden": _("Your account does not allow imports for this city."),
    }


def _formats(_: Words) -> dict[str, str]:
    return {
        "import_not_csv": _("This is not a CSV file. Expected text with one row a line."),
        "import_not_xlsx": _("This is not an Excel workbook. Expected a file saved as .xlsx."),
        "import_not_geojson": _("This is not GeoJSON. Expected a FeatureCollection with areas."),
        "import_not_geopackage": _("This is not a GeoPackage."),
        "import_not_zip": _("This is not a zip file. Expected a shapefile packed as zip."),
        "import_not_flatgeobuf": _("This is not a FlatGeobuf file."),
        "import_encoding": _(
            "The letters of the file cannot be read. Save it as CSV in UTF-8 and try again."
        ),
        "import_rows": _("The table has too many rows. It can have at most {most}."),
        "import_columns": _("Row {row} has {found} columns. Expected at most {most}."),
        "import_cell_long": _(
            "A cell in row {row}, column {column}, is too long. Expected at most {most} signs."
        ),
    }


def _zips(_: Words) -> dict[str, str]:
    return {
        "import_zip_entries": _("The zip file holds {found} files. Expected at most {most}."),
        "import_zip_path": _("The zip file holds a dangerous file name: “{found}”."),
        "import_zip_encrypted": _("The zip file is protected by a password. Expected an open one."),
        "import_zip_bomb": _("The zip file grows without measure when it is unpacked."),
        "import_zip_no_shapefile": _("The zip file holds no shapefile. Expected one .shp file."),
        "import_shapefile_part": _(
            "The shapefile is not whole: its {found} file is missing from the zip file."
        ),
    }


def _maps(_: Words) -> dict[str, str]:
    return {
        "import_layers": _("The file holds several layers: {found}. Expected one with the areas."),
        "import_no_features": _("The file holds no areas."),
        "import_features": _("The file holds too many areas. Expected at most {most}."),
        "import_vertices": _(
            "The borders have {found} points in all. Expected at most {most}: simplify them."
        ),
        "import_crs_missing": _(
            "The file does not say which coordinate system it uses, and its coordinates are not"
            " degrees. Save it with its system (a shapefile needs its .prj), or as GeoJSON."
        ),
        "import_crs_unknown": _(
            "The coordinate system “{found}” is not known. Expected one with an EPSG number, such"
            " as EPSG:4326 or EPSG:25833."
        ),
        "import_swapped": _(
            "Latitude and longitude have changed places: the first coordinates are {found}."
            " Expected longitude (east) first, then latitude (north)."
        ),
        "import_outside": _("The areas lie nowhere near the municipality."),
    }


def _later(_: Words) -> dict[str, str]:
    return {
        "import_expired": _("The preview has run out. Choose the file again."),
        "import_moved": _(
            "Somebody else has changed the library since this preview. Choose the file again to"
            " see what it changes now."
        ),
        "import_nothing": _("There is nothing to import: everything is as it was."),
    }
