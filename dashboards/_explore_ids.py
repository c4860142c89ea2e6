"""The ids of the explore page, and the names by which its scripts know them (assets/explore.js)."""

from enum import StrEnum


class Ids(StrEnum):
    SUBJECT = "explore-subject"
    PART = "explore-part"
    VIEW = "explore-view"
    WHEEL = "explore-wheel"
    WHEEL_DRAWING = "explore-wheel-drawing"
    TOLD = "explore-told"
    MAP = "explore-map"
    AREAS = "explore-map-areas"
    PLACES = "explore-map-places"
    MAP_TITLE = "explore-map-title"
    MAP_CHOICES = "explore-map-choices"
    LEGEND = "explore-legend"
    AREA = "explore-area"
    TABS = "explore-tabs"
    HEADING = "explore-heading"
    PANEL = "explore-panel"
    CHART = "explore-chart"
    CHART_DRAWING = "explore-chart-drawing"
    TABLE = "explore-table"
    MESSAGE = "explore-message"
