"""What went out of the house: reports that were published."""

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from followup.case.facts.base import Body
from followup.case.text_limits import checked_day
from followup.errors import Invalid
from followup.messages import say

_QUARTER = re.compile(r"[0-9]{4}Q[1-4]")


@dataclass(frozen=True, slots=True)
class Published(Body):
    """The report of a quarter was given out as it stands in ``figures``; ``told`` is what later ones go on from.

    Both are JSON, written by `review.figures` and `review.quarter.chain`.
    """

    kind: ClassVar[str] = "published"
    quarter: str
    as_of: date
    figures: str
    told: str

    def __post_init__(self) -> None:
        checked_day(self.as_of, say("The date"))
        if not _QUARTER.fullmatch(self.quarter):
            raise Invalid(say("A quarter is written as 2026Q3."))
