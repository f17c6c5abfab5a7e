"""Cover texts where they are typed: what gives something away is refused, safe ones are offered, an own one is named.

A safe text comes with the program and passes whoever is called like it.
"""

from collections.abc import Iterable

from followup.case.case import Case
from followup.case.facts import Identified
from followup.case.fields import revealed
from followup.casebook import Casebook
from followup.errors import Invalid
from followup.handout.covers import cover_problems, safe_covers
from followup.handout.guard import Exposed, Guard, words_of
from followup.messages import say
from followup.services.guarded_names import guard_of

CODE_PLACEHOLDER = "{code}"
"""Where a cover text asks for the graduate's code."""
SAFE_COVERS = frozenset(text for texts in safe_covers().values() for text in texts)
_OFFERED = 12
"""How many safe texts of a language a sentence offers."""


def without_code(cover: str) -> str:
    """A cover text without the place where it shows a code."""
    return " ".join(cover.replace(CODE_PLACEHOLDER, " ").split())


def is_own_cover(cover: str) -> bool:
    """Whether a cover text is somebody's own: none of those that come with the program, with or without a code."""
    return without_code(cover) not in SAFE_COVERS | {""}


def offered_covers() -> str:
    """The first safe texts of every language, in a row."""
    return ", ".join(text for texts in safe_covers().values() for text in texts[:_OFFERED])


def checked_cover(cover: str) -> str:
    """The text itself; Invalid if phones would change it, or if it says what the visits are, for whom, or who comes."""
    for problem in cover_problems(cover):
        raise Invalid(problem, _choose())
    return cover


def check_cover(book: Casebook, cover: str | None) -> None:
    """Invalid as in `checked_cover`; Exposed for a cover text that shows anybody in the casebook."""
    if cover:
        checked_cover(cover)
        if is_own_cover(cover):
            _check_shows_nobody(guard_of(book), cover)


def check_her_cover(cover: str, identity: Identified | None) -> None:
    """Exposed if a cover text shows who she is, by what is known of her."""
    if cover and identity and is_own_cover(cover):
        _check_shows_nobody(Guard(words_of(identity)), cover)


def check_changed_cover(book: Casebook, before: Case, after: Case) -> None:
    """As `check_cover` for a cover text that was changed, and `check_her_cover` where that or her identity was."""
    if after.cover != before.cover:
        check_cover(book, after.cover)
    if (after.cover, after.identity) != (before.cover, before.identity):
        check_her_cover(after.cover, after.identity)


def own_covers(written: Iterable[object]) -> list[str]:
    """Of what may be cover texts those that are somebody's own and can be used, each once: they are to be confirmed."""
    texts = dict.fromkeys(text.strip() for text in written if isinstance(text, str))
    return [text for text in texts if is_own_cover(text) and not cover_problems(text)]


def shows_somebody(guard: Guard, cover: str) -> bool:
    """Whether a cover text shows a guarded word; the program's own texts do not, whoever is called like one."""
    return cover not in SAFE_COVERS and bool(guard.find(revealed(cover)))


def _check_shows_nobody(guard: Guard, cover: str) -> None:
    if shows_somebody(guard, cover):
        raise Exposed(say("The cover text shows who somebody is."), _choose())


def _choose() -> str:
    return say("Choose one of these: {texts}.", texts=offered_covers())
