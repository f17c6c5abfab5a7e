"""Forms: nested keys and values as people write them in a file, read into frozen values.

Reading collects every problem with its place, so that one bad line does not hide the others, and repeats nothing of
what was written.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from followup.case.business.money import Currency, Money, parse_money, parse_number
from followup.case.date_ranges import DateRange
from followup.case.fields import GuardedAs, Leaf, first_leaves
from followup.case.forms.dates import parse_date, parse_date_range, parse_weekday
from followup.case.known_words import did_you_mean, matching_words, near_words
from followup.case.text_limits import LINE_LIMIT, checked_line, checked_note
from followup.case.vocabulary import Term
from followup.errors import Invalid
from followup.messages import say
from followup.values import NODEFAULT, MutableValue, Struct, Value, defaults, field, replace


class FormProblem(Value):
    """What is wrong and where, in words that repeat nothing of what was written; ``hint`` is how ``what`` ends."""

    where: str
    what: str
    hint: str = ""


class FormReading(MutableValue):
    """One reading of one form: the currency amounts are in when they name none, the day it is, the problems so far.

    ``name`` stands for the place where nothing more exact is known. Without ``today`` only dates written out are
    understood.
    """

    currency: Currency = Currency.KHR
    today: date | None = None
    name: str = "form"
    problems: list[FormProblem] = field(default_factory=list)

    def note(self, where: str, error: Invalid) -> None:
        """Remember what is wrong at a place."""
        self.problems.append(FormProblem(where, f"{error.what} {error.hint}".strip(), error.hint))


def format_problems(problems: Iterable[FormProblem]) -> str:
    """Problems of one form as lines."""
    return "\n".join(f"  {problem.where}: {problem.what}" for problem in problems)


FormReader = Callable[[FormReading, str, Any], Any]
"""Turns what was written at a place into a value; notes nested problems and raises Invalid for its own."""


class FormKey(Value):
    """How the value of a key is read, and whether it must be there."""

    read: FormReader
    required: bool = False


def keys_of(kind: type[Struct], *names: str, **others: FormReader) -> dict[str, FormKey]:
    """The keys of one ``kind``: its fields, or those of these ``names``, each read as its type and description say.

    ``others`` are read in ways of their own. What has no default must be there.
    """
    held, needed = first_leaves(kind), defaults(kind)
    return {
        name: FormKey(others.get(name) or _reader_of(held[name]), required=needed[name] is NODEFAULT)
        for name in names or held
    }


def _reader_of(leaf: Leaf) -> FormReader:
    """How what a field holds is read, or a list of it."""
    if leaf.listed:
        return rows(_reader_of(replace(leaf, listed=False)))
    if leaf.type in _READERS:
        return _READERS[leaf.type]
    if issubclass(leaf.type, Struct):
        return record_of(leaf.type)
    if issubclass(leaf.type, Term):
        return one_of(leaf.type)
    assert leaf.described is not None
    most = leaf.described.most or LINE_LIMIT
    if leaf.type is int:
        return whole(most)
    if leaf.described.guarded is GuardedAs.PHONE:
        return from_value(lambda written: short_text(40)(figure_text(written)))
    check = checked_note if leaf.described.lines else checked_line
    return from_value(lambda written: check(_words(written), say("This"), limit=most))


def record_of(kind: type[Struct], *names: str, **others: FormReader) -> FormReader:
    """A reader of one ``kind`` with the keys of `keys_of`."""
    return record(kind, keys_of(kind, *names, **others))


def record(kind: Callable[..., Any], keys: Mapping[str, FormKey], names: Mapping[str, str] | None = None) -> FormReader:
    """A reader of one ``kind``; ``names`` gives the attribute where it is not called like its key."""

    def read(reading: FormReading, where: str, written: Any) -> Any:
        if not isinstance(written, Mapping):
            raise Invalid(say("Keys are needed here: {keys}.", keys=", ".join(keys)))
        before = len(reading.problems)
        for key in written:
            if key not in keys:
                reading.note(where or reading.name, _unknown_key(str(key), keys))
        values = {
            (names or {}).get(key, key): _value(reading, _place(where, key), known, written.get(key))
            for key, known in keys.items()
            if known.required or written.get(key) is not None
        }
        if len(reading.problems) > before:
            return None
        try:
            return kind(**values)
        except Invalid as error:
            reading.note(where or reading.name, error)
            return None

    return read


def read_form(
    reading: FormReading, read: FormReader, written: Any, otherwise: str
) -> tuple[Any, tuple[FormProblem, ...]]:
    """The form that was written, or None and everything that is wrong; ``otherwise`` is said of what has no keys."""
    if not isinstance(written, Mapping):
        return None, (FormProblem(reading.name, otherwise),)
    form = read(reading, "", written)
    return (None, tuple(reading.problems)) if reading.problems else (form, ())


def _unknown_key(written: str, keys: Iterable[str]) -> Invalid:
    """What to say of a key that is none: near ones or all, and not the key itself, which may be a name."""
    known = say("Known: {keys}.", keys=", ".join(keys))
    return Invalid(say("A key is not known."), did_you_mean(near_words(written, keys)) or known)


def _place(where: str, key: str) -> str:
    return f"{where}: {key}" if where else key


def _value(reading: FormReading, where: str, key: FormKey, written: Any) -> Any:
    if written is None:
        reading.note(where, Invalid(say("This is missing.")))
        return None
    try:
        return key.read(reading, where, written)
    except Invalid as error:
        reading.note(where, error)
        return None


def rows(read: FormReader, name: str = "", worth: str = "") -> FormReader:
    """A reader of a list of rows; where ``name`` is given, also of a table like ``haircut = "2,000 riel"``."""

    def read_rows(reading: FormReading, where: str, written: Any) -> tuple[Any, ...]:
        if name and isinstance(written, Mapping):
            written = [{name: key, worth: value} for key, value in written.items()]
        if not isinstance(written, (list, tuple)):
            raise Invalid(say("A list is needed here."))
        places = (say("{list} row {n}", list=where, n=number) for number in range(1, len(written) + 1))
        key = FormKey(read)
        return tuple(_value(reading, place, key, row) for place, row in zip(places, written, strict=True))

    return read_rows


def several(read: FormReader) -> FormReader:
    """A reader of a list, or of words between commas."""
    every = rows(read)

    def read_several(reading: FormReading, where: str, written: Any) -> Any:
        if isinstance(written, str):
            written = [part for part in written.split(",") if part.strip()]
        return every(reading, where, written)

    return read_several


def figure_text(written: Any) -> str:
    """A figure as text, whether the file had text or a number; a float stands as the digits that were written."""
    if isinstance(written, bool) or not isinstance(written, (str, int, float, Decimal)):
        raise Invalid(say("A figure is needed here."))
    try:
        if isinstance(written, float):
            return str(written).removesuffix(".0")
        return f"{written:f}" if isinstance(written, Decimal) else str(written)
    except ValueError as error:  # an integer of thousands of digits
        raise Invalid(say("That figure is too large.")) from error


def amount(reading: FormReading, _where: str, written: Any) -> Money:
    """An amount of money, in the form's currency if it names none."""
    return parse_money(figure_text(written), reading.currency)


def from_value(read: Callable[[Any], Any]) -> FormReader:
    """A reader that needs neither the place nor the rest of the form."""
    return lambda _reading, _where, written: read(written)


def figure(places: int, most: int) -> FormReader:
    """A number with at most ``places`` digits after the dot."""
    return lambda _reading, _where, written: parse_number(figure_text(written), places=places, most=most)


def whole(most: int, least: int = 0, hint: str = "") -> FormReader:
    """A whole number from ``least`` to ``most``; ``hint`` says how to write this one."""

    def read(_reading: FormReading, _where: str, written: Any) -> int:
        try:
            return int(parse_number(figure_text(written), least=least, most=most))
        except Invalid as error:
            raise Invalid(error.what, hint or error.hint) from None

    return read


def short_text(longest: int) -> Callable[[Any], str]:
    """A text on one line of at most ``longest`` characters."""
    return lambda written: checked_line(_words(written), say("This"), limit=longest)


def _words(written: Any) -> str:
    if not isinstance(written, str):
        raise Invalid(say("Words are needed here."))
    return written.strip()


def yes_or_no(written: Any) -> bool:
    """True or false."""
    if not isinstance(written, bool):
        raise Invalid(say("This is either true or false."))
    return written


def one_of(vocabulary: type[Term]) -> FormReader:
    """A word of a closed vocabulary, or its beginning, however its parts are joined; Invalid names near ones."""

    def read(_reading: FormReading, _where: str, written: Any) -> Term:
        typed = written if isinstance(written, str) else ""
        found = matching_words(typed, vocabulary)
        if len(found) == 1:
            return vocabulary(found[0])
        near = found or near_words(typed, vocabulary)
        needed = say("One of these is needed: {words}.", words=", ".join(map(_as_typed, vocabulary)))
        raise Invalid(needed, did_you_mean([_as_typed(word) for word in near]))

    return read


def _as_typed(word: str) -> str:
    """A word as lists show it."""
    return word.replace("_", "-")


def a_day(reading: FormReading, _where: str, written: Any) -> date:
    """A day, written out or as a date of the file's own."""
    if isinstance(written, date):
        return date(written.year, written.month, written.day)
    return parse_date(figure_text(written), reading.today)


def a_date_range(reading: FormReading, _where: str, written: Any) -> DateRange:
    """A range of days, FROM..UNTIL, both included, or one day."""
    if isinstance(written, date):
        return DateRange(a_day(reading, _where, written), a_day(reading, _where, written))
    return parse_date_range(figure_text(written), reading.today)


def a_weekday(_reading: FormReading, _where: str, written: Any) -> int:
    """A weekday's name, as a number from Monday = 0."""
    return parse_weekday(figure_text(written))


_READERS: Mapping[type, FormReader] = {
    Money: amount,
    DateRange: a_date_range,
    date: a_day,
    bool: from_value(yes_or_no),
}
"""How what fields hold is read, where its type says it all."""
