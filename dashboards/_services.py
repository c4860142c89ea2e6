"""The parts that pages work with, made once in app.py and found through the app at hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import current_app

if TYPE_CHECKING:
    from data.accounts import Accounts
    from data.library import Library
    from data.log_store import LogStore
    from data.models.parts import TwinParts
    from data.retention.keeper import Keeper
    from data.retention.night import Night
    from workshop.access import Doors
    from workshop.service import Workshop
    from workshop.settings import Settings


@dataclass(frozen=True)
class Services:
    settings: Settings
    workshop: Workshop
    library: Library
    accounts: Accounts
    doors: Doors
    logs: LogStore
    keeper: Keeper
    night: Night
    twin: TwinParts


def services() -> Services:
    """The parts of the app that answers this request."""
    return cast(Services, current_app.extensions["radslag"])
