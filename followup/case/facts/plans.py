"""Her business plan, as a fact."""

from typing import Annotated

from followup.case.business.plan import Plan
from followup.case.facts.base import Body
from followup.case.fields import Private, program_text
from followup.messages import say


class Planned(Body):
    """The business plan made with her, whole; the latest is in force."""

    plan: Plan
    assumed: Annotated[tuple[Private, ...], program_text()] = ()

    def sentence(self) -> str:
        """The trade it is for."""
        return say("Business plan written down: {trade}.", trade=self.plan.trade)
