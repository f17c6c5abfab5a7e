"""Her business plan, as a fact."""

from dataclasses import dataclass
from typing import ClassVar

from followup.case.business.plan import Plan
from followup.case.facts.base import Body


@dataclass(frozen=True, slots=True)
class Planned(Body):
    """The business plan made with her, whole; the latest is in force."""

    kind: ClassVar[str] = "planned"
    plan: Plan
    assumed: tuple[str, ...] = ()
