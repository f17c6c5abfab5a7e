"""How a visit stands, in words: the same on the agenda and in a schedule."""

from followup.messages import say
from followup.schedule.standing import Standing


def standing_words(standing: Standing) -> str:
    """The word for how a visit stands: *due now* while its window is open, since every visit has a due date."""
    return say("due now") if standing is Standing.DUE else say(standing.value)
