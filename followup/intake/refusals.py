"""Why a sheet cannot be read, in sentences that hold nothing of what it says; sheets are told by number, not by name.

The process that reads knows only the reason and where in the file it is; the sentence is said where people are.
"""

from enum import Enum
from typing import Any

from followup.errors import Invalid
from followup.intake import limits
from followup.messages import say

_COPY_TABLE = say(
    "Copy the sheet with your table to a new file, without pictures and other sheets; save it and give that one."
)
_SAVE_ANEW = say("Open it in Excel or LibreOffice, save it as xlsx, and give that file.")


class Refusal(Enum):
    """The reasons, each as the sentence that says it and what to do; by its name it goes from process to process."""

    CHARACTERS_LOST = (
        say(
            "The Khmer letters of this file were lost when it was saved: there are question marks in their "
            "place, first in cell {cell} of sheet {sheet}."
        ),
        say('Open the file it was made from, save it as xlsx or as "CSV UTF-8", and give that file.'),
    )
    DAMAGED = (
        say("This file is damaged: it cannot be read to its end."),
        _SAVE_ANEW + " " + say("If that does not open it either, ask for another copy."),
    )
    DAMAGED_TEXT = (
        say("A letter in line {line} of this file is damaged; the lines around it may be as well."),
        say('Open the file it was made from, save it as xlsx or as "CSV UTF-8", and give that file.'),
    )
    EMPTY = (
        say("This file is empty: there is not one byte in it."),
        say("Save your sheet again, or give another file."),
    )
    ENCODING = (
        say("How the letters of this file are stored is not known."),
        say('Open it in Excel or LibreOffice, save it as xlsx or as "CSV UTF-8", and give that file.'),
    )
    FAR_CELL = (
        say("Sheet {sheet} goes on to cell {cell} or further. Up to {rows} rows and {columns} columns can be read."),
        say("Delete the rows and columns outside your table, or copy the table to a new file; save it and try again."),
    )
    LEGACY_FONT = (
        say(
            "The Khmer in this file is written in an old font (such as Limon or ABC), first in cell {cell} of"
            " sheet {sheet}. Its letters cannot be read without that font."
        ),
        say("Convert the file to Khmer Unicode with a converter, look through the names, and give the new file."),
    )
    LONG_CELL = (
        say("There is too much text in cell {cell} of sheet {sheet}: more than {longest} letters."),
        say("Shorten it, save the file, and try again."),
    )
    LONG_LINE = (
        say("One cell or line of this file is too long: more than {longest} letters, from line {line} on."),
        say(
            "Look for a quotation mark that is not closed, or for a line that is no part of the table; then try again."
        ),
    )
    MANY_PARTS = (
        say("This file is made of more than {most} parts, which no table of graduates needs."),
        say("Copy the sheet with your table to a new file, save it and give that one."),
    )
    NOTHING_IN_IT = (
        say("There is nothing in the sheets of this file."),
        say("Save your sheet again, or give another file."),
    )
    NOT_A_SHEET = (
        say("This is no sheet that can be read, whatever its name ends in."),
        say("Give an xlsx, xls, ods, csv or tsv file.") + " " + _SAVE_ANEW,
    )
    OLD_EXCEL = (
        say("This file was made by a very old Excel (before 1993)."),
        _SAVE_ANEW,
    )
    OTHER_FORMAT = (
        say("This is a sheet in a format that cannot be read here, whatever its name ends in."),
        _SAVE_ANEW,
    )
    PASSWORD = (
        say("This file is protected with a password."),
        say(
            "Open it in Excel or LibreOffice with its password, save it without one, and try again. Delete "
            "the file without a password when you are done."
        ),
    )
    PICTURE = (
        say("This is a picture or a PDF, whatever its name ends in: there are no cells in it."),
        say("Ask for the sheet itself, as xlsx, xls, ods or csv."),
    )
    QUOTE = (
        say(
            "The quotation marks are not right, in line {line} or before: one is not closed, or something "
            "follows a closed one."
        ),
        say("Put it right there, or save the sheet as xlsx and give that file."),
    )
    STOPPED = (
        say("Reading this file was stopped: it took too much memory or time. It is damaged, or holds far too much."),
        say("Open it in Excel or LibreOffice, copy the table to a new file, save that as xlsx, and give it."),
    )
    TEXT_DOCUMENT = (
        say("This is a text document, whatever its name ends in."),
        say("Copy its table to an empty sheet, save it as xlsx, and give that file."),
    )
    TOO_MUCH = (
        say("There is too much in this file to be read here."),
        _COPY_TABLE,
    )
    UNPACKED = (
        say("Unpacked, this file is larger than {most} MB."),
        _COPY_TABLE,
    )
    WEB_PAGE = (
        say("This is a web page or XML that is only called a sheet."),
        _SAVE_ANEW,
    )


class Unreadable(Exception):
    """Raised while a sheet is read: the reason, and the figures and cell names its sentence is filled in with."""

    def __init__(self, reason: Refusal, **fields: int | str) -> None:
        super().__init__(reason)
        self.reason, self.fields = reason, fields


def refused(reason: Refusal, fields: dict[str, Any]) -> Invalid:
    """The error for a reason; the limits are filled in."""
    what, hint = reason.value
    return Invalid(what.format(**{**limits.TOLD, **fields}), hint)
