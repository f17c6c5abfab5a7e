"""A change of the office: thought through, shown where something is to be asked about, written, told."""

from functools import partial
from typing import TYPE_CHECKING, Annotated, NamedTuple

from followup.errors import Missing
from followup.messages import say
from followup_cli.options import AsJson, DryRun, Way, option

if TYPE_CHECKING:
    from followup.casebook import Casebook
    from followup.services.office_changes import OfficeChangeResult, Propose


class ChangeOptions(NamedTuple):
    """How a change of the office is made; a command asks for all of it as ``way: ChangeOptions``."""

    yes: Annotated[bool, option("--yes", say("Do not ask about what may be a slip."))] = False
    dry_run: DryRun = False
    as_json: AsJson = False


def apply_change(book: "Casebook", propose: "Propose", way: ChangeOptions) -> None:
    """Do what is proposed: what may be a slip is asked about first; Missing where nobody can be asked."""
    from followup.services.guarded_names import worker_labeller
    from followup.services.office_changes import rehearse, write_change
    from followup_cli.fragments.consequences import GraveStep, run_step
    from followup_cli.office import change_page

    mask = worker_labeller(book)
    step = GraveStep(
        look=lambda: rehearse(book, propose),
        write=lambda shown: write_change(book, propose, shown),
        page=lambda shown: change_page.change_consequences(shown, mask),
        question=say("Write it down all the same?"),
        asks=lambda shown: bool(shown.change.asked),
        unasked=_unasked,
        watchful=True,
    )
    done, data = partial(change_page.office_change_page, mask=mask), partial(change_page.office_change_data, mask=mask)
    run_step(book, step, Way(*way), done, data)


def _unasked(shown: "OfficeChangeResult") -> Missing:
    """What is to be asked, where nobody can be asked."""
    how = say("If it is meant so, add --yes. To see what moves, add --dry-run.")
    return Missing(
        " ".join((*shown.change.asked, say("Visits that move: {n}.", n=shown.moved.visits))),
        f"{how} {shown.change.instead}".strip(),
    )
