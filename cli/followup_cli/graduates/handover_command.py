"""Graduates handed over to another worker, one or all at once: ``graduate hand-over``, registered under graduate."""

from functools import partial
from typing import TYPE_CHECKING, Annotated

from followup.errors import Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.fragments.whom import tell_whom
from followup_cli.options import AsJson, DryRun, Names, Way, Yes, argument, option
from followup_cli.response import respond
from followup_cli.terminal import person
from followup_cli.terminal.progress import Progress

if TYPE_CHECKING:
    from followup.casebook import Casebook
    from followup.services.handovers import HandOverOfAll
    from followup_cli.terminal.asking import AnswerCheck


def hand_over(
    code: Annotated[str, argument("[CODE]", say("Her code, or the beginning of it; left out with --all."))] = "",
    to: Annotated[str, option("--to", say("Who follows her from today on."), "WORKER")] = "",
    everybody: Annotated[bool, option("--all", say("All graduates of one worker; with --from."))] = False,
    old: Annotated[str, option("--from", say("With --all: whose; nobody for those without a worker."), "WORKER")] = "",
    note: Annotated[str, option("--note", say("What she must know; no names."))] = "",
    yes: Yes = False,
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
        if code or names:
            raise Invalid(say("--all takes neither a code nor --names."), say("Give --from and --to."))
        _hand_over_all(old, to, note, Way(yes, dry_run, as_json))
        return
    if old:
        raise Invalid(say("--from goes with --all."), say("See: followup graduate hand-over --help"))
    if not code:
        raise person.missing_option("CODE", "--all")
    _hand_over_one(code, to, note, Way(yes, dry_run, as_json), names=names)


def _hand_over_one(code: str, to: str, note: str, way: Way, *, names: bool) -> None:
    from followup.services import handovers
    from followup.services.guarded_names import masks_of
    from followup_cli.fragments.consequences import rehearsed_step, take_step
    from followup_cli.graduates import data, handover_page

    book = context.open_casebook()
    tell_whom(book, code, names=names)
    to = _asked_worker(to, partial(handovers.check_new_worker, book, code))
    masks = masks_of(book, names=names)
    write = partial(handovers.hand_over_to, book, code, to, note)
    consequences = partial(handover_page.handover_consequences, label=masks[1])
    step = rehearsed_step(write, consequences, say("Hand her over?"), in_scripts=True)
    result = take_step(book, step, way)
    show = partial(handover_page.handover_page, names=names, dry_run=way.dry_run)
    tell = partial(data.handover_data, names=names, dry_run=way.dry_run)
    respond(book, way.as_json, show, tell, result, *masks)


def _asked_worker(to: str, check: "AnswerCheck") -> str:
    """Whoever takes over, checked before anything else is asked."""
    from followup_cli.terminal.asking import Question, answer

    return answer(Question("--to", say("Who follows her from today on"), to, needed=True, check=check))


def _hand_over_all(old: str, to: str, note: str, way: Way) -> None:
    from followup.services import handovers
    from followup.services.workers import worker_to_show
    from followup_cli.graduates import handover_all_page
    from followup_cli.terminal.asking import Question, answer

    book = context.open_casebook()
    whose = Question("--from", say("Whose graduates"), old, needed=True, check=partial(worker_to_show, book))
    old = answer(whose)
    to = _asked_worker(to, partial(handovers.plan_hand_over_of_all, book, old))
    plan = handovers.plan_hand_over_of_all(book, old, to)
    done = hand_over_planned(book, plan, note, way)
    page, data = handover_all_page.hand_over_of_all_page, handover_all_page.hand_over_of_all_data
    respond(book, way.as_json, page, data, done, dry_run=way.dry_run)


def hand_over_planned(book: "Casebook", plan: "HandOverOfAll", note: str, way: Way) -> "HandOverOfAll":
    """Everybody in ``plan`` handed over, once what that leads to was agreed to."""
    from followup.services import handovers
    from followup_cli.fragments.consequences import GraveStep, take_step
    from followup_cli.graduates.handover_all_page import all_consequences, question_for

    def handed_over(plan: "HandOverOfAll", *, dry_run: bool) -> "HandOverOfAll":
        with Progress(say("Handing over")) as progress:
            return handovers.hand_over_all(book, plan, note, progress, dry_run=dry_run)

    step = GraveStep(
        look=lambda: handed_over(plan, dry_run=True),
        write=lambda shown: handed_over(shown, dry_run=False),
        page=all_consequences,
        question=question_for(plan),
        asks=lambda shown: bool(shown.codes),
        watchful=True,
    )
    return take_step(book, step, way)
