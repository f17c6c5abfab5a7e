"""The list of workers: ``office worker``, registered under office."""

from functools import partial
from typing import Annotated

import typer

from followup.errors import Missing
from followup.messages import say
from followup_cli import context
from followup_cli.options import AsJson, Way, Yes, argument, option
from followup_cli.response import respond, tell_problems
from followup_cli.terminal import person

Who = Annotated[str, argument("WORKER", say("Initials or name, as in office worker list."))]


def add(worker: Annotated[str, argument("WORKER", say("Initials or name, as colleagues know her."))]) -> None:
    """Put a worker on the list, so that graduates can be hers; for the first time, or again after she left.

    Example: followup office worker add CV
    """
    from followup.services.workers import add_worker

    added = add_worker(context.open_casebook(), worker)
    typer.echo(say("Saved: {worker} is on the list of workers.", worker=added))


def rename(
    worker: Who, to: Annotated[str, option("--to", say("What she is called from now on."), "NAME")] = ""
) -> None:
    """Give a worker a new name: graduates, flags, promises and leave of hers are hers under it, everywhere.

    Example: followup office worker rename DM --to DMV
    """
    from followup.services.workers import check_new_name, graduates_of, known_worker, rename_worker
    from followup_cli.terminal.asking import Question, answer

    book = context.open_casebook()
    check = partial(check_new_name, book, known_worker(book, worker))
    to = answer(Question("--to", say("What she is called now"), to, needed=True, check=check))
    old, new = rename_worker(book, worker, to)
    hers = len(graduates_of(book, new))
    typer.echo(say("Saved: {old} is called {new} now; graduates with her: {n}.", old=old, new=new, n=hers))
    tell_problems(book)


def leave(
    worker: Who,
    to: Annotated[str, option("--to", say("To whom her graduates go."), "WORKER")] = "",
    yes: Yes = False,
) -> None:
    """Write down that a worker left; her graduates go to another one, all at once.

    Example: followup office worker leave DM --to KN --yes
    """
    from followup.services.handovers import plan_hand_over_of_all
    from followup.services.workers import graduates_of, known_worker, leave_office
    from followup_cli.graduates.handover_all_page import hand_over_of_all_page
    from followup_cli.graduates.handover_command import hand_over_planned
    from followup_cli.terminal.asking import Question, answer

    book = context.open_casebook()
    name = known_worker(book, worker)
    if hers := len(graduates_of(book, name)):
        asked = say("To whom do {worker}'s graduates go ({n})", worker=name, n=hers)
        if not to and not person.on_terminal():
            raise Missing(
                say("Graduates with {worker}: {n}. Say to whom they go.", n=hers, worker=name),
                say("followup office worker leave {worker} --to WORKER --yes", worker=name),
            )
        to = answer(Question("--to", asked, to, needed=True, check=partial(plan_hand_over_of_all, book, name)))
        plan = plan_hand_over_of_all(book, name, to)
        done = hand_over_planned(book, plan, "", Way(yes))
        leave_office(book, name)
        hand_over_of_all_page(done, dry_run=False).show()
    else:
        leave_office(book, name)
    typer.echo(say("Saved: {worker} left.", worker=name))
    tell_problems(book)


def list_(as_json: AsJson = False) -> None:
    """Everybody who works here, how many graduates without an outcome each follows, and who left.

    Example: followup office worker list
    """
    from followup.services.guarded_names import worker_labeller
    from followup.services.workers import graduates_of, list_workers
    from followup_cli.office import worker_page

    book = context.open_casebook()
    lines, without = list_workers(book), len(graduates_of(book, ""))
    label = worker_labeller(book)
    respond(book, as_json, worker_page.workers_page, worker_page.workers_data, lines, without, label)
