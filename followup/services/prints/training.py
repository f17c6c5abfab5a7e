"""The trainers' brief on paper: exactly what ``report training`` says, put into a frame."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

from followup import __version__
from followup.casebook import Casebook
from followup.handout.paper.catalogue import Language, phrase
from followup.handout.paper.days import full_day, quarter_name
from followup.handout.paper.document import Content, PaperDocument
from followup.monitoring.lessons import LessonState
from followup.progress import Progress
from followup.services.evidence import ComparedModule
from followup.services.prints.figures import base_text, figure_text, range_text
from followup.services.prints.printing import PrintResult, in_language, print_document
from followup.services.prints.quarter_tables import parts_of
from followup.services.reports import ReportSelection, how_to_publish
from followup.services.training import TrainingBrief, training_brief
from followup.statistics.report import (
    COHORT_MONTHS,
    MIN_FAILURES,
    MIN_GROUP_SIZE,
    ComparisonConclusion,
    Proportion,
    PublicLesson,
    PublicStep,
    Quarter,
    ReleasedComparison,
    ReportRow,
    ReportTable,
    range_ends,
)
from followup.values import replace

NAME = "training"
_STATES = (
    LessonState.PROPOSED,
    LessonState.ACCEPTED,
    LessonState.APPLIED,
    LessonState.CHECKED,
    LessonState.DECLINED,
)


def print_training(
    book: Casebook, wanted: ReportSelection, folder: Path, language: Language, progress: Progress | None = None
) -> PrintResult:
    """Print the brief of a quarter (the last complete one when not said); for staff as of any day."""
    brief = training_brief(book, wanted, progress)
    paper = _TrainingPaper(brief, language)
    title = f"{phrase(language, NAME, 'title')}, {quarter_name(str(brief.quarter), language)}"
    document = PaperDocument(NAME, title, language, paper.content, book.today, paper.mark)
    result = print_document(
        book,
        document,
        paper.file_name,
        folder,
        own_words={*document.texts} - paper.written,
        about=str(brief.quarter),
        internal=wanted.internal,
    )
    advice = how_to_publish(book, brief.quarter) if brief.draft else ""
    return replace(result, draft=brief.draft, to_publish=advice)


class _TrainingPaper:
    """What stands on the brief; ``written`` is what of it somebody wrote."""

    def __init__(self, brief: TrainingBrief, language: Language) -> None:
        self.brief, self.language = brief, language
        self.written: set[str] = set()

    @property
    def file_name(self) -> str:
        """A draft, what staff see, and another language never take the place of what goes out."""
        kind = "-internal" if self.brief.staff else "-draft" if self.brief.draft else ""
        return f"{NAME}-{self.brief.quarter}{kind}{in_language(self.language)}"

    @property
    def mark(self) -> str:
        """What stands on top of every page of what may not leave the office."""
        return self._say("internal") if self.brief.staff else self._say("draft") if self.brief.draft else ""

    @cached_property
    def content(self) -> dict[str, Content]:
        """Everything on it."""
        brief = self.brief
        quarter = quarter_name(str(brief.quarter), self.language)
        return {
            "what": self._say("what", quarter=quarter, day=full_day(brief.as_of, self.language)),
            "status": self._status(),
            "asked": self._asked(),
            "causes": self._causes(),
            "months": COHORT_MONTHS,
            "most": self._scale(),
            "module-notes": [*self._module_notes()],
            "modules": [self._module(one) for one in brief.modules],
            "lessons": [*self._lessons()],
            "lessons-about": self._others(),
            "failures": self._failures(),
            "method": {"people": MIN_GROUP_SIZE, "failures": MIN_FAILURES},
            "foot": [
                f"{quarter} · {self._status()} · followup {__version__}",
                self._say("foot_internal" if brief.staff else "foot"),
            ],
        }

    def _status(self) -> str:
        published = self.brief.published
        if self.brief.staff:
            return self._say("for_staff")
        if not published:
            return self._say("not_published")
        return self._say("published", day=full_day(date.fromisoformat(published), self.language))

    # --- what is asked ------------------------------------------------------------------------------------------------

    def _asked(self) -> dict[str, Content]:
        """What waits for the trainers: each step with what its lesson is to change."""
        changes = {lesson.number: self._wrote(lesson.change) for lesson in self.brief.lessons}
        late = sum(one.late for one in self.brief.asked)
        key = ("asked_one" if len(self.brief.asked) == 1 else "asked") + ("_late" if late else "")
        return {
            "title": self._say(key, n=len(self.brief.asked), late=late),
            "heads": [self._say(one) for one in ("step", "lesson", "who", "until")],
            "rows": [
                {
                    "step": self._say(f"step_{one.step}"),
                    "lesson": str(one.lesson),
                    "change": changes.get(one.lesson, ""),
                    "who": self._wrote(one.who),
                    "until": quarter_name(str(one.until), self.language),
                    "late": self._say("late") if one.late else "",
                }
                for one in self.brief.asked
            ],
        }

    # --- why follow-up failed -----------------------------------------------------------------------------------------

    def _causes(self) -> list[Content]:
        """The causes as the report of the quarter tells them: how many, as bars."""
        if self.brief.causes is None:
            return [{"form": "nothing", "notes": [self._say("nobody_home")]}]
        parts = parts_of([_counts_of(self.brief.causes)], self.brief.causes.title, self.language)
        earlier = [self._say("first_rule")] if self.brief.by_first_rule else []
        told: list[Content] = [*parts] or [{"form": "nothing", "notes": [self._say("causes_none")]}]
        return [*told, *({"form": "nothing", "notes": [one]} for one in earlier)]

    # --- what training could have prevented ---------------------------------------------------------------------------

    def _module_notes(self) -> Iterator[str]:
        if not self.brief.modules:
            yield self._say("modules_none", months=COHORT_MONTHS)
        elif self.brief.staff:
            here, left, recent = self.brief.staff.numbers
            yield self._say("sample", n=here, left=left, recent=recent, months=COHORT_MONTHS)

    def _module(self, one: ComparedModule) -> dict[str, Content]:
        causes = ", ".join(cause.label for cause in one.causes)
        groups = [self._comparison(one.taught, "with", "without")]
        groups += [self._comparison(one.changed, "after", "before")] if one.changed else []
        seen = "seen" if self.brief.staff else "could_prevent"
        return {"title": one.title, "about": self._say(seen, causes=causes), "groups": groups}

    def _scale(self) -> int:
        """Up to how many percent the shares are drawn: half as far where no range goes beyond half."""
        told = [one for module in self.brief.modules for one in (module.taught, module.changed) if one]
        ends = [range_ends(side) for one in told for side in (one.compared.those, one.compared.others)]
        return 50 if all(end is None or end[1] <= 50 for end in ends) else 100

    def _comparison(self, told: ReleasedComparison | None, those: str, others: str) -> dict[str, Content]:
        """Both sides, and what the comparison says; bold where it says that there is a difference."""
        if told is None:
            return {"rows": [], "told": self._say("not_told"), "sure": False}
        says = told.compared.says
        words = self._say(f"says_{says}")
        if told.quarter != self.brief.quarter:
            words = f"{words} {self._say('as_of', quarter=quarter_name(str(told.quarter), self.language))}"
        rows = [self._side(told.compared.those, those), self._side(told.compared.others, others)]
        return {"rows": rows, "told": words, "sure": says in (ComparisonConclusion.FEWER, ComparisonConclusion.MORE)}

    def _side(self, share: Proportion, which: str) -> dict[str, Content]:
        low, high = range_ends(share) or (None, None)
        base = f"{base_text(share, self.language)}, {range_text(share)}" if share.of else ""
        return {
            "label": self._say(which),
            "percent": share.percent,
            "low": low,
            "high": high,
            "text": figure_text(share, self.language),
            "base": base,
        }

    # --- lessons ------------------------------------------------------------------------------------------------------

    def _lessons(self) -> Iterator[Content]:
        """The lessons of each state, those that wait for somebody first."""
        for state in _STATES:
            lessons = [lesson for lesson in self.brief.lessons if lesson.state is state]
            if lessons:
                yield {"state": self._say(f"state_{state}"), "rows": [self._lesson(one) for one in lessons]}

    def _lesson(self, lesson: PublicLesson) -> dict[str, Content]:
        steps = " ".join((self._say("proposed", quarter=self._in(lesson.proposed)), *map(self._step, lesson.steps)))
        told = f"{steps} {self._next(lesson)}".strip()
        return {
            "number": str(lesson.number),
            "change": self._wrote(lesson.change),
            "told": [self._wrote(one) for one in (told, " ".join(self._for_staff(lesson.number))) if one],
        }

    def _step(self, step: PublicStep) -> str:
        return self._say(
            step.state,
            quarter=self._in(step.quarter),
            who=step.who,
            until=self._in(step.until) if step.until else "",
            where=", ".join(step.where) or self._say("everywhere"),
            verdict=step.verdict.label if step.verdict else "",
        )

    def _next(self, lesson: PublicLesson) -> str:
        """In which quarter the next step is to be taken; of what was accepted it was said already."""
        if not lesson.until or lesson.state in (LessonState.ACCEPTED, LessonState.DECLINED):
            return ""
        return self._say(f"next_{lesson.state}", quarter=self._in(lesson.until))

    def _for_staff(self, number: int) -> Iterator[str]:
        """Why a lesson was proposed, and whom it is drawn from."""
        staff = self.brief.staff
        lesson = next((one for one in staff.lessons if one.number == number), None) if staff else None
        if not staff or not lesson:
            return
        if lesson.said.seen:
            yield self._say("was_seen", what=" ".join(staff.to_label(lesson.said.seen).split()))
        modules = ", ".join(lesson.said.modules) or self._say("none")
        yield self._say("for", causes=", ".join(cause.label for cause in lesson.said.causes), modules=modules)
        if codes := staff.codes.get(number):
            yield self._say("drawn_from", codes=", ".join(codes))

    def _others(self) -> str:
        about = self._say("lessons_about")
        return f"{about} {self._say('others', n=self.brief.others)}" if self.brief.others else about

    def _failures(self) -> Sequence[Content] | None:
        """The failures that no lesson is drawn from, for staff."""
        if not self.brief.staff:
            return None
        return [
            {
                "code": self._wrote(one.code),
                "day": full_day(one.on, self.language),
                "what": _with_causes(one.ending.label, (cause.label for cause in one.causes)),
            }
            for one in self.brief.staff.failures
        ]

    # --- words --------------------------------------------------------------------------------------------------------

    def _say(self, key: str, /, **fields: str | int) -> str:
        return phrase(self.language, NAME, key, **fields)

    def _in(self, quarter: Quarter) -> str:
        return quarter_name(str(quarter), self.language)

    def _wrote(self, text: str) -> str:
        self.written.add(text)
        return text


def _counts_of(table: ReportTable) -> ReportTable:
    """The table without its shares, which the bars show."""
    shares = {name for row in table.all_rows for name, cell in row.cells.items() if isinstance(cell, Proportion)}

    def counted(row: ReportRow) -> ReportRow:
        return replace(row, cells={name: cell for name, cell in row.cells.items() if name not in shares})

    return replace(
        table,
        columns=tuple(column for column in table.columns if column.id not in shares),
        rows=tuple(map(counted, table.rows)),
        total=counted(table.total) if table.total else None,
    )


def _with_causes(ending: str, causes: Iterable[str]) -> str:
    named = ", ".join(causes)
    return f"{ending} ({named})" if named else ending
