"""Referrals: a table of them, one with all its steps, and what writing something of one led to."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from followup.case import consents
from followup.case.case import Case
from followup.case.consent_words import ConsentState
from followup.case.fields import Mask, revealed
from followup.case.referral import Referral, ReferralStep, purpose_of
from followup.case.referral_words import AwaitedParty, ReferralService, ReferralState, SharedDetail
from followup.messages import say
from followup_cli.fragments.numbered_lists import case_page, numbered_table, open_page
from followup_cli.terminal.columns import ColumnOf
from followup_cli.terminal.days import long_day, short_day
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Table

if TYPE_CHECKING:
    from followup.services.referrals import ReferralResult

ListedReferral = tuple[Case, int, Referral]
STATE_STYLE = {ReferralState.DONE: "good", ReferralState.REFUSED: "watch", ReferralState.NOT_DONE: "watch"}


# --- tables -----------------------------------------------------------------------------------------------------------


def referrals_table(
    numbered: Iterable[tuple[int, Referral]], today: date, mask: Mask, title: str = "", empty: str = ""
) -> Table:
    """The referrals of one graduate, by their numbers."""
    state = ColumnOf[Referral](say("State"), lambda one: Cell(one.state.label, STATE_STYLE.get(one.state, "")))
    return numbered_table(numbered, (*_columns(today, mask), state), title, empty)


def _columns(today: date, mask: Mask) -> tuple[ColumnOf[Referral], ...]:
    return (
        ColumnOf(say("Service"), lambda one: one.said.service.label),
        ColumnOf(say("Asked for"), lambda one: " ".join(mask(one.said.why).split()), fold=True),
        ColumnOf(say("Waits for"), lambda one: one.waits_for.label if one.is_open else "–", drop=1),
        ColumnOf(say("Until"), lambda one: _until_cell(one, today) if one.is_open else "–"),
    )


def _until_cell(one: Referral, today: date) -> Cell:
    return Cell(short_day(one.until, today), "bad" if one.is_past(today) else "")


def case_referrals_page(case: Case, numbered: Sequence[tuple[int, Referral]], mask: Mask) -> Page:
    """All referrals of one graduate, closed ones too, with what was written last of each."""
    table = referrals_table(numbered, case.as_of, mask, empty=say("She was never referred to a service."))
    noted = [(number, mask(one.last.note)) for number, one in numbered if one.last.note]
    return case_page(say("Referrals of {code}", code=case.code), table, noted)


def open_referrals_page(listed: Sequence[ListedReferral], today: date, mask: Mask, *, names: bool) -> Page:
    """The open referrals of everybody, the earliest day first."""
    late = sum(one.is_past(today) for _, _, one in listed)
    told = say("{n} open, {late} of them past their day", n=len(listed), late=late)
    ended = {one.id for case, _, one in listed if case.end}
    state = ColumnOf[Referral](say("State"), lambda one: _state_text(one, ended=one.id in ended), drop=2)
    columns = *_columns(today, mask), state
    return open_page(say("Open referrals"), told, listed, columns, say("No referral is open."), names=names)


def _state_text(one: Referral, *, ended: bool) -> str:
    return say("{state}; follow-up has ended", state=one.state.label) if ended else one.state.label


# --- one --------------------------------------------------------------------------------------------------------------


def referral_page(case: Case, number: int, referral: Referral, mask: Mask, *, names: bool) -> Page:
    """One referral with all that is written of it."""
    said = referral.said
    head = say("Referral {n} of {code}: {service}", n=number, code=case.code, service=said.service.label)
    page = Page().line(head, "head")
    if names:
        page.pair(say("Name"), revealed(case.identity.name))
    page.pair(say("Reference"), say("{reference}, on the page to take along", reference=referral.reference))
    page.pair(say("Asked for"), mask(said.why))
    page.pair(say("To"), mask(said.to) or say("not written down"))
    page.pair(say("May be told"), shared_words(said.shares))
    page.pair(say("Consent"), *consent_line(case, said.service))
    page.pair(say("Now"), standing_text(referral, case.as_of), "bad" if referral.is_past(case.as_of) else "")
    page.line()
    for step in referral.steps:
        page.pair(long_day(step.on), _step_text(step, mask))
    return page


def consent_line(case: Case, service: ReferralService) -> tuple[str, str]:
    """How it stands with her consent to be referred to a service, and how that is lit."""
    purpose = purpose_of(service)
    state, consent = consents.state(case, purpose), case.consents.get(purpose)
    told = say("{state} on {day}", state=state.label, day=long_day(consent.on)) if consent else state.label
    if state is ConsentState.GIVEN:
        return told, ""
    if consents.override(case, purpose):
        return say(
            "{state}; somebody decided to go on: followup consent show {code}", state=told, code=case.code
        ), "watch"
    return say("{state}; ask her, or withdraw the referral", state=told), "bad"


def shared_words(shares: Sequence[SharedDetail]) -> str:
    """What of her the service may be told."""
    if not shares:
        return say("nothing of her, only what is asked for in general")
    return ", ".join(one.label for one in shares)


def standing_text(referral: Referral, today: date) -> str:
    """Where it stands: whom it waits for and until when, or how it was closed."""
    if not referral.is_open:
        return say("{state} on {day}", state=referral.state.label, day=long_day(referral.last.on))
    told = {"state": referral.state.label, "who": referral.waits_for.label}
    if referral.is_past(today):
        if referral.waits_for is AwaitedParty.US:
            return say("{state}; waited for {who} until {day}: do it now", day=long_day(referral.until), **told)
        return say("{state}; waited for {who} until {day}: ask what came of it", day=long_day(referral.until), **told)
    return say("{state}; waits for {who} until {day}", day=long_day(referral.until), **told)


def _step_text(step: ReferralStep, mask: Mask) -> str:
    waits = (
        say(", waits for {who} until {day}", who=step.waits_for.label, day=long_day(step.until))
        if step.waits_for and step.until
        else ""
    )
    note = f": {mask(step.note)}" if step.note else ""
    return f"{step.state.label}{waits}{note}"


def referral_result(given: "ReferralResult") -> Page:
    """What was written of a referral."""
    one, code = given.referral, given.case.code
    page = Page().pair(code, _result_text(given.number, one), STATE_STYLE.get(one.state, ""), label_style="strong")
    still = len(given.case.open_referrals)
    return page.pair("", say("Referrals still open: {n}.", n=still), "quiet")


def _result_text(n: int, one: Referral) -> str:
    service, state = one.said.service.label, one.state.label
    if not one.is_open:
        return say("Referral {n}, {service}: {state}.", n=n, service=service, state=state)
    return say(
        "Referral {n}, {service}: {state}; waits for {who} until {day}.",
        n=n,
        service=service,
        state=state,
        who=one.waits_for.label,
        day=long_day(one.until),
    )
