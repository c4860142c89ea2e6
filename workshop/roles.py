"""Who may do what: the one table of roles against everything that can be asked of the product.

A row is a line: what is asked, and the action that it belongs to; `ACTIONS` says which roles that
is open to. What has no row is refused. The checks of sockets, routes, pages and callbacks read
this table, and tests/flows/test_roles.py tries every cell of it on a running server.

With ``session=``, ``city=`` or ``code=`` a row names the argument that says whose it is: people
who sign in then need that city, participants and stages that session.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import cast

from workshop.commands import COMMANDS, OPERATIONS


class Who(StrEnum):
    NOBODY = "nobody"  # no cookie that means anything
    PARTICIPANT = "participant"
    STAGE = "stage"
    FACILITATOR = "facilitator"
    OFFICIAL = "official"
    ADMINISTRATOR = "administrator"


EVERYBODY = frozenset(Who)
_FACILITATOR, _OFFICIAL, _ADMINISTRATOR = Who.FACILITATOR, Who.OFFICIAL, Who.ADMINISTRATOR

# Raw ballots belong to the official who answers for the data, not to the person who runs the room;
# every download of them also asks for a fresh sign-in.
ACTIONS: Mapping[str, frozenset[Who]] = {
    "public": EVERYBODY,
    "never": frozenset(),
    "key": EVERYBODY,  # whoever holds the key that goes with the address; its function asks for it
    "take part": frozenset({Who.PARTICIPANT}),
    "show": frozenset({Who.STAGE}),
    "watch": frozenset({Who.STAGE, _FACILITATOR, _OFFICIAL, _ADMINISTRATOR}),
    "live": frozenset({Who.PARTICIPANT, Who.STAGE, _FACILITATOR, _ADMINISTRATOR}),
    "account": frozenset({_FACILITATOR, _OFFICIAL, _ADMINISTRATOR}),
    "desk": frozenset({_FACILITATOR, _ADMINISTRATOR}),
    "review": frozenset({_FACILITATOR, _OFFICIAL, _ADMINISTRATOR}),
    "import": frozenset({_FACILITATOR, _OFFICIAL, _ADMINISTRATOR}),
    "raw": frozenset({_OFFICIAL, _ADMINISTRATOR}),
    "people": frozenset({_ADMINISTRATOR}),
}


@dataclass(frozen=True, slots=True)
class Row:
    """`of` says what the argument `named` names: a session, a city, or the code of a session.

    `fresh` asks for a sign-in of the last minutes, and is the address to come back to after it.
    """

    action: str
    of: str = ""
    named: str = ""
    fresh: str = ""
    who: frozenset[Who] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "who", ACTIONS[self.action])

    def admits(self, people: Collection[Who]) -> bool:
        """Whether somebody who is all of `people` may; everybody is also nobody in particular."""
        return Who.NOBODY in self.who or not self.who.isdisjoint(people)


def row(action: str, fresh: str = "", **named: str) -> Row:
    """A row; at most one of session=, city= and code= names the argument that it is about."""
    of, name = next(iter(named.items()), ("", ""))
    return Row(action, of, name, fresh)


PUBLIC, NEVER, BY_KEY = row("public"), row("never"), row("key")

# What a socket sends. An operation and a command are rows of their own, by kind and by name.
EVENTS: Mapping[str, Row] = {
    "connect phone": row("take part"),
    "connect stage": row("show"),
    "connect desk": row("desk"),
    "join": row("live"),
    "op": row("take part"),  # no kind that we know: answered with what is wrong
    "cmd": row("desk"),
    "op join": NEVER,  # joining is asked over HTTP, where the cookie is given
    "op ballot": row("take part"),
    "op withdraw": row("take part"),
    "op pin": row("take part"),
    "op idea": row("take part"),
    "op support": row("take part"),
    "op delete": row("take part"),
    "op correct": row("take part"),
    "op photo": NEVER,  # a file, which is posted
    "op unphoto": row("take part"),
    "op profile": row("take part"),
    "cmd open_session": row("desk"),
    "cmd open_step": row("desk"),
    "cmd next": row("desk"),
    "cmd close_round": row("desk"),
    "cmd reopen_round": row("desk"),
    "cmd reveal": row("desk"),
    "cmd show_part": row("desk"),
    "cmd hide": row("desk"),
    "cmd blank": row("desk"),
    "cmd timer": row("desk"),
    "cmd clear_timer": row("desk"),
    "cmd moderate": row("desk"),
    "cmd refuse_photo": row("desk"),
    "cmd undo_moderation": row("desk"),
    "cmd delete": row("desk", fresh="/desk"),  # people's words, for good
    "cmd set_agenda": row("desk"),
    "cmd set_title": row("desk"),
    "cmd close_session": row("desk"),
    "cmd set_level": row("desk"),
    "cmd void_code": row("desk"),
    "cmd end_device": row("desk"),
    "cmd enter_count": row("desk"),
    "cmd set_live": row("desk"),
}

_RAW = row("raw", session="session_id", fresh="/review/{session_id}?raw=ready")
_REVIEW = row("review", session="session_id")

# Every address of both apps, by method and rule. HEAD is asked as GET.
ROUTES: Mapping[str, Row] = {
    "GET /": PUBLIC,
    "GET /join": PUBLIC,
    "GET /words/<domain>.<language>.json": PUBLIC,
    "GET /healthz": PUBLIC,
    "GET /readyz": PUBLIC,
    "GET /assets/<path:name>": PUBLIC,
    "GET /geo/<int:version>/<name>": PUBLIC,
    "GET /j/<code>": PUBLIC,
    "GET /j/<code>/qr.svg": PUBLIC,
    "GET /j/script/<name>": PUBLIC,
    "POST /j/<code>/join": PUBLIC,
    "POST /j/<code>/ticket": row("take part", code="code"),
    "POST /j/<code>/next": BY_KEY,  # the cookie of a shared device
    "GET /kiosk/<session_id>": BY_KEY,
    "GET /j/<code>/places": row("take part", code="code"),
    "GET /j/<code>/scenarios/<round_id>": row("take part", code="code"),
    "GET /j/<code>/stored": PUBLIC,
    "POST /photo": BY_KEY,  # the cookie of the phone that placed the pin
    # That cookie, a sign-in for the city, or the stage's key once the photo is approved.
    "GET /photo/<session_id>/<name>": BY_KEY,
    "POST /j/<code>/look": row("take part", code="code"),
    "POST /j/<code>/receipt": row("take part", code="code"),
    "GET /receipt/<session_id>": PUBLIC,
    "POST /receipt/<session_id>": BY_KEY,  # the receipt
    "POST /receipt/<session_id>/data": BY_KEY,
    "GET /sign-in": PUBLIC,
    "POST /sign-in": PUBLIC,
    "GET /sign-in/provider": PUBLIC,
    "GET /sign-in/provider/back": BY_KEY,  # the sealed note of the way there
    "GET /sign-out": PUBLIC,
    "POST /sign-out": PUBLIC,
    "GET /invite/<token>": BY_KEY,
    "POST /invite/<token>": BY_KEY,
    "GET /reset/<token>": BY_KEY,
    "POST /reset/<token>": BY_KEY,
    "GET /account": row("account"),
    "POST /account": row("account"),
    "GET /account/second-step": row("account", fresh="/account/second-step"),
    "POST /account/second-step": row("account", fresh="/account/second-step"),
    "GET /people": row("people"),
    "POST /people": row("people"),
    # The frame that pages are drawn in; what is in it is asked for below, by page and by callback.
    "GET /<path:path>": PUBLIC,
    "GET /_dash-layout": PUBLIC,
    "GET /_dash-dependencies": PUBLIC,
    "POST /_dash-update-component": PUBLIC,
    "GET /_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": PUBLIC,
    "GET /assets/<path:filename>": NEVER,
    "GET /_reload-hash": NEVER,
    "GET /_favicon.ico": NEVER,
    "GET /desk/<session_id>/opinion.json": row("desk", session="session_id"),
    "GET /desk/<session_id>/twin.json": row("desk", session="session_id"),
    "GET /desk/<session_id>/cost.json": row("desk", session="session_id"),
    "POST /desk/<session_id>/codes": row("desk", session="session_id"),
    "POST /desk/<session_id>/codes/replace": row("desk", session="session_id"),
    "POST /import/upload": row("import", city="city"),
    "POST /import/fetch": row("import", city="city"),
    "GET /import/fetched": row("import", city="city"),
    "GET /import/registers": row("import", city="city"),
    "POST /import/registers": row("import", city="city"),
    "GET /template/kpi.<suffix>": PUBLIC,
    "GET /scenarios/<city>/start": PUBLIC,
    "GET /scenarios/<city>/state": PUBLIC,
    "POST /scenarios/<city>/answer": PUBLIC,
    "GET /scenarios/<city>/goals": PUBLIC,
    "POST /scenarios/<city>/reach": PUBLIC,
    "GET /scenarios/<city>/places": PUBLIC,
    "POST /scenarios/<city>/places/where": PUBLIC,
    "POST /scenarios/<city>/places/best": PUBLIC,
    "POST /scenarios/<city>/places/near": PUBLIC,
    "GET /scenarios/<city>/pins": row("review", city="city"),
    "GET /scenarios/<city>/pins/<session_id>": _REVIEW,
    "POST /scenarios/<city>/save": row("review", city="city"),
    "POST /scenarios/<city>/assumptions": row("desk", city="city"),
    "GET /review/<session_id>/frame/<int:seq>.json": _REVIEW,
    "GET /review/<session_id>/qr.svg": _REVIEW,
    "POST /review/<session_id>/restore": row("desk", session="session_id"),
    "GET /export/<session_id>/"
    "<any('results-excel.csv','results-plain.csv','groups.csv','missing.csv',"
    "'pins.geojson'):what>": _REVIEW,
    "GET /export/<session_id>/manifest.json": _REVIEW,
    "GET /analysis/<session_id>/<any('breakdown','groups','movement','learning','influence',"
    "'agreement','robustness','missing','places'):what>.json": _REVIEW,
    "GET /export/<session_id>/<any('ballots.csv','ballots.jsonl','ballots-polis.zip',"
    "'ballots-preflib.zip','ballots-pabulib.zip'):what>": _RAW,
}

PAGES: Mapping[str, Row] = {
    "/desk": row("desk"),
    "/desk/<session>": row("desk", session="session"),
    "/explore": PUBLIC,
    "/explore/<city>": PUBLIC,
    "/import": row("import"),
    "/review": row("review"),
    "/review/<session>": row("review", session="session"),
    "/scenarios": PUBLIC,
    "/scenarios/<city>": PUBLIC,
    "/stage/<session>": row("watch", session="session"),
}

# What a page asks while it is open, by the module and name of the function that answers.
CALLBACKS: Mapping[str, Row] = {
    "dash.dash.update": PUBLIC,  # draws the page of an address, which is asked for above
    "desk.offer": row("desk", city="city"),
    "desk.suggest": row("desk", city="city"),
    "desk.create": row("desk", city="city"),
    "desk.change_templates": row("desk", city="city"),
    "desk.hand_over": row("desk"),
    "desk_session.rehearse": row("desk", session="session"),
    "desk_session.let_in": row("desk", session="session"),
    "desk_session.hold_back": row("desk", session="session"),
    "desk_session.keep": row("desk", session="session"),
    "desk_session.hand_over": row("desk", session="session"),
    "explore.paint": PUBLIC,
    "explore.say": PUBLIC,
    "explore.area": PUBLIC,
    "explore.turn": PUBLIC,
    "explore.panel": PUBLIC,
    "imports.go_on": row("import"),
    "review_session.keep_or_delete": row("raw", session="data.session"),
    "review_session.show_by_group": row("review", session="data.session"),
    "review_session.show_held_back": row("review", session="data.session"),
    "stage.draw_map": PUBLIC,  # public facts on a map
}


def of_message(event: str, message: object) -> Row:
    """The row of a message on a socket. Nonsense is left to `wire`, which says what is wrong."""
    kind = "do" if event == "op" else "name"
    named = str(cast(dict[str, object], message).get(kind)) if isinstance(message, dict) else ""
    if named in COMMANDS or named in OPERATIONS or event not in ("op", "cmd"):
        return EVENTS.get(f"{event} {named}" if event in ("op", "cmd") else event, NEVER)
    return EVENTS[event]
