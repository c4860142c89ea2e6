"""The one kind of refusal of this room: a stable code and a sentence that says what is wrong."""


class DataError(Exception):
    """Something about the facts is not as it must be; `str()` is one clear sentence."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
