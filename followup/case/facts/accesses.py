"""Who looked: the access log. An entry is written before the thing itself is done, and nothing takes it back."""

from typing import Annotated

from followup.case.access_words import Access
from followup.case.facts.base import Body
from followup.case.fields import program_text, whole_number
from followup.messages import say, say_count


class Accessed(Body):
    """The casebook was opened, names were shown, or something left it or came in: ``access`` says which.

    ``what`` is the command, such as ``graduate show``. ``cases`` are the ids of those it named one by one; ``people``
    counts whom it was about, and None says that nobody counted. ``names`` says that names were in it.
    """

    access: Access
    what: Annotated[str, program_text()]
    cases: Annotated[tuple[str, ...], program_text()] = ()
    people: Annotated[int | None, whole_number(0, None, "A count is never below 0.")] = None
    names: bool = False

    def sentence(self) -> str:
        """What was done, of how many, and whether names were in it."""
        return self.said_of(say_count(self.people, "1 graduate", "{n} graduates") if self.people is not None else "")

    def said_of(self, whom: str) -> str:
        """The same with a text that says whom it was about, such as their codes; empty where that is not known."""
        told = [whom] if whom else []
        told += [say("with names")] if self.names and self.access is not Access.NAMES else []
        said = say("{access}: {what}", access=self.access.label, what=self.what)
        return f"{said} ({', '.join(told)})." if told else f"{said}."
