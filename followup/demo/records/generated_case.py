"""What a demo makes up about one graduate, before any of it is written down."""

from collections.abc import Iterator, Mapping
from datetime import date
from os import urandom
from typing import Any

from followup.case.facts import Body, FlagCleared, FlagReviewed, PromiseSettled, ReferralAnswered, ReferralDone
from followup.errors import Refused
from followup.messages import say
from followup.store import NewFact
from followup.values import Value, replace


class LinkedEntry(Value):
    """What became of a flag, promise or referral: number ``of`` (from 0) of her entries, whose id is not known yet."""

    of: int
    on: date
    unlinked_body: FlagReviewed | FlagCleared | PromiseSettled | ReferralAnswered | ReferralDone

    def body(self, answered: str) -> Body:
        """The fact that answers the fact with this id."""
        if isinstance(self.unlinked_body, PromiseSettled):
            return replace(self.unlinked_body, promise=answered)
        if isinstance(self.unlinked_body, ReferralAnswered | ReferralDone):
            return replace(self.unlinked_body, referral=answered)
        return replace(self.unlinked_body, flag=answered)


class GeneratedCase(Value):
    """One graduate: the form she is enrolled with, what has happened since, and what became of flags and promises."""

    form: Mapping[str, Any]
    since: tuple[NewFact, ...] = ()
    answers: tuple[LinkedEntry, ...] = ()

    @property
    def history(self) -> Iterator[NewFact]:
        """Everything that has happened since, those that are answered under ids of their own, before their answers."""
        ids = {answer.of: urandom(8).hex() for answer in self.answers}
        yield from (replace(new_fact, id=ids.get(number, "")) for number, new_fact in enumerate(self.since))
        yield from (NewFact(answer.on, answer.body(ids[answer.of])) for answer in self.answers)


def wrong_data(where: str) -> Refused:
    """What to raise when the demo's own data cannot be read."""
    return Refused(say("The demo's data is wrong: {where}.", where=where))
