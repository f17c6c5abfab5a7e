"""The route: visits to make by district and day, overdue first, on a list that names nobody unless that was asked for.

Its lines are those of the agenda. Beside a name stands nothing that is known of her, and no code: who finds the list
learns neither how she is nor whose the other papers are.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from followup.case import consents
from followup.case.consent_words import Purpose
from followup.case.facts import Identified
from followup.case.facts.graduate import UNKNOWN_IDENTITY
from followup.case.fields import revealed
from followup.casebook import Casebook
from followup.errors import FollowupError
from followup.handout.paper.catalogue import Language, phrase
from followup.handout.paper.days import full_day, month_of, short_day, short_span, weekday_and_day
from followup.handout.paper.document import Content, PaperDocument
from followup.monitoring.agenda import AgendaItem, AgendaReason
from followup.monitoring.case_row import CaseRow
from followup.schedule.months import whole_months
from followup.services.agenda import Agenda, agenda_of
from followup.services.guarded_names import labeller
from followup.services.prints.printing import PrintResult, print_document
from followup.values import Value

WEEK = 7


class RouteRequest(Value):
    """Whose visits, and how far ahead: a week, or to the end of the calendar month; ``names`` puts names on it."""

    worker: str = ""
    everybody: bool = False
    month: bool = False
    names: bool = False


def print_route(book: Casebook, wanted: RouteRequest, language: Language, folder: Path) -> PrintResult:
    """Print the visits to make of one worker, or of everybody, those overdue among them."""
    days = 0 if wanted.month else WEEK
    agenda = agenda_of(book, days, worker=wanted.worker, everybody=wanted.everybody, month=wanted.month)
    route = _Route(book, agenda, language, names=wanted.names)
    document = PaperDocument("route", route.title, language, route.content, book.today)
    return print_document(
        book,
        document,
        route.file_name,
        folder,
        own_words=route.own_words,
        about=route.about,
        cases=tuple(row.id for row in route.everybody),
        names=wanted.names,
    )


_WITHOUT_VISIT = {
    AgendaReason.PROMISE: "promise",
    AgendaReason.REFERRAL: "referral",
    AgendaReason.FLAG: "flag",
    AgendaReason.PERIOD_OVER: "period_over",
}
"""What an agenda asks for of whom no visit is due, and the word for it."""


class _Route:
    """What stands on the route, and which words of it are the program's own."""

    def __init__(self, book: Casebook, agenda: Agenda, language: Language, *, names: bool) -> None:
        self.book, self.agenda, self.language, self.names = book, agenda, language, names
        self.label = labeller(book)
        self.visits = [item for item in agenda.items if item.why not in _WITHOUT_VISIT]
        self.others = [item for item in agenda.items if item.why in _WITHOUT_VISIT]
        self.own_words: set[str] = set()

    @property
    def everybody(self) -> list[CaseRow]:
        """Those who stand on it."""
        return [*(item.row for item in (*self.visits, *self.others)), *self.agenda.waiting]

    @property
    def last(self) -> date:
        """The last day it looks ahead to."""
        return self.agenda.today + timedelta(days=self.agenda.days)

    @property
    def about(self) -> str:
        """The days, for the log and the name of the file."""
        return f"{self.last:%Y-%m}" if self.agenda.month else f"{self.agenda.today}"

    @property
    def file_name(self) -> str:
        """Another name where names stand on it, so that one never takes the place of the other."""
        return f"route-{self.about}-names" if self.names else f"route-{self.about}"

    @property
    def title(self) -> str:
        """What it is, and of which days."""
        days = short_span(self.agenda.today, self.last, self.language)
        return self._own("title", days=month_of(self.last, self.language) if self.agenda.month else days)

    @cached_property
    def content(self) -> Mapping[str, Content]:
        """Everything on it."""
        over = sum(item.missed > 0 for item in self.visits)
        counts = "count_one" if len(self.visits) == 1 else "counts"
        worker = self.label(self.agenda.worker) if self.agenda.worker else self._own("all_workers")
        as_of = full_day(self.agenda.today, self.language)
        return {
            "title": self.title,
            "worker": worker,
            "counts": self._own(counts, n=len(self.visits), over=over),
            "names": self.names,
            "foot": f"{worker} · {self._own('as_of', day=as_of)}",
            "groups": [{"place": place, "rows": [self._row(one) for one in some]} for place, some in self._districts()],
            "others": [*map(self._other, self.others), *map(self._waiting, self.agenda.waiting)],
            "notes": self._notes(),
        }

    def _districts(self) -> Iterator[tuple[str, Sequence[AgendaItem]]]:
        """The visits by province and district, the most urgent place first; in each overdue ones, then by day."""
        districts: dict[tuple[str, str], list[AgendaItem]] = {}
        for item in self.visits:
            districts.setdefault((item.row.province, item.row.district), []).append(item)
        provinces = list(dict.fromkeys(province for province, _ in districts))
        for place in sorted(districts, key=lambda place: provinces.index(place[0])):
            yield self._place(*place), sorted(districts[place], key=self._urgency)

    def _urgency(self, item: AgendaItem) -> tuple[bool, bool, date, str]:
        on = item.slot.on if item.slot else item.closes
        return not item.missed, item.why is not AgendaReason.NOT_MET, on, item.row.code

    def _place(self, province: str, district: str) -> str:
        known = [self.label(part) for part in (province, district) if part]
        return ", ".join(known) or self._own("no_place")

    # --- one line -------------------------------------------------------------------------------------------------

    def _row(self, item: AgendaItem) -> dict[str, Content]:
        due, late_after = self._window(item)
        return {
            **self._who(item.row),
            "over": item.missed > 0,
            "day": self._day(item),
            "notes": self._beside(item),
            "due": self._said(short_day(due, self.language)) if due else "–",
            "late_after": self._said(short_day(late_after, self.language)) if late_after else "–",
            **({} if self.names else self._known(item.row)),
        }

    def _window(self, item: AgendaItem) -> tuple[date | None, date | None]:
        """When the visit was due that is over, or else the one to make, and its last day."""
        if item.missed or item.slot is None:
            return item.missed_due, item.missed_until
        return item.slot.due, None if item.slot.extra else item.slot.closes

    def _known(self, row: CaseRow) -> dict[str, Content]:
        """How long she has been at home, and how many flags are open: beside no name."""
        months = whole_months(row.return_date, self.agenda.today)
        return {"month": str(months), "flags": str(len(row.flags) or "–")}

    def _day(self, item: AgendaItem) -> str:
        """How late it is, or the day it is planned for."""
        if item.missed:
            late = item.late(self.agenda.today)
            return self._own("over_one") if late == 1 else self._own("over", n=late)
        planned = item.slot.day if item.slot else None
        if planned and planned < self.agenda.today:
            return self._own("soon")
        return self._said(weekday_and_day(planned, self.language)) if planned else self._own("no_day")

    def _beside(self, item: AgendaItem) -> list[str]:
        """What else is to be known of the day; beside a name not why."""
        planned = item.slot.day if item.slot else None
        apart = planned is not None and bool(item.missed) is (planned >= self.agenda.today)
        notes = [self._own("planned", day=weekday_and_day(planned, self.language))] if planned and apart else []
        if item.why is AgendaReason.NOT_MET and not self.names:
            notes.append(self._own("not_met", n=item.unmet(self.agenda.today)))
        if item.slot and item.slot.extra and not self.names:
            notes.append(self._own("extra"))
        if item.slot and item.slot.trip:
            notes.append(self._own("trip"))
        return notes

    def _other(self, item: AgendaItem) -> dict[str, Content]:
        return self._somebody(item.row, _WITHOUT_VISIT[item.why], short_day(item.first, self.language))

    def _waiting(self, row: CaseRow) -> dict[str, Content]:
        return self._somebody(row, "attention", "")

    def _somebody(self, row: CaseRow, why: str, day: str) -> dict[str, Content]:
        """Somebody of whom no visit is due, and what is; beside a name only that something is."""
        place = self._place(row.province, row.district)
        return {**self._who(row), "place": place, "what": self._own("something" if self.names else why, day=day)}

    def _who(self, row: CaseRow) -> dict[str, Content]:
        """Her code; with names her name instead, and where she lives: a code only where no name is known."""
        identity = self._identity(row) if self.names else UNKNOWN_IDENTITY
        lives = (revealed(part) for part in (identity.village, identity.commune))
        return {"who": revealed(identity.name) or row.code, "lives": ", ".join(part for part in lives if part)}

    def _identity(self, row: CaseRow) -> Identified:
        """Who she is, unless she said no to paper: then her code stands there."""
        try:
            case = self.book.case(row.id)
            return UNKNOWN_IDENTITY if consents.forbids(case, Purpose.PAPER) else case.identity
        except FollowupError as problem:
            self.book.problems[row.id] = problem
            return UNKNOWN_IDENTITY

    def _notes(self) -> list[str]:
        """Whom the list leaves out, so that nobody drops out of sight."""
        counts = {"nobody_follows": self.agenda.by_nobody, "unread": len(self.book.problems)}
        return [self._own(key, n=count) for key, count in counts.items() if count]

    # --- the program's own words -----------------------------------------------------------------------------------

    def _own(self, key: str, /, **fields: str | int) -> str:
        return self._said(phrase(self.language, "route", key, **fields))

    def _said(self, text: str) -> str:
        self.own_words.add(text)
        return text
