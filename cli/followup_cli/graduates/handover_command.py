"""Graduates handed over to another worker, one or all at once: ``graduate hand-over``, registered under graduate."""

from typing import TYPE_CHECKING, Annotated

import typer

from followup.errors import Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.options import AsJson, DryRun, Names, argument, option
from followup_cli.response import respond
from followup_cli.terminal import person
from followup_cli.terminal.asking import Question, agreed, answer
from followup_cli.terminal.progress import Progress

if TYPE_CHECKING:
    from followup.casebook import Casebook
    from followup.services.handovers import HandOverOfAll


def hand_over(
    code: Annotated[str, argument("[CODE]", say("Her code, or the beginning of it; left out with --all."))] = "",
    to: Annotated[str, option("--to", say("Who follows her from today on."), "WORKER")] = "",
    everybody: Annotated[bool, option("--all", say("All graduates of one worker; with --from."))] = False,
    old: Annotated[str, option("--from", say("With --all: whose; nobody for those without a worker."), "WORKER")] = "",
    note: Annotated[str, option("--note", say("What she must know; no names."))] = "",
    yes: Annotated[bool, option("--yes", say("With --all: do not ask."))] = False,
    dry_run: DryRun = False,
    names: Names = False,
    as_json: AsJson = False,
) -> None:
    """Hand a graduate over to another worker, and print what that worker must know on one page; or all at once.

    The worker must be known: see followup office worker list.

    Example: followup graduate hand-over K7M --to KN

    Example: followup graduate hand-over --all --from DM --to KN --dry-run
    """
    if everybody:
        _refuse_with_all(code, names=names)
        _hand_over_all(old, to, note, yes=yes, dry_run=dry_run, as_json=as_json)
        return
    if old or yes or dry_run:
        raise Invalid(say("--from, --yes and --dry-run go with --all."), say("See: followup graduate hand-over --help"))
    if not code:
        raise person.missing_option("CODE", "--all")
    _hand_over_one(code, to, note, names=names, as_json=as_json)


def _refuse_with_all(code: str, *, names: bool) -> None:
    if code or names:
        raise Invalid(say("--all takes neither a code nor --names."), say("Give --from and --to."))


def _hand_over_one(code: str, to: str, note: str, *, names: bool, as_json: bool) -> None:
    from followup.services import handovers
    from followup.services.guarded_names import masker, worker_labeller
    from followup_cli.graduates import data, handover_page

    book = context.open_casebook()
    book.find(code)
    worker = _asked_worker(book, to)
    result = handovers.hand_over_to(book, code, worker, note)
    masks = masker(book, names=names), worker_labeller(book, names=names)
    respond(book, as_json, handover_page.handover_page, data.handover_data, result, *masks, names=names)


def _asked_worker(book: "Casebook", to: str) -> str:
    """Whoever takes over, checked before anything else is asked."""
    from followup.services.workers import known_worker

    text = say("Who follows her from today on")
    return answer(Question("--to", text, to, needed=True, check=lambda typed: known_worker(book, typed)))


def _hand_over_all(old: str, to: str, note: str, *, yes: bool, dry_run: bool, as_json: bool) -> None:
    from followup.services import handovers
    from followup_cli.graduates import handover_all_page

    book = context.open_casebook()
    old = answer(Question("--from", say("Whose graduates"), old, needed=True))
    plan = handovers.plan_hand_over_of_all(book, old, _asked_worker(book, to))
    done = plan if dry_run or not plan.codes else confirmed_hand_over(book, plan, note, yes=yes)
    respond(
        book,
        as_json,
        lambda: handover_all_page.hand_over_of_all_page(done, dry_run=dry_run),
        lambda: handover_all_page.hand_over_of_all_data(done, dry_run=dry_run),
    )


def confirmed_hand_over(book: "Casebook", plan: "HandOverOfAll", note: str, *, yes: bool) -> "HandOverOfAll":
    """Everybody in ``plan`` handed over, once the number was agreed to; Missing where nobody can be asked."""
    from followup.services import handovers
    from followup_cli.graduates.handover_all_page import question_for

    if not yes:
        if not person.on_terminal():
            raise person.missing_option("--yes")
        if not agreed(question_for(plan), default=False):
            raise typer.Abort
    with Progress(say("Handing over")) as progress:
        return handovers.hand_over_all(book, plan, note, progress)
