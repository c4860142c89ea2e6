"""What is said of another model's results; `{…}` is filled with what was found."""

from __future__ import annotations

from collections.abc import Callable

Words = Callable[[str], str]


def said(_: Words) -> dict[str, str]:
    return {**_whose(_), **_columns(_), **_lines(_)}


def _whose(_: Words) -> dict[str, str]:
    return {
        "import_whose_by": _("Say who made these results."),
        "import_whose_model": _("Say which model made these results."),
        "import_whose_version": _("Say which version of the model it was."),
        "import_whose_date": _("Say when the results were computed."),
        "import_whose_day": _("Found “{found}”. Expected a day up to today, such as 2026-03-31."),
        "import_whose_licence": _("Say under which licence the results may be used."),
        "import_whose_long": _("“{found}” is too long. Expected at most {most} signs."),
    }


def _columns(_: Words) -> dict[str, str]:
    return {
        "import_not_parquet": _("This is not a Parquet file."),
        "import_part_missing": _("Choose the column that holds this: {part}."),
        "import_no_value_column": _("Choose what at least one of the columns is."),
        "import_column_year": _("Say which year this column is about."),
        "import_range_alone": _("This is the end of a range, and its value is not there."),
        "import_scenarios": _("The file has {found} scenarios. It can have at most {most}."),
        "import_outputs": _("The file tells {found} different things. It can be at most {most}."),
    }


def _lines(_: Words) -> dict[str, str]:
    return {
        "import_output": _("Found “{found}”. Expected what is told, in 1 to {most} signs."),
        "import_unit_needed": _("The unit is missing. Expected one, such as GWh/a."),
        "import_result_unit": _(
            "“{found}” cannot be converted exactly. {name} is told in {expected}."
        ),
        "import_result_year": _("Found “{found}”. Expected a year from {first} to {last}."),
        "import_result_twice": _(
            "The same area, year, output and scenario as in row or area {first}. Expected each"
            " once."
        ),
        "import_range_half": _("Only one end of the range is there. Expected both, or neither."),
        "import_range_order": _("The value lies outside its own range (p10–p90)."),
    }
