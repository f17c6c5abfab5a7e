"""The quarter's summary on paper: exactly the figures of ``report quarter``, put into words, forms and a frame."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from followup import __version__
from followup.casebook import Casebook
from followup.handout.paper.catalogue import Language, phrase
from followup.handout.paper.days import full_day, quarter_name, span
from followup.handout.paper.document import Content, PaperDocument, all_texts
from followup.handout.paper.typesetting import can_typeset, page_count, typeset
from followup.progress import Progress
from followup.services.guarded_names import public_names
from followup.services.prints.figures import base_text, bounds, figure_text, range_text
from followup.services.prints.printing import PrintResult, in_language, office_on_paper, print_document
from followup.services.prints.quarter_forms import Part
from followup.services.prints.quarter_tables import parts_of, rows_of
from followup.services.prints.summary_sentences import Findings
from followup.services.report_tables import own_labels
from followup.services.reports import ReportSelection, how_to_publish, quarter_report
from followup.statistics.report import (
    TABLES_IN_OWN_WORDS,
    CellValue,
    Headline,
    NotTold,
    Quarter,
    Report,
    ReportSection,
    ReportTable,
    figures_check,
)
from followup.values import Value, replace

NAME = "quarter"
MOST_PAGES, DENSEST = 4, 7
"""How many pages it is to have, what staff see two more, and how far it can be drawn together for that."""
MOST_FEWER = 3
"""By so many rows are tables shorter at the most."""
ROWS_THAT_FIT, ROWS_OF_STAFF, ROWS_SAVED = 116, 210, 8
"""About so many rows fit as it is, of what staff see on two pages more, and so many more for each step closer."""


def print_quarter(
    book: Casebook,
    wanted: ReportSelection,
    folder: Path,
    language: Language,
    progress: Progress | None = None,
) -> PrintResult:
    """Print the report of a quarter: as published, as a draft, or for staff, and say so on every page."""
    whose = office_on_paper(book)
    report = quarter_report(book, wanted, progress)
    paper, pdf = QuarterPaper(report, language, book.today, *whose, book.office.visit_goal).fitting()
    result = print_document(
        book,
        paper.document,
        paper.name,
        folder,
        pdf=pdf,
        own_words=paper.own_words,
        about=report.quarter,
        internal=report.internal,
    )
    draft = not report.published and not report.internal
    advice = how_to_publish(book, Quarter.parse(report.quarter)) if draft else ""
    return replace(result, check=figures_check(report), draft=draft, to_publish=advice)


class QuarterPaper(Value):
    """A report as a document. ``goal`` is the percent of visits to be done when due, 0 where none is set.

    ``dense`` says how far it is drawn together: smaller gaps and type, and fewer rows of long tables.
    """

    report: Report
    language: Language
    today: date
    organisation: str = ""
    responsible: str = ""
    goal: int = 0
    dense: int = 0

    def fitting(self) -> "tuple[QuarterPaper, bytes | None]":
        """The paper and its pages, drawn together as far as it takes to keep to `MOST_PAGES`, or as far as it goes.

        Without a typesetter there are no pages.
        """
        if not can_typeset():
            return self, None
        for dense in range(self._likely_density(), DENSEST + 1):
            paper = replace(self, dense=dense)
            pdf = typeset(paper.document)
            if page_count(pdf) <= MOST_PAGES + 2 * self.report.internal:
                break
        return paper, pdf

    def _likely_density(self) -> int:
        """How far it will have to be drawn together, by its rows: typesetting takes longer than counting them."""
        rows = sum(rows_of(part) for section in self.report.sections for part in self._parts(section))
        beyond = rows - (ROWS_OF_STAFF if self.report.internal else ROWS_THAT_FIT)
        return min(max(-(-beyond // ROWS_SAVED), 0), DENSEST - 1)

    @property
    def name(self) -> str:
        """The name of the file: a draft, what staff see, and another language never take the place of what goes out."""
        kind = "-internal" if self.report.internal else "" if self.report.published else "-draft"
        return f"{NAME}-{self.report.quarter}{kind}{in_language(self.language)}"

    @property
    def document(self) -> PaperDocument:
        """The document: the same report on the same day is the same bytes."""
        title = f"{self._say('title')}, {quarter_name(self.report.quarter, self.language)}"
        return PaperDocument(NAME, title, self.language, self.content, self.today, self.mark)

    @property
    def mark(self) -> str:
        """What stands on top of every page of what may not leave the office."""
        if self.report.internal:
            return self._say("internal")
        return "" if self.report.published else self._say("draft")

    @property
    def content(self) -> dict[str, Content]:
        """Everything on it."""
        report, findings = self.report, Findings(self.report, self.language, self.goal)
        return {
            "organisation": self.organisation,
            "responsible": self._responsible(),
            "period": self._period(),
            "status": self._status(),
            "heads": [self._head(findings, head) for head in report.heads],
            "paragraph": self._say("first_rule") if report.by_first_rule else findings.paragraph(),
            "open": list(report.open),
            "sections": [self._section(findings, one) for one in report.sections if one.tables],
            "differs": [] if report.internal or report.by_first_rule else list(self._differs()),
            "marks": [] if report.by_first_rule else self._marks(),
            "definitions": [{"word": one.word, "means": one.means} for one in report.definitions],
            "foot": self._foot(),
            "dense": self.dense,
        }

    @property
    def own_words(self) -> frozenset[str]:
        """What the program itself says on it: all but what somebody typed, such as districts and lessons."""
        typed = {text for section in self.report.sections for table in section.tables for text in _typed(table)}
        typed |= {self.organisation, self.responsible}
        return frozenset(all_texts(self.content)) - typed | public_names() | own_labels()

    def _say(self, key: str, **fields: str | int) -> str:
        return phrase(self.language, NAME, key, **fields)

    def _day(self, written: str) -> str:
        return full_day(date.fromisoformat(written[:10]), self.language)

    # --- top and foot -----------------------------------------------------------------------------------------------

    def _responsible(self) -> str:
        """Who is responsible; on a draft how to say it, where nobody has."""
        if self.responsible:
            return self._say("responsible_is", who=self.responsible)
        return "" if self.report.published or self.report.internal else self._say("responsible_missing")

    def _period(self) -> str:
        first, last = map(date.fromisoformat, (self.report.first, self.report.last))
        days = span(first, last, self.language)
        return self._say("period", quarter=quarter_name(self.report.quarter, self.language), days=days)

    def _status(self) -> str:
        if not self.report.published:
            return self._say("not_published")
        key = "published_internal" if self.report.internal else "published"
        return self._say(key, day=self._day(self.report.published))

    def _foot(self) -> list[str]:
        report = self.report
        known = self._say("known_at", day=self._day(report.known_at)) if report.known_at else ""
        made = self._say("made", day=full_day(self.today, self.language))
        as_of = self._say("as_of", day=self._day(report.as_of))
        first = (quarter_name(report.quarter, self.language), as_of, known, made)
        second = (
            f"followup {__version__}",
            self._say("check", check=figures_check(report)),
            self._say("foot_internal" if report.internal else "foot"),
        )
        return [" · ".join(filter(None, parts)) for parts in (first, second)]

    # --- figures at the top -----------------------------------------------------------------------------------------

    def _head(self, findings: Findings, head: Headline) -> Part:
        ends, plain = range_text(head.value), head.under if isinstance(head.value, int) else ""
        return {
            "title": head.title,
            "value": figure_text(head.value, self.language),
            "told": not isinstance(head.value, NotTold) and head.value is not None,
            "under": base_text(head.value, self.language) or plain or self._carried(findings, head),
            "range": self._say("range", range=ends) if ends else self._between(head.value),
            "earlier": list(self._earlier(findings, head.id)),
        }

    def _between(self, value: CellValue) -> str:
        """That a figure is not told yet of which it is known between what it lies."""
        return self._say("not_told") if bounds(value) else ""

    def _carried(self, findings: Findings, head: Headline) -> str:
        """Of which quarter the share still reintegrated is, where that is an earlier one."""
        curve = findings.table("survival", "curve") if head.id == "at_12_months" else None
        if curve is None or not curve.carried_from or not range_text(head.value):
            return ""
        return self._say("carried", quarter=quarter_name(curve.carried_from, self.language))

    def _earlier(self, findings: Findings, name: str) -> Iterator[Part]:
        """The figure a quarter and a year before, each beside its quarter."""
        quarter = Quarter.parse(self.report.quarter)
        year_before = quarter._replace(year=quarter.year - 1)
        for then, value in ((quarter.before, findings.before(name)), (year_before, findings.year_before(name))):
            yield {"quarter": quarter_name(str(then), self.language), "text": figure_text(value, self.language)}

    # --- sections ---------------------------------------------------------------------------------------------------

    def _section(self, findings: Findings, section: ReportSection) -> Part:
        parts = self._parts(section)
        return {
            "id": section.id,
            "title": section.title,
            "heading": section.title if self.report.by_first_rule else findings.heading(section.id, section.title),
            # What the words of a section mean is said where it tells something.
            "about": section.about if any(part["form"] != "nothing" for part in parts) else "",
            "parts": parts,
        }

    def _parts(self, section: ReportSection) -> list[Part]:
        goal = self.goal if section.id == "visits" else 0
        parts = parts_of(section.tables, section.title, self.language, goal, min(self.dense, MOST_FEWER))
        # Staff see every month in which the curve falls; outside, between two months shown it falls somewhere.
        return [part | ({"stepped": self.report.internal} if part["form"] == "curve" else {}) for part in parts]

    def _differs(self) -> Iterator[str]:
        """Why this differs from what staff see, a sentence each."""
        yield self._say("differs_process")
        yield self._say("differs_crossed")
        tables = [table for section in self.report.sections for table in section.tables]
        carried = [
            self._say("carried_table", title=table.title, quarter=quarter_name(table.carried_from, self.language))
            for table in tables
            if table.carried_from
        ]
        yield self._say("differs_endings")
        if carried:
            yield self._say("differs_carried", tables="; ".join(carried))
        yield self._say("differs_later")

    def _marks(self) -> list[Part]:
        """The marks, explained once; those of earlier quarters where they stand."""
        marks = (("mark_number", "mark_number_means"), ("mark_nothing", "mark_nothing_means"))
        told = [{"word": self._say(word), "means": self._say(means)} for word, means in marks]
        told.append({"word": self._say("not_told"), "means": self._say("not_told_means")})
        figures = [*self._figures()]
        if any(map(bounds, figures)):
            told.append({"word": self._say("mark_between"), "means": self._say("mark_between_means")})
        if any(isinstance(one, NotTold) and not one.published for one in figures):
            told.append({"word": self._say("mark_unpublished"), "means": self._say("mark_unpublished_means")})
        return told

    def _figures(self) -> Iterator[CellValue]:
        for head in self.report.heads:
            yield from (head.value, head.before, head.year_before)
        for section in self.report.sections:
            for table in section.tables:
                yield from table.all_cells


def _typed(table: ReportTable) -> Iterator[str]:
    """The texts of a table that somebody may have typed."""
    if table.id in TABLES_IN_OWN_WORDS:
        return
    for row in table.all_rows:
        yield row.label
        yield from (cell for cell in row.cells.values() if isinstance(cell, str))
