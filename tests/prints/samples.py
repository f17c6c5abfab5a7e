"""Every print of the demo's casebook as a document, in any language: what tests that concern all of them look at."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from unittest.mock import patch

from followup.case.consent_words import Purpose
from followup.case.facts import ConsentAsked, Referred
from followup.case.referral import Referral
from followup.case.referral_words import ReferralService, SharedDetail
from followup.casebook import Casebook
from followup.handout.paper.catalogue import Language
from followup.handout.paper.document import PaperDocument
from followup.services.prints import printing
from followup.services.prints.cash_book import print_cash_book
from followup.services.prints.plan import print_plan
from followup.services.prints.quarter import QuarterPaper
from followup.services.prints.recovery import print_recovery
from followup.services.prints.referral import print_referral
from followup.services.prints.route import RouteRequest, print_route
from followup.services.prints.sheets import SheetRequest, print_sheets
from followup.services.prints.training import print_training
from followup.services.reports import ReportSelection
from followup.vault import keys
from tests.builders import a_casebook, a_graduate
from tests.cli.sample_report import a_report, an_internal_report
from tests.demo.demos import TODAY, a_demo

Printing = Callable[[Casebook, str, Language, Path], object]

DAY = date(2026, 10, 20)
RECOVERY_KEY = (
    "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX",
    "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj",
)
"""The key of the test vectors of age's own specification: it opens nothing."""


def _print_referral(language: Language, folder: Path) -> object:
    """The page of a referral that may tell all there is to tell."""
    book = a_casebook(a_graduate(phone="012 345 678", birth_year=2005))
    book.write(book.find("KML"), ConsentAsked((Purpose.REFERRAL_MEDICAL,), (), "SN", "Told."), on=DAY)
    why = "A check-up; she has been tired and dizzy for some weeks, and works in the mornings."
    sent = Referred(ReferralService.MEDICAL, why, date(2026, 12, 5), to="Health centre", shares=tuple(SharedDetail))
    book.write(book.find("KML"), sent)
    with patch.object(Referral, "reference", "R-3F9A2C"):
        return print_referral(book, "KML", "", language, folder, names=True)


def _print_recovery(book: Casebook, language: Language, folder: Path) -> object:
    """The page of a key that is always the same."""
    with patch.object(keys, "new_recovery_key", lambda: RECOVERY_KEY):
        return print_recovery(book, language, folder)


PRINTS: dict[str, Printing] = {
    "route": lambda book, _, language, folder: print_route(book, RouteRequest(everybody=True), language, folder),
    "route-names": lambda book, _, language, folder: print_route(
        book, RouteRequest(everybody=True, names=True), language, folder
    ),
    "sheet": lambda book, _, language, folder: print_sheets(
        book, SheetRequest(codes=("WM5V4F", "DEMO-2")), language, folder
    ),
    "plan": lambda book, code, language, folder: print_plan(book, code, language, folder, promises=True),
    "referral": lambda _book, _, language, folder: _print_referral(language, folder),
    "training": lambda book, _, language, folder: print_training(book, ReportSelection(), folder, language),
    "training-internal": lambda book, _, language, folder: print_training(
        book, ReportSelection(internal=True), folder, language
    ),
    "sheets": lambda book, _, language, folder: print_sheets(
        book, SheetRequest(days=0, everybody=True), language, folder
    ),
    "recovery": lambda book, _, language, folder: _print_recovery(book, language, folder),
    "cash-book": lambda book, code, language, folder: print_cash_book(book, code, TODAY, language, folder),
}
"""Each print by its name, made of the casebook and of a graduate who has a plan."""
REPORTS = {"quarter": a_report(), "quarter-internal": an_internal_report()}
NAMES = (*PRINTS, *REPORTS)


@cache
def sample(name: str, language: Language = Language.EN) -> PaperDocument:
    """The document of a print, which is not typeset."""
    if name in REPORTS:
        return QuarterPaper(REPORTS[name], language, DAY, "Open Door", "The director", 85).document
    book, codes = a_demo(20)
    with tempfile.TemporaryDirectory() as folder, nothing_typeset() as given:
        PRINTS[name](book, codes.failed, language, Path(folder))
    return given[0]


@contextmanager
def nothing_typeset() -> Iterator[list[PaperDocument]]:
    """The documents that are printed meanwhile."""
    given: list[PaperDocument] = []

    def typeset(document: PaperDocument) -> bytes:
        given.append(document)
        return b"/Type /Page followup print"

    with patch.object(printing, "typeset", typeset):
        yield given
