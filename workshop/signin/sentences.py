"""What a person reads when sign-in, an invitation or a change of an account is refused."""

from __future__ import annotations

from collections.abc import Callable

from workshop.accounts import NAME_LENGTH, PASSWORD_LONGEST, PASSWORD_SHORTEST
from workshop.errors import Rejected

Say = Callable[[str], str]

SENTENCES: dict[str, Callable[[Say], str]] = {
    "wrong": lambda _: _("The e-mail address or the password is not right."),
    "wrong_again": lambda _: _("The password is not right."),
    "code": lambda _: _("The code is not right, or it has been used. Wait for the next one."),
    "half_way": lambda _: _("That took too long. Start with the password again."),
    "identity_taken": lambda _: _("This sign-in already belongs to another account."),
    "provider": lambda _: _("Signing in there did not work. Try once more from the start."),
    "stranger": lambda _: _("Nobody has invited you here yet. Ask an administrator."),
    "no_role": lambda _: _("You have no role here. Ask whoever gives out roles where you work."),
    "wait": lambda _: _("Too many tries. Wait {seconds} seconds and try again."),
    "busy": lambda _: _("Many are signing in right now. Try again in a moment."),
    "form_old": lambda _: _("This page had been open for too long. Try again now."),
    "forbidden": lambda _: _("Only an administrator can do this."),
    "yourself": lambda _: _("You cannot do this with your own account. Ask another administrator."),
    "unknown_person": lambda _: _("This account no longer exists."),
    "inactive": lambda _: _("This account cannot get a link for a new password."),
    "email": lambda _: _("Write an e-mail address, for example name@municipality.no."),
    "email_taken": lambda _: _("This e-mail address cannot be used for this account."),
    "name_empty": lambda _: _("Write a name."),
    "name_long": lambda _: _("Use at most {name_length} characters."),
    "name_signs": lambda _: _("The name holds characters that cannot be shown. Write it again."),
    "password_short": lambda _: _("Use at least {shortest} characters. A short sentence is good."),
    "password_long": lambda _: _("Use at most {longest} characters."),
    "password_guessable": lambda _: _("This password is easy to guess. Choose another."),
    "role": lambda _: _("Choose a role."),
    "cities": lambda _: _("Choose at least one city."),
    "link_used": lambda _: _("This link has been used, or its time is over."),
}
STATUS = {
    "wrong": 401,
    "code": 401,
    "half_way": 401,
    "wrong_again": 401,
    "wait": 429,
    "busy": 503,
    "forbidden": 403,
}
STATUS |= {"link_used": 410, "unknown_person": 404, "code": 401, "half_way": 401}
STATUS |= {"stranger": 403, "no_role": 403, "provider": 403}


def sentence(refusal: Rejected, _: Say) -> str:
    """The refusal in words, with the numbers that it is about."""
    return SENTENCES[refusal.code](_).format(
        seconds=max(1, round(refusal.retry_after or 0)),
        name_length=NAME_LENGTH,
        shortest=PASSWORD_SHORTEST,
        longest=PASSWORD_LONGEST,
    )
