"""The casebook: every case held in a store, found by code, replayed for a day.

What replay needs is imported when a case is replayed: the daily commands live from registers and replay none.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from msgspec.json import decode, encode

from followup.case.facts import Body, Fact
from followup.case.pseudonym import hint_for_code, tidy_code
from followup.errors import Damaged, FollowupError, Missing, Refused
from followup.merged_rows import MARK, end_of_chain, is_marked, with_marks
from followup.messages import say
from followup.moment import Moment as Moment
from followup.store import (
    OFFICE,
    NewFact,
    OverviewKind,
    RegisterKind,
    RegisterRow,
    RowBuilder,
    Store,
    is_case,
)
from followup.whose_codes import WhoseCodes, code_given, code_of, say_whose

if TYPE_CHECKING:
    from followup.case.case import Case
    from followup.office import Office
    from followup.schedule.case_schedule import CaseSchedule
    from followup.scheduler import Scheduler
    from followup.staff import Staff


class Casebook:
    """A store seen as cases, at one moment."""

    def __init__(self, store: Store, moment: Moment) -> None:
        self.store = store
        self.moment = moment
        self._office_problem: Damaged | None = None
        self.problems: dict[str, FollowupError] = {}
        """The cases that could not be read so far, by case id; whoever lists many cases tells of them."""
        self._merged: dict[str, str] | None = None
        self._marks: dict[str, RegisterRow] = {}
        """What was read last of cases that go on as part of another one: what their rows say of it."""
        self._whose: WhoseCodes | None = None
        self._kind_of_codes = OverviewKind(_WHOSE, self._read_codes, partial(say_whose, store.facts))
        self._found: dict[str, str] = {}
        """By what was typed the case that was found, until something is written that may change it."""
        self._expected: dict[str, Callable[[], RegisterKind]] = {_CODES.name: lambda: _CODES}
        self.wrote = False
        """Whether anything was written: a command that wrote has done what it was asked for."""
        self.written: list[tuple[str, Fact]] = []
        """What was written, in order, each with its journal: the next step follows from it."""

    @property
    def today(self) -> date:
        """The day it is."""
        return self.moment.today

    @cached_property
    def office(self) -> "Office":
        """The organisation's settings, leave and policies as they stand today."""
        from followup.office import replay_office

        return replay_office(self.office_facts, self.today)

    @cached_property
    def office_facts(self) -> tuple[Fact, ...]:
        """The office's own entries; those that can be read where its journal is damaged, which hides no case."""
        try:
            return self.store.facts(OFFICE)
        except Damaged as problem:
            self._office_problem = problem
            return self.store.readable_facts(OFFICE)

    @property
    def gaps(self) -> tuple[FollowupError, ...]:
        """What is missing, but is no one case's: whoever shows many cases tells of it every time."""
        _ = self.office_facts
        if self._office_problem is None:
            return tuple(self.store.gaps())
        from followup.office import office_gap

        return office_gap(self._office_problem), *self.store.gaps()

    @property
    def staff(self) -> "Staff":
        """The workers."""
        return self.office.staff

    @cached_property
    def scheduler(self) -> "Scheduler":
        """What makes the schedules of cases, for this office today."""
        from followup.scheduler import Scheduler

        return Scheduler(self.office, self.today)

    @cached_property
    def worker(self) -> str:
        """The initials of whoever uses this laptop."""
        return next(filter(None, map(self.office.workers.get, self.store.devices)), "")

    def case(self, case_id: str, as_of: date | None = None, known_at: datetime | None = None) -> "Case":
        """One case as of a day (today when not said), as it was known at an instant (now when not said)."""
        from followup.case.replay import replay

        return self.staff.of_today(replay(case_id, self.facts(case_id), as_of or self.today, known_at))

    def cases(self, as_of: date | None = None, known_at: datetime | None = None) -> Iterator["Case"]:
        """Every case opened by then, as in `case`, in the order of codes; unreadable ones go to ``problems``."""
        codes = self.codes
        return self.cases_of(sorted(codes, key=codes.__getitem__), as_of, known_at)

    def cases_of(
        self, case_ids: Iterable[str], as_of: date | None = None, known_at: datetime | None = None
    ) -> Iterator["Case"]:
        """Of these cases those opened by then, in their order, otherwise as `cases`."""
        for case_id in case_ids:
            try:
                case = self.case(case_id, as_of, known_at)
            except FollowupError as problem:
                self.problems[case_id] = problem
                continue
            if case.is_open:
                yield case

    @property
    def merged(self) -> dict[str, str]:
        """The cases that go on as part of another one: by their id the id of that."""
        return self.whose_codes.merged if self._merged is None else self._merged

    def root(self, case_id: str) -> str:
        """The case that this one goes on as part of, or itself."""
        return end_of_chain(self.merged, case_id)

    def facts(self, case_id: str) -> tuple[Fact, ...]:
        """What is written of a case, in replay order: in its own journal, and in those that are part of it."""
        own = self.store.facts(case_id)
        parts = self._parts(case_id) if is_case(case_id) else []
        if not parts:
            return own
        from followup.case.merged_facts import facts_as_part

        others = (fact for part in parts for fact in facts_as_part(own, self.store.facts(part)))
        return tuple(sorted((*own, *others), key=lambda fact: fact.order))

    def entries(self, case_id: str) -> tuple[Fact, ...]:
        """Every entry of a case and of those that are part of it, as it was written: what the log shows."""
        names = (case_id, *(self._parts(case_id) if is_case(case_id) else []))
        return tuple(fact for one in names for fact in (self.office_facts if one == OFFICE else self.store.facts(one)))

    def journal_of(self, case_id: str, fact_id: str) -> str:
        """The journal that holds an entry of a case: its own, or one that is part of it."""
        journals = (case_id, *self._parts(case_id))
        return next(one for one in journals if any(fact.id == fact_id for fact in self.store.facts(one)))

    def _parts(self, case_id: str) -> list[str]:
        return sorted(one for one in self.merged if end_of_chain(self.merged, one) == case_id)

    def look(self, typed: str) -> "CaseChange":
        """Her whose code begins with what was typed, for who only looks: found once, read once."""
        return CaseChange(self, self.find(typed), dry_run=True)

    def change(self, typed: str, *, dry_run: bool = False) -> AbstractContextManager["CaseChange"]:
        """Her whose code begins with what was typed, to be changed: found once, then as in `change_case`."""
        return self.change_case(self.find(typed), dry_run=dry_run)

    @contextmanager
    def change_case(
        self, case_id: str, *, dry_run: bool = False, facts: tuple[Fact, ...] | None = None
    ) -> Iterator["CaseChange"]:
        """A case to be checked and written to; nobody else writes meanwhile.

        A dry run needs no lock, and may begin with the ``facts`` that another one ended with.
        """
        with nullcontext() if dry_run else self.store.exclusive():
            yield CaseChange(self, case_id, facts, dry_run=dry_run)

    @contextmanager
    def change_journal(self, journal: str, *, dry_run: bool = False) -> Iterator["JournalChange"]:
        """A journal beside the cases to be checked and written to; nobody else writes meanwhile."""
        with nullcontext() if dry_run else self.store.exclusive():
            self._forget_office()
            yield JournalChange(self, journal, dry_run=dry_run)
        self._forget_office()

    def write_office(self, *bodies: Body) -> None:
        """Add facts to the organisation's journal."""
        self.write(OFFICE, *bodies)
        self._forget_office()

    def _forget_office(self) -> None:
        """What was read of the office may have changed."""
        for name in ("office_facts", "office", "scheduler", "worker"):
            self.__dict__.pop(name, None)

    def write(self, journal: str, *bodies: Body | NewFact, on: date | None = None) -> tuple[Fact, ...]:
        """Add facts that need no look at the journal first, true from ``on`` (today when not said), all or none."""
        facts = self.store.append(journal, self.new_facts(bodies, on), by=self.worker, now=self.moment.now)
        if self._found and self._kind_of_codes.concerned_by(journal, [fact.body for fact in facts]):
            self._found.clear()
        self.wrote = self.wrote or bool(facts)
        self.written += [(journal, fact) for fact in facts]
        return facts

    def new_facts(self, bodies: Iterable[Body | NewFact], on: date | None = None) -> list[NewFact]:
        """What is to be written, with its day: ``on``, or today, where it brings none of its own."""
        return [body if isinstance(body, NewFact) else NewFact(on or self.today, body) for body in bodies]

    @property
    def codes(self) -> dict[str, str]:
        """The code of every case, by case id."""
        return self.whose_codes.codes

    @property
    def whose_codes(self) -> WhoseCodes:
        """Whose code is which, looked for now."""
        self._whose = WhoseCodes(*self.store.overview(self._kind_of_codes))
        self._merged = self._whose.merged
        return self._whose

    def _read_codes(self) -> tuple[WhoseCodes, bool]:
        """Whose code is which, by all cases; and whether all of them could be read."""
        rows = self.register(_CODES)
        parts = {case_id: mark["row"] for case_id, mark in self._marks.items()}
        codes = {case_id: code for case_id, code in rows.items() if code}
        return WhoseCodes(codes, self.merged, parts), not self.problems

    def register(self, kind: RegisterKind) -> dict[str, RegisterRow]:
        """The rows of a register by case id; what could not be read goes to ``problems``."""
        self._expected.pop(kind.name, None)
        register = self.store.register(with_marks(kind), lambda: [with_marks(one()) for one in self._expected.values()])
        self.problems.update(register.problems)
        rows = dict(register.rows)
        marks = {case_id: row for case_id, row in rows.items() if is_marked(row)}
        into = {case_id: mark[MARK] for case_id, mark in marks.items() if mark[MARK] in rows}
        self._merged = {case_id: whole for case_id, whole in into.items() if end_of_chain(into, case_id) != case_id}
        for case_id in marks.keys() - self._merged.keys():  # the other case has not arrived on this laptop
            rows[case_id] = marks.pop(case_id)["row"]
        self._marks = marks
        for case_id in marks:
            self._join(rows, case_id, kind.build)
        return rows

    def expect(self, name: str, kind_of: Callable[[], RegisterKind]) -> None:
        """This register will be asked for: where cases are read for another one before, it is made along."""
        self._expected[name] = kind_of

    def _join(self, rows: dict[str, RegisterRow], part: str, build: RowBuilder) -> None:
        """Let the row of a case say what the one that is part of it says too, and that one have none."""
        del rows[part]
        whole = self.root(part)
        try:
            rows[whole] = decode(encode(build(whole, self.facts(whole))))
        except FollowupError as problem:
            self.problems[whole] = problem

    def find(self, typed: str, codes: Mapping[str, str] | None = None) -> str:
        """The id of the case whose code begins with what was typed; Missing, with near misses, if not exactly one.

        Damaged if nobody's does and there are files that cannot be read: it may be one of those. Who looks for many
        gives the ``codes``, read once.
        """
        wanted = tidy_code(typed)
        if codes is not None:
            return self._find(wanted, codes)
        if wanted not in self._found:
            self._found[wanted] = self._find_as_left(wanted) or self._find(wanted, self.codes)
        return self._found[wanted]

    def _find_as_left(self, wanted: str) -> str:
        """The same by the codes that were kept, without a look at all cases; "" where that is needed."""
        whose = WhoseCodes(*self.store.overview(self._kind_of_codes, as_left=True) or ({}, {}, {}))
        if found := whose.proven(wanted, self.store.facts):
            self._merged = whose.merged
        return found

    def _find(self, wanted: str, codes: Mapping[str, str]) -> str:
        if found := (self._whose or self.whose_codes).only_one(wanted, codes):
            return found
        for unread in (*(one for case_id, one in self.problems.items() if case_id not in codes), *self.store.gaps()):
            raise type(unread)(unread.what, unread.hint)
        raise Missing(say("No graduate's code begins like that."), hint_for_code(wanted, sorted(codes.values())))

    def find_in_log(self, typed: str) -> str:
        """As `find`; and her whose beginning was taken back, by the whole code it gave: only her log knows her."""
        try:
            return self.find(typed)
        except Missing:
            known, wanted = {*self.codes, *self.merged}, tidy_code(typed)
            unknown = (one for one in self.store.case_ids() if one not in known)
            gone = [one for one in unknown if code_given(one, self.store.facts(one)) == wanted]
            if not gone:
                raise
            return max(gone, key=lambda one: self.store.facts(one)[-1].at)

    def code_in_log(self, case_id: str) -> str:
        """The code of a case, also of one whose beginning was taken back or is dated after today."""
        return self.codes.get(case_id) or code_given(case_id, self.store.facts(case_id))


class JournalChange:
    """A journal while it is changed: what was read of it under the store's lock (``before``), and what is added.

    ``facts`` are those read and those written. A dry run writes nothing, and goes on as if it had.
    """

    def __init__(
        self, book: Casebook, journal: str, facts: tuple[Fact, ...] | None = None, *, dry_run: bool = False
    ) -> None:
        self.book = book
        self.id = journal
        self.before = self.facts = book.facts(journal) if facts is None else facts
        self._dry_run = dry_run

    def write(self, *bodies: Body | NewFact, on: date | None = None) -> tuple[Fact, ...]:
        """Add facts, true from ``on`` (today when not said), all or none: when this returns they are safely kept."""
        from followup.case.erasure import refuse_after_erasure

        refuse_after_erasure(self.before, (new.body for new in self.book.new_facts(bodies, on)))
        written = self._as_facts(bodies, on) if self._dry_run else self.book.write(self.id, *bodies, on=on)
        self.facts = (*self.facts, *written)
        return written

    def _as_facts(self, bodies: Iterable[Body | NewFact], on: date | None = None) -> tuple[Fact, ...]:
        """The facts that these would become."""
        at = max([self.book.moment.now, *(fact.at for fact in self.facts)])
        return tuple(
            Fact(new_fact.id or f"dry-run-{seq}", at, new_fact.on, "~", seq, self.book.worker, new_fact.body)
            for seq, new_fact in enumerate(self.book.new_facts(bodies, on), len(self.facts))
        )


class CaseChange(JournalChange):
    """A graduate's case while it is changed; made by `Casebook.change`."""

    @cached_property
    def case(self) -> "Case":
        """Her case before anything is written."""
        return self._replayed(self.before)

    @cached_property
    def entries(self) -> tuple[Fact, ...]:
        """The entries of her log before anything is written, those of cases that are part of hers too."""
        return self.book.entries(self.id) if self.id in self.book.merged.values() else self.before

    @cached_property
    def schedule(self) -> "CaseSchedule":
        """Her schedule before anything is written."""
        return self.book.scheduler.case_schedule(self.case)

    @property
    def after(self) -> "Case":
        """Her case with what has been written."""
        return self._replayed(self.facts) if self.facts != self.before else self.case

    def dry_run(self, *bodies: Body | NewFact) -> "Case":
        """Her case as it would be with these facts; nothing is written."""
        return self._replayed(self.facts_with(*bodies))

    def facts_with(self, *bodies: Body | NewFact) -> tuple[Fact, ...]:
        """Her facts and these; nothing is written."""
        return (*self.facts, *self._as_facts(bodies))

    def as_of(self, day: date) -> "Case":
        """Her case on a day, before anything is written."""
        return self.case if day == self.book.today else self._replayed(self.before, day)

    def _replayed(self, facts: tuple[Fact, ...], day: date | None = None) -> "Case":
        from followup.case.replay import replay

        return self.book.staff.of_today(replay(self.id, facts, day or self.book.today))


def require_opened(case: "Case") -> "Case":
    """The case itself; Refused if its beginning has not arrived on this laptop."""
    if not case.is_open:
        raise Refused(say("This case has no beginning yet."), say("It may still be on another laptop."))
    return case


def checked_record_day(on: date, today: date) -> date:
    """The day itself; Refused if it lies in the future, since only what has been is written down."""
    if on > today:
        raise Refused(
            say("That day is in the future. Only what has happened can be written down."), say("Check the date.")
        )
    return on


_CODES = RegisterKind("codes", "1", code_of)
_WHOSE = "whose-codes-1"
"""Takes another name when what is kept of whose code is which takes another shape."""
