"""A month's blank cash book for somebody with little schooling: pictures and big boxes, a line a day, and no name."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from followup.case.business.loan import Repayment
from followup.case.business.money import Currency
from followup.case.case import Case
from followup.case.consent_words import Purpose
from followup.casebook import Casebook
from followup.handout.paper.catalogue import Language, phrase, words
from followup.handout.paper.document import Content, PaperDocument
from followup.services.consents import refuse_if_forbidden
from followup.services.prints.printing import PrintResult, print_document

HALF = 16
"""The days on the first of its two pages."""
LONGEST = 31
"""The days of a book for any month."""
_KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")
_IN_MONEY = {Repayment.MONTHLY, Repayment.AT_HARVEST}


def print_cash_book(book: Casebook, typed: str, month: date | None, language: Language, folder: Path) -> PrintResult:
    """Print the cash book of a month, given by its first day; of any month, to be copied, where none is given.

    With a code it is in the currency of her plan, and has no column for a loan that she does not pay back in money;
    Refused then where she said no to pages about her.
    """
    case = book.look(typed).case if typed else None
    if case:
        refuse_if_forbidden(case, Purpose.PAPER)
    title = phrase(language, "cash-book", "title")
    document = PaperDocument("cash-book", title, language, _content(book, case, month, language), book.today)
    about = f"{month:%Y-%m}" if month else ""
    name = "-".join(part for part in ("cash-book", case.code if case else "", about) if part)
    return print_document(
        book,
        document,
        name,
        folder,
        own_words={*document.texts} - {case.code if case else ""},
        about=about,
        cases=(case.id,) if case else (),
    )


def _content(book: Casebook, case: Case | None, month: date | None, language: Language) -> Mapping[str, Content]:
    last = monthrange(month.year, month.month)[1] if month else LONGEST
    days = [_day(number, month, language) for number in range(1, last + 1)]
    plan = case.plan if case else None
    currency = plan.currency if plan else Currency(book.office.currency)
    return {
        "month": f"{month:%m / %Y}" if month else "",
        "currency": "$" if currency is Currency.USD else words(language, "cash-book")["riel"][0]["text"],
        "columns": ["in", "out", "family", "savings", *(["loan"] if _asks_for_loan(case) else [])],
        "code": case.code if case else "",
        "pages": [days[:HALF], days[HALF:]],
    }


def _asks_for_loan(case: Case | None) -> bool:
    """Whether there is a column for it: in a book for anybody, and where she pays one back in money."""
    return case is None or bool(case.plan and case.plan.loan and case.plan.loan.repaid in _IN_MONEY)


def _day(number: int, month: date | None, language: Language) -> Mapping[str, Content]:
    """A day in figures, in Khmer ones too where Khmer is read; a heavier line ends each week."""
    sunday = month is not None and month.replace(day=number).weekday() == 6
    khmer = "" if language is Language.EN else str(number).translate(_KHMER_DIGITS)
    return {"number": str(number), "khmer": khmer, "week-ends": sunday}
