"""The word that leads back to the question before, wherever a form asks."""

from followup.messages import say

BACK = "back"


class StepBack(Exception):
    """The person typed `BACK`: the question before is asked again."""


def step_back(typed: str) -> None:
    """StepBack where the word for it was typed."""
    if typed.casefold() == say(BACK):
        raise StepBack
