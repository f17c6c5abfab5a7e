"""What a passphrase is: the one rule for every way into a vault.

Letters count in Unicode's composed form (NFC), so that every keyboard gives the same passphrase. Blanks around it do
not count, because nobody sees them; blanks inside do. A new one has a least length; one that opens a vault need not.
"""

import unicodedata
from collections.abc import Callable

from followup.errors import Invalid
from followup.messages import say

MIN_LENGTH = 12
"""Characters of a passphrase that somebody chooses; six random words have far more."""

Tell = Callable[[str], None]
"""Shows a sentence to the person."""


def tell_nobody(_sentence: str) -> None:
    """For callers behind whom nobody sits."""


def normal_passphrase(typed: str) -> str:
    """The form in which a passphrase counts: ``" cafe\\u0301 "`` and ``"caf\\u00e9"`` are the same one."""
    composed = _composed(typed)
    shown = [at for at, letter in enumerate(composed) if not _is_blank(letter)]
    return composed[shown[0] : shown[-1] + 1] if shown else ""


def chosen_passphrase(typed: str, tell: Tell = tell_nobody) -> str:
    """A new passphrase in its normal form; Invalid if it is blanks only or too short."""
    passphrase = normal_passphrase(typed)
    if len(passphrase) < MIN_LENGTH:
        raise Invalid(
            say("A passphrase has at least {n} characters, blanks before and after not counted.", n=MIN_LENGTH),
            say("Six random words are easy to learn and hard to guess."),
        )
    tell_of_blanks(typed, passphrase, tell)
    return passphrase


def opening_forms(typed: str) -> list[str]:
    """The forms in which a passphrase is tried on a vault, one after the other.

    Earlier versions sealed a vault with what was in the environment as it stood, and with what was typed without its
    white space; both are tried after the normal form, so that no owner is locked out. This opens nothing to a guesser:
    each form is a passphrase that could have been typed by itself.
    """
    composed = _composed(typed)
    return [form for form in dict.fromkeys((normal_passphrase(typed), composed.strip(), composed)) if form]


def tell_of_blanks(typed: str, used: str, tell: Tell) -> None:
    """Say so if blanks that were typed are no part of the passphrase that was ``used``."""
    if used != _composed(typed):
        tell(say("Blanks before and after the passphrase were left out; they do not count."))


def _composed(typed: str) -> str:
    return unicodedata.normalize("NFC", typed)


def _is_blank(letter: str) -> bool:
    """White space, or a sign that shows nothing: a Khmer keyboard's space bar types one (U+200B)."""
    return letter.isspace() or unicodedata.category(letter) == "Cf"
