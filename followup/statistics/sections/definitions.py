"""What the words of the report mean; printed with the figures."""

from collections.abc import Iterable
from itertools import starmap

from followup.messages import say
from followup.statistics.report_model import Definition
from followup.statistics.sections.frame import Frame

TOLD_TOGETHER, NOT_TOLD_YET = say("Told together"), say("Not told yet")

_MEANINGS = {
    say("In follow-up"): say(
        "A graduate from the day she came home (month 0) until her follow-up ends. Quarters are calendar quarters."
    ),
    say("Return"): say(
        "Who goes home a second time, after her follow-up ended, is one person and two returns: she joins again, "
        "and curve and milestones count each stay from its own return."
    ),
    say("Visit due"): say(
        "One a month, or as her follow-up policy says, counted from the day she came home; not when a pause "
        "excuses it, nor after her follow-up ended. It is due in the quarter that holds its due date."
    ),
    say("Done when due"): say(
        "She was met in person by the due date + 14 days; what is made later is done late. Calls do not count, but "
        "under a policy of one contact."
    ),
    say("Not made"): say(
        "Nobody met her in person for that visit. The reason is that of the last try that is written down."
    ),
    say("Last met"): say(
        "Days since she was last met in person, or came home. From 60 days on the agenda names her first, while "
        "visits of her policy are to come."
    ),
    say("Risk level"): say(
        "High while a flag of danger is open, raised while one of concern is, low otherwise; on the day that the "
        "table names."
    ),
    say("Flag open"): say(
        "From the day it was raised until it is cleared or follow-up ends. While follow-up has ended no flag is "
        "open; once she is back, one that nobody cleared is raised again."
    ),
    say("Reintegrated"): say(
        "Her follow-up did not end in a failure: business closed, back at the centre, exploited again, back in the "
        "sex trade, unsafe home, or no contact. An end counts from then on, also if she came back."
    ),
    say("Month of a failure"): say(
        "Counted from the day she came home: month 10 is the time after nine months and up to ten."
    ),
    say("95% range"): say(
        "Where the true share would lie in 19 of 20 such cases: Wilson's for shares, log-log for the curve. A wide "
        "range means few people; read it as a hint."
    ),
    TOLD_TOGETHER: say(
        "By district, trade, months or year, groups of fewer than five people are put in one row with others. "
        "Apart from that, what was done for graduates, and what neighbours see, is told exactly, "
        "however few there are."
    ),
    NOT_TOLD_YET: say(
        "What became of graduates is told of ten people or more, for the whole programme only, and never where "
        "nearly all of them failed, or have the same flag. How follow-up ended is told anew when five more have "
        "ended; until then it is shown as it was told last, with its quarter. It is never written as 0."
    ),
}
DEFINITIONS = tuple(starmap(Definition, _MEANINGS.items()))
"""Words and what they mean, in the order they are printed in."""
NOT_COUNTED = Definition(
    say("Not counted"),
    say(
        "Who does not agree to be counted is in no figure of what happened to graduates, so those can add up to less. "
        "What was done is counted for everybody."
    ),
)
"""Printed where somebody is not."""
_OF_WHAT_LEAVES_THE_OFFICE = (TOLD_TOGETHER, NOT_TOLD_YET)


def followed_by(definitions: Iterable[Definition], frame: Frame) -> tuple[Definition, ...]:
    """The definitions that a report follows: what staff see is neither told together nor kept back."""
    hidden = _OF_WHAT_LEAVES_THE_OFFICE if frame.internal else ()
    shown = tuple(one for one in definitions if one.word not in hidden)
    return (*shown, NOT_COUNTED) if frame.uncounted else shown
