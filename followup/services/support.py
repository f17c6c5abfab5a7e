"""Support given to graduates and their families: written down, out of a plan too, and listed."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from followup.case.case import Case
from followup.case.facts import Supported
from followup.case.fields import Private
from followup.case.known_words import folded_word, known_word
from followup.case.support_words import SupportKind
from followup.casebook import Casebook, checked_record_day, require_opened
from followup.errors import Refused
from followup.messages import say
from followup.monitoring.support import GivenSupport, bought_by_plan, loan_of_plan, support_given
from followup.services.case_contents import cases_with, support_with
from followup.services.guarded_names import labeller
from followup.services.plans import plan_of
from followup.services.words_in_use import FUND, WordsInUse
from followup.values import Value, replace


class SupportResult(Value):
    """Her case after support was written down, and the entries that were."""

    case: Case
    on: date
    written: tuple[Supported, ...]


class SupportSheet(Value):
    """What one graduate and her family were given, and what her plan says was bought for her, not written down yet."""

    case: Case
    given: tuple[GivenSupport, ...]
    unwritten: tuple[Supported, ...]


class ListedSupport(NamedTuple):
    """Something that was given: to whom or to whose family, by her code and, where it is asked for, her name."""

    code: str
    name: Private | None
    given: GivenSupport


class SupportFilter(Value):
    """Of all that was given only one kind, one fund, what was given to families, or from a day on."""

    kind: SupportKind | None = None
    fund: str = ""
    family: bool = False
    since: date | None = None

    def takes(self, one: GivenSupport) -> bool:
        """Whether something given is wanted."""
        return (
            self.kind in (None, one.what)
            and (not self.fund or folded_word(self.fund) == folded_word(one.fund))
            and (not self.family or one.whom.in_family)
            and (self.since is None or one.on >= self.since)
        )


def add(
    book: Casebook, typed: str, support: Supported, on: date | None = None, *, dry_run: bool = False
) -> SupportResult:
    """Write down what she or a member of her family was given. Refused for a day to come."""
    with book.change(typed, dry_run=dry_run) as her:
        day = check_new(book, her.case, on)
        if support.is_own_loan:
            check_own_loan(her.case)
        her.write(support, on=day)
    return SupportResult(her.after, day, (support,))


def add_planned(
    book: Casebook, typed: str, fund: str = "", note: str = "", on: date | None = None, *, dry_run: bool = False
) -> SupportResult:
    """Write down as given what her plan says was bought for her, a kind an entry, and none of them twice."""
    with book.change(typed, dry_run=dry_run) as her:
        day = check_new(book, her.case, on)
        new = tuple(replace(one, fund=fund, note=note) for one in unwritten(her.case))
        if not new:
            plan_of(her.case)
            raise Refused(
                say("Nothing is left in her plan that could be written down as given."),
                say("See what is written down: followup support list {code}", code=her.case.code),
            )
        her.write(*new, on=day)
    return SupportResult(her.after, day, new)


def check_new(book: Casebook, case: Case, on: date | None) -> date:
    """The day on which something was given; Refused for one to come."""
    require_opened(case)
    return checked_record_day(on or book.today, book.today)


def check_own_loan(case: Case) -> None:
    """Refused where her plan has no loan, or it is said already out of which fund it came."""
    loan, _ = loan_of_plan(case)
    if loan is None:
        raise Refused(
            say("Her plan has no loan, and a loan to herself is written down there."),
            say("Write it into her plan: followup plan set {code}", code=case.code),
        )
    if any(one.said.is_own_loan for one in case.supports):
        raise Refused(
            say("It is written down already out of which fund her loan came."),
            say("Take that entry back first: followup log {code}", code=case.code),
        )


def unwritten(case: Case) -> tuple[Supported, ...]:
    """What her plan says was bought for her, and no entry says yet that it was given.

    What was written down by hand, of the same kind and at the same cost, is the same thing.
    """
    if case.plan is None:
        return ()
    entries = [one.said for one in case.supports if not one.said.whom.in_family]
    out_of_plan = {one.what for one in entries if one.planned}
    by_hand = {(one.what, one.amount) for one in entries}
    bought = ((kind, amount) for kind, amounts in bought_by_plan(case.plan).items() for amount in amounts)
    left = (pair for pair in bought if pair[0] not in out_of_plan and pair not in by_hand)
    return tuple(Supported(kind, amount=amount, planned=True) for kind, amount in left)


def support_sheet(book: Casebook, typed: str) -> SupportSheet:
    """What one graduate and her family were given."""
    case = book.case(book.find(typed))
    return SupportSheet(case, support_given(case), unwritten(case))


def support_listed(
    book: Casebook, wanted: SupportFilter, typed: str = "", *, names: bool = True
) -> list[ListedSupport]:
    """What everybody was given, or one graduate, the latest first; Missing for a fund that nobody named."""
    if wanted.fund:
        unknown = say("No fund of that name was written down.")
        wanted = replace(wanted, fund=known_word(wanted.fund, funds(book), unknown, labeller(book)))
    since = wanted.since or date(1, 1, 2)
    given: Iterator[tuple[Case, Iterable[GivenSupport]]] = support_with(book, since)
    if names or typed:
        cases = [book.case(book.find(typed))] if typed else cases_with(book, lambda case: case.supported >= since)
        given = ((case, support_given(case)) for case in cases)
    listed = (
        ListedSupport(case.code, case.identity.name if names or typed else "", one)
        for case, those in given
        for one in those
        if wanted.takes(one)
    )
    return sorted(listed, key=lambda one: (-one.given.on.toordinal(), one.code))


def funds(book: Casebook) -> tuple[str, ...]:
    """The funds that support was given out of."""
    return WordsInUse(book).of(FUND).words
