"""What an export looks at before anything is written: each entry's cover text and hours, and whose it is."""

from followup.case.facts import CalendarEntry
from followup.errors import Invalid
from followup.handout.calendar import hours_of
from followup.handout.covers import cover_problems
from followup.handout.guard import Exposed, Guard
from followup.messages import say
from followup.office import Office
from followup.services.calendar_entries import CalendarCase
from followup.services.covers import CODE_PLACEHOLDER, shows_somebody


def check_entries(guard: Guard, office: Office, case: CalendarCase, entries: list[CalendarEntry]) -> None:
    """Refused if an entry cannot go out; the sentence says whose it is, or that it is the office's, and what mends it.

    What is typed today is checked as it is typed; what was typed before may still stand.
    """
    for cover in sorted({entry.cover for entry in entries}):
        _check_cover(guard, office, case, cover)
    for hours in sorted({entry.hours for entry in entries}):
        _check_hours(case, hours)


def _check_cover(guard: Guard, office: Office, case: CalendarCase, cover: str) -> None:
    whose = say("The cover text of {code}", code=case.code)
    mend = say("Change it: followup graduate edit {code} --cover Meeting", code=case.code)
    if not case.cover and CODE_PLACEHOLDER not in office.cover:
        whose, mend = say("The office's cover text"), say("Change it: followup office set --cover Meeting")
    for problem in cover_problems(cover, whose):
        raise Invalid(say("Nothing was exported. {problem}", problem=problem), mend)
    if shows_somebody(guard, cover):
        raise Exposed(say("Nothing was exported. {whose} shows who somebody is.", whose=whose), mend)


def _check_hours(case: CalendarCase, hours: str) -> None:
    try:
        hours_of(hours)
    except Invalid as error:
        problem = say("Nothing was exported. The hours of {code}: {problem}", code=case.code, problem=error.what)
        if case.hours:
            mend = say("Change them: followup calendar export {code} --time 09:00-10:00", code=case.code)
        else:
            mend = say("Change them: followup office set --time 09:00-10:00")
        raise Invalid(problem, mend) from None
