"""What left the laptop as a file of rows, or as the sealed file of one graduate: the log says so, and of whom."""

from typing import Annotated

from followup.case.facts.base import Body
from followup.case.fields import Private, one_line, program_text
from followup.messages import say, say_count


class Exported(Body):
    """A file was written to be taken along: ``what`` of the exports (``visits``), as which kind of ``file`` (``xlsx``).

    ``rows`` counts its rows, ``names`` says that it tells who somebody is. ``cases`` are the ids of those it is about,
    none where it is about all; ``to`` is who gets it, where that was asked.
    """

    what: Annotated[str, program_text()]
    file: Annotated[str, program_text()]
    rows: int = 0
    names: bool = False
    cases: Annotated[tuple[str, ...], program_text()] = ()
    to: Annotated[Private, one_line("Who gets the file", quoted="(for {text})")] = ""

    def sentence(self) -> str:
        """What was exported, and what of it must be known."""
        told = [self.file]
        told += [say_count(self.rows, "1 row", "{n} rows")] if self.rows else []
        told += [say("with names")] if self.names else []
        return say("Exported: {what} ({told}).", what=say(self.what.replace("_", " ")), told=", ".join(told))
