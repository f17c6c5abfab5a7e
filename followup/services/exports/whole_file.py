"""One graduate's whole file, for another organisation that is to support her: sealed, and read without this program.

It says who she is, since that is what it is for. Names of other graduates that stand in texts about her are covered.
Nothing goes out without her yes, or without somebody's decision to go on without it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from followup.case import consents
from followup.case.access_words import Access
from followup.case.case import Case
from followup.case.consent_words import ConsentState, Purpose
from followup.case.facts import Exported, Fact, effective
from followup.case.fields import Mask, Private, revealed
from followup.case.forms.headings import GRADUATE_HEADINGS, IDENTITY_HEADINGS, INFORMATION, Headings
from followup.case.forms.plan import plan_to_mapping
from followup.casebook import Casebook, CaseChange, require_opened
from followup.errors import Refused
from followup.handout.parcel import Parcel, ParcelPart, Told, parcel_bytes
from followup.handout.spreadsheet import SheetCell, SheetTable
from followup.handout.surfaces import Handout
from followup.messages import say
from followup.monitoring.audit_log import log_entries
from followup.services.access_log import note_access, release_logged
from followup.services.case_index import case_rows
from followup.services.consents import require
from followup.services.exports.files import FOLDER, unused_name
from followup.services.exports.rows import BETWEEN, LISTS, ExportCell, ExportRow, OwnText, graduate_row, plain_cell
from followup.services.guarded_names import guard_of, guard_of_others, masker
from followup.store import OFFICE
from followup.values import Value, replace

_NOT_TOLD = ("handed_out", "withdrawn", "erased", "merged", "housed")
"""Kinds of entry that say nothing of her: what a phone was given, and what no longer counts; and that another graduate
lives in her house, which with her address says who that is."""
_ENDING = "zip.age"


class FileRequest(Value):
    """Whose file, for whom, and the public age key it is sealed for; empty where it is sealed with a passphrase."""

    code: str
    to: Private
    key: str = ""


class FileExport(Value):
    """A file as it was, or would be, written, and what is in it.

    ``says`` names what of who she is stands in it; ``notes`` counts the texts that somebody wrote, in ``covered`` of
    which another graduate's name was covered. ``against`` says who decided to go on without her yes.
    """

    code: str
    to: Private
    path: Path
    with_key: bool
    says: tuple[str, ...]
    visits: int
    flags: int
    entries: int
    notes: int
    covered: int
    against: str


def look_at_file(book: Casebook, request: FileRequest, folder: Path) -> FileExport:
    """What the file would hold; Refused for whom nobody may be told of."""
    return _File(book, request, folder).result()


def export_file(book: Casebook, request: FileRequest, folder: Path, passphrase: str = "") -> FileExport:
    """Write the sealed file into ``folder``, and into both logs that it was; Refused as in `look_at_file`."""
    from followup.vault.sealed_file import seal_for_key, seal_with_passphrase

    with book.change_journal(OFFICE) as journal:
        file = _File(book, request, folder)
        content = parcel_bytes(file.parcel)
        sealed = seal_for_key(content, request.key) if request.key else seal_with_passphrase(content, passphrase)
        guard, handout = guard_of(book), replace(file.unsealed, data=sealed)
        guard.check_all([handout], folder)
        note = partial(note_access, book, Access.EXPORT, "export file", cases=[file.case.id], names=True)
        body = Exported("whole_file", "age", names=True, cases=(file.case.id,), to=request.to)
        release_logged(journal, body, lambda: guard.release([handout], folder, note))
    return file.result()


class _ListOfHers(NamedTuple):
    """One of her lists: its key for programs, its title, its columns, and its rows as they are told."""

    key: str
    title: str
    heads: Headings
    rows: Sequence[Mapping[str, SheetCell]]


class _File:
    """Her file: what is told of her, part by part, and what is to be said of it."""

    def __init__(self, book: Casebook, request: FileRequest, folder: Path) -> None:
        self.book, self.request, self.folder = book, request, folder
        her = book.look(request.code)
        self.case = _checked(her)
        self.notes: dict[str, bool] = {}
        guard = guard_of_others(book, self.case.id)
        self._hide: Mask = lambda text: guard.mask(revealed(text))
        self._entries = list(self._log(her.facts))
        row = next((one for one in case_rows(book) if one.id == self.case.id), None)
        self._lists = (
            self._list("graduate", say("Graduate"), GRADUATE_HEADINGS, [graduate_row(self.case, row)]),
            *(self._list(key, say(key.capitalize()), heads, rows(self.case)) for key, (heads, rows) in LISTS.items()),
        )
        self.parcel = self._parcel()
        stem = f"followup-file-{book.today}"
        own = frozenset({f"{stem}.zip", FOLDER.name})
        self.unsealed = unused_name(Handout(f"{stem}.{_ENDING}", b"", own, texts=()), folder)
        """The file under its name, which says nothing of her; once it is sealed nobody reads names out of it."""

    def result(self) -> FileExport:
        """What there is to tell."""
        (known,), visits, flags, _ = (one.rows for one in self._lists)
        return FileExport(
            code=self.case.code,
            to=self.request.to,
            path=self.folder / self.unsealed.name,
            with_key=bool(self.request.key),
            says=tuple(head for key, head in IDENTITY_HEADINGS.items() if known.get(key)),
            visits=len(visits),
            flags=len(flags),
            entries=len(self._entries),
            notes=len(self.notes),
            covered=sum(self.notes.values()),
            against=self._against(),
        )

    def _against(self) -> str:
        """Who decided to go on without her yes; empty where she agreed."""
        decided = consents.override(self.case, Purpose.WHOLE_FILE)
        agreed = consents.state(self.case, Purpose.WHOLE_FILE) is ConsentState.GIVEN
        return masker(self.book, names=False)(decided.said.decided_by) if decided and not agreed else ""

    # --- what is told -----------------------------------------------------------------------------------------------

    def _parcel(self) -> Parcel:
        plan, day = self._plan(), self.book.today
        entries = [(one["on"], one["what"]) for one in self._entries]
        parts = [*map(_part, self._lists), ParcelPart(say("Business plan"), [("", [*_flat(plan)])] if plan else [])]
        about = {"format": "followup-file/1", "made_on": day.isoformat(), "code": self.case.code}
        lists = {one.key: [_named(one.heads, row) for row in one.rows] for one in self._lists}
        return Parcel(
            title=say("The file of {code}", code=self.case.code),
            notices=(
                say("Confidential. It says who she is: show it to nobody who need not see it."),
                say("Made on {day} for the one it was given to.", day=day),
            ),
            parts=[*parts, ParcelPart(say("Everything that was written down"), [("", entries)])],
            data={**about, **lists, "plan": plan, "entries": self._entries},
            tables=[*map(_table, self._lists)],
            made_on=day,
        )

    def _list(self, key: str, title: str, heads: Headings, rows: Iterable[ExportRow]) -> _ListOfHers:
        return _ListOfHers(key, title, heads, [*map(self._told, rows)])

    def _told(self, row: ExportRow) -> Mapping[str, SheetCell]:
        return {key: self._shown(key, cell) for key, cell in row.items() if cell is not None}

    def _shown(self, key: str, cell: ExportCell) -> SheetCell:
        if not isinstance(cell, OwnText):
            return cell
        if cell.label or key in IDENTITY_HEADINGS:
            return BETWEEN.join(map(revealed, cell.parts))
        return BETWEEN.join(map(self._without_others, cell.parts))

    def _without_others(self, text: Private) -> str:
        """A text that somebody wrote of her, without the names of other graduates; it is counted."""
        shown = self._hide(text)
        if text:
            self.notes[revealed(text)] = shown != revealed(text)
        return shown

    def _plan(self) -> dict[str, Any]:
        """Her business plan in the keys of a file; what somebody wrote in it without the names of others."""
        if self.case.plan is None:
            return {}
        plan = plan_to_mapping(self.case.plan)
        for partner in plan.get("partners", ()):
            partner.pop("code", None)
        told: dict[str, Any] = self._in_plan(plan)
        return told

    def _in_plan(self, said: Any) -> Any:
        if isinstance(said, Mapping):
            return {key: self._in_plan(one) for key, one in said.items()}
        if isinstance(said, (list, tuple)):
            return [self._in_plan(one) for one in said]
        return self._hide(said) if isinstance(said, str) else said

    def _log(self, facts: Sequence[Fact]) -> Iterator[dict[str, Any]]:
        """What was written down and still counts, in the order of its days, in plain words."""
        standing = [fact for fact in effective(facts) if fact.body.kind not in _NOT_TOLD]
        for entry in sorted(log_entries(standing), key=lambda one: (one.on, one.number)):
            quoted = self._without_others(entry.words)
            what = f"{entry.sentence} {quoted}".strip()
            yield {"on": entry.on.isoformat(), "what": what, "by": entry.by}


def _checked(her: CaseChange) -> Case:
    """Her case; Refused where who she is was erased, and where she did not agree and nobody decided to go on."""
    case = require_opened(her.case)
    if case.erased:
        raise Refused(
            say("Who she is was erased on {day}: there is no file to hand on.", day=case.erased),
            say("What is left of her case: followup graduate show {code}", code=case.code),
        )
    require(case, Purpose.WHOLE_FILE)
    return case


def _flat(said: Any, where: str = "") -> Iterator[Told]:
    """A plan as lines: ``prices 1: service`` and what it says."""
    if isinstance(said, Mapping):
        for key, one in said.items():
            yield from _flat(one, f"{where}: {key}" if where else key.replace("_", " "))
    elif isinstance(said, list):
        for number, one in enumerate(said, 1):
            yield from _flat(one, f"{where} {number}")
    elif said not in (None, ""):
        yield where.replace("_", " "), str(said)


def _named(heads: Headings, row: Mapping[str, SheetCell]) -> dict[str, Any]:
    """A row for programs, by the keys of a file."""
    return {key.removeprefix(INFORMATION): plain_cell(row[key]) for key in heads if key in row}


def _part(one: _ListOfHers) -> ParcelPart:
    heads = {key: head for key, head in one.heads.items() if key != "code"}
    return ParcelPart(
        one.title, [("", [(head, str(row[key])) for key, head in heads.items() if key in row]) for row in one.rows]
    )


def _table(one: _ListOfHers) -> SheetTable:
    return SheetTable(one.title, [[*one.heads.values()], *([row.get(key) for key in one.heads] for row in one.rows)])
