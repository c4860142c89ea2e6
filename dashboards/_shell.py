"""Makes the Dash app: registers the pages, surrounds them with the frame, and hashes its scripts.

Each `dashboards/<page>.py` registers itself when it is imported here; parts shared by pages lie in
files that begin with an underscore.
"""

from __future__ import annotations

import pkgutil
import re
import sys
from collections.abc import Iterable
from importlib import import_module
from typing import Any
from uuid import uuid4

import dash
import structlog
from dash import Dash, dcc, html
from dash.development.base_component import Component
from flask import Flask, Response, render_template, request
from plotly.io.json import to_json_plotly

import dashboards
from dashboards._doors import notice
from dashboards._gates import ask_for_callback, gated_page
from dashboards._language import current, words
from dashboards._services import Services
from workshop.errors import SENTENCES, Rejected
from workshop.gate import Refused
from workshop.language import translator
from workshop.server import choices, faults, frame, guard, plain
from workshop.server.assets import FOLDER

_ = words("shared")
log = structlog.get_logger("pages")

MESSAGE = "house-message"
LIVE = ("vendor/socket.io.min.js", "live.js")
RESULTS = (
    "results.js", "results_rows.js", "results_guess.js", "results_ranking.js", "results_dots.js",
    "results_basket.js", "results_budget.js", "results_quadratic.js",
    "results_resistance.js", "results_pairwise.js",
    "results_scale.js", "results_judgment.js", "results_likert.js",
    "results_parts.js",
    "results_delphi.js",
    "results_draw.js", "results_fit.js",
    "exhibit.js", "exhibit_kpis.js", "exhibit_map.js", "exhibit_draw.js",
)  # fmt: skip
# What each page loads, in this order; a page not named here loads its `<page>.css` and `<page>.js`.
STYLES = {
    "stage": ("map.css", "results.css", "exhibit.css", "stage.css"),
    "desk": ("map.css", "results.css", "exhibit.css", "desk.css"),
    "review": ("map.css", "results.css", "exhibit.css", "review.css"),
    "explore": ("map.css", "cities.css", "explore.css"),
    "scenarios": ("map.css", "cities.css", "scenarios.css"),
    "import": ("map.css", "import.css"),
}
SCRIPTS = {
    "stage": (*LIVE, *RESULTS, "map.js", "stage_screen.js", "stage_replay.js", "stage.js"),
    "desk": (
        *LIVE,
        *RESULTS,
        "map.js",
        "desk_pick.js",
        "desk.js",
        "desk_bits.js",
        "desk_frame.js",
        "desk_agenda.js",
        "desk_remote.js",
        "desk_photo.js",
        "desk_delete.js",
        "desk_texts.js",
        "desk_count.js",
        "desk_live.js",
        "desk_opinion.js",
        "desk_side.js",
        "desk_devices.js",
        "desk_entry.js",
        "desk_trouble.js",
        "desk_news.js",
        "desk_end.js",
        "desk_step_twin.js",
        "desk_ready.js",
        "desk_step_measure.js",
        "desk_step_money.js",
        "desk_ideas.js",
        "desk_step_form.js",
        "desk_editor.js",
        "desk_room.js",
    ),
    "review": (*RESULTS, "map.js", "review_list.js", "review.js", "newer.js"),
    "explore": ("map.js", "drawing.js", "explore.js"),
    "scenarios": (
        "map.js",
        "scenarios_bits.js",
        "scenarios_ask.js",
        "scenarios_mix.js",
        "scenarios_draw.js",
        "scenarios_legend.js",
        "scenarios_swipe.js",
        "scenarios_map.js",
        "scenarios_more.js",
        "scenarios_circles.js",
        "scenarios_compare.js",
        "scenarios_basis.js",
        "scenarios_reach.js",
        "scenarios_places_map.js",
        "scenarios_places_ways.js",
        "scenarios_places_told.js",
        "scenarios_places_today.js",
        "scenarios_places.js",
        "scenarios_address.js",
        "scenarios_work.js",
        "scenarios.js",
    ),
    "import": ("map.js", "import_columns.js", "import.js", "import_registers.js", "newer.js"),
}


class Pages(Dash):
    """Dash with our own document around it: language, colours, no versions, only what is ours."""

    def _config(self) -> dict[str, Any]:
        """What the browser is told about the server; not which versions it runs."""
        told = super()._config()
        return {key: value for key, value in told.items() if "version" not in key}

    def _execute_callback(self, func: Any, args: Any, outputs_list: Any, g: Any) -> Any:
        """Asks the gate first; who may not is told so, and nothing of the callback runs."""
        try:
            ask_for_callback(func, args)
        except Refused as refusal:
            told = {"multi": True, "response": {}, "sideUpdate": message(notice(refusal))}
            return lambda: to_json_plotly(told)
        return super()._execute_callback(func, args, outputs_list, g)

    def interpolate_index(self, *_args: Any, **kwargs: Any) -> str:
        page = request.path.split("/")[1]
        return render_template(
            "pages.html",
            title="Rådslag",
            styles=there(STYLES.get(page, (f"{page}.css",))),
            css=kwargs["css"],
            app_entry=html_entry(),
            config=kwargs["config"],
            scripts=there(SCRIPTS.get(page, (f"{page}.js",))),
            dash_scripts=kwargs["scripts"],
            renderer=kwargs["renderer"],
        )


def there(names: Iterable[str]) -> list[str]:
    return [name for name in names if (FOLDER / name).is_file()]


def html_entry() -> str:
    """Where Dash draws; what it says before that is ours, and a page without scripts says so."""
    wait = f'<main class="plain-page" aria-busy="true"><p>{_("Just a moment")} …</p></main>'
    never = _("This page needs JavaScript. The front page and joining from a phone do not.")
    return f'<div id="react-entry-point">{wait}<noscript><p>{never}</p></noscript></div>'


def make_pages(services: Services) -> tuple[Flask, tuple[str, ...]]:
    """The app with every page, warm, and the hashes of its inline scripts for the policy."""
    server = Flask("radslag.pages", static_folder=None, root_path=frame.HOME)
    server.secret_key = services.settings.secret_key
    server.extensions["radslag"] = services
    guard.guard(server)
    choices.drop_from_address(server)
    choices.remember(server, services.settings)
    faults.calm(server)
    frame.furnish(server)
    only_known_addresses(server)
    app = Pages(
        "dashboards",
        server=server,  # pyright: ignore[reportArgumentType]  typed as bool or callable by Dash
        use_pages=True,
        pages_folder="",
        assets_folder=str(FOLDER),
        include_assets_files=False,
        include_pages_meta=False,
        compress=False,
        update_title="",
        title="Rådslag",
        on_error=tell,
    )
    register_pages(server)
    app.layout = layout
    warm(server)
    return server, tuple(app.csp_hashes())


def register_pages(server: Flask) -> None:
    """Imports every page; it may register above its layout and may bring plain ROUTES along."""
    for name in sorted(module.name for module in pkgutil.iter_modules(dashboards.__path__)):
        if not name.startswith("_"):
            for routes in getattr(import_module(f"dashboards.{name}"), "ROUTES", ()):
                server.register_blueprint(routes)
    for entry in dash.page_registry.values():
        page = sys.modules.get(entry["module"])
        address = entry["path_template"] or entry["relative_path"]
        drawn = entry["supplied_layout"] or getattr(page, "layout", None)
        entry["layout"] = gated_page(address, drawn, getattr(page, "closed", None))


def layout() -> Component:
    return html.Div([dash.page_container, html.Div(id=MESSAGE, role="alert"), dcc.Store(id="ui")])


def only_known_addresses(server: Flask) -> None:
    """Dash answers every address with its page; ours says 404 where there is none."""

    @server.before_request
    def check() -> Response | None:
        asked_for_page = request.endpoint is None or request.view_args == {
            "path": request.path.lstrip("/")
        }
        if request.method != "GET" or not asked_for_page or is_page(request.path):
            return None
        headers, body = plain.rendered(404, request.environ)
        return Response(body, 404, headers)


def is_page(path: str) -> bool:
    """True when a registered page answers `path`."""
    for page in dash.page_registry.values():
        if path.rstrip("/") == page["relative_path"].rstrip("/"):
            return True
        template = page.get("path_template")
        if template and re.fullmatch(re.sub(r"<[^>]+>", "[^/]+", template), path.rstrip("/")):
            return True
    return False


def tell(fault: Exception) -> None:
    """A callback failed: its reader gets one sentence, the log gets the rest."""
    if isinstance(fault, Refused):
        return show(notice(fault))
    if isinstance(fault, Rejected):
        sentence = SENTENCES.get(fault.code, SENTENCES["internal"])
    else:
        sentence = SENTENCES["internal"]
        log.error(
            "callback_failed",
            exc_info=fault,
            request_id=request.environ.get("radslag.request_id"),
        )
    return show(translator(current(), "errors")(sentence))


def show(said: Component | str) -> None:
    """Shows a message; a new key each time lets the same one fade in again."""
    dash.set_props(MESSAGE, message(said)[MESSAGE])


def message(said: Component | str) -> dict[str, dict[str, Component]]:
    return {MESSAGE: {"children": html.P(said, key=uuid4().hex, className="house-message")}}


def warm(server: Flask) -> None:
    """Lets Dash register its last callbacks before anybody waits for them."""
    with server.test_client() as client:
        first = next(iter(dash.page_registry.values()), None)
        client.get(first["relative_path"] if first else "/_dash-layout")
