"""What people type, read as values: numbers, instants, words of closed vocabularies. Refusals never repeat it.

What reading takes is imported when something was typed: most commands are called with a word or two.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from followup.case.text_limits import checked_day
from followup.case.vocabulary import Term
from followup.errors import FollowupError, Invalid
from followup.messages import say

Word = TypeVar("Word", bound=Term)


@contextmanager
def naming_option(option: str) -> Iterator[None]:
    """Say which option a refusal is about."""
    try:
        yield
    except FollowupError as error:
        raise type(error)(f"{option}: {error.what}", error.hint) from None


# --- numbers and days -----------------------------------------------------------------------------------------------


def parse_number(text: str, least: int = 0, most: int = 999_999_999) -> int:
    """A whole number from ``least`` to ``most``, in Western or Khmer digits."""
    from followup.case.forms.spoken_days import plain_digits

    typed = plain_digits(text)
    number = int(typed) if re.fullmatch(r"[0-9]{1,9}", typed) else -1
    if not least <= number <= most:
        raise Invalid(
            say("That number cannot be used."),
            say("Use a whole number from {least} to {most}.", least=least, most=most),
        )
    return number


def parse_frozen(texts: Iterable[str], today: date) -> dict[int, date]:
    """Each K=DATE as the fixed date of visit K; raises Invalid if a visit is given twice."""
    from followup.case.forms.dates import parse_date

    frozen: dict[int, date] = {}
    for text in texts:
        number, equals, day = text.partition("=")
        if not equals:
            raise Invalid(say("A fixed date names the visit and the day."), say("Write it like this: 5=2026-07-31"))
        k = parse_number(number, 1)
        if k in frozen:
            raise Invalid(say("Two fixed dates are given for one visit."), say("Give each visit once."))
        frozen[k] = parse_date(day, today)
    return frozen


def parse_instant(text: str, today: date, zone: str) -> datetime:
    """The end of a day where the office is, or a date and time with its distance from UTC, as an instant in UTC."""
    from followup.case.forms.dates import parse_date
    from followup.case.forms.spoken_days import plain_digits
    from followup.handout.calendar import zone_named

    if not re.search(r":|[0-9]t[0-9]", text, re.IGNORECASE):
        next_day = parse_date(text, today) + timedelta(days=1)
        return datetime.combine(next_day, time.min, zone_named(zone)).astimezone(UTC) - timedelta(microseconds=1)
    hint = say("Write a day, such as 2026-10-20, or 2026-10-20T17:00+07:00.")
    try:
        at = datetime.fromisoformat(plain_digits(text).upper())
    except ValueError:
        raise Invalid(say("That is not a date and a time."), hint) from None
    if at.tzinfo is None:
        raise Invalid(say("A time must say how far it is from UTC."), hint)
    checked_day(at.date(), say("The day"))
    return at.astimezone(UTC)


# --- words ----------------------------------------------------------------------------------------------------------


def term_parser(vocabulary: type[Word]) -> Callable[[str], Word]:
    """A reader of one word of ``vocabulary``, with hyphens, spaces or capitals; Invalid lists what there is."""

    def read(typed: str) -> Word:
        from followup.case.forms.reading import FormReading, one_of

        word: Word = one_of(vocabulary)(FormReading(), "", typed)
        return word

    return read


def terms_parser(vocabulary: type[Word]) -> Callable[[str], tuple[Word, ...]]:
    """A reader of words of ``vocabulary`` between commas."""
    read = term_parser(vocabulary)
    return lambda typed: tuple(map(read, split_commas(typed)))


def choice_parser(words: Iterable[str], *, shortened: bool = False) -> Callable[[str], str]:
    """A reader of one of ``words``, or of its beginning where it may be ``shortened``; Invalid lists them."""
    known = tuple(words)

    def read(typed: str) -> str:
        from followup.case.known_words import did_you_mean, folded_word, matching_words, near_words

        found = [word for word in matching_words(typed, known) if shortened or folded_word(word) == folded_word(typed)]
        if len(found) != 1:
            needed = say("One of these is needed: {words}.", words=", ".join(known))
            raise Invalid(needed, did_you_mean(found or near_words(typed, known)))
        return found[0]

    return read


def term_shower(vocabulary: type[Term]) -> Callable[[str], str]:
    """How a word of ``vocabulary`` that is kept as an answer is shown in a summary."""
    return lambda kept: vocabulary(kept.replace("-", "_")).label


def terms_hint(vocabulary: Iterable[Term], separator: str = ", ") -> str:
    """The words of a vocabulary as people type them: ``family, adoptive-family, on-her-own``."""
    return separator.join(term_words(vocabulary))


def term_words(vocabulary: Iterable[Term]) -> tuple[str, ...]:
    """The words of a vocabulary as people type them, in its order."""
    return tuple(term.value.replace("_", "-") for term in vocabulary)


def split_commas(typed: str) -> list[str]:
    """What stands between commas, without blanks."""
    return [part.strip() for part in typed.split(",") if part.strip()]
