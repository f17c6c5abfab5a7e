"""Graduates: enrolled, assessed, placed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from os import urandom
from secrets import randbelow
from typing import Any

from followup.case.case import Case
from followup.case.facts import Arranged, Assessed, Body, Identified, Opened, Placed
from followup.case.fields import Private
from followup.case.forms.enrolment import EnrolmentForm, enrolment_from_mapping
from followup.case.forms.reading import FormProblem
from followup.case.home_words import Placement
from followup.case.known_words import listed
from followup.case.parts import Assessment
from followup.case.pseudonym import generated_code, given_code
from followup.casebook import Casebook, checked_record_day
from followup.errors import FollowupError, Refused
from followup.messages import say
from followup.progress import Progress
from followup.scheduler import policies, policy_named
from followup.services.code_checks import (
    CodeGuard,
    check_code_hides_identity,
    check_code_hides_new_identity,
    check_name_is_no_code,
)
from followup.services.covers import check_cover, check_her_cover
from followup.services.duplicates import Likeness, People, likeness_of
from followup.services.flags import NewFlag, flag_fact
from followup.services.plans import plan_fact, plan_problems
from followup.services.returns import (
    asks_for_reason,
    check_return_date,
    return_after_assessment,
    return_against,
)
from followup.services.row_problems import RowProblem, why_refused
from followup.services.words_in_use import DoubtfulWord, WordsInUse, words_of
from followup.services.workers import checked_new_worker
from followup.store import NewFact
from followup.values import Value, replace

_NO_CODE = "NO-CODE"
"""Stands where a code will be made."""

ALIKE_LISTED = 4
"""So many codes of those who look alike are told."""

_BATCH_SIZE = 100
"""Entries of a file that are written before other writers have their turn."""


class KnownRow(Value):
    """An entry of a file that stands already, word for word: its number from 1, and her code."""

    row: int
    code: str


class EnrolmentResult(Value):
    """The codes of those who were enrolled, in the order of the file, what kept others out, and who stood already."""

    codes: tuple[str, ...]
    problems: tuple[RowProblem, ...]
    known: tuple[KnownRow, ...] = ()


class EnrolmentWithHistory(Value):
    """Somebody who is enrolled together with what has happened ``since``."""

    enrolment: EnrolmentForm
    since: tuple[NewFact, ...] = ()


def enrol_all(
    book: Casebook,
    forms: Sequence[Any],
    progress: Progress | None = None,
    *,
    as_new: bool = True,
    as_written: bool = True,
    dry_run: bool = False,
) -> EnrolmentResult:
    """Enrol everybody a file describes. A bad entry is listed and stops no good one; each is whole or absent.

    An entry that stands already, word for word, is known and not enrolled again. One that looks like somebody who
    stands (or stood before it in the file) is listed as bad, unless she is to be enrolled ``as_new``.
    So is one with a word that is nearly known (see `WordsInUse`), unless words are to be kept ``as_written``.
    A rehearsal writes nothing; the codes it gives are those asked for, and empty where one would be generated.
    """
    enrolling = Enrolling(book, as_new=as_new, as_written=as_written, dry_run=dry_run)
    for start in range(0, len(forms), _BATCH_SIZE):
        with book.store.exclusive():
            enrolling.begin()
            for row, form in enumerate(forms[start : start + _BATCH_SIZE], start + 1):
                enrolling.enrol(row, form)
                if progress:
                    progress(row, len(forms))
    return EnrolmentResult(tuple(enrolling.codes), tuple(enrolling.problems), tuple(enrolling.known))


def look_alikes(book: Casebook, forms: Sequence[Any]) -> tuple[RowProblem, ...]:
    """The entries that look like somebody who stands, or who stood before them in the file; nothing is written."""
    return tuple(one for one in enrol_all(book, forms, as_new=False, dry_run=True).problems if one.looks_alike)


def names_nobody(form: Any) -> bool:
    """Whether an entry says nothing of who she is."""
    enrolment, _ = enrolment_from_mapping(form)
    return enrolment is not None and identity_fact(enrolment) is None


class Enrolling:
    """Enrols entry after entry, and keeps in mind what came before in the same file."""

    def __init__(self, book: Casebook, *, as_new: bool, as_written: bool, dry_run: bool) -> None:
        self._book = book
        self.as_new = as_new
        self._words = None if as_written else WordsInUse(book)
        self._dry_run = dry_run
        self._guard = CodeGuard(book)
        self._added: dict[str, Likeness] = {}
        self._used: set[str] = set()
        self.codes: list[str] = []
        self.problems: list[RowProblem] = []
        self.known: list[KnownRow] = []

    def begin(self) -> None:
        """Read who stands now, under the lock; in a rehearsal those of the file before as well."""
        self._taken = {*self._book.whose_codes.taken, *filter(None, self.codes)}
        self._people = People.of(self._book)
        if self._dry_run:
            for code, like in self._added.items():
                self._people.add(code, like)

    def enrol(self, row: int, form: Any) -> None:
        """Enrol an entry, count it as known, or note why it was left out."""
        enrolment, wrong = _read_form(self._book, form)
        if enrolment is None:
            self.problems += (RowProblem(row, problem.where, problem.what) for problem in wrong)
            return
        if doubts := self.doubts(enrolment):
            self.problems += (RowProblem(row, one.key, f"{one.sentence} {one.advice}") for one in doubts)
            return
        try:
            self._enrol(row, enrolment)
        except FollowupError as error:
            self.problems.append(RowProblem(row, say("graduate"), why_refused(error)))

    def spelled(self, enrolment: EnrolmentForm) -> EnrolmentForm:
        """The enrolment with its words as they are known, unless they are kept as written."""
        return replace(enrolment, **self._words.spelled(words_of(enrolment))) if self._words else enrolment

    def doubts(self, enrolment: EnrolmentForm) -> list[DoubtfulWord]:
        """Its words that are nearly known, unless they are kept as written."""
        return list(self._words.doubts(words_of(enrolment))) if self._words else []

    def _enrol(self, row: int, enrolment: EnrolmentForm) -> None:
        enrolment = self.spelled(enrolment)
        new_facts = checked_enrolment(self._book, enrolment)
        like = likeness_of(new_facts)
        if stands := self._stands(enrolment, like):
            self._used.add(stands)
            self.known.append(KnownRow(row, stands))
            return
        alike = () if self.as_new else self._people.alike(like)
        if alike:
            self.problems.append(RowProblem(row, say("graduate"), _alike_sentence(alike), alike))
            return
        code, identity = free_code(enrolment.code, self._taken), identity_fact(enrolment)
        self._guard.check(enrolment.code)
        check_name_is_no_code(identity, self._taken)
        self._guard.add(identity)
        self.keep([*with_code(new_facts, code)])
        self._add(row, enrolment.code if self._dry_run else code, like)

    def keep(self, new_facts: list[NewFact]) -> None:
        """Write one of them down; not in a rehearsal."""
        if not self._dry_run:
            self._book.write(urandom(8).hex(), *new_facts)

    def _stands(self, enrolment: EnrolmentForm, like: Likeness) -> str | None:
        """The code of whom the entry says word for word; of those who name nobody, only where it may be she."""
        if self.as_new and not like.named:
            return None
        return self._people.same(enrolment.code, like, self._used)

    def _add(self, row: int, code: str, like: Likeness) -> None:
        self.codes.append(code)
        shown = code or say("row {n}", n=row)
        self._taken |= {code} if code else set()
        self._added[shown] = like
        self._used.add(shown)
        self._people.add(shown, like)


def _read_form(book: Casebook, form: Any) -> tuple[EnrolmentForm | None, tuple[FormProblem, ...]]:
    enrolment, wrong = enrolment_from_mapping(form)
    plan = form.get("plan") if isinstance(form, Mapping) else None
    wrong += tuple(FormProblem(f"plan: {one.where}", one.what) for one in plan_problems(plan, book))
    return (None, wrong) if wrong else (enrolment, ())


def _alike_sentence(codes: Sequence[str]) -> str:
    """Whom she looks like, by codes alone, and what to do."""
    return say(
        "She may be in the casebook already, as {codes}: the same name, also in other letters, or phone, or birth "
        "year and place. If she is somebody else: --as-new. If it is she, see what is written down: followup "
        "graduate show {code}",
        codes=listed(codes, ALIKE_LISTED),
        code=codes[0],
    )


def enrol_with_history(book: Casebook, arrivals: Iterable[EnrolmentWithHistory]) -> Iterator[tuple[str, str]]:
    """Enrol many with what has happened since, one write for each; the id of each case and its code.

    Nobody else writes until the last is taken.
    """
    with book.store.exclusive():
        taken = book.whose_codes.taken
        for arrival in arrivals:
            new_facts = checked_enrolment(book, arrival.enrolment)
            code = free_code(arrival.enrolment.code, taken)
            case_id = urandom(8).hex()
            book.write(case_id, *with_code(new_facts, code), *arrival.since)
            taken.add(code)
            yield case_id, code


def checked_enrolment(book: Casebook, enrolment: EnrolmentForm) -> list[NewFact]:
    """The facts of an enrolment that may be written, but for a code where none was asked for."""
    check_return_date(enrolment.return_date, book.today)
    policy = enrolment.policy or next(iter(policies(book.office)))
    policy_named(policy, book.office)
    enrolment = replace(enrolment, worker=checked_new_worker(book, enrolment.worker))
    check_code_hides_identity(enrolment.code, identity_fact(enrolment))
    if enrolment.cover:
        check_cover(book, enrolment.cover)
        check_her_cover(enrolment.cover, identity_fact(enrolment))
    return list(_enrolment_facts(enrolment, enrolment.code or _NO_CODE, policy, book))


def with_code(new_facts: Iterable[NewFact], code: str) -> Iterator[NewFact]:
    """The facts of an enrolment, with her code."""
    for new in new_facts:
        yield replace(new, body=replace(new.body, code=code)) if isinstance(new.body, Opened) else new


def check_code(book: Casebook, code: str) -> None:
    """Refused for a code that is taken or names somebody, Invalid for one that cannot be."""
    free_code(given_code(code), book.whose_codes.taken)
    CodeGuard(book).check(given_code(code))


def free_code(wanted: str, taken: set[str]) -> str:
    """The code that is wanted, or one that is made; Refused for one that is taken."""
    if wanted in taken:
        raise Refused(say("That code is taken."), say("Choose another, or leave it out to have one generated."))
    while not wanted or wanted in taken:
        wanted = generated_code(randbelow)
    return wanted


def _enrolment_facts(enrolment: EnrolmentForm, code: str, policy: str, book: Casebook) -> Iterator[NewFact]:
    """Everything an enrolment says, as facts; those without a day of their own are true from the return date."""
    home = min(enrolment.return_date, book.today)
    opened = Opened(
        code=code,
        return_date=enrolment.return_date,
        policy=policy,
        worker=enrolment.worker or book.worker,
        centre=enrolment.centre,
        trade=enrolment.trade,
        modules=enrolment.modules,
        assumed=enrolment.assumed,
    )
    yield NewFact(home, opened)
    bodies: list[Body | None] = [
        identity_fact(enrolment),
        _arrangement_fact(enrolment),
        _placement_fact(enrolment),
        plan_fact(enrolment.plan, book) if enrolment.plan is not None else None,
    ]
    yield from (NewFact(home, body) for body in bodies if body is not None)
    assessments = [
        Assessment(
            checked_record_day(said.on or home, book.today), Assessed(said.what, said.decision, said.reasons, said.by)
        )
        for said in enrolment.assessments
    ]
    yield from (NewFact(one.on, one.said) for one in assessments)
    in_order = tuple(sorted(assessments, key=lambda one: one.on))
    case = Case(id="", as_of=book.today, worker=opened.worker, assessments=in_order)
    hint = say("Say why she returns all the same, in a file with the key: {key}", key='against = "..."')
    if against := return_against(enrolment.return_date, case.refusals, enrolment.against, book.today, hint):
        yield NewFact(home, against)
    for flag in enrolment.flags:
        day = checked_record_day(flag.raised or home, book.today)
        concern = NewFlag(flag.kind, flag.severity, flag.note, flag.owner, flag.review)
        yield NewFact(day, flag_fact(concern, case, book, day))


def _placement_fact(enrolment: EnrolmentForm) -> Placed | None:
    if enrolment.placement:
        return Placed(enrolment.placement, enrolment.province, enrolment.district)
    if enrolment.province or enrolment.district:
        raise Refused(
            say("Where she lives is written down together with whom she lives with."),
            say("Give the placement: {words}.", words=", ".join(Placement)),
        )
    return None


def identity_fact(enrolment: EnrolmentForm) -> Identified | None:
    """The identity in an enrolment, or None where it says nothing of it."""
    said = {name: value for name, value in enrolment.identity.said().items() if value} if enrolment.identity else {}
    return Identified(**said) if said else None


def identity_fact_from_fields(said: Mapping[str, str]) -> Identified | None:
    """Fields of identity as a fact, or None where nothing is said."""
    known: dict[str, Any] = dict(said)
    return Identified(**known) if known else None


def _arrangement_fact(enrolment: EnrolmentForm) -> Arranged | None:
    arranged = Arranged(
        weekdays=enrolment.safe_weekdays or None, avoid=enrolment.avoid or None, cover=enrolment.cover or None
    )
    return None if arranged == Arranged() else arranged


# --- changes --------------------------------------------------------------------------------------------------------


def assess(book: Casebook, typed: str, assessed: Assessed, on: date | None = None, against: Private = "") -> Case:
    """Write an assessment down; ``against`` is why a return stays planned although it says no, Refused without."""
    day = checked_record_day(on or book.today, book.today)
    with book.change(typed) as her:
        after = her.dry_run(NewFact(day, assessed))
        reason = return_after_assessment(after, Assessment(day, assessed), against, book.today)
        her.write(*(NewFact(day, body) for body in (assessed, reason) if body))
    return her.after


def is_return_against(book: Casebook, typed: str, assessed: Assessed, on: date | None) -> bool:
    """Whether an assessment says no to a return that is still to come, so that the return asks for a reason."""
    day = checked_record_day(on or book.today, book.today)
    after = book.look(typed).dry_run(NewFact(day, assessed))
    return asks_for_reason(after.return_date, [one for one in after.refusals if one.said == assessed], book.today)


def place(
    book: Casebook, typed: str, placed: Placed, identity: Identified | None = None, on: date | None = None
) -> Case:
    """Write down where she lives now; her commune and village are identity.

    A district that is not said stays as it was. Commune and village of another district fall away with it.
    """
    with book.change(typed) as her:
        home = (her.case.province, her.case.district)
        if not placed.province and not placed.district:
            placed = replace(placed, province=home[0], district=home[1])
        if (placed.province, placed.district) != home:
            known = identity or Identified()
            identity = replace(known, commune=known.commune or "", village=known.village or "")
        bodies = [placed, identity] if identity else [placed]
        new_facts = [NewFact(checked_record_day(on or book.today, book.today), body) for body in bodies]
        check_code_hides_new_identity(book, her.case, her.dry_run(*new_facts))
        her.write(*new_facts)
    return her.after
