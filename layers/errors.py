"""What cannot be drawn: a stable code, and what it is about."""


class LayerError(Exception):
    """`code` has a sentence in every language; `about` names what does not fit."""

    def __init__(self, code: str, about: str = "") -> None:
        self.code, self.about = code, about
        super().__init__(f"{code}: {about}" if about else code)
