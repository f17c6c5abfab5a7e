"""What a demo tells of one graduate, before any of it is written down."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from followup.case.codes import Severity
from followup.case.facts import Body, FlagCleared, FlagReviewed
from followup.store import Draft


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of flag number ``flag`` (from 0) of the form: looked at again with a next date, or else cleared."""

    flag: int
    on: date
    words: str
    severity: Severity
    review_on: date | None = None

    def body(self, flag_id: str) -> Body:
        """The fact that answers the flag with this id."""
        if self.review_on:
            return FlagReviewed(flag_id, self.severity, self.words, self.review_on)
        return FlagCleared(flag_id, self.words)


@dataclass(frozen=True, slots=True)
class Story:
    """One graduate: the form she is enrolled with, what has happened since, and what became of her flags."""

    form: Mapping[str, Any]
    since: tuple[Draft, ...] = ()
    answers: tuple[Answer, ...] = ()
