"""What is told of a sheet that is taken in: closed vocabularies; see `followup.case.vocabulary`."""

from followup.case.vocabulary import Term


class DayOrder(Term):
    """Which comes first where a day is written in figures, such as 1/11/2026."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


class ImportTarget(Term):
    """What the rows of a sheet become."""

    GRADUATES = "graduates"
    VISITS = "visits"
    PLANS = "plans"
