"""The ids of the explore page, and the names by which its scripts know them (assets/explore.js)."""

from enum import StrEnum


class Ids(StrEnum):
    """Stores of keys, stores of what is drawn, and the places it is drawn in."""

    SUBJECT = "explore-subject"
    PART = "explore-part"
    VIEW = "explore-view"

    DRAWN_WHEEL = "explore-drawn-wheel"
    DRAWN_MAP = "explore-drawn-map"
    DRAWN_AREA = "explore-drawn-area"
    DRAWN_PANEL = "explore-drawn-panel"

    INDICATORS = "explore-indicators"
    WHEEL = "explore-wheel"
    TOLD = "explore-told"
    MAP = "explore-map"
    AREAS = "explore-map-areas"
    PLACES = "explore-map-places"
    MAP_TITLE = "explore-map-title"
    MAP_CHOICES = "explore-map-choices"
    LEGEND = "explore-legend"
    AREA = "explore-area"
    TABLE = "explore-map-table"
    TABS = "explore-tabs"
    HEADING = "explore-heading"
    CHART = "explore-chart"
    PANEL = "explore-panel"
    MESSAGE = "explore-message"
