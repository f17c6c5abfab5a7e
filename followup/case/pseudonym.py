"""Graduate codes: short, unambiguous letters and digits, the last one a check character.

The 29 characters leave out I, L, O, S, U, 0 and 1, which are misread in handwriting. Over a prime number of
characters a weighted sum detects every single wrong character and every swap of two neighbours.
"""

import re
import zlib
from collections.abc import Callable

from followup.errors import Invalid
from followup.messages import say

ALPHABET = "23456789ABCDEFGHJKMNPQRTVWXYZ"
LENGTH = 5
"""Random characters of a generated code; the check character is added to them (29 ** 5 codes)."""

_LONGEST = 12
_GIVEN_CODE = r"[A-Z0-9](?:[A-Z0-9-]{0,10}[A-Z0-9])"
_WEIGHTS = range(2, 2 + LENGTH)


def generated_code(below: Callable[[int], int]) -> str:
    """A new code; ``below(n)`` gives a random number in ``range(n)``, `secrets.randbelow` outside tests."""
    stem = "".join(ALPHABET[below(len(ALPHABET))] for _ in range(LENGTH))
    return stem + check_character(stem)


def check_character(stem: str) -> str:
    """The character that makes the weighted sum of the whole code divisible by 29 (the last one has weight 1)."""
    total = sum(weight * ALPHABET.index(char) for weight, char in zip(_WEIGHTS, stem, strict=True))
    return ALPHABET[-total % len(ALPHABET)]


def is_generated_code(code: str) -> bool:
    """Whether ``code`` has the form and the check character of a generated one."""
    whole = len(code) == LENGTH + 1 and all(char in ALPHABET for char in code)
    return whole and check_character(code[:-1]) == code[-1]


def is_mistyped_code(code: str) -> bool:
    """Whether ``code`` has the form of a generated one, but the check character of another."""
    return len(code) == LENGTH + 1 and all(char in ALPHABET for char in code) and not is_generated_code(code)


def code_apart(code: str, case_id: str) -> str:
    """The code of a case that was given the same one as another: ``K7M2PQ-4F``, by the random id of the case.

    Every laptop finds the same one.
    """
    number = zlib.crc32(case_id.encode())
    signs = ALPHABET[number % len(ALPHABET)] + ALPHABET[number // len(ALPHABET) % len(ALPHABET)]
    return f"{code[: _LONGEST - 3].rstrip('-')}-{signs}"


def code_before(code: str, case_id: str) -> str:
    """The code that a case shared with another before they were told apart; empty if it never did."""
    stem = code.rpartition("-")[0]
    return stem if stem and code_apart(stem, case_id) == code else ""


def tidy_code(typed: str) -> str:
    """``typed`` as codes are stored: capitals, no spaces."""
    return "".join(typed.split()).upper()


def given_code(typed: str) -> str:
    """A code chosen by the office, tidied; Invalid if it is not 2 to 12 letters, digits and inner hyphens."""
    code = tidy_code(typed)
    if not re.fullmatch(_GIVEN_CODE, code) or len(code) > _LONGEST:
        raise Invalid(
            say("A code is 2 to 12 letters A to Z, digits and hyphens."),
            say("Leave it out to have one generated. Never use a name or a birth date."),
        )
    return code


def similar_codes(typed: str, codes: list[str]) -> list[str]:
    """Up to three codes that ``typed`` may have been meant for: one character wrong, swapped, missing or added."""
    wanted = tidy_code(typed)
    return [code for code in codes if is_one_slip(wanted, code)][:3]


def listed_codes(codes: list[str]) -> str:
    """What to do where several codes begin as typed."""
    if len(set(codes)) < len(codes):
        return say("One code was given to several graduates. Tell them apart: followup merge")
    shown = ", ".join(sorted(codes)[:6])
    return say("Type more of it: {codes}", codes=shown if len(codes) <= 6 else f"{shown} …")


def hint_for_code(wanted: str, codes: list[str]) -> str:
    """What may have gone wrong: a slip that leads to a code there is, or one that the check character shows."""
    meant = similar_codes(wanted, codes)
    if meant:
        return say("Did you mean {codes}?", codes=say(" or ").join(meant))
    if is_mistyped_code(wanted):
        return say("A character of it is wrong: the last one does not fit the others.")
    return say("See all codes with: followup graduate list")


def is_one_slip(a: str, b: str) -> bool:
    """Whether two words are the same, or one character is wrong, swapped with its neighbour, missing or added."""
    if a == b or abs(len(a) - len(b)) > 1:
        return a == b
    start = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    if len(a) != len(b):
        short, long = sorted((a, b), key=len)
        return short[start:] == long[start + 1 :]
    swapped = a[start : start + 2] == b[start : start + 2][::-1] and a[start + 2 :] == b[start + 2 :]
    return swapped or a[start + 1 :] == b[start + 1 :]
