"""Every rule of the session is in this folder.

`operate` and `command` say which events a participant's or a facilitator's wish leads to, or refuse
it; `evolve` says what an event changes, and `replay` what a whole log adds up to. Nothing here
reads a clock, a file or a socket: a replay of the log gives the session, today and in ten years.
"""

from workshop.rules.evolution import create, evolve, replay
from workshop.rules.facilitators import checked_title, command, next_step
from workshop.rules.live import sliders
from workshop.rules.participants import operate
from workshop.rules.parts import wished
from workshop.rules.photos import check_photo

__all__ = [
    "check_photo",
    "checked_title",
    "command",
    "create",
    "evolve",
    "next_step",
    "operate",
    "replay",
    "sliders",
    "wished",
]
