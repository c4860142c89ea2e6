"""The words that a table may use where only a few answers are possible."""

from __future__ import annotations

# U4SSC's six grades of data quality by every name they go by; an empty cell is ungraded.
_NAMES = {
    "ungraded": ("", "ungraded", "ikke gradert", "ikkje gradert", "ej graderad"),
    "measured": ("1", "measured", "measured data", "målt", "målte data", "mätt", "uppmätta data"),
    "survey_extrapolation": (
        "2", "survey extrapolation", "extrapolated from a survey",
        "anslått fra en undersøkelse", "rekna ut frå ei undersøking", "uppräknat från en enkät",
    ),
    "higher_level_extrapolation": (
        "3", "higher-level extrapolation", "higher level extrapolation",
        "extrapolated from a larger area",
        "anslått fra et større område", "rekna ut frå eit større område",
        "uppräknat från ett större område",
    ),
    "assumption_based": (
        "4", "assumption-based estimate", "estimate from assumptions",
        "anslag ut fra antakelser", "anslag ut frå føresetnader", "uppskattning från antaganden",
    ),
    "personal_estimate": (
        "5", "personal estimate", "personlig anslag", "personleg anslag", "personlig uppskattning",
    ),
    "untraceable": ("6", "untraceable", "ikke sporbart", "ikkje sporbart", "ej spårbart"),
}  # fmt: skip
GRADES = {name: grade for grade, names in _NAMES.items() for name in (grade, *names)}

NOT_REPORTED = {
    "not reported", "not_reported", "ikke rapportert", "ikke innrapportert", "ikkje rapportert",
    "ikkje innrapportert", "ej rapporterat", "inte rapporterat", "ej rapporterad",
    "inte rapporterad",
}  # fmt: skip

YES_NO = {
    **dict.fromkeys(("yes", "ja", "true", "1", "y", "j"), "yes"),
    **dict.fromkeys(("no", "nei", "nej", "false", "0", "n"), "no"),
}
