"""What went out of the house: reports that were published."""

import re
from datetime import date
from typing import Annotated

from followup.case.facts.base import Body
from followup.case.fields import calendar_day, program_text
from followup.errors import Invalid
from followup.messages import say

_QUARTER = re.compile(r"[0-9]{4}Q[1-4]")


class Published(Body):
    """The report of a quarter was given out as it stands in ``figures``; ``told`` is what later ones go on from.

    Both are JSON, written by `statistics.report`.
    """

    quarter: Annotated[str, program_text()]
    as_of: Annotated[date, calendar_day("The date")]
    figures: Annotated[str, program_text()]
    told: Annotated[str, program_text()]

    def check(self) -> None:
        """The quarter is one."""
        if not _QUARTER.fullmatch(self.quarter):
            raise Invalid(say("A quarter is written as 2026Q3."))

    def sentence(self) -> str:
        """Which quarter, and as of which day."""
        return say("The report of {quarter} was published, as of {day}.", quarter=self.quarter, day=self.as_of)
