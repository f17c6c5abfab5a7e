"""A case as it would be, reckoned without writing anything."""

from collections.abc import Sequence

from followup.case.case import Case
from followup.case.facts import Fact
from followup.case.replay import replay
from followup.casebook import Casebook
from followup.store import Draft


def rehearsed(book: Casebook, case_id: str, drafts: Sequence[Draft]) -> Case:
    """The case as it would be if the drafts were written."""
    facts = book.store.facts(case_id)
    return replay(case_id, (*facts, *thought(book, facts, drafts)), book.today)


def thought(book: Casebook, facts: Sequence[Fact], drafts: Sequence[Draft]) -> tuple[Fact, ...]:
    """The drafts as the facts they would become after these."""
    at = max([book.moment.now, *(fact.at for fact in facts)])
    return tuple(
        Fact(f"rehearsed-{seq}", at, draft.on, "~", seq, book.worker, draft.body)
        for seq, draft in enumerate(drafts, len(facts))
    )
