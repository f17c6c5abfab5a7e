"""Whether a row stands in the casebook already, word for word: a file that was put right can then be given again."""

from collections.abc import Sequence

from followup.case.case import Case
from followup.case.facts import Body, FlagCleared, Flagged, FlagReviewed, Promised, PromiseSettled
from followup.case.forms.visit import VisitForm, WrittenReview, WrittenSettling
from followup.services.flags import numbered_flags
from followup.services.promises import numbered_promises


def stands(form: VisitForm, case: Case, there: Sequence[Body]) -> bool:
    """Whether ``there``, what was written down of the row's day, holds all that the row says."""
    if (form.attempt or form.visited) not in there:
        return False
    raised = {(one.risk, one.severity, one.note) for one in there if isinstance(one, Flagged)}
    promised = {(one.what, one.due) for one in there if isinstance(one, Promised)}
    return (
        all((one.kind, one.severity, one.note) in raised for one in form.flags)
        and all((one.what, one.due) in promised for one in form.promises)
        and all(_reviewed(one, case, there) for one in form.reviewed)
        and all(_cleared(one.flag, one.how, case, there) for one in form.cleared)
        and all(_settled(one, case, there) for one in form.settled)
    )


def _flags(case: Case, which: str) -> set[str]:
    """The ids of the flags, open or not, that a number, a kind or an id may mean."""
    named = which.strip().lower().replace("-", "_").replace(" ", "_")
    return {flag.id for number, flag in numbered_flags(case) if named in (str(number), flag.risk.value, flag.id)}


def _reviewed(said: WrittenReview, case: Case, there: Sequence[Body]) -> bool:
    meant = _flags(case, said.flag)
    return any(
        isinstance(one, FlagReviewed)
        and one.flag in meant
        and one.note == said.note
        and said.severity in (None, one.severity)
        for one in there
    )


def _cleared(which: str, how: str, case: Case, there: Sequence[Body]) -> bool:
    meant = _flags(case, which)
    return any(isinstance(one, FlagCleared) and one.flag in meant and one.how == how for one in there)


def _settled(said: WrittenSettling, case: Case, there: Sequence[Body]) -> bool:
    meant = [one.id for number, one in numbered_promises(case) if said.promise.strip() in (str(number), one.id)]
    return any(PromiseSettled(promise, said.kept, said.note) in there for promise in meant)
