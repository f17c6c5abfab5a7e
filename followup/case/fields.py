"""What a stored field is: described once, in its type, for all who need to know.

    note: Annotated[Private, note_text("The note")] = ""
    phone: Annotated[Private | None, identity("Phone", GuardedAs.PHONE)] = None

From the description come the check at construction (`Checked`), the keys of a file and the questions (identity), what
the guard looks for and what the log quotes. A text is *identity* (`Private`, in a kind of fact that is ``personal``),
*free text* (`Private` elsewhere) or *program text* (``str``: codes, ids, initials, words to group by). What is
`Private` is shown through the mask only.

A description stands in the type, not in a default, so that mypy still sees which fields have none. Sentences are
written in English and looked up in the catalogue of the language when they are said.
"""

from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from functools import cache
from inspect import get_annotations
from typing import TYPE_CHECKING, Annotated, Any, Final, Protocol, get_args, get_origin

from followup.case.pseudonym import given_code
from followup.case.text_limits import LINE_LIMIT, NOTE_LIMIT, checked_day, checked_line, checked_note, plain_line_ends
from followup.errors import Invalid
from followup.messages import say
from followup.values import CheckedValue, Value, force_setattr

WRITTEN: Final = "what somebody wrote"
"""Stands in the annotation of every field whose text is private."""

if TYPE_CHECKING:

    class Private(Protocol):
        """A text that somebody wrote and that may name or describe a person: free text and identity.

        At run time it is a ``str``. For mypy every ``str`` may be given where ``Private`` is asked for, but a
        ``Private`` never where a ``str`` is: it can be kept, compared and stripped, and shown only through a `Mask` or,
        by whoever has the right to it, with `revealed`. `tests/test_private.py` looks for what mypy lets pass,
        f-strings above all.
        """

        def __len__(self) -> int: ...

        def __hash__(self) -> int: ...

        def __contains__(self, part: str, /) -> bool: ...

        def strip(self) -> "Private": ...

        def casefold(self) -> "Private": ...

else:
    Private = Annotated[str, WRITTEN]


Mask = Callable[[Private], str]
"""What `Private` text passes through before it is shown: every name in it is replaced by a mark."""

MARK: Final = "▒▒▒"
"""What stands in place of a masked word; of one length, so that it says nothing of the word's."""


def revealed(text: Private | None) -> str:
    """The text itself, empty for None: for the vault, the guard and forms, and for pages that show names when asked."""
    return text or ""  # type: ignore[return-value]


class GuardedAs(StrEnum):
    """How the guard looks for a text of identity."""

    PERSON = "person"
    """A person's name: whole, and each of its parts."""
    CONTACT = "contact"
    """Whom to ask for: what names somebody in it, which words such as *an aunt* do not."""
    PLACE = "place"
    """A village or commune: as a whole, and without the word that says which of these it is."""
    WORDS = "words"
    """Words as a whole, such as the name of a business."""
    PHONE = "phone"
    """The digits of phone numbers."""


class Described(Value):
    """A field's description; makers below say which of this a kind of field needs.

    ``rule`` checks a value, ``what`` is what errors call the field, ``otherwise`` and ``hint`` what is said of a value
    that is missing or out of range. ``quoted`` is how the log quotes a text, empty where it does not. Of identity,
    ``ask`` is the question, ``title`` what a page calls it, and ``guarded`` how the guard looks for it.
    """

    rule: Callable[["Described", str, Any], object]
    what: str = ""
    least: int = 0
    most: int | None = None
    lines: bool = False
    otherwise: str = ""
    hint: str = ""
    quoted: str = ""
    ask: str = ""
    title: str = ""
    guarded: GuardedAs | None = None

    @property
    def is_text(self) -> bool:
        """Whether the field holds words."""
        return self.rule is _check_text


def program_text() -> Described:
    """Text of the program itself, such as an id; nothing is checked."""
    return Described(lambda _described, _name, _value: None)


def one_line(what: str = "", limit: int = LINE_LIMIT, *, needed: str = "", quoted: str = "") -> Described:
    """A text on one line; errors call it by its field's name where ``what`` is not said."""
    return Described(_check_text, what, most=limit, otherwise=needed, quoted=quoted)


def note_text(what: str, limit: int = NOTE_LIMIT, *, needed: str = "") -> Described:
    """A text of any number of lines, quoted in the log; ``needed`` is said where it is missing."""
    return Described(_check_text, what, most=limit, lines=True, otherwise=needed, quoted="{text}")


def identity(
    ask: str, guarded: GuardedAs | None = None, *, title: str = "", what: str = "", note_limit: int = 0
) -> Described:
    """A text that says who she is or how to reach her, on one line where no ``note_limit`` is given."""
    most, lines = note_limit or LINE_LIMIT, bool(note_limit)
    return Described(_check_text, what, most=most, lines=lines, ask=ask, title=title or ask, guarded=guarded)


def stored_code() -> Described:
    """A graduate's code, as codes are stored."""
    return Described(_check_code)


def calendar_day(what: str) -> Described:
    """A day from 1990 to 2099."""
    return Described(_check_day, what)


def whole_number(
    least: int, most: int | None, otherwise: str, hint: str = "", *, ask: str = "", title: str = ""
) -> Described:
    """A whole number from ``least`` to ``most``, both included; ``otherwise`` is said of any other."""
    return Described(_check_number, "", least, most, otherwise=otherwise, hint=hint, ask=ask, title=title)


def _check_text(described: Described, name: str, text: str) -> None:
    if text.isprintable() and len(text) <= (described.most or LINE_LIMIT) and (text.strip() or not described.otherwise):
        return  # nearly every text there is: journals of thousands of facts are read in a moment
    what = say(described.what) if described.what else say("The field {name}", name=name.replace("_", " "))
    checked = (checked_note if described.lines else checked_line)(text, what, limit=described.most or LINE_LIMIT)
    if described.otherwise and not checked.strip():
        raise Invalid(say(described.otherwise))


def _check_code(_described: Described, _name: str, code: str) -> None:
    if given_code(code) != code:
        raise Invalid(say("A code is stored in capitals without spaces."))


def _check_day(described: Described, _name: str, value: date) -> None:
    checked_day(value, say(described.what))


def _check_number(described: Described, _name: str, value: int) -> None:
    if value < described.least or (described.most is not None and value > described.most):
        raise Invalid(say(described.otherwise, most=described.most), say(described.hint))


SLOT = whole_number(1, None, "Visits are numbered from 1.")
"""The number of a visit."""


class Leaf(Value):
    """A type inside a field's annotation that holds no other, its description, whether it is private or in a list."""

    type: Any
    described: Described | None
    private: bool
    listed: bool


def leaves(annotation: Any, beside: tuple[Any, ...] = (), *, listed: bool = False) -> Iterator[Leaf]:
    """The types inside ``annotation``: of ``tuple[X, ...] | None`` X and NoneType, each with what stands beside it."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        yield from leaves(parts[0], (*beside, *parts[1:]), listed=listed)
    elif parts:
        for part in parts:
            yield from leaves(part, beside, listed=listed or origin is tuple)
    elif annotation is not Ellipsis:
        description = next((one for one in beside if isinstance(one, Described)), None)
        yield Leaf(annotation, description, WRITTEN in beside, listed)


def first_leaves(kind: Any) -> dict[str, Leaf]:
    """What each field of a class holds, by name, in their order: the first type in its annotation."""
    hints = {name: one for base in reversed(kind.__mro__) for name, one in get_annotations(base).items()}
    return {name: next(leaves(hints[name])) for name in kind.__struct_fields__}


@cache
def described(kind: Any) -> dict[str, Described]:
    """The fields of a class that are described, by name, in their order."""
    return {name: leaf.described for name, leaf in first_leaves(kind).items() if leaf.described}


class Checked(CheckedValue):
    """What checks itself when it is made: each field by its description, then the rules of its kind in ``check``."""

    def check_fields(self) -> None:
        """Each field by its description."""
        for name, one in described(type(self)).items():
            value = getattr(self, name)
            if value is not None:
                if one.lines and "\r" in value:
                    value = plain_line_ends(value)
                    force_setattr(self, name, value)
                for item in value if isinstance(value, tuple) else (value,):
                    one.rule(one, name, item)
