"""Risk flags: raised, looked at again, cleared."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from followup.case.case import Case
from followup.case.facts import FlagCleared, Flagged, FlagReviewed
from followup.case.fields import Private
from followup.case.parts import Flag, numbered
from followup.case.rules import Finding
from followup.case.vocabulary import RiskKind, RiskLevel, Severity
from followup.casebook import Casebook, CaseChange, checked_record_day, require_opened
from followup.errors import Missing, Refused
from followup.messages import say
from followup.services.case_contents import cases_with, flags_with
from followup.services.workers import worker_to_show
from followup.staff import is_followed_by
from followup.values import Value

REVIEW_AFTER = {Severity.DANGER: timedelta(days=7), Severity.CONCERN: timedelta(days=30), Severity.WATCH: timedelta(90)}
"""When a flag is looked at again if nobody says when."""


class NewFlag(Value):
    """What a flag is raised with; owner and review date are filled in when not said."""

    risk: RiskKind
    severity: Severity
    note: Private
    owner: str = ""
    review_on: date | None = None


class FlagResult(Value):
    """What raising or changing a flag led to."""

    code: str
    flag: Flag
    level: RiskLevel


def raise_flag(book: Casebook, typed: str, concern: NewFlag, on: date | None = None) -> FlagResult:
    """Write a concern down. Refused if the case was never opened."""
    with book.change(typed) as her:
        case = require_opened(her.case)
        day = checked_record_day(on or book.today, book.today)
        (fact,) = her.write(flag_fact(concern, case, book, day), on=day)
    return _results(her, fact.id)[0]


def check_new(book: Casebook, typed: str, on: date | None, review_on: date | None) -> None:
    """Refused where no flag can be raised on that day, or be reviewed by that one."""
    require_opened(book.look(typed).case)
    day = checked_record_day(on or book.today, book.today)
    _check_review(review_on or day, day)


def open_of_kind(case: Case, kind: RiskKind) -> tuple[int, Flag] | None:
    """The open flag of a kind, the first of several, with its number."""
    return next(((number, flag) for number, flag in numbered(case.flags) if flag.is_open and flag.risk is kind), None)


def _check_review(review_on: date, day: date) -> None:
    if review_on < day:
        raise Refused(say("The review date is before the day the flag was raised."), say("Check the review date."))


def flag_fact(concern: NewFlag, case: Case, book: Casebook, day: date) -> Flagged:
    """The fact that a concern becomes: the owner is the worker, the review date follows from the severity."""
    owner = concern.owner or case.worker or book.worker
    review_on = concern.review_on or day + REVIEW_AFTER[concern.severity]
    _check_review(review_on, day)
    return Flagged(concern.risk, concern.severity, concern.note, owner, review_on)


def review(
    book: Casebook,
    typed: str,
    which: str,
    note: str,
    severity: Severity | None = None,
    review_on: date | None = None,
    owner: str | None = None,
) -> FlagResult:
    """Say what was found when a flag was looked at again."""
    with book.change(typed) as her:
        flag = pick(her.case, which)
        grave = severity or flag.severity
        next_on = review_on or book.today + REVIEW_AFTER[grave]
        if next_on < book.today:
            raise Refused(say("The next review date is in the past."), say("Check the review date."))
        her.write(FlagReviewed(flag.id, grave, note, next_on, owner))
    return _results(her, flag.id)[0]


def clear(book: Casebook, typed: str, which: str, how: str) -> FlagResult:
    """Clear a flag: the worry is over. Say how."""
    with book.change(typed) as her:
        flag = pick(her.case, which)
        her.write(FlagCleared(flag.id, how))
    return _results(her, flag.id)[0]


def pick(case: Case, which: str) -> Flag:
    """The open flag meant by its number in the list, its id, or its kind if only one of that kind is open."""
    by_number = {key: flag for number, flag in numbered(case.flags) for key in (str(number), flag.id)}
    named = which.strip().lower().replace("-", "_").replace(" ", "_")
    of_the_kind = [flag for flag in case.flags if flag.risk.value == named]
    meant = [flag for flag in of_the_kind if flag.is_open] or of_the_kind[-1:]
    if which.strip() in by_number:
        meant = [by_number[which.strip()]]
    if len(meant) == 1 and meant[0].is_open:
        return meant[0]
    if meant and not meant[0].is_open:
        raise Refused(say("That flag was cleared already."), _list_hint(case))
    several = say("More than one open flag is of that kind.")
    none = say("There is no open flag of that number or kind.")
    raise Missing(several if meant else none, _list_hint(case))


def open_flags(
    book: Casebook, *, worker: str = "", past_review: bool = False, words: bool = True
) -> Iterator[tuple[Case, int, Flag]]:
    """The open flags of all graduates, gravest first, with their numbers; names and notes only where ``words`` are."""
    wanted, cases = worker_to_show(book, worker), cases_with if words else flags_with
    found = [
        (case.as_listed, number, flag)
        for case in cases(book, lambda case: case.review < (book.today if past_review else date.max))
        if is_followed_by(case.worker, wanted)
        for number, flag in numbered(case.flags)
        if flag in case.open_flags and (not past_review or flag.is_past(book.today))
    ]
    return iter(sorted(found, key=lambda one: (-one[2].severity.rank, one[2].review_on, one[0].code)))


def _list_hint(case: Case) -> str:
    return say("See her flags with: followup flag list {code}", code=case.code)


def _results(her: CaseChange, *flag_ids: str) -> list[FlagResult]:
    case = her.after
    return [FlagResult(case.code, flag, case.risk) for flag in case.flags if flag.id in flag_ids]


# --- what the program found -----------------------------------------------------------------------------------------


def raise_findings(her: CaseChange, findings: Iterable[Finding], found_by: str) -> list[FlagResult]:
    """Raise findings as flags, one a risk, as grave as the gravest of them; together or not at all."""
    by_risk: dict[RiskKind, list[Finding]] = {}
    for finding in findings:
        if finding.risk is not None:
            by_risk.setdefault(finding.risk, []).append(finding)
    concerns = [_concern(risk, group, found_by) for risk, group in by_risk.items()]
    facts = her.write(*(flag_fact(concern, her.case, her.book, her.book.today) for concern in concerns))
    return _results(her, *(fact.id for fact in facts))


def _concern(risk: RiskKind, group: Iterable[Finding], found_by: str) -> NewFlag:
    gravest_first = sorted(group, key=lambda finding: -finding.severity.rank)
    sentences = " ".join(finding.sentence for finding in gravest_first)
    return NewFlag(risk, gravest_first[0].severity, f"{found_by} {sentences}")
