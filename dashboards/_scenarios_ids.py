"""The ids of the scenarios page, by which its scripts (assets/scenarios*) know them too."""

from enum import StrEnum


class Ids(StrEnum):
    """The root that tells the scripts where they are, what they fill, and the map's layers."""

    ROOT = "scenarios-root"
    STATE = "scenarios-state"
    TOLD = "scenarios-told"
    MIX = "scenarios-mix"
    BAR = "scenarios-bar"
    MAP = "scenarios-map"
    AREAS = "scenarios-map-areas"
    OTHER = "scenarios-map-other"
    CIRCLES = "scenarios-map-circles"
    PLACES = "scenarios-map-places"
    SWIPE = "scenarios-swipe"
    LEGEND = "scenarios-legend"
    UNDER = "scenarios-under"
    WHENCE = "scenarios-whence"
    MORE = "scenarios-more"
