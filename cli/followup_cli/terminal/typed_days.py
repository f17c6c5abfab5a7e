"""Days as a person at the program types them: what one was taken for is said, and a Buddhist year is asked about."""

from datetime import date

from followup.case.date_ranges import DateRange, Pause
from followup.case.forms.dates import parse_date, parse_date_range, parse_pause
from followup.case.forms.spoken_days import BuddhistYear, Meant
from followup.messages import say
from followup_cli import context
from followup_cli.terminal.days import long_day
from followup_cli.terminal.notes import print_note


def read_day(typed: str, today: date, meant: Meant = Meant.PAST) -> date:
    """A day as seen from today; one that is not said whole lies behind, or ahead where one to come is meant."""
    try:
        return parse_date(typed, today, meant, _tell, context.month_first)
    except BuddhistYear as error:
        if not _agrees_to(error.day):
            raise
        return error.day


def read_days(typed: str, today: date) -> DateRange:
    """A range of days to come, both included."""
    return parse_date_range(typed, today, Meant.COMING, _tell, context.month_first)


def read_pause(typed: str, today: date) -> Pause:
    """A pause of her visits."""
    return parse_pause(typed, today, _tell, context.month_first)


def _tell(day: date) -> None:
    print_note(say("Read as {day}.", day=long_day(day)))


def _agrees_to(day: date) -> bool:
    """Whether the day in our calendar is the one meant; nobody agrees where nobody can be asked."""
    from followup_cli.terminal import person
    from followup_cli.terminal.asking import agreed

    return person.on_terminal() and agreed(
        say("That is a year of the Buddhist calendar. Is {day} meant?", day=long_day(day))
    )
