"""Rows of an export without names: what was covered there is what is written down, and never the mark itself.

A spreadsheet program that saves the table as text of before Unicode writes question marks in place of the mark and of
every Khmer letter: these are known again as well.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from followup.case.case import Case
from followup.case.fields import MARK, Mask, Private, revealed
from followup.case.import_words import ImportTarget
from followup.casebook import Casebook
from followup.errors import FollowupError
from followup.messages import say
from followup.services.guarded_names import masker
from followup.values import replace

if TYPE_CHECKING:
    from followup.intake.mapping import SheetMapping
    from followup.intake.rows import ImportedRow

KnownTexts = Mapping[str, Sequence[Private]]
"""The texts that may stand behind a covered one, by the key of the column."""
_LISTS = ("modules", "went")
_BETWEEN = ", "
_LOST = "?"


def uncovered_rows(book: Casebook, mapping: "SheetMapping", rows: Sequence["ImportedRow"]) -> tuple["ImportedRow", ...]:
    """The rows with what is written down in the place of every covered text; a problem where that is not known."""
    mask = masker(book, names=False)
    return tuple(
        _uncovered(book, mapping, row, mask) if any(map(_is_covered, row.values.values())) else row for row in rows
    )


def _is_covered(text: str) -> bool:
    return MARK in text or _LOST in text


def _uncovered(book: Casebook, mapping: "SheetMapping", row: "ImportedRow", mask: Mask) -> "ImportedRow":
    from followup.intake.rows import Problem

    known = _known_texts(book, mapping.target, row.values)
    values = {key: _put_back(key, text, known, mask) for key, text in row.values.items()}
    unknown = [key for key, text in values.items() if MARK in text]
    sentence = say("A name is covered here, and the name itself is not known.")
    what = say("Write the text anew without the mark, or export with --names.")
    problems = tuple(Problem(mapping.heading_of(key), sentence, what) for key in unknown)
    return replace(row, values=values, problems=(*row.problems, *problems))


def _put_back(key: str, text: str, known: KnownTexts, mask: Mask) -> str:
    if not _is_covered(text):
        return text
    parts = text.split(_BETWEEN) if key in _LISTS else [text]
    return _BETWEEN.join(_behind(part, known.get(key, ()), mask) for part in parts)


def _behind(covered: str, known: Sequence[Private], mask: Mask) -> str:
    """The one text that is shown so when it is covered; the covered one where there is none, or several."""
    shown = {revealed(text): mask(text) for text in known}
    as_old_text = {text: seen.encode("cp1252", errors="replace").decode("cp1252") for text, seen in shown.items()}
    found = [text for text, seen in shown.items() if covered in (seen, as_old_text[text])]
    return found[0] if len(found) == 1 else covered


def _known_texts(book: Casebook, target: ImportTarget, values: Mapping[str, str]) -> KnownTexts:
    try:
        case = book.case(book.find(values.get("code", "")))
    except FollowupError:  # nobody of that code: the import says so
        return {}
    if target is ImportTarget.VISITS:
        return _texts_of_day(case, values.get("date", ""))
    labels = {name: (getattr(case, name),) for name in ("trade", "centre", "province", "district", "worker")}
    return labels | {"modules": case.modules}


def _texts_of_day(case: Case, day: str) -> KnownTexts:
    visits = [visit.said for stay in case.stays for visit in stay.visits if visit.on.isoformat() == day]
    tries = [attempt.said for stay in case.stays for attempt in stay.attempts if attempt.on.isoformat() == day]
    return {
        "note": [one.note for one in visits],
        "agreed": [one.agreed for one in visits],
        "went": [who for one in visits for who in one.went],
        "attempt.note": [one.note for one in tries],
    }
