"""What went onto paper: the log says so, and of whom it was."""

from typing import Annotated

from followup.case.facts.base import Body
from followup.case.fields import program_text, whole_number
from followup.messages import say, say_count

_SOME = whole_number(1, None, "A print has at least one page.")


class Printed(Body):
    """A print was made: ``what`` of the prints (``quarter``), how many pages, in which language (``en+km``).

    ``about`` says which one of its kind, such as ``2026Q3``. ``names`` says that names stand on it, ``internal`` that
    it is for staff alone. ``cases`` are the ids of those it is about, none where it is about all of them together.
    """

    what: Annotated[str, program_text()]
    pages: Annotated[int, _SOME]
    language: Annotated[str, program_text()]
    about: Annotated[str, program_text()] = ""
    names: bool = False
    internal: bool = False
    cases: Annotated[tuple[str, ...], program_text()] = ()

    def sentence(self) -> str:
        """What was printed, and what of it must be known."""
        what = say(self.what.replace("-", " ")) + (f" {self.about}" if self.about else "")
        told = [say_count(self.pages, "1 page", "{n} pages"), self.language]
        if self.cases:
            told.append(say_count(len(self.cases), "1 graduate", "{n} graduates"))
        told += [say("with names")] if self.names else []
        told += [say("internal")] if self.internal else []
        return say("Printed: {what} ({told}).", what=what, told=", ".join(told))
