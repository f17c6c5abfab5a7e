"""How follow-up ends: an outcome, beside what the policy's criteria say of it; reopened; and all outcomes listed."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from followup.case.case import Case
from followup.case.facts import Ended, Fact, Reopened, Withdrawn, effective
from followup.case.outcome_words import OutcomeClass
from followup.case.parts import Flag, FollowUpEnd
from followup.case.referral import Referral
from followup.casebook import Casebook, CaseChange, checked_record_day, require_opened
from followup.errors import Refused
from followup.messages import say
from followup.monitoring.milestones import MilestoneState, MilestoneStatus, milestones
from followup.monitoring.readiness import CriterionState
from followup.schedule.changes import VisitChange, VisitChangeKind, visit_changes
from followup.services.case_contents import CaseContents, cases_with, endings, endings_with
from followup.services.readiness import ReadinessReview, readiness_of
from followup.store import NewFact
from followup.values import Value


class OutcomeResult(Value):
    """An outcome that was written down, the review beside it, and how many visits it cancelled.

    ``flags``, ``promises`` and ``referrals`` were open when it ended; ``on_phone`` counts the calendar entries
    of hers that the next export cancels.
    """

    case: Case
    on: date
    said: Ended
    review: ReadinessReview
    cancelled: int
    flags: tuple[Flag, ...]
    promises: int
    referrals: tuple[Referral, ...]
    on_phone: int


def record(book: Casebook, typed: str, ended: Ended, on: date | None = None, *, dry_run: bool = False) -> OutcomeResult:
    """Write an outcome down: the visits after it are cancelled, all that was before stays.

    Refused for a second outcome, a day ahead or before her return, a failure without a cause, a success with one, and
    a success against the criteria without a reason.
    """
    day = checked_record_day(on or book.today, book.today)
    with book.change(typed, dry_run=dry_run) as her:
        found = _checked_outcome(her, ended, day)
        her.write(ended, on=day)
    return _outcome_result(her, her.case, ended, found)


def correct(book: Casebook, typed: str, ended: Ended, on: date, *, dry_run: bool = False) -> OutcomeResult:
    """Put the outcome right that ended her follow-up: it is taken back and this one written, both at once.

    Refused where `record` would be, and where follow-up has not ended.
    """
    day = checked_record_day(on, book.today)
    with book.change(typed, dry_run=dry_run) as her:
        without = _without_outcome(her)
        found = _checked_outcome(without, ended, day)
        her.write(_taken_back(her), NewFact(day, ended))
    return _outcome_result(her, without.case, ended, found)


def review_at_the_end(book: Casebook, typed: str, day: date) -> ReadinessReview:
    """The criteria as they are before follow-up ends on a day, also of an outcome that is put right."""
    her = book.look(typed)
    return readiness_of(_without_outcome(her) if her.case.end else her, day)


def _without_outcome(her: CaseChange) -> CaseChange:
    """Her case as it would be if the outcome that ended her follow-up were taken back."""
    return CaseChange(her.book, her.id, her.facts_with(_taken_back(her)), dry_run=True)


def _taken_back(her: CaseChange) -> NewFact:
    return NewFact(her.book.today, Withdrawn(_fact_to_correct(her).id, say("Put right.")))


def outcome_to_correct(book: Casebook, typed: str) -> FollowUpEnd:
    """The outcome that ended her follow-up; Refused where it has not ended."""
    her = book.look(typed)
    _fact_to_correct(her)
    assert her.case.end is not None
    return her.case.end


def _fact_to_correct(her: CaseChange) -> Fact:
    end = require_opened(her.case).end
    if end is None:
        raise Refused(
            say("Her follow-up has not ended; there is no outcome to put right."),
            say("To end it: followup outcome record {code}", code=her.case.code),
        )
    said = [one for one in effective(her.facts) if isinstance(one.body, Ended) and one.on == end.on]
    fact = max(said, key=lambda one: one.order)
    if fact not in her.book.store.facts(her.id):
        raise Refused(
            say("That outcome was written under the code of another case of hers."),
            say("Take it back first: followup withdraw {code} N. Then write it anew.", code=her.case.code),
        )
    return fact


def _checked_outcome(her: CaseChange, ended: Ended, day: date) -> ReadinessReview:
    """What the criteria say of an outcome; Refused for one that cannot be."""
    _check_may_end(her.case, day)
    _check_causes(ended)
    found = readiness_of(her, day)
    if is_against_criteria(ended.ending.result, found) and not ended.against.strip():
        raise Refused(
            say("Not all that has to be true before follow-up ends is: {criteria}.", criteria=open_criteria(found)),
            say(
                "See: followup graduate review {code}. To end it all the same, say why with --against.",
                code=found.case.code,
            ),
        )
    return found


def _outcome_result(her: CaseChange, before: Case, ended: Ended, found: ReadinessReview) -> OutcomeResult:
    from followup.services.calendar_cases import cancelled_by_next_export  # a list of outcomes needs no calendars

    case, book = her.after, her.book
    return OutcomeResult(
        case=case,
        on=found.on,
        said=ended,
        review=found,
        cancelled=sum(slot.cancelled for slot in book.scheduler.case_schedule(case).schedule.slots),
        flags=tuple(before.open_flags),
        promises=len(before.open_promises),
        referrals=before.open_referrals,
        on_phone=cancelled_by_next_export(book, her.id, her.facts),
    )


def check_day(book: Casebook, typed: str, day: date, *, put_right: bool = False) -> None:
    """Refused if follow-up may not end on this day: it has ended, or went on after that day.

    Of an outcome that is ``put_right`` only the latter counts.
    """
    case = book.look(typed).case
    _check_end_day(case, day) if put_right else _check_may_end(case, day)


def _check_may_end(case: Case, day: date) -> None:
    if require_opened(case).end:
        raise Refused(
            say("Her follow-up has ended already."),
            say(
                "If it goes on: followup outcome reopen {code}. If something in it is wrong: followup outcome edit "
                "{code}. To take it back: followup withdraw {code} N, with N from: followup log {code}",
                code=case.code,
            ),
        )
    _check_end_day(case, day)


def _check_end_day(case: Case, day: date) -> None:
    if case.return_date and day < case.return_date:
        raise Refused(say("Follow-up cannot end before she went home."), say("Check the date."))
    again = max((one.reopened_on for one in case.endings if one.reopened_on), default=None)
    if again and day < again:
        raise Refused(
            say("Follow-up was reopened on {day}; it cannot have ended before.", day=again), _later_day_hint()
        )
    last = case.last_heard
    if last and day < last:
        raise Refused(say("There was contact with her after that day, on {day}.", day=last), _later_day_hint())


def _later_day_hint() -> str:
    return say("Give that day or a later one.")


def _check_causes(ended: Ended) -> None:
    result, causes = ended.ending.result, ended.causes
    if result is OutcomeClass.FAILURE and not causes:
        raise Refused(say("A failure names its causes, the main one first."), say("Give them with --causes."))
    if result is OutcomeClass.SUCCESS and causes:
        raise Refused(
            say("A success has no causes of failure."),
            say("Leave them out; write what was hard in the note."),
        )
    if len(set(causes)) < len(causes):
        raise Refused(say("The same cause is named twice."), say("Name each once, the main one first."))


def is_against_criteria(result: OutcomeClass, found: ReadinessReview) -> bool:
    """Whether an outcome asks for a reason, because it is a success and not every criterion is met."""
    return result is OutcomeClass.SUCCESS and not found.ready


def open_criteria(found: ReadinessReview) -> str:
    """The criteria that are not met or not known, by their titles."""
    return ", ".join(finding.title for finding in found.findings if finding.state is not CriterionState.MET)


# --- reopened -------------------------------------------------------------------------------------------------------


class ReopeningResult(Value):
    """Follow-up that goes on: since which day, after which outcome, and the visits that change by it."""

    case: Case
    on: date
    end: FollowUpEnd
    moving: tuple[VisitChange, ...]

    @property
    def back(self) -> tuple[VisitChange, ...]:
        """The visits that are asked for again."""
        return tuple(one for one in self.moving if one.what is VisitChangeKind.NEW and not one.extra)

    @property
    def excused(self) -> int:
        """How many visits fell due while follow-up had ended."""
        return sum(one.what is VisitChangeKind.EXCUSED and not one.extra for one in self.moving)


def check_reopening(book: Casebook, typed: str, day: date) -> None:
    """Refused if follow-up may not go on from this day: it has not ended, or ended later."""
    _end_to_reopen(book.look(typed).case, day)


def _end_to_reopen(case: Case, day: date) -> FollowUpEnd:
    end = require_opened(case).end
    if end is None:
        raise Refused(
            say("Her follow-up has not ended; there is nothing to reopen."),
            say("For more visits: followup schedule extend {code} N --why …", code=case.code),
        )
    if day < end.on:
        raise Refused(say("Her follow-up ended on {day}; it goes on after that.", day=end.on), _later_day_hint())
    return end


def reopen(
    book: Casebook, typed: str, reason: str, on: date | None = None, *, dry_run: bool = False
) -> ReopeningResult:
    """Let follow-up go on: visits due since the end are excused, those to come asked for again, the outcome is kept."""
    day = checked_record_day(on or book.today, book.today)
    with book.change(typed, dry_run=dry_run) as her:
        end, before = _end_to_reopen(her.case, day), her.schedule
        her.write(Reopened(reason), on=day)
    case = her.after
    moving = visit_changes(before.schedule, book.scheduler.case_schedule(case).schedule)
    return ReopeningResult(case, day, end, moving)


# --- listed ---------------------------------------------------------------------------------------------------------


class OutcomeFilter(Value):
    """Which outcomes to list, and whether milestones; None does not matter. A milestone has no result."""

    result: OutcomeClass | None = None
    year: int | None = None
    since: date | None = None
    with_milestones: bool = True

    def dated(self, day: date) -> bool:
        """Whether what is of this day is to be listed."""
        return (self.year is None or day.year == self.year) and (self.since is None or day >= self.since)


class ListedOutcome(Value):
    """An outcome in a list: whose, in which month after her return, and whether follow-up was reopened since."""

    code: str
    month: int
    end: FollowUpEnd


class ReachedMilestones(Value):
    """The milestones of one graduate that were reached."""

    code: str
    marks: tuple[MilestoneStatus, ...]


class OutcomeList(Value):
    """Outcomes by day, and the milestones by code, of everybody."""

    outcomes: tuple[ListedOutcome, ...]
    reached_milestones: tuple[ReachedMilestones, ...] = ()


def list_outcomes(book: Casebook, wanted: OutcomeFilter, *, notes: bool = True) -> OutcomeList:
    """What ``wanted`` lets through of all outcomes, those reopened since too, and who reached which milestone.

    Without the ``notes`` of outcomes no milestones are known.
    """
    listed = partial(_is_listed, wanted, book.today)
    read = ((case, endings(case)) for case in cases_with(book, listed)) if notes else endings_with(book, listed)
    outcomes: list[ListedOutcome] = []
    reached_milestones: list[ReachedMilestones] = []
    for case, found in read:
        outcomes += _matching_outcomes(case.code, found, wanted)
        marks = tuple(
            mark
            for stay in case.stays
            for mark in (milestones(stay, book.today) if wanted.with_milestones else ())
            if mark.state not in (MilestoneState.AHEAD, MilestoneState.ENDED) and wanted.dated(mark.day)
        )
        reached_milestones += [ReachedMilestones(case.code, marks)] if marks else []
    in_order = sorted(outcomes, key=lambda one: (one.end.on, one.code))
    return OutcomeList(tuple(in_order), tuple(reached_milestones))


def _is_listed(wanted: OutcomeFilter, today: date, case: CaseContents) -> bool:
    """Whether an outcome of a case, or a milestone, is of a day that is to be listed."""
    shown = (day for day, shown_from in case.milestones if shown_from <= today and wanted.with_milestones)
    return any(map(wanted.dated, (*(end.on for end, _ in case.endings), *shown)))


def _matching_outcomes(
    code: str, found: Iterable[tuple[FollowUpEnd, int | None]], wanted: OutcomeFilter
) -> Iterator[ListedOutcome]:
    for end, months in found:
        if months is not None and wanted.dated(end.on) and wanted.result in (None, end.said.ending.result):
            yield ListedOutcome(code, months, end)
