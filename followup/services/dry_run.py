"""A case as it would be, reckoned without writing anything."""

from collections.abc import Sequence

from followup.case.case import Case
from followup.case.facts import Fact
from followup.case.replay import replay
from followup.casebook import Casebook
from followup.store import NewFact


def dry_run_case(book: Casebook, case_id: str, new_facts: Sequence[NewFact]) -> Case:
    """The case as it would be if the drafts were written."""
    facts = book.store.facts(case_id)
    return replay(case_id, (*facts, *dry_run_facts(book, facts, new_facts)), book.today)


def dry_run_facts(book: Casebook, facts: Sequence[Fact], new_facts: Sequence[NewFact]) -> tuple[Fact, ...]:
    """The drafts as the facts they would become after these."""
    at = max([book.moment.now, *(fact.at for fact in facts)])
    return tuple(
        Fact(f"rehearsed-{seq}", at, new_fact.on, "~", seq, book.worker, new_fact.body)
        for seq, new_fact in enumerate(new_facts, len(facts))
    )
