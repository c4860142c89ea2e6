"""Everything the session can refuse: a stable code, and one sentence for a person.

A refusal means that somebody asked for something that is not allowed or not possible; it is
answered, translated (gettext domain ``errors``), and changes nothing. A fault of ours is an
ordinary exception: it is logged and answered with ``internal``.
"""

from __future__ import annotations

SENTENCES: dict[str, str] = {
    "closed": "This question is closed.",
    "limit": "That is more than this question allows.",
    "invalid": "We could not read that answer.",
    "busy": "Many are answering right now. We try again by ourselves.",
    "retry": "This could not be stored just now. It is kept on the phone and sent again.",
    "damaged": "Answers cannot be taken just now. Yours is kept on the phone and sent later.",
    "auditing": "The saved workshop is being checked. It takes answers in a moment.",
    "conflict": "Somebody else at the desk was first. Look again, and press once more.",
    "forbidden": "This is not open to you.",
    "signed_out": "Your sign-in here has ended.",
    "stale": "To delete what people wrote, sign in again first. Hiding it needs no new sign-in.",
    "internal": "Something went wrong on our side. Nothing of yours was lost.",
    "unknown_session": "There is no workshop with that address.",
    "unknown_code": "There is no open workshop with that code.",
    "entry_needed": "Type the code that you were given.",
    "entry_refused": "This code does not let this phone in. Check it letter by letter, or ask "
    "those who lead the workshop.",
    "count_kind": "This kind of step cannot be counted so. Raised hands count for statements and "
    "choices, paper for scores too.",
    "count_wrong": "These numbers do not fit together: no option can have more answers than there "
    "were people.",
    "count_there": "Something has been entered already. Look at it, and enter yours in its place.",
    "level_late": "People have joined already: how they are let in can no longer be changed.",
    "kept_shorter": "People were told how long this is kept: it can only be made shorter.",
    "code_number": "No code has that number, or it is voided already.",
    "codes_many": "That is more codes than one batch can hold.",
    "too_many_guesses": "Too many wrong codes. Wait a little, or scan the QR code.",
    "ticket": "The connection has to be renewed.",
    "session_closed": "This workshop is over.",
    "not_open": "The workshop has not started yet.",
    "unknown_step": "There is no such step in the agenda.",
    "no_round": "No step is open.",
    "no_next": "This was the last step.",
    "part_early": "Close the answers first, then show one part after the other.",
    "idea_gone": "An idea in the agenda was taken back or is not shown any more. Take it out of its"
    " step, and try again.",
    "step_used": "A step that has been opened can no longer be changed or removed.",
    "scenario_preparing": "The model of this city is still being prepared. The agenda says when the"
    " step can be opened; everything else works.",
    "scenario_missing": "This scenario cannot be shown: it has no results yet, or it is gone.",
    "model_silent": "The model has no answer just now. The screen keeps what it shows.",
    "slider_range": "A slider stands outside what this measure can be.",
    "unknown_item": "That answer belongs to something that does not exist.",
    "incomplete": "Give every option a grade, or abstain.",
    "repeated": "Each option can be named once only.",
    "dots_over": "That is more dots than you have.",
    "credits_over": "That costs more credits than you have.",
    "money_over": "That costs more than there is money for.",
    "agenda_measures": "Each measure of the model can stand behind one option, at a level above 0.",
    "agenda_costs": "Each option needs a cost of at least 1, and the money must be enough for one.",
    "agenda_status_quo": "Asking about resistance needs an option for leaving things as they are.",
    "outside": "That place lies outside the area of this workshop.",
    "text_long": "The text is too long.",
    "text_empty": "Write something first.",
    "photo_kind": "This is not a photo that we can read. Send a JPEG, PNG or WebP.",
    "photo_large": "This photo is too large. Send one of at most 8 MB and 25 megapixels.",
    "photo_full": "This workshop cannot take more photos.",
    "held": "This text may tell who somebody is. Read it, and approve it by itself.",
    "not_yours": "That contribution is not yours.",
    "not_archived": "First the archive package has to be taken over by the archive.",
    "agenda_empty": "An agenda needs at least one step.",
    "agenda_long": "An agenda can have at most 30 steps.",
    "agenda_id": "A step, option or category needs a short name of its own: a–z, 0–9, - or _.",
    "agenda_duplicate": "Two things in the agenda have the same name.",
    "agenda_kind": "This kind of step is not known.",
    "agenda_title": "Each step needs a title of at most 140 characters.",
    "agenda_text": "A text in the agenda is too long.",
    "agenda_options": "This step needs between one and 40 options, each with a text.",
    "agenda_settings": "A setting of this step is out of range.",
    "agenda_scenario": "This step needs a scenario.",
    "agenda_scenarios": "A comparison needs between two and five scenarios.",
    "agenda_guess": "The range of the guess does not fit: the lowest number must be below the "
    "highest, with at most 1,000 steps between them.",
    "agenda_delphi": "Asking again with feedback needs a question with numbers, two or three "
    "rounds, and a rule that lies on its scale.",
    "agenda_sliders": "Live sliders need between one and eight measures.",
    "agenda_view": "The map of this step is not described rightly.",
    "agenda_minutes": "A step lasts between 0 and 240 minutes.",
}


class Rejected(Exception):
    """A refusal with its code; `where` names the field or step it is about."""

    def __init__(self, code: str, where: str = "", retry_after: float | None = None) -> None:
        super().__init__(f"{code} {where}".strip())
        self.code = code
        self.where = where
        self.retry_after = retry_after


# The nine answers of the wire; a more exact code travels beside them as `reason`.
WIRE_CODES = ("closed", "limit", "invalid", "busy", "retry", "conflict", "forbidden", "internal")

_WIRE_OF = {
    "damaged": "retry",
    "auditing": "retry",
    "session_closed": "closed",
    "not_open": "closed",
    "no_round": "closed",
    "part_early": "closed",
    "not_yours": "forbidden",
    "stale": "forbidden",
    "idea_gone": "conflict",
    "step_used": "conflict",
    "model_silent": "busy",
}


def wire_code(code: str) -> str:
    """The wire's answer for an exact code: most of what a person can get wrong is `invalid`."""
    return code if code in WIRE_CODES else _WIRE_OF.get(code, "invalid")
