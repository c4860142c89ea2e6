"""Answers that are kept as long as the library is the same version.

The callbacks of one page ask for the same map at the same moment; the first computes it and the
others wait for that one, which is quicker for all than each computing it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from data.library import Library

P = ParamSpec("P")
T = TypeVar("T")
MOST = 128


def kept(
    answer: Callable[Concatenate[Library, P], T],
) -> Callable[Concatenate[Library, P], T]:
    """Keep the newest answers of a function of the library; its arguments must be hashable."""
    answers: OrderedDict[Hashable, T] = OrderedDict()
    lock = threading.Lock()

    @wraps(answer)
    def ask(library: Library, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (str(library.data_dir), library.version, args, tuple(sorted(kwargs.items())))
        with lock:
            if key in answers:
                answers.move_to_end(key)
            else:
                answers[key] = answer(library, *args, **kwargs)
                if len(answers) > MOST:
                    answers.popitem(last=False)
            return answers[key]

    return ask
