"""What was given, and to whom: closed vocabularies; see `followup.case.vocabulary`."""

from followup.case.vocabulary import Term
from followup.messages import say


class SupportKind(Term):
    """What was given to her, or to a member of her family."""

    START_UP_FUND = "start_up_fund", say("start-up fund")
    BOUGHT_WITH_HER = "bought_with_her"
    DONATED = "donated"
    LOAN = "loan"
    GARDEN_LOAN = "garden_loan", say("garden or seed loan")
    SCHOOL = "school"
    TRAINING = "training"
    JOB = "job"
    MEDICINE = "medicine"
    FOOD_OR_RENT = "food_or_rent"
    TRANSPORT = "transport"
    OTHER = "other"

    @property
    def is_lent(self) -> bool:
        """Whether it is to be paid back: what is lent is not spent."""
        return self in (SupportKind.LOAN, SupportKind.GARDEN_LOAN)


class SupportedPerson(Term):
    """Whom support was given to: herself, or who it is in her family. Never a name."""

    HERSELF = "herself"
    CHILD = "child"
    PARENT = "parent"
    SIBLING = "sibling"
    HUSBAND = "husband"
    RELATIVE = "relative"

    @property
    def in_family(self) -> bool:
        """Whether it is somebody else than herself."""
        return self is not SupportedPerson.HERSELF
