"""Two cases that are one person: one goes on as part of the other, and may be parted from it again."""

from followup.case.case import Case
from followup.case.facts import Merged
from followup.case.merged_facts import facts_as_part
from followup.case.replay import replay
from followup.casebook import Casebook, CaseChange, require_opened
from followup.errors import Refused
from followup.messages import say
from followup.services.contradictions import refuse_contradicting_parts
from followup.services.old_phones import planned_on_phone
from followup.store import NewFact
from followup.values import Value


class MergeResult(Value):
    """Two cases made one: the code that goes on, and the case that is part of it now, as it was by itself.

    ``on_phone`` counts its calendar entries that the next export cancels.
    """

    code: str
    part: Case
    on_phone: int


def merge(book: Casebook, typed: str, other: str, *, dry_run: bool = False) -> MergeResult:
    """Let the case of ``other`` go on as part of that of ``typed``. Everything written under both is kept.

    Refused where entries of the one could not stand in the other, and where both have an outcome.
    """
    kept, part = book.find(typed), book.find(other)
    if kept == part:
        raise Refused(say("Both codes lead to the same graduate."), say("Give the code of the other case."))
    with (
        book.change_case(kept, dry_run=dry_run) as hers,
        book.change_case(part, dry_run=dry_run) as theirs,
    ):
        _refuse_merged(hers, theirs)
        merged = (*hers.facts, *facts_as_part(hers.facts, theirs.facts))
        case = replay(kept, merged, book.today)
        _check_outcomes(hers.case, theirs.case)
        refuse_contradicting_parts(hers, theirs, case, merged)
        theirs.write(NewFact(book.today, Merged(kept, hers.case.code)))
    return MergeResult(hers.case.code, theirs.case, sum(1 for _ in planned_on_phone(theirs.case, book.today)))


def _refuse_merged(hers: CaseChange, theirs: CaseChange) -> None:
    """Another window may have made them one since they were found."""
    book = hers.book
    _ = book.codes
    if {hers.id, theirs.id} & book.merged.keys():
        raise Refused(
            say("One of them has become part of another case."), say("See the codes with: followup graduate list")
        )
    for her in (hers, theirs):
        require_opened(her.case)


def _check_outcomes(hers: Case, theirs: Case) -> None:
    if hers.endings and theirs.endings:
        raise Refused(
            say("Both have an outcome, and one person has one."),
            say("Take one of them back first: followup withdraw {code} N, with N from its log.", code=theirs.code),
        )
