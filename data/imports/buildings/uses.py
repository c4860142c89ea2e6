"""What a building is to the energy model: one of NVE's categories, or none of them.

A register names it by a Norwegian building type (three digits, NS 3457-3) or by a word. Garages,
holiday homes, farms, factories and plants are not part of the model: they are passed over.
"""

from __future__ import annotations

import re

from data.imports.results.columns import bare
from twin.energy.sums import CATEGORIES

PASSED = "passed"
# The first digits of a building type → NVE's category; the longest that fits counts.
_TYPES = {
    "1": "house", "14": "apartment_block", "15": "apartment_block", "16": PASSED, "17": PASSED,
    "18": PASSED, "2": PASSED, "212": "storage_repairs", "23": "storage_repairs",
    "3": "office", "32": "retail", "33": "retail", "4": "storage_repairs", "5": "hotel",
    "6": "culture", "61": "school", "612": "kindergarten", "62": "university",
    "65": "sports", "7": "nursing_home", "71": "hospital", "8": "office",
}  # fmt: skip
_WORDS = {
    "house": (
        "enebolig", "einebustad", "småhus", "rekkehus", "rekkjehus", "tomannsbolig",
        "tomannsbustad", "villa", "radhus", "detached house", "terraced house", "dwelling",
        "bolig", "bustad", "bostad",
    ),
    "apartment_block": (
        "boligblokk", "bustadblokk", "leilighetsbygg", "leilegheitsbygg", "blokk",
        "flerbostadshus", "flerfamiljshus", "apartment block", "apartments", "flats",
    ),
    "kindergarten": ("barnehage", "førskole", "förskola", "nursery"),
    "school": ("skole", "skule", "skola", "grunnskole", "grunnskule", "videregående skole"),
    "university": ("universitet", "høgskole", "høyskole", "høgskule", "högskola"),
    "office": ("kontor", "kontorbygg", "kontorbygning", "kontorshus"),
    "retail": ("butikk", "forretning", "forretningsbygg", "handel", "butik", "shop"),
    "hotel": ("hotell", "overnatting", "restaurant", "restaurang"),
    "hospital": ("sykehus", "sjukehus", "sjukhus"),
    "nursing_home": ("sykehjem", "sjukeheim", "omsorgsbygg", "äldreboende", "vårdboende"),
    "culture": ("kultur", "kulturbygg", "museum", "kirke", "kyrkje", "kyrka", "church"),
    "sports": ("idrett", "idrettsbygg", "idrettshall", "idrott", "idrottshall", "sport"),
    "storage_repairs": (
        "lager", "lagerbygg", "verksted", "verkstad", "warehouse", "workshop", "storage",
    ),
    PASSED: (
        "garasje", "garage", "uthus", "naust", "bod", "fritidsbolig", "fritidsbustad",
        "fritidsbygg", "fritidshus", "hytte", "stuga", "cabin", "holiday home", "industri",
        "industry", "fabrikk", "fabrik", "factory", "landbruk", "lantbruk", "driftsbygning",
        "farm", "energiforsyning",
    ),
}  # fmt: skip


_KNOWN = {
    **{bare(word): category for category, words in _WORDS.items() for word in words},
    **{bare(category): category for category in CATEGORIES},
}


def category_of(use: str) -> str | None:
    """NVE's category, PASSED for what the model leaves out, None for what nobody knows."""
    told = use.strip().removesuffix(".0")
    # Registers often say both: "111 - Enebolig".
    number = re.match(r"(\d{3})(?!\d)", told)
    if number is None:
        return _KNOWN.get(bare(told))
    return next((_TYPES[number[1][:n]] for n in (3, 2, 1) if number[1][:n] in _TYPES), None)
