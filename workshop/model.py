"""What a session is at one moment: immutable values, safe to read from any thread.

All maps that grow with people are `immutables.Map` (a change costs a few nodes, not a copy), so
that the writer can hand out its state without a lock.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from immutables import Map

Text = Mapping[str, str]
Json = dict[str, Any]
StepKind = Literal[
    "show", "statements", "approval", "score", "pins", "ideas",
    "scenario", "compare", "guess", "live", "ranking",
    "dots",
    "budget", "quadratic",
    "resistance", "pairwise",
    "judgment", "likert",
]  # fmt: skip
Phase = Literal["lobby", "open", "closed"]
TextState = Literal["pending", "approved", "rejected", "merged"]
# How people are let in: by their device alone, by their table's code, or by a code of their own.
Level = Literal["device", "table", "codes"]

STEP_KINDS: tuple[StepKind, ...] = get_args(StepKind)
# Ways of asking about a list of options; a comparison of scenarios is asked in any of them.
CHOICE_KINDS: tuple[StepKind, ...] = (
    "statements", "approval", "score", "ranking", "dots",
    "budget", "quadratic",
    "resistance", "pairwise",
    "judgment", "likert",
)  # fmt: skip
SHOWING_KINDS: tuple[StepKind, ...] = ("show", "scenario", "live")  # these ask nothing
LEVELS: tuple[Level, ...] = ("device", "table", "codes")
GROUPS = ("resident", "municipality", "state", "business", "academia", "civil")
WHOLE_ROOM_MINIMUM = 5
PHOTO_BYTES = 100 * 1024 * 1024  # of all photos of a session together
# Why somebody answers as they do, written beside an answer: how many texts, and how long.
REASONS = {"per_person": 2, "length": 200}
RETENTION_DAYS = 90  # how long raw answers are kept, unless the session says otherwise
# Marks a field that holds people's own words: it is in memory, and never in a stored state.
WORDS = "words"
_ROUND = re.compile(r"r[1-9][0-9]{0,5}\Z")


@dataclass(frozen=True, slots=True)
class Option:
    """A statement, an option or a pin category; `colour` is used by categories alone.

    `idea`: which words of the idea with this id are its text (`workshop.borrowed`).
    """

    id: str
    text: Text
    colour: str = ""
    idea: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One point of the agenda. `view` says which map stands beside the question.

    The options of a comparison are its scenarios: an option's id is the scenario's.
    """

    id: str
    kind: StepKind
    title: Text
    text: Text
    minutes: int
    notes: Text
    view: Json | None
    card: Json | None
    options: tuple[Option, ...]
    settings: Json

    def option_ids(self) -> frozenset[str]:
        return frozenset(option.id for option in self.options)

    @property
    def way(self) -> str:
        """The way of asking: the kind itself, or the ballot that a comparison is voted on by."""
        return self.settings["ballot"] if self.kind == "compare" else self.kind

    @property
    def asks(self) -> bool:
        return self.kind not in SHOWING_KINDS

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The scenarios that it shows, by id."""
        if self.kind == "compare":
            return tuple(option.id for option in self.options)
        one = self.settings.get("scenario")
        return (one,) if one else ()


@dataclass(frozen=True, slots=True)
class Ballot:
    """The answer that counts for one participant, round and item. `seq` is that of its event.

    `saw`: by its context, the results of its round were on the screen when it was given.
    """

    value: Any
    rev: int
    op_id: str
    seq: int
    withdrawn: bool = False
    saw: bool = False


@dataclass(frozen=True, slots=True)
class Contribution:
    """A pin or an idea. `lat`/`lon` in degrees (EPSG:4326), for pins alone."""

    id: str
    kind: Literal["pin", "idea"]
    round: str
    participant: str
    text_id: str | None
    text: str | None = field(metadata={WORDS: True})
    state: TextState
    seq: int
    category: str | None = None
    lat: float | None = None
    lon: float | None = None
    place: str | None = None
    into: str | None = None
    reason: str | None = None
    # What the detector saw in the text: it is approved by itself, never among others.
    finding: tuple[str, ...] = ()
    # The name of the pin's photo, which waits for the facilitator whatever its words do.
    photo: str | None = None
    photo_bytes: int = 0
    photo_state: TextState = "pending"
    # Of a reason: the option that it speaks of, where it names one.
    about: str = ""

    def waits(self) -> bool:
        """Whether a facilitator still has to look at its words or its photo."""
        return self.state == "pending" or (bool(self.photo) and self.photo_state == "pending")


@dataclass(frozen=True, slots=True)
class HandCount:
    """What was counted in the room of one round: raised hands or paper ballots, of `people`.

    `counts`: option → how often each answer was given, in the order of the way of asking.
    """

    source: Literal["hands", "paper"]
    people: int
    abstained: int
    counts: Map[str, tuple[int, ...]]
    seq: int


@dataclass(frozen=True, slots=True)
class Round:
    """A step that was opened: what was asked never changes, what was answered grows."""

    id: str
    step: Step
    number: int
    opened_seq: int
    opened_at_ms: int
    open: bool = True
    revealed: bool = False
    ever_revealed: bool = False
    shown: Json = field(default_factory=lambda: {})
    ballots: Map[tuple[str, str], Ballot] = Map()
    contributions: Map[str, Contribution] = Map()
    answered: Map[str, int] = Map()
    by_hand: Map[str, HandCount] = Map()
    # Where the sliders were last let go, and what the model answered: {"seq", "chosen", "card"}.
    live: Json | None = None
    # What the model said of what each rule buys: {rule: {"bought", "card"}}.
    basket: Json | None = None
    # Which part of the result is on the screen beside or instead of it, and what each part that
    # was shown has told: see `workshop.parts`.
    part: str = ""
    # What people read of the round before, where the question is asked again with feedback.
    feedback: Json | None = None
    told: Json = field(default_factory=lambda: {})


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody's device in this session: an id that means nothing elsewhere.

    `shared`: they answered on a device that stands in the room for everybody.
    """

    id: str
    language: str
    group: str | None = None
    district: str | None = None
    shared: bool = False


@dataclass(frozen=True, slots=True)
class EntryCode:
    """A printed code that lets `admits` devices in. `number` stands beside it on the paper.

    The code itself is not known here: a session finds it by its keyed digest. `used` are the
    participants that it let in.
    """

    number: int
    level: Level
    admits: int
    used: tuple[str, ...] = ()
    voided: bool = False

    def opens(self, level: Level) -> bool:
        """Whether one more device may come in by it."""
        return self.level == level and not self.voided and len(self.used) < self.admits


@dataclass(frozen=True, slots=True)
class Timer:
    """A countdown that announces and never closes. Milliseconds since 1970, UTC."""

    ends_at_ms: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Screen:
    """What everybody could see from `seq` on: the context that ballots refer to."""

    seq: int
    round: str | None
    revealed: bool


@dataclass(frozen=True, slots=True)
class SharedDevice:
    """A device that stands in the room for everybody: its number is its place in the list."""

    since_ms: int
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """The whole session after event number `seq`. `version` counts the facilitators' events."""

    id: str
    city: str
    title: Text
    language: str
    rehearsal: bool
    code: str
    bounds: tuple[float, float, float, float] | None
    agenda: tuple[Step, ...]
    created_at_ms: int
    phase: Phase = "lobby"
    seq: int = 0
    version: int = 0
    head: str = ""
    blank: bool = False
    timer: Timer | None = None
    current: str | None = None
    rounds: tuple[Round, ...] = ()
    participants: Map[str, Participant] = Map()
    screens: tuple[Screen, ...] = ()
    closed_at_ms: int | None = None
    retention_days: int = RETENTION_DAYS
    photo_bytes: int = 0
    photo_changes: int = 0  # grows with each photo that came or went
    restored: Json | None = None
    districts: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    level: Level = "device"
    codes: Map[str, EntryCode] = Map()
    # Participants whose code was voided: what they answer no longer counts.
    barred: frozenset[str] = frozenset()
    devices: tuple[SharedDevice, ...] = ()

    def printed_codes(self) -> list[EntryCode]:
        """The codes of the level in force, by number."""
        mine = (code for code in self.codes.values() if code.level == self.level)
        return sorted(mine, key=lambda code: code.number)

    def device_ended(self, number: int) -> bool:
        """Whether the shared device of that number was ended at the desk, or never was one."""
        known = 0 < number <= len(self.devices)
        return not known or self.devices[number - 1].ended

    def round(self, round_id: str | None) -> Round | None:
        """The round of that id; rounds are named r1, r2 … in the order in which they opened."""
        if round_id is None or not _ROUND.match(round_id):
            return None
        index = int(round_id[1:]) - 1
        return self.rounds[index] if 0 <= index < len(self.rounds) else None

    def current_round(self) -> Round | None:
        return self.round(self.current)

    def step(self, step_id: str) -> Step | None:
        return next((step for step in self.agenda if step.id == step_id), None)

    def rounds_of(self, step_id: str) -> tuple[Round, ...]:
        return tuple(r for r in self.rounds if r.step.id == step_id)

    def used_steps(self) -> frozenset[str]:
        return frozenset(r.step.id for r in self.rounds)

    def screen_at(self, seq: int) -> Screen | None:
        """What was on screen for somebody who had seen everything up to `seq`."""
        low, high = 0, len(self.screens)
        while low < high:
            middle = (low + high) // 2
            if self.screens[middle].seq <= seq:
                low = middle + 1
            else:
                high = middle
        return self.screens[low - 1] if low else None

    def contribution(self, item: str) -> tuple[Round, Contribution] | None:
        for each in self.rounds:
            found = each.contributions.get(item)
            if found:
                return each, found
        return None

    def text(self, text_id: str) -> tuple[Round, Contribution] | None:
        """The contribution whose words are moderated: a facilitator names it by its own id."""
        return self.contribution(text_id)
