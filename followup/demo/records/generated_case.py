"""What a demo makes up about one graduate, before any of it is written down."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from os import urandom
from typing import Any, TypeVar

from followup.case.facts import Body, FlagCleared, FlagReviewed, PromiseSettled, ReferralAnswered, ReferralDone
from followup.case.forms.enrolment import EnrolmentForm, enrolment_from_mapping
from followup.case.forms.reading import FormProblem
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
    def enrolment(self) -> EnrolmentForm:
        """The form as it was read."""
        return own_form(enrolment_from_mapping(self.form))

    @property
    def history(self) -> Iterator[NewFact]:
        """Everything that has happened since, those that are answered under ids of their own, before their answers."""
        ids = {answer.of: urandom(8).hex() for answer in self.answers}
        yield from (replace(new_fact, id=ids.get(number, "")) for number, new_fact in enumerate(self.since))
        yield from (NewFact(answer.on, answer.body(ids[answer.of])) for answer in self.answers)


Read = TypeVar("Read")


def own_form(read: tuple[Read | None, Sequence[FormProblem]]) -> Read:
    """What was read of a form of the demo's own data; Refused, with the place, where it could not be."""
    form, problems = read
    if form is None:
        raise Refused(say("The demo's data is wrong: {where}.", where=problems[0].where))
    return form
