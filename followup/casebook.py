"""The casebook: every case held in a store, found by code, replayed for a day.

What replay needs is imported when a case is replayed: the daily commands live from registers and replay none.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from followup.case.facts import Body, Fact
from followup.case.pseudonym import is_mistyped_code, similar_codes, tidy_code
from followup.errors import FollowupError, Missing, Refused
from followup.messages import say
from followup.office import Office, replay_office
from followup.store import OFFICE, NewFact, RegisterRow, RowBuilder, Store

if TYPE_CHECKING:
    from followup.case.case import Case


class Moment(NamedTuple):
    """The day it is where the worker is, and the instant in UTC; read once, at the edge of the program."""

    today: date
    now: datetime


class Casebook:
    """A store seen as cases, at one moment."""

    def __init__(self, store: Store, moment: Moment) -> None:
        self.store = store
        self.moment = moment
        self.problems: dict[str, FollowupError] = {}
        """The cases that could not be read so far, by case id; whoever lists many cases tells of them."""

    @property
    def today(self) -> date:
        """The day it is."""
        return self.moment.today

    @cached_property
    def office(self) -> Office:
        """The organisation's settings, leave and policies as they stand today."""
        return replay_office(self.store.facts(OFFICE), self.today)

    @property
    def worker(self) -> str:
        """The initials of whoever uses this laptop."""
        return self.office.workers.get(self.store.device, "")

    def case(self, case_id: str, as_of: date | None = None, known_at: datetime | None = None) -> "Case":
        """One case as of a day (today when not said), as it was known at an instant (now when not said)."""
        from followup.case.replay import replay

        return replay(case_id, self.store.facts(case_id), as_of or self.today, known_at)

    def cases(self, as_of: date | None = None, known_at: datetime | None = None) -> Iterator["Case"]:
        """Every case opened by then, as in `case`, in the order of codes; unreadable ones go to ``problems``."""
        codes = self.codes
        for case_id in sorted(codes, key=codes.__getitem__):
            try:
                case = self.case(case_id, as_of, known_at)
            except FollowupError as problem:
                self.problems[case_id] = problem
                continue
            if case.is_open:
                yield case

    def write(self, case_id: str, *bodies: Body, on: date | None = None) -> tuple[Fact, ...]:
        """Add facts to a case, true from ``on`` (today when not said), all or none."""
        new_facts = [NewFact(on or self.today, body) for body in bodies]
        return self.store.append(case_id, new_facts, by=self.worker, now=self.moment.now)

    def write_office(self, *bodies: Body) -> tuple[Fact, ...]:
        """Add facts to the organisation's journal."""
        facts = self.write(OFFICE, *bodies)
        self.__dict__.pop("office", None)
        return facts

    @property
    def codes(self) -> dict[str, str]:
        """The code of every case, by case id."""
        return {case_id: code for case_id, code in self.register("codes", "1", _code_of).items() if code}

    def register(self, name: str, fingerprint: str, build: RowBuilder) -> dict[str, RegisterRow]:
        """The rows of a register by case id; what could not be read goes to ``problems``."""
        register = self.store.register(name, fingerprint, build)
        self.problems.update(register.problems)
        return dict(register.rows)

    def find(self, typed: str, codes: Mapping[str, str] | None = None) -> str:
        """The id of the case whose code begins with what was typed; Missing, with near misses, if not exactly one.

        Damaged if nobody's does and there are files that cannot be read: it may be one of those. Who looks for many
        gives the ``codes``, read once.
        """
        wanted = tidy_code(typed)
        codes = self.codes if codes is None else codes
        exact = [case_id for case_id, code in codes.items() if code == wanted]
        begun = exact or [case_id for case_id, code in codes.items() if wanted and code.startswith(wanted)]
        if len(begun) == 1:
            return begun[0]
        if begun:
            raise Missing(
                say("More than one graduate's code begins like that."), _listed_codes([codes[i] for i in begun])
            )
        unread = next((problem for case_id, problem in self.problems.items() if case_id not in codes), None)
        if unread:
            raise type(unread)(unread.what, unread.hint)
        raise Missing(say("No graduate's code begins like that."), _hint_for_code(wanted, sorted(codes.values())))


def require_opened(case: "Case") -> "Case":
    """The case itself; Refused if its beginning has not arrived on this laptop."""
    if not case.is_open:
        raise Refused(say("This case has no beginning yet."), say("It may still be on another laptop."))
    return case


def checked_record_day(on: date, today: date) -> date:
    """The day itself; Refused if it lies in the future, since only what has been is written down."""
    if on > today:
        raise Refused(say("What is written down cannot lie in the future."), say("Check the date."))
    return on


def checked_report_day(day: date, today: date) -> date:
    """The day itself; Refused if it lies in the future, since nothing can be told of it yet."""
    if day > today:
        raise Refused(say("That day has not come."), say("Choose today or an earlier day."))
    return day


def _code_of(case_id: str, facts: tuple[Fact, ...]) -> str:
    from followup.case.replay import replay

    return replay(case_id, facts, date.max).code


def _listed_codes(codes: list[str]) -> str:
    shown = ", ".join(sorted(codes)[:6])
    return say("Type more of it: {codes}", codes=shown if len(codes) <= 6 else f"{shown} …")


def _hint_for_code(wanted: str, codes: list[str]) -> str:
    """What may have gone wrong: a slip that leads to a code there is, or one that the check character shows."""
    meant = similar_codes(wanted, codes)
    if meant:
        return say("Did you mean {codes}?", codes=say(" or ").join(meant))
    if is_mistyped_code(wanted):
        return say("A character of it is wrong: the last one does not fit the others.")
    return say("See all codes with: followup graduate list")
