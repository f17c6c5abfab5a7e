"""The workers of the organisation: who came, who is called otherwise now, who left."""

from typing import Annotated

from followup.case.facts.base import Body
from followup.case.fields import one_line
from followup.errors import Invalid
from followup.messages import say

_NAME = one_line("The worker", 40, needed="Say who, by initials or name.")


class WorkerAdded(Body):
    """A worker is on the list from now on, for the first time or again."""

    worker: Annotated[str, _NAME]

    def sentence(self) -> str:
        """Who came."""
        return say("On the list of workers: {worker}.", worker=self.worker)


class WorkerRenamed(Body):
    """The same worker under another name: everything of hers is hers under the new one, what was written before too."""

    worker: Annotated[str, _NAME]
    now: Annotated[str, _NAME]

    def check(self) -> None:
        """Another name is another one."""
        if self.worker == self.now:
            raise Invalid(say("That is her name already."))

    def sentence(self) -> str:
        """Both names."""
        return say("Worker {worker} is called {now} now.", worker=self.worker, now=self.now)


class WorkerLeft(Body):
    """A worker does not work here any more; whoever is still hers is followed by nobody."""

    worker: Annotated[str, _NAME]

    def sentence(self) -> str:
        """Who left."""
        return say("Worker {worker} left.", worker=self.worker)
