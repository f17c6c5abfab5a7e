"""Visit sheets that come back on paper: whose a page code is, and which of her visits it means today."""

from datetime import date

from followup.case.case import Case
from followup.case.page_code import PageCode
from followup.case.parts import Visit
from followup.casebook import Casebook
from followup.errors import Missing, Refused
from followup.messages import say
from followup.monitoring.visit_sheet import slot_of_sheet
from followup.schedule.case_schedule import CaseSchedule
from followup.schedule.slots import Slot
from followup.schedule.standing import nearest_slot
from followup.scheduler import OPEN_END_HORIZON
from followup.values import Value


class FoundSheet(Value):
    """A sheet, and whose it is; ``slot`` is her visit of the sheet's month, None where her policy has none."""

    page: PageCode
    case: Case
    case_schedule: CaseSchedule
    slot: Slot | None

    @property
    def made(self) -> Visit | None:
        """The visit that was recorded for the sheet's month already."""
        return self.case_schedule.done.get(self.slot.k) if self.slot else None

    def slot_on(self, day: date) -> int | None:
        """The number of the sheet's visit, if a visit made on a day is that one; None where another one is meant.

        A day belongs to the nearest due date, with a sheet as without.
        """
        if self.slot is None or self.made:
            return None
        nearest = nearest_slot([slot.due for slot in self.case_schedule.schedule.slots], day)
        return nearest if nearest == self.slot.k else None


def find_sheet(book: Casebook, page: PageCode) -> FoundSheet:
    """Whose the sheet is, and which visit it means today; Missing for a code that nobody has."""
    case_id = book.find(page.code)
    if page.code not in book.whose_codes.taken:
        raise Missing(
            say("Nobody has the code that is on this sheet."),
            say("See all codes with: followup graduate list. She may be on another laptop."),
        )
    case = book.case(case_id)
    case_schedule = book.scheduler.case_schedule(case, book.today + OPEN_END_HORIZON)
    return FoundSheet(page, case, case_schedule, slot_of_sheet(page, case_schedule))


def refuse_if_made(sheet: FoundSheet) -> None:
    """Refused, with its day, for a sheet whose visit was recorded already."""
    if sheet.made:
        raise Refused(
            say("The visit of this sheet was recorded already: {day}.", day=sheet.made.on),
            say("Another visit is written down with --second; one that is put right, with --same and its day, --on."),
        )
