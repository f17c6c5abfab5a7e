"""What came in from a sheet, and how its columns were read."""

from datetime import datetime
from typing import Annotated

from followup.case.facts.base import Body
from followup.case.fields import Checked, Private, note_text, one_line, program_text, whole_number
from followup.case.import_words import ImportTarget
from followup.messages import say, say_count

_MAPPING_LIMIT = 40_000
_COUNT = whole_number(0, None, "Rows are counted from 0.")


class ImportedEntries(Checked):
    """The entries that an import writes to one case: the next ``count`` of this laptop's, from number ``first`` on."""

    case: Annotated[str, program_text()]
    first: int
    count: int


class Imported(Body):
    """Rows of a sheet that are about to be written, all in one go; a long sheet has several of them in one ``run``.

    It stands before their entries are written, so that what was written is known also where the laptop was stopped;
    ``moment`` is when that was, in UTC: their stamp, wherever the clock was right.
    """

    run: Annotated[str, program_text()]
    moment: datetime
    target: ImportTarget
    new: Annotated[int, _COUNT]
    changed: Annotated[int, _COUNT]
    entries: tuple[ImportedEntries, ...] = ()

    def sentence(self) -> str:
        """What came in, in numbers."""
        rows = say_count(self.new + self.changed, "1 row", "{n} rows")
        return say("From a sheet of {what}: {rows}.", what=self.target.label, rows=rows)


class MappingKept(Body):
    """How the columns of a sheet are read, kept under a name for the next one; ``mapping`` is JSON, without values."""

    name: Annotated[Private, one_line("The name", needed="A kept mapping needs a name.")]
    target: ImportTarget
    mapping: Annotated[Private, note_text("The mapping", _MAPPING_LIMIT)]

    def sentence(self) -> str:
        """What it is for."""
        return say("How the columns of a sheet of {what} are read.", what=self.target.label)
