"""What the twin, its store and its workers refuse: one clear sentence for each code."""

from __future__ import annotations

from dashboards._language import words

_ = words("scenarios")


def refusal(code: str, about: str = "") -> str:
    """One clear sentence for everything that the twin, its store or its workers refuse."""
    sentence = (_mix() | _scenarios() | _models()).get(code)
    if sentence is None:
        return _("The model cannot answer this. What is chosen stays as it is.")
    return sentence.format(about=about)


def _mix() -> dict[str, str]:
    """What a mix holds, and where its places lie."""
    return {
        "measure_unknown": _("There is no such measure: {about}."),
        "measure_twice": _("A measure was chosen twice: {about}."),
        "level_range": _("That level is not possible for this measure: {about}."),
        "start_range": _("Measures start between 2025 and 2045: {about}."),
        "heat_pumps_together": _(
            "The kinds of heat pumps together reach at most all homes with direct electric heating."
        ),
        "areas_unknown": _("There is no such district in this city: {about}."),
        "areas_not_allowed": _("This measure holds for the whole city only: {about}."),
        "place_range": _("A place lies outside the map: {about}."),
        "place_outside": _("A place lies outside the city. Remove it, or move it."),
        "closed_count": _("No more than {about} stations can be taken away in one mix."),
        "place_count": _("Choose from 1 to {about} stations."),
        "place_distance": _("Choose a distance from 50 to 10 000 metres."),
        "no_candidates": _("There is no place to choose among yet. Put one on the map first."),
        "too_many_places": _(
            "No more than {about} places can be compared. Take one kind of pins, or remove some."
        ),
        "pins_none": _("No pin of this step is approved, so there is none to use."),
        "pins_outside": _("All pins of this step lie outside the city."),
        "stations_file": _("The list of today's recycling stations cannot be read."),
        "unknown_area": _("We hold nothing about this district."),
    }


def _scenarios() -> dict[str, str]:
    """What is asked about, assumed and saved."""
    return {
        "output_unknown": _("The models do not tell about this: {about}."),
        "unit_convert": _("These units cannot be converted into each other: {about}."),
        "unit_unknown": _("The models do not know this unit: {about}."),
        "assumption_order": _(
            "The lowest must be below the value, and the highest above: {about}."
        ),
        "assumption_number": _("An assumption must be a number: {about}."),
        "assumption_unknown": _("There is no such assumption: {about}."),
        "assumptions_changed": _("Somebody else changed the assumptions meanwhile. Look again."),
        "scenario_name": _("Give the scenario a name."),
        "scenario_text": _("The name is too long."),
        "scenario_changed": _("Somebody else has saved this scenario meanwhile. Look again."),
        "scenario_unknown": _("There is no such scenario in this city."),
        "scenario_foreign": _(
            "Another model computed this scenario. It can be shown, not changed."
        ),
        "version_unknown": _("The scenario has no such version."),
        "run_unknown": _("This version has not been computed yet."),
        "scenarios_busy": _("Another program is using the scenarios. Try again when it is closed."),
        "scenarios_newer": _("A newer version of the product saved the scenarios. Start that one."),
        "scenarios_damaged": _(
            "The file of the scenarios is damaged. Whoever runs the server can bring back a backup."
        ),
        "scenario_empty": _("Choose at least one measure before you save."),
        "units_differ": _("Different units cannot share a map: {about}."),
    }


def _models() -> dict[str, str]:
    """What the models and their workers cannot do."""
    return {
        "model_not_ready": _("The model of this city is not ready yet."),
        "model_late": _("The model took too long and was stopped. Nothing of yours was lost."),
        "model_died": _("The model broke off. Nothing of yours was lost; it can be tried again."),
        "model_memory": _("The model needs more memory than it may have."),
        "model_fault": _(
            "Something went wrong in the model. It is written down, and can be mended."
        ),
        "model_stopped": _("The server was stopped while the model ran."),
        "city_without_data": _(
            "This city cannot be computed: its metered electricity, its inhabitants or its"
            " districts are missing."
        ),
        "district_heat_share": _(
            "The city's figures hold more district heat than its buildings can use."
        ),
        "run_check": _("The model's result does not hold together, and is not used."),
        "weather_file": _(
            "The file with the weather year is missing or damaged. Whoever runs the server can"
            " build it anew."
        ),
        "target_bound": _("Say with a number what should be reached."),
        "target_probability": _("Choose how surely it should be reached."),
        "levers_none": _("None of the measures acts on this."),
        "target_year": _("Choose a later year: no measure has begun by then."),
        "unknown_city": _("We hold nothing about this city."),
        "invalid": _("That could not be read. Load the page again."),
        "busy": _("Many are asking the model right now. Try again in a moment."),
    }
