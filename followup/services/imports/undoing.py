"""An import taken back: what it wrote, case by case. What other entries stand on since stays, and is named."""

from collections.abc import Mapping, Sequence

from followup.case.facts import Withdrawn, effective
from followup.casebook import Casebook
from followup.errors import FollowupError, Refused
from followup.messages import say
from followup.progress import Progress
from followup.services.imports.runs import ImportRun, import_numbered, import_runs
from followup.services.imports.writing import BATCH
from followup.services.row_problems import why_refused
from followup.services.withdrawals import checked_withdrawals
from followup.values import Value, replace

REASON = "Import taken back."
"""The reason that stands in the log."""


class UndoneCase(Value):
    """What of an import is taken back of one case: the ids of its entries, and what is different then.

    ``stays`` is why nothing of it can be taken back; ``gone`` says that she is in the casebook no longer.
    """

    journal: str
    code: str
    ids: tuple[str, ...]
    different: tuple[str, ...] = ()
    gone: bool = False
    stays: str = ""


class ImportUndo(Value):
    """What taking an import back does, case by case."""

    run: ImportRun
    cases: tuple[UndoneCase, ...]

    @property
    def taken_back(self) -> tuple[UndoneCase, ...]:
        """The cases of which something is taken back."""
        return tuple(one for one in self.cases if not one.stays)

    @property
    def staying(self) -> tuple[UndoneCase, ...]:
        """The cases that stay as they are, each with its reason."""
        return tuple(one for one in self.cases if one.stays)


def look_at_undo(book: Casebook, number: int) -> ImportUndo:
    """What it would do to take an import back; Refused where nothing of it is in force."""
    run = import_numbered(book, number)
    if not run.entries:
        raise Refused(say("Nothing of that import is left to be taken back."), say("See: followup import list"))
    codes = book.codes
    return ImportUndo(run, tuple(_of_case(book, codes, journal, ids) for journal, ids in run.entries.items()))


def undo_import(book: Casebook, shown: ImportUndo, progress: Progress | None = None) -> ImportUndo:
    """Take back what was shown; what would do something else by now stays.

    Refused if the import is another by now: entries of another laptop may have come in.
    """
    done: list[UndoneCase] = []
    for start in range(0, len(shown.cases), BATCH):
        with book.store.exclusive():
            codes = book.codes
            done += [_taken_back(book, codes, one) for one in shown.cases[start : start + BATCH]]
        if progress:
            progress(len(done), len(shown.cases))
    run = next(one for one in import_runs(book) if one.run == shown.run.run)
    return ImportUndo(run, tuple(done))


def _taken_back(book: Casebook, codes: Mapping[str, str], shown: UndoneCase) -> UndoneCase:
    if shown.stays:
        return shown
    now = _of_case(book, codes, shown.journal, shown.ids)
    if not now.stays and now != shown:
        return replace(now, stays=say("Something was written in another window meanwhile. Give the command again."))
    if not now.stays:
        book.write(shown.journal, *(Withdrawn(one, REASON) for one in reversed(now.ids)))
    return now


def _of_case(book: Casebook, codes: Mapping[str, str], journal: str, ids: Sequence[str]) -> UndoneCase:
    """What is taken back of one case, all of it or nothing."""
    whole, facts = book.root(journal), book.store.facts(journal)
    held = [fact for fact in effective(facts) if not isinstance(fact.body, Withdrawn)]
    code = codes.get(whole) or book.code_in_log(whole)
    alone = journal not in book.merged and journal not in book.merged.values()
    is_opened = any(fact.body.kind == "opened" for fact in held)
    if alone and {fact.id for fact in held} == {*ids} and is_opened:
        return UndoneCase(journal, code, tuple(ids), gone=True)
    try:
        found = checked_withdrawals(book, whole, ids, REASON)
        return UndoneCase(journal, code, tuple(ids), tuple(line for one in found for line in one.different))
    except FollowupError as error:
        return UndoneCase(journal, code, tuple(ids), stays=why_refused(error))
