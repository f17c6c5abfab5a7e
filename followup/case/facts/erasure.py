"""The identity of a graduate erased: what stays of it is that it was, when and by whom."""

from datetime import datetime
from typing import Annotated

from followup.case.facts.base import Body, Fact
from followup.case.fields import Checked, Private, note_text, program_text
from followup.messages import say


class ErasedText(Checked):
    """A free text taken away: ``reworded`` stands in place of the ``field`` of a ``fact``; empty where nothing does."""

    fact: Annotated[str, program_text()]
    field: Annotated[str, program_text()]
    reworded: Annotated[Private, note_text("The text")] = ""


class Erased(Body):
    """Who she is was erased from ``facts``, by their ids, in every copy of them; of free texts those in ``texts``.

    ``words`` are the guarded words as hashes under ``key``, by which the guard still knows them.
    """

    facts: Annotated[tuple[str, ...], program_text()] = ()
    texts: tuple[ErasedText, ...] = ()
    key: Annotated[str, program_text()] = ""
    words: Annotated[tuple[str, ...], program_text()] = ()

    def sentence(self) -> str:
        """What was erased, in numbers."""
        return say("Identity erased. Texts taken away or put in other words: {n}.", n=len(self.texts))


class ErasureNoted(Body):
    """An erasure said again beside the cases, as it stands in the journal ``case``: that journal may be lost.

    ``fact``, ``at`` (UTC), ``device``, ``seq`` and ``by`` are of the entry that erased, so that it can be put back.
    """

    case: Annotated[str, program_text()]
    fact: Annotated[str, program_text()]
    at: datetime
    device: Annotated[str, program_text()]
    seq: int
    by: Annotated[str, program_text()]
    erased: Erased

    @classmethod
    def of(cls, case: str, fact: Fact) -> "ErasureNoted":
        """The note of an entry that erased something of a case."""
        assert isinstance(fact.body, Erased)
        return cls(case, fact.id, fact.at, fact.device, fact.seq, fact.by, fact.body)

    def entry(self, note: Fact) -> Fact:
        """The entry that erased, from its ``note``."""
        return Fact(self.fact, self.at, note.on, self.device, self.seq, self.by, self.erased)
