"""Page codes: what a visit sheet is typed in by, such as ``KML-21-7F``: her code, the month, two check characters.

The two characters are computed from what stands before them, so no list is kept and a sheet of any age can be
typed in. The sum is taken modulo a prime above every character's value, with a weight of its own for each place: one
wrong character, and any two swapped, always change it.
"""

import re
from typing import Final, NamedTuple

from followup.case.pseudonym import ALPHABET
from followup.errors import Invalid
from followup.messages import say

_CHARACTERS: Final = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"
"""Each stands at its value; that of the blank is none, so that a character left out always shows."""
_PRIME: Final = 839
"""The largest prime below 29 × 29, the number of pairs of check characters."""
_GENERATOR: Final = 11
"""Its powers are different for every place of a code: it generates all numbers but 0 modulo the prime."""
_SHAPE = r"(?P<code>[A-Z0-9][A-Z0-9-]{0,10}[A-Z0-9])-(?P<month>[0-9]{1,4})-(?P<check>[A-Z0-9]{2})"
_BETWEEN = r"\s*[\-\u2010-\u2015_.]\s*|\s+"
"""One hyphen and no more: two hyphens are a character that was read wrong."""


class PageCode(NamedTuple):
    """Whose sheet it is, and of which month after her return."""

    code: str
    month: int

    @property
    def written(self) -> str:
        """The whole code, as it stands on the sheet."""
        return f"{self.code}{self.ending}"

    @property
    def ending(self) -> str:
        """What stands behind her code: ``-21-7F``."""
        return f"-{self.month}-{_check_characters(self.code, self.month)}"


def read_page_code(typed: str) -> PageCode:
    """The page code that was typed, in any case and with spaces for hyphens; Invalid, saying what to do, for a slip."""
    from followup.case.forms.spoken_days import plain_digits

    tidied = re.sub(_BETWEEN, "-", plain_digits(typed).strip()).upper()
    found = re.fullmatch(_SHAPE, tidied)
    if found is None:
        raise Invalid(
            say("That is not the code of a sheet."),
            say(
                "Type it as it is printed at the top of the sheet, such as {example}.",
                example=PageCode("KML", 21).written,
            ),
        )
    page = PageCode(found["code"], int(found["month"]))
    if page.written != tidied:
        raise Invalid(
            say("A character of the sheet's code is wrong, or two are swapped."),
            say("Read it from the sheet again, a character at a time: the last two must fit the others."),
        )
    return page


def _check_characters(code: str, month: int) -> str:
    body = f"{code}-{month}"
    total = sum(pow(_GENERATOR, place, _PRIME) * _CHARACTERS.index(sign) for place, sign in enumerate(body, 1)) % _PRIME
    return ALPHABET[total // len(ALPHABET)] + ALPHABET[total % len(ALPHABET)]
