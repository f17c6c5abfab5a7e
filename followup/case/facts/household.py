"""Which house she lives in, where another graduate lives in it too."""

from typing import Annotated, ClassVar

from followup.case.facts.base import Body
from followup.case.fields import Private, one_line
from followup.messages import say


class Housed(Body):
    """From this day on she lives in a house that is called by a random number: empty where she has left it.

    Who has the same number lives with her; None once it was erased. No case names another one: with whom somebody lived
    is known no more when who she is was erased.
    """

    personal: ClassVar[bool] = True
    house: Annotated[Private | None, one_line("The house")] = None

    def sentence(self) -> str:
        """That others live in the house, never who."""
        if self.house:
            return say("Lives in one house with another graduate.")
        return say("Lives in that house no more.") if self.house == "" else say("A house, erased since.")
