"""No code says who somebody is: neither her own, nor one that is called like another graduate.

Codes stand on every screen and may stand in calendars. One that was generated says nothing, whoever is called so.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from followup.case.case import Case
from followup.case.facts import Identified
from followup.case.fields import GuardedAs
from followup.case.pseudonym import is_generated_code, tidy_code
from followup.casebook import Casebook
from followup.errors import Refused
from followup.messages import say
from followup.services.guarded_names import guard_of_known

if TYPE_CHECKING:
    from followup.handout.guard import Guard


def check_code_hides_identity(code: str, identity: Identified | None) -> None:
    """Refused for a code that shows who she is."""
    if identity and _shows_identity(code, identity):
        raise Refused(say("The code shows who she is."), say("Choose another, or leave it out to have one generated."))


def check_code_hides_new_identity(book: Casebook, before: Case, after: Case) -> None:
    """Refused if what is said of her identity now stands in the code that she, or somebody else, was given before."""
    if after.identity == before.identity:
        return
    if _shows_identity(after.code, after.identity):
        raise Refused(
            say("Her code would show who she is."), say("Give her another code first: followup graduate edit --code.")
        )
    if new_names := set(_name_codes(after.identity)) - set(_name_codes(before.identity)):
        _refuse_codes_among(new_names & (book.whose_codes.taken - {before.code, after.code}))


def check_name_is_no_code(identity: Identified | None, codes: set[str]) -> None:
    """Refused for a name, or a part of one, that is the code of somebody else."""
    if identity:
        _refuse_codes_among(set(_name_codes(identity)) & codes)


def _refuse_codes_among(names: set[str]) -> None:
    if not all(map(is_generated_code, names)):
        raise Refused(
            say("Her name, or a part of it, is the code of somebody else."),
            say("Change that code first: followup graduate edit THAT-CODE --code NEW"),
        )


def _name_codes(identity: Identified) -> Iterable[str]:
    """What a code would be that is one of her names, or a part of one."""
    from followup.handout.guard import GUARDED, words_of
    from followup.handout.names import name_words

    names = (text for field, text in words_of(identity) if GUARDED[field] is GuardedAs.PERSON)
    for word in (word for text in names for word in name_words(text)):
        yield from (tidy_code(word), tidy_code("-".join(word.split())))


def _shows_identity(code: str, identity: Identified) -> bool:
    from followup.handout.guard import Guard, words_of

    return bool(code) and bool(Guard(words_of(identity)).find(code))


class CodeGuard:
    """Knows who is in the casebook, and whoever is added, as far as names can be known; read when first needed."""

    def __init__(self, book: Casebook) -> None:
        self._book = book
        self._guard: Guard | None = None
        self._added: list[Identified] = []

    def add(self, identity: Identified | None) -> None:
        """Somebody more, who may not be written down yet."""
        if identity:
            self._added.append(identity)

    def check(self, code: str) -> None:
        """Refused for a code that shows who somebody in the casebook is."""
        if code and not is_generated_code(code) and self._known().find(code):
            raise Refused(
                say("The code shows who somebody in the casebook is."),
                say("Choose another, or leave it out to have one generated."),
            )

    def _known(self) -> "Guard":
        from followup.handout.guard import words_of

        self._guard = self._guard or guard_of_known(self._book)
        self._guard.add(word for identity in self._added for word in words_of(identity))
        self._added.clear()
        return self._guard
