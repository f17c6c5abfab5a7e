"""Support: what she, or a member of her family, was given, by kind, and out of which fund."""

from typing import Annotated

from followup.case.business.money import Money
from followup.case.business.plan_fields import AMOUNT
from followup.case.facts.base import Body
from followup.case.fields import Private, note_text, one_line
from followup.case.support_words import SupportedPerson, SupportKind
from followup.errors import Invalid
from followup.messages import say

FUND_LIMIT = 60


class Supported(Body):
    """Support that was given to her, or to a member of her family; ``amount`` is what it cost, None if nobody said.

    What was lent to herself is in her plan: of that an entry says only out of which fund. ``planned`` says that it
    was written down out of her plan.
    """

    what: SupportKind
    whom: SupportedPerson = SupportedPerson.HERSELF
    amount: Annotated[Money | None, AMOUNT] = None
    fund: Annotated[str, one_line("The fund", FUND_LIMIT)] = ""
    note: Annotated[Private, note_text("The note")] = ""
    planned: bool = False

    @property
    def is_own_loan(self) -> bool:
        """Whether it says out of which fund the loan of her plan came."""
        return self.what.is_lent and not self.whom.in_family

    def check(self) -> None:
        """A loan to herself has its amount in her plan, once."""
        if self.what is SupportKind.GARDEN_LOAN and self.is_own_loan:
            raise Invalid(
                say("A garden loan is one to a member of her family."), say("What was lent to herself is: loan.")
            )
        if self.is_own_loan and self.amount is not None:
            raise Invalid(
                say("The amount of her loan is in her plan, so that it is counted once."),
                say("Leave the amount out. It is put right with: followup plan edit"),
            )

    def sentence(self) -> str:
        """What was given, to whom, how much, and out of which fund."""
        return say(
            "Support given: {what}, for {whom}{amount}{fund}.",
            what=self.what.label,
            whom=self.whom.label,
            amount=f", {self.amount.shown()}" if self.amount else "",
            fund=say(", out of {fund}", fund=self.fund) if self.fund else "",
        )
