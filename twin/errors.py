"""What can be wrong with what the twin is asked: a stable code, and what it is about."""


class TwinError(Exception):
    """`code` is stable and has a sentence in every language; `about` names what is at fault."""

    def __init__(self, code: str, about: str = "") -> None:
        self.code, self.about = code, about
        super().__init__(f"{code}: {about}" if about else code)
