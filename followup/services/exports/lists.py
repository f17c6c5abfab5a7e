"""The caseload, visits, flags or outcomes as a table in a file, for the office: looked at, then written as it was.

A file is never put in the place of another one: where something else of its name lies there, it takes a number.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Final

from followup.case import consents
from followup.case.access_words import Access
from followup.case.case import Case
from followup.case.consent_words import Purpose
from followup.case.facts import Exported
from followup.case.forms.headings import GRADUATE_HEADINGS, IDENTITY_HEADINGS, Headings
from followup.case.vocabulary import Term
from followup.casebook import Casebook
from followup.errors import Refused
from followup.handout.guard import Guard
from followup.handout.spreadsheet import SheetCell, SheetTable, on_every_page, xlsx_bytes
from followup.handout.surfaces import Handout
from followup.handout.tables import csv_bytes
from followup.messages import say
from followup.monitoring.case_row import CaseRow
from followup.services.access_log import note_access, release_logged
from followup.services.case_index import case_rows
from followup.services.consents import missing_sentence
from followup.services.exports.files import FOLDER, unused_name
from followup.services.exports.rows import BETWEEN, LISTS, ExportCell, ExportRow, OwnText, graduate_row, plain_cell
from followup.services.guarded_names import guard_of, masks_of, public_names
from followup.services.notices import internal_notice
from followup.services.workers import worker_to_show
from followup.staff import is_followed_by
from followup.store import OFFICE, OverviewKind
from followup.values import Value, replace

Progress = Callable[[int, int], None]
"""Told how many cases were read, of how many."""


class ExportList(Term):
    """What can be exported as a list."""

    CASELOAD = "caseload"
    VISITS = "visits"
    FLAGS = "flags"
    OUTCOMES = "outcomes"


class ExportFile(Term):
    """As what kind of file."""

    XLSX = "xlsx"
    CSV = "csv"


HEADINGS: Final[Mapping[ExportList, Headings]] = {
    ExportList.CASELOAD: GRADUATE_HEADINGS,
    **{ExportList(name): headings for name, (headings, _) in LISTS.items()},
}
_KEPT_OUT_BY: Final[Mapping[ExportList, tuple[Purpose, ...]]] = {
    ExportList.CASELOAD: (Purpose.DATA_KEPT,),
    ExportList.VISITS: (Purpose.DATA_KEPT,),
    ExportList.FLAGS: (Purpose.DATA_KEPT, Purpose.FIGURES),
    ExportList.OUTCOMES: (Purpose.DATA_KEPT, Purpose.FIGURES),
}
"""To what a no keeps her out of a list. As in the figures, what the office did is counted all the same."""


_STATE: Final = "exported-state"
"""The name under which the state of the casebook is kept."""


class ListRequest(Value):
    """Which list, as what kind of file, of one worker's graduates or of all; with ``names`` it says who they are."""

    what: ExportList
    file: ExportFile = ExportFile.XLSX
    worker: str = ""
    names: bool = False


class ListExport(Value):
    """A list as it was, or would be, written: its file, how many rows of how many graduates.

    ``left_out`` are the codes of those who are not in it as they wish, with the reason; ``unread`` counts cases that
    cannot be read and so are not in it. ``changed`` is False where the same file lay there already.
    """

    request: ListRequest
    path: Path
    rows: int
    graduates: int
    columns: tuple[str, ...]
    left_out: Mapping[str, str]
    unread: int
    changed: bool = True


class ListExporter:
    """One list on its way into ``folder``: looked at, then written as it was shown.

    What was made for the look is written, where nothing was written in the casebook since.
    """

    def __init__(self, book: Casebook, request: ListRequest, folder: Path) -> None:
        self.book, self.request, self.folder = book, request, folder
        self._last: tuple[str, _Lists] | None = None

    def look(self, progress: Progress | None = None) -> ListExport:
        """What an export would write, and where; refused where it would be."""
        return self._made(progress)[-1]

    def write(self, shown: ListExport, progress: Progress | None = None) -> ListExport:
        """Write the list, also into the log; Exposed, and nothing written, if it would show who somebody is.

        A list with names passes the guard by its file name and its folder alone. Refused where it is no longer as it
        was ``shown``.
        """
        request = self.request
        with self.book.change_journal(OFFICE) as journal:
            guard, handout, found = self._made(progress)
            if found != shown:
                raise Refused(
                    say("Something was written in another window meanwhile; the file would be another one."),
                    say("Nothing was written. Give the command again."),
                )
            note = partial(
                note_access,
                *(self.book, Access.EXPORT, f"export {request.what.value}"),
                people=found.graduates,
                names=request.names,
            )
            body = Exported(request.what.value, request.file.value, found.rows, request.names)
            changed = release_logged(journal, body, lambda: guard.release([handout], self.folder, note))
        return replace(found, changed=bool(changed))

    def _made(self, progress: Progress | None) -> tuple[Guard, Handout, ListExport]:
        """The list as a file under a name that takes no other's place, its guard, and what there is to tell."""
        state = _state_of(self.book)
        if not self._last or self._last[0] != state:
            self._last = None
            self._last = state, _Lists(self.book, self.request, progress)
        lists = self._last[1]
        handout = unused_name(lists.handout, self.folder)
        lists.guard.check_all([handout], self.folder)
        found = ListExport(
            request=self.request,
            path=self.folder / handout.name,
            rows=lists.rows,
            graduates=len(lists.graduates),
            columns=tuple(lists.headings.values()),
            left_out=lists.left_out,
            unread=len(self.book.problems),
        )
        return lists.guard, handout, found


def _state_of(book: Casebook) -> str:
    """Something that is another one after anything was written in the casebook, in this window or another."""
    kind = OverviewKind(_STATE, lambda: (os.urandom(8).hex(), True), lambda _journal, _bodies: True)
    state: str = book.store.overview(kind)
    return state


class _Lists:
    """What is made for one export: the table in its file, and what is to be told of it."""

    def __init__(self, book: Casebook, request: ListRequest, progress: Progress | None) -> None:
        self.book, self.request, self.progress = book, request, progress
        self.worker = worker_to_show(book, request.worker)
        self.left_out: dict[str, str] = {}
        self.graduates: set[str] = set()
        self.rows = 0
        self.headings = _headings(request)
        self._own: set[str] = set()
        self._labels: set[OwnText] = set()
        self.guard = guard_of(book)
        self._mask, self._label = masks_of(book, names=request.names, guard=self.guard)
        self.handout = self._handout()

    def _rows(self) -> Iterator[ExportRow]:
        caseload = self.request.what is ExportList.CASELOAD
        listed = {row.id: row for row in case_rows(self.book)} if caseload else {}
        most = len(self.book.codes)
        for done, case in enumerate(self.book.cases(), 1):
            if self.progress:
                self.progress(min(done, most), most)
            if is_followed_by(case.worker, self.worker) and not self._left_out(case):
                rows = list(self._rows_of(case, listed.get(case.id)))
                self.graduates |= {case.code} if rows else set()
                yield from rows

    def _left_out(self, case: Case) -> bool:
        """Whether her own no keeps her out of this list; it is told of where there would be something of her."""
        no = next((one for one in _KEPT_OUT_BY[self.request.what] if consents.forbids(case, one)), None)
        if no and any(True for _ in self._rows_of(case, None)):
            self.left_out[case.code] = missing_sentence(case, no)
        return no is not None

    def _rows_of(self, case: Case, row: CaseRow | None) -> Iterator[ExportRow]:
        if self.request.what is ExportList.CASELOAD:
            yield graduate_row(case, row)
        else:
            yield from LISTS[self.request.what][1](case)

    # --- the file ---------------------------------------------------------------------------------------------------

    def _handout(self) -> Handout:
        """The file, with what of it the program says itself; with names nothing of it is searched."""
        who = "-with-names" if self.request.names else ""
        stem = f"INTERNAL-{self.request.what.value}-{self.book.today}{who}"
        data = self._as_csv() if self.request.file is ExportFile.CSV else self._as_xlsx()
        return Handout(
            f"{stem}.{self.request.file.value}",
            data,
            self._own_words() | {stem, FOLDER.name},
            texts=() if self.request.names else None,
        )

    def _as_csv(self) -> bytes:
        return csv_bytes([*self.headings.values()], ([*map(plain_cell, row)] for row in self._table()))

    def _as_xlsx(self) -> bytes:
        rows: Iterator[Sequence[SheetCell]] = chain([[*self.headings.values()]], self._table())
        notice = internal_notice()
        return xlsx_bytes([SheetTable(_sheet_name(self.request.what), rows, notice=notice)], self.book.today)

    def _table(self) -> Iterator[Sequence[SheetCell]]:
        """The rows as they are shown, counted; none is held."""
        for row in self._rows():
            self.rows += 1
            yield [None if (cell := row.get(key)) is None else self._shown(cell) for key in self.headings]

    def _shown(self, cell: ExportCell) -> SheetCell:
        if not isinstance(cell, OwnText):
            self._own.add(str(cell))
            return cell
        if cell.label:
            self._labels.add(cell)
            return BETWEEN.join(map(self._label, cell.parts))
        return BETWEEN.join(map(self._mask, cell.parts))

    def _own_words(self) -> frozenset[str]:
        """What the program says itself in the file, codes, days and closed words too, and names that are public."""
        staff = self.book.staff
        public = public_names() | {*staff.on_list, *staff.left}
        labels = [[*map(self._label, cell.parts)] for cell in self._labels]
        own = {BETWEEN.join(parts) for parts in labels if public.issuperset(parts)}
        own |= {_sheet_name(self.request.what), on_every_page(internal_notice())}
        return frozenset({*own, *self._own, *self.headings.values()})


def _headings(request: ListRequest) -> Headings:
    """The columns of a list; without names those that say who somebody is are not there at all."""
    columns = HEADINGS[request.what]
    return {key: head for key, head in columns.items() if request.names or key not in IDENTITY_HEADINGS}


def _sheet_name(what: ExportList) -> str:
    return what.label.capitalize()
