"""A return that is planned: how far ahead it may be, and why, where an assessment says no: that asks for a reason."""

from collections.abc import Sequence
from datetime import date, timedelta

from followup.case.case import Case
from followup.case.facts import ReturnedAgainst
from followup.case.fields import Private
from followup.case.parts import Assessment
from followup.errors import Refused
from followup.messages import say

RETURN_AHEAD = timedelta(days=366)
"""How far ahead a return may be planned."""


def check_return_date(return_date: date, today: date) -> None:
    """Refused for a return date that can only be a slip of the finger."""
    if return_date > today + RETURN_AHEAD:
        raise Refused(say("The return date is more than a year ahead."), say("Check the year."))


def asks_for_reason(return_date: date | None, refusals: Sequence[Assessment], today: date) -> bool:
    """Whether a return is still to come, and an assessment says no."""
    return bool(refusals) and return_date is not None and return_date >= today


def return_against(
    return_date: date | None, refusals: Sequence[Assessment], reason: Private, today: date, hint: str
) -> ReturnedAgainst | None:
    """The fact that a return stands against ``refusals``; None where it stands against none, or she is home already.

    Refused without a reason where the return is still to come; ``hint`` says how to give it. Of a return that has been
    the reason is kept where it is given.
    """
    if not reason.strip() and asks_for_reason(return_date, refusals, today):
        raise Refused(says_no(return_date, refusals), hint)
    if return_date is None or not refusals or not reason.strip():
        return None
    return ReturnedAgainst(return_date, tuple(one.said.what for one in refusals), reason.strip())


def says_no(return_date: date | None, refusals: Sequence[Assessment]) -> str:
    """What says no to a return, and which return it is."""
    what = ", ".join(say("{what} ({day})", what=one.said.what.label, day=one.on) for one in refusals)
    return say("The return on {day} is against an assessment that says no: {what}.", day=return_date, what=what)


def return_after_change(before: Case, after: Case, reason: Private, today: date, hint: str) -> ReturnedAgainst | None:
    """The same for a return date that was put right; Refused for a reason where there is nothing to give one for."""
    changed = after.return_date != before.return_date
    found = return_against(after.return_date, after.refusals, reason, today, hint) if changed else None
    return needed(found, reason)


def return_after_assessment(case: Case, no: Assessment, reason: Private, today: date) -> ReturnedAgainst | None:
    """The same for an assessment, ``case`` being as it is with it: a return still to come may stand against its no."""
    refusals = [one for one in case.refusals if one == no]
    return needed(return_against(case.return_date, refusals, reason, today, assessment_hint(case)), reason)


def edit_hint(code: str, return_date: date | None) -> str:
    """How to give the reason when a return date is put right."""
    command = f'followup graduate edit {code} --return {return_date} --against "..."'
    return say("Say why she returns all the same: {command}", command=command)


def assessment_hint(case: Case) -> str:
    """How to give the reason with an assessment, and what to do instead."""
    return say(
        'Say with --against "..." why she returns all the same, or first plan another day: {command}',
        command=f"followup graduate edit {case.code} --return DATE",
    )


def needed(found: ReturnedAgainst | None, reason: Private) -> ReturnedAgainst | None:
    """The same fact; Refused where a reason was given and no assessment says no."""
    if reason.strip() and found is None:
        raise Refused(
            say("No assessment says no to this return: there is nothing to give a reason against."),
            say("Leave --against out."),
        )
    return found
