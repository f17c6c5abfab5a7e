"""The visit sheets: which visits are to be made, and what the page of each says."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from followup.case import consents
from followup.case.case import Case
from followup.case.consent_words import Purpose
from followup.case.page_code import PageCode
from followup.case.parts import Flag, Promise
from followup.case.visit_words import ContactMethod, WellbeingDomain
from followup.casebook import Casebook
from followup.errors import Damaged, Refused
from followup.handout.paper.catalogue import Language
from followup.handout.paper.document import Content, PaperDocument
from followup.messages import say, say_count
from followup.monitoring.visit_sheet import (
    agreement_to_ask,
    checks_on_sheet,
    flags_on_sheet,
    last_scores,
    promises_on_sheet,
)
from followup.progress import Progress, counted
from followup.schedule.case_schedule import CaseSchedule
from followup.schedule.next_visit import NextVisit, next_visits
from followup.services.agenda import agenda_of
from followup.services.consents import missing as missing_consent
from followup.services.guarded_names import labels_through, masker, public_names
from followup.services.prints.business_part import business_part
from followup.services.prints.printing import PrintResult, print_document
from followup.services.prints.texts import OwnTexts, on_paper
from followup.values import Value

Fields = dict[str, Content]


class SheetRequest(NamedTuple):
    """Whose sheets: of these graduates, or of the visits within ``days``, as the agenda of a worker has them."""

    codes: tuple[str, ...] = ()
    days: int = 7
    worker: str = ""
    everybody: bool = False


class Booklet(NamedTuple):
    """The sheets as one document, whose they are, and the texts in it that the program made.

    ``without_visit`` are the codes of those on the agenda for whom no visit is planned, ``unread`` of those whose file
    is damaged, ``no_consent`` of those who said no to paper: they have no sheet.
    """

    document: PaperDocument
    case_ids: tuple[str, ...]
    own_words: frozenset[str]
    without_visit: tuple[str, ...]
    unread: tuple[str, ...]
    no_consent: tuple[str, ...]


def print_sheets(
    book: Casebook, request: SheetRequest, language: Language, folder: Path, progress: Progress | None = None
) -> tuple[PrintResult, Booklet]:
    """Print a page for each visit, all in one file. Refused if nobody is to be visited, or follow-up has ended.

    A case that cannot be read is left out, and stands in ``book.problems``; Damaged if there is no other.
    """
    booklet = sheets_booklet(book, request, language, progress)
    made = print_document(
        book,
        booklet.document,
        _file_name(book, request, booklet),
        folder,
        own_words=booklet.own_words,
        cases=booklet.case_ids,
    )
    return made, booklet


def _file_name(book: Casebook, request: SheetRequest, booklet: Booklet) -> str:
    """What the file is called: a booklet of others never takes the place of one's own of the same day."""
    if request.codes and len(booklet.case_ids) == 1:
        return f"sheet-{book.codes[booklet.case_ids[0]]}"
    whose = ("-chosen", request.codes), ("-everybody", request.everybody), ("-other-worker", request.worker)
    return f"sheets-{book.today}{next((ending for ending, asked in whose if asked), '')}"


def sheets_booklet(
    book: Casebook, request: SheetRequest, language: Language, progress: Progress | None = None
) -> Booklet:
    """One page a visit, in the order of the agenda or of the codes."""
    case_ids, without_visit = _wanted(book, request)
    writer = _SheetWriter(book, language)
    pages: dict[str, Content] = {}
    refused: dict[str, Case] = {}
    for case_id in counted(case_ids, progress):
        try:
            subject = _subject(book, case_id)
            if consents.forbids(subject.case, Purpose.PAPER):
                refused[case_id] = subject.case
            else:
                pages[case_id] = writer.page(subject)
        except Damaged as problem:
            book.problems[case_id] = problem
    unread = [case_id for case_id in case_ids if case_id not in pages and case_id not in refused]
    if not pages:
        raise book.problems[unread[0]] if unread else missing_consent(next(iter(refused.values())), Purpose.PAPER)
    no_consent = tuple(case.code for case in refused.values())
    document = PaperDocument("sheet", say("Visit sheets"), language, {"sheets": [*pages.values()]}, book.today)
    own_words = public_names() | writer.own.made
    return Booklet(
        document, tuple(pages), own_words, without_visit, tuple(map(book.codes.__getitem__, unread)), no_consent
    )


def _wanted(book: Casebook, request: SheetRequest) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The cases whose sheets are asked for, and the codes of those on the agenda without a visit."""
    if request.codes:
        codes = book.codes
        return tuple(dict.fromkeys(book.find(typed, codes) for typed in request.codes)), ()
    agenda = agenda_of(book, request.days, worker=request.worker, everybody=request.everybody)
    wanted = tuple(item.row.id for item in agenda.items if item.slot)
    if not wanted:
        raise Refused(
            say_count(
                request.days,
                "Nobody is to be visited today or tomorrow: there is no sheet to print.",
                "Nobody is to be visited in the next {n} days: there is no sheet to print.",
            ),
            say("Print those of a longer time with --days N, or name graduates: followup print sheets CODE"),
        )
    return wanted, tuple(item.row.code for item in agenda.items if not item.slot)


class _Subject(Value):
    """A graduate and the visit that her sheet is for; None where her policy plans none any more."""

    case: Case
    case_schedule: CaseSchedule
    visit: NextVisit | None

    @property
    def page(self) -> PageCode:
        if self.visit:
            return PageCode(self.case.code, self.case_schedule.policy.offset(self.visit.k)[0])
        return PageCode(self.case.code, _months_since(self.case.return_date or self.case.as_of, self.case.as_of))


def _subject(book: Casebook, case_id: str) -> _Subject:
    case = book.case(case_id)
    if case.end:
        raise Refused(
            say("The follow-up of {code} ended on {day}: there is no visit to make.", code=case.code, day=case.end.on),
            say("Leave her out, or take it up again with: followup outcome reopen {code}", code=case.code),
        )
    case_schedule = book.scheduler.case_schedule(case)
    return _Subject(case, case_schedule, next(iter(next_visits(case_schedule, book.today)), None))


def _months_since(start: date, end: date) -> int:
    return max((end.year - start.year) * 12 + end.month - start.month - (end.day < start.day), 0)


class _SheetWriter:
    """Makes the pages of one booklet; the names to be masked are read once."""

    def __init__(self, book: Casebook, language: Language) -> None:
        self.today, self.own = book.today, OwnTexts(language)
        self.mask = masker(book, names=False)
        self.label = labels_through(self.mask)

    def page(self, subject: _Subject) -> Fields:
        """Everything that stands on the page of one visit, in the order of its parts."""
        case = subject.case
        promises, flags = promises_on_sheet(case), flags_on_sheet(case)
        return {
            **self._head(subject),
            "contacts": [self.own.key(method.value) for method in ContactMethod],
            "last": self._last_time(case),
            "promises": [self._promise(one) for one in promises],
            "more_promises": self._more(case.open_promises, promises),
            "flags": [self._flag(one) for one in flags],
            "more_flags": self._more(case.open_flags, flags),
            "scores": self._scores(case),
            "business": business_part(case, self.own),
            "checks": self._checks(case),
        }

    def _head(self, subject: _Subject) -> Fields:
        case, page = subject.case, subject.page
        return {
            "code": self.own.text(page.code),
            "page": self.own.text(page.ending),
            **self._which(subject),
            "days": self._days(subject.visit),
            "place": [self.label(name) for name in (case.district, case.province) if name],
            "worker": on_paper(self.label, case.worker),
            "as_of": self.own.day(self.today),
        }

    def _which(self, subject: _Subject) -> Fields:
        """The key of the sentence that says which visit it is, and its numbers."""
        visit, case_schedule = subject.visit, subject.case_schedule
        key = "visit_none"
        if visit:
            key = "visit_extra" if visit.extra else "visit_of" if case_schedule.last_slot else "visit_open"
        numbers = {"visit": visit.k if visit else 0, "month": subject.page.month, "months": case_schedule.months}
        count: Fields = {name: self.own.text(str(number)) for name, number in numbers.items()}
        return {"which": self.own.key(key), "count": count}

    def _days(self, visit: NextVisit | None) -> list[Content]:
        if visit is None:
            return []
        if visit.extra:
            return [{"key": self.own.key("planned"), "on": self.own.day(visit.on)}]
        days = zip(("due", "late_after"), self.own.days(visit.due, visit.closes), strict=True)
        return [{"key": self.own.key(key), "on": on} for key, on in days]

    def _last_time(self, case: Case) -> Fields:
        last = case.visits[-1] if case.visits else None
        return {
            "key": self.own.key("nothing_written" if last else "never_met"),
            "day": self.own.day(last.on) if last else "",
            "since": "" if last else self.own.day(case.return_date or self.today),
            "note": on_paper(self.mask, last.said.note) if last else "",
            "agreed": on_paper(self.mask, agreement_to_ask(case)),
        }

    def _promise(self, promise: Promise) -> Fields:
        said = promise.said
        return {
            "what": on_paper(self.mask, said.what),
            "who": on_paper(self.mask, said.by_whom),
            "due": self.own.day(said.due),
        }

    def _flag(self, flag: Flag) -> Fields:
        return {
            "kind": self.own.key(flag.risk.value),
            "severity": self.own.key(flag.severity.value),
            "days": self.own.text(str((self.today - flag.raised_on).days)),
            "note": on_paper(self.mask, flag.found or flag.note),
        }

    def _more(self, every: Sequence[object], shown: Sequence[object]) -> str:
        left = len(every) - len(shown)
        return self.own.text(str(left) if left else "")

    def _scores(self, case: Case) -> list[Content]:
        last = last_scores(case)
        given = ((domain, last.get(domain)) for domain in WellbeingDomain)
        return [
            {
                "domain": self.own.key(domain.value),
                "worker": self.own.text(str((score and score.worker) or "")),
                "own": self.own.text(str((score and score.own) or "")),
            }
            for domain, score in given
        ]

    def _checks(self, case: Case) -> list[Content]:
        unseen = case.visits[-1].said.not_seen if case.visits else ()
        return [
            {"number": self.own.text(str(number)), "kind": self.own.key(kind.value), "unseen": kind in unseen}
            for number, kind in enumerate(checks_on_sheet(case), 1)
        ]
