"""How a visit stands, and a graduate, in words: the same on the agenda, in a list and in a schedule."""

from followup.case.vocabulary import FollowUpState
from followup.messages import say
from followup.schedule.standing import Standing


def standing_words(standing: Standing) -> str:
    """The word for how a visit stands: *due now* while its window is open, since every visit has a due date."""
    return say("due now") if standing is Standing.DUE else say(standing.value)


ACTIVE_STATES = {FollowUpState.IN_FOLLOW_UP, FollowUpState.EXPECTED}


def state_words(state: FollowUpState) -> str:
    """A state as people say it."""
    return say("in follow-up") if state is FollowUpState.IN_FOLLOW_UP else state.label
