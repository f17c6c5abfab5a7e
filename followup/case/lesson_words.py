"""What is told of lessons for training: closed vocabularies; see `followup.case.vocabulary`."""

from followup.case.vocabulary import Term
from followup.messages import say


class LessonArea(Term):
    """The part of the process that a lesson is for."""

    TRAINING = "training"
    ASSESSMENT = "assessment"
    PLACEMENT = "placement"
    START_UP = "start_up", say("start-up support")
    VISITS = "visits"


class LessonVerdict(Term):
    """What became of a change in training, looked at in later graduates."""

    HELPED = "helped"
    NO_DIFFERENCE = "no_difference"
    TOO_FEW = "too_few_to_say"
    WORSE = "worse"
