"""How the casebook is: what is to be done, what waits, what was begun and not finished, what went to phones."""

from collections.abc import Iterable, Iterator
from datetime import date

from followup.case.facts import Fact, HandedOut, effective
from followup.casebook import Casebook
from followup.errors import Damaged
from followup.services.agenda import Agenda, agenda_of
from followup.services.consents import never_asked
from followup.services.lessons import all_lessons
from followup.store import RegisterKind, RegisterRow
from followup.values import Value

_EXPORTS = "exports"


class UnfinishedForm(Value):
    """A form that was begun and not finished: what it is, and the command that goes on with it."""

    title: str
    command: str


class CasebookStatus(Value):
    """What a worker asks of the casebook before she goes on.

    ``exported`` is the latest day on which calendar entries were handed out; ``unanswered`` counts lessons that the
    trainers have not answered, ``unapplied`` those they accepted whose day has passed; ``never_asked`` those in
    follow-up whom nobody asked yet what they agree to.
    """

    agenda: Agenda
    unfinished: tuple[UnfinishedForm, ...]
    exported: date | None
    unanswered: int
    unapplied: int
    never_asked: int

    @property
    def promises_past(self) -> int:
        """Promises that were due before today."""
        return sum(due < self.agenda.today for item in self.agenda.items for due in item.promises)

    @property
    def referrals_past(self) -> int:
        """Referrals that wait longer than until their day."""
        return sum(one.until < self.agenda.today for item in self.agenda.items for one in item.referrals)

    @property
    def flags_to_review(self) -> int:
        """Flags that are to be looked at again by today."""
        return sum(len(item.flags) for item in self.agenda.items)


def casebook_status(book: Casebook) -> CasebookStatus:
    """How the casebook is today, for whoever uses this laptop."""
    lessons = all_lessons(book)
    accepted = [one.answer.said for one in lessons if one.answer and one.answer.said.accepted and not one.applied]
    return CasebookStatus(
        agenda=agenda_of(book),
        unfinished=tuple(unfinished_forms(book)),
        exported=_last_export(book),
        unanswered=sum(one.answer is None for one in lessons),
        unapplied=sum(said.due is not None and said.due < book.today for said in accepted),
        never_asked=never_asked(book),
    )


def unfinished_forms(book: Casebook) -> Iterator[UnfinishedForm]:
    """The forms that were begun and not finished; `check` tells of those that cannot be read."""
    for name in book.store.draft_names():
        try:
            draft = book.store.draft(name)
        except Damaged:
            continue
        if isinstance(draft, dict) and {"title", "command"} <= draft.keys():
            yield UnfinishedForm(draft["title"], draft["command"])


def _last_export(book: Casebook) -> date | None:
    rows = book.register(RegisterKind(_EXPORTS, "1", _latest_entry_handed_out)).values()
    return max((date.fromordinal(row) for row in rows if row), default=None)


def _latest_entry_handed_out(_: str, facts: Iterable[Fact]) -> RegisterRow:
    """The row of a case: the latest day on which an entry of hers was handed out, as a number; 0 for none."""
    handed_out = (fact.on.toordinal() for fact in effective(tuple(facts)) if isinstance(fact.body, HandedOut))
    return max(handed_out, default=0)
