"""Whether a row stands in the casebook already, word for word: a file that was put right can then be given again."""

from collections.abc import Sequence

from followup.case.case import Case
from followup.case.facts import Body, FlagCleared, Flagged, FlagReviewed, Promised, PromiseSettled
from followup.case.forms.visit import FlagReviewForm, PromiseSettlementForm, VisitForm
from followup.services.flags import numbered_flags
from followup.services.promises import numbered_promises


def form_is_recorded(form: VisitForm, case: Case, recorded_bodies: Sequence[Body]) -> bool:
    """Whether ``there``, what was written down of the row's day, holds all that the row says."""
    if (form.attempt or form.visited) not in recorded_bodies:
        return False
    raised = {(one.risk, one.severity, one.note) for one in recorded_bodies if isinstance(one, Flagged)}
    promised = {(one.what, one.due) for one in recorded_bodies if isinstance(one, Promised)}
    return (
        all((one.kind, one.severity, one.note) in raised for one in form.flags)
        and all((one.what, one.due) in promised for one in form.promises)
        and all(_review_is_recorded(one, case, recorded_bodies) for one in form.reviewed)
        and all(_clearing_is_recorded(one.flag, one.how, case, recorded_bodies) for one in form.cleared)
        and all(_settling_is_recorded(one, case, recorded_bodies) for one in form.settled)
    )


def _matching_flag_ids(case: Case, which: str) -> set[str]:
    """The ids of the flags, open or not, that a number, a kind or an id may mean."""
    named = which.strip().lower().replace("-", "_").replace(" ", "_")
    return {flag.id for number, flag in numbered_flags(case) if named in (str(number), flag.risk.value, flag.id)}


def _review_is_recorded(said: FlagReviewForm, case: Case, recorded_bodies: Sequence[Body]) -> bool:
    meant = _matching_flag_ids(case, said.flag)
    return any(
        isinstance(one, FlagReviewed)
        and one.flag in meant
        and one.note == said.note
        and said.severity in (None, one.severity)
        for one in recorded_bodies
    )


def _clearing_is_recorded(which: str, how: str, case: Case, recorded_bodies: Sequence[Body]) -> bool:
    meant = _matching_flag_ids(case, which)
    return any(isinstance(one, FlagCleared) and one.flag in meant and one.how == how for one in recorded_bodies)


def _settling_is_recorded(said: PromiseSettlementForm, case: Case, recorded_bodies: Sequence[Body]) -> bool:
    meant = [one.id for number, one in numbered_promises(case) if said.promise.strip() in (str(number), one.id)]
    return any(PromiseSettled(promise, said.kept, said.note) in recorded_bodies for promise in meant)
