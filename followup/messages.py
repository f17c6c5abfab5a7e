"""One door for every fixed sentence the program says, so that a language is a file and not a rewrite.

``say("{n} visits", n=3)`` looks the template up in the language's gettext catalogue and fills it in.
English is the source language and needs no catalogue, so nothing is imported or read for it.
"""

import os
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal
    from fractions import Fraction

    Sayable = str | int | float | Decimal | Fraction | date | tuple[int | None, ...] | None
    """What a sentence is filled in with: plain values, such as a quarter, and no `Private` text without its mask."""


@cache
def _translate() -> Callable[[str], str]:
    language = os.environ.get("FOLLOWUP_LANG", "en")
    if language == "en":
        return str
    import gettext
    from importlib.resources import files

    folder = str(files("followup_data").joinpath("locale"))
    return gettext.translation("followup", folder, [language], fallback=True).gettext


def say(template: str, /, **fields: "Sayable") -> str:
    """The sentence ``template`` in the chosen language, with ``fields`` filled in."""
    sentence = _translate()(template)
    return sentence.format(**fields) if fields else sentence


def say_count(number: "Sayable", one: str, more: str, /, **fields: "Sayable") -> str:
    """``one`` for a single thing, else ``more``; ``{n}`` is the number: ``say_count(n, "1 day", "{n} days")``."""
    return say(one if str(number) == "1" else more, **({"n": number} | fields))
