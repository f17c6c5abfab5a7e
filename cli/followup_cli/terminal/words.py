"""Words of closed vocabularies, as people type them: with hyphens, spaces or capitals."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from followup.case.forms.reading import FormReading, one_of
from followup.case.vocabulary import Term
from followup.errors import Invalid
from followup.messages import say

Word = TypeVar("Word", bound=Term)


def term_parser(vocabulary: type[Word]) -> Callable[[str], Word]:
    """A reader of one word of ``vocabulary``; Invalid lists what there is."""
    read = one_of(vocabulary)
    return lambda typed: read(FormReading(), "", typed)


def choice_parser(known: Iterable[str]) -> Callable[[str], str]:
    """A reader of one of ``known``; Invalid lists them."""
    names = tuple(known)

    def read(typed: str) -> str:
        chosen = typed.strip().lower()
        if chosen not in names:
            raise Invalid(say("One of these is needed: {words}.", words=", ".join(names)))
        return chosen

    return read


def terms_hint(vocabulary: type[Term]) -> str:
    """The words of a vocabulary as a hint: ``family, adoptive-family, on-her-own``."""
    return ", ".join(one.value.replace("_", "-") for one in vocabulary)


def terms_metavar(vocabulary: type[Term]) -> str:
    """The words of a vocabulary in a command's help: ``family|relative``."""
    return "|".join(one.value.replace("_", "-") for one in vocabulary)


def split_commas(typed: str) -> list[str]:
    """What stands between commas, without blanks."""
    return [part.strip() for part in typed.split(",") if part.strip()]
