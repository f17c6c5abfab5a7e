"""The risk level: derived from the open flags, never typed in."""

from collections.abc import Iterable

from followup.case.vocabulary import RiskLevel, Severity


def level(open_severities: Iterable[Severity]) -> RiskLevel:
    """High while a danger flag is open, raised while a concern is, low otherwise.

    Watches never add up to a concern by themselves: a worker must be free to write down every small worry without
    moving her visits, and whoever sees that several belong together raises the concern and says why.
    """
    standing = set(open_severities)
    if Severity.DANGER in standing:
        return RiskLevel.HIGH
    return RiskLevel.RAISED if Severity.CONCERN in standing else RiskLevel.LOW
