"""What is said when a service cannot be asked, or its answer not be used."""

from __future__ import annotations

from collections.abc import Callable

Words = Callable[[str], str]


def said(_: Words) -> dict[str, str]:
    return {**_asking(_), **_answers(_)}


def _asking(_: Words) -> dict[str, str]:
    return {
        "import_service_standard": _(
            "This kind of service cannot be read here. SensorThings and NGSI-LD bring results only."
        ),
        "import_service_address": _(
            "This is no address of a service. Expected one such as"
            " https://geodata.example.org/collections/name."
        ),
        "import_service_scheme": _("The address must begin with https://."),
        "import_service_host": _(
            "{found} is not among the servers that may be asked. An administrator can allow it."
        ),
        "import_service_private": _("{found} lies in a private network, which is not asked."),
        "import_service_which": _(
            "The address must name one collection, layer or type. The service has: {found}."
        ),
        "import_service_forgotten": _("This copy is no longer kept. Fetch it again."),
    }


def _answers(_: Words) -> dict[str, str]:
    return {
        "import_service_silent": _("The service did not answer. Try again later."),
        "import_service_slow": _("The service takes too long. Ask it for less."),
        "import_service_large": _(
            "The service tells too much. It can be at most {most} MB in 40 answers."
        ),
        "import_service_status": _("The service answered with an error ({found})."),
        "import_service_redirect": _(
            "The service sends us on to another address. Give the one it sends to."
        ),
        "import_service_elsewhere": _(
            "The service continues on another server, {found}, which is not asked."
        ),
        "import_service_kind": _(
            "The answer cannot be read. Expected GeoJSON or JSON as the standard says."
        ),
        "import_service_nothing": _("The service holds nothing under this address."),
    }
