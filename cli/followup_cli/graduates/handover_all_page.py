"""What handing over all graduates of a worker leads to."""

from followup.messages import say
from followup.services.handovers import HandOverOfAll
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page


def question_for(plan: HandOverOfAll) -> str:
    """What is asked before all are handed over."""
    number, old, new = len(plan.codes), plan.old_worker, plan.new_worker
    if not old:
        return say("Hand over all graduates without a worker to {to} ({n})?", n=number, to=new)
    return say("Hand over all graduates of {old} to {to} ({n})?", n=number, old=old, to=new)


def all_consequences(plan: HandOverOfAll) -> Page:
    """Who would go to whom, and what would be left to do."""
    shown = Page().line(_count_said(len(plan.codes), plan, dry_run=True), "head").text(", ".join(plan.codes))
    return _what_remains(shown, plan)


def hand_over_of_all_page(plan: HandOverOfAll, *, dry_run: bool) -> Page:
    """How many went to whom, and what is still to be done."""
    if not plan.codes:
        return Page().line(_nobody_left(plan))
    if dry_run:
        return all_consequences(plan).line(say("Nothing was written."), "quiet")
    shown = Page().line(_count_said(len(plan.done), plan, dry_run=False), "head").text(", ".join(plan.done))
    if len(plan.done) < len(plan.codes):
        left = len(plan.codes) - len(plan.done)
        shown.line(say("Not handed over: {n}. They have another worker now, or cannot be read.", n=left), "watch")
    return _what_remains(shown, plan)


def _count_said(number: int, plan: HandOverOfAll, *, dry_run: bool) -> str:
    old = plan.old_worker or say("nobody")
    if dry_run:
        return say("Would be handed over from {old} to {to}: {n}", n=number, old=old, to=plan.new_worker)
    return say("Handed over from {old} to {to}: {n}", n=number, old=old, to=plan.new_worker)


def _nobody_left(plan: HandOverOfAll) -> str:
    if not plan.old_worker:
        return say("Every graduate has a worker. Nothing was written.")
    return say("No graduate without an outcome is {old}'s. Nothing was written.", old=plan.old_worker)


def _what_remains(shown: Page, plan: HandOverOfAll) -> Page:
    if plan.own_flags:
        shown.text(
            say(
                "{old} still owns flags of: {codes}. followup flag review CODE N --owner {to} changes it.",
                old=plan.old_worker,
                codes=", ".join(plan.own_flags),
                to=plan.new_worker,
            ),
            "watch",
        )
    if plan.dropped and plan.old_worker:
        shown.text(
            say(
                "Calendar entries on the phone of {old}: {n}. followup calendar export --worker {old} "
                "marks them as cancelled, in a file of its own; read that file there.",
                n=plan.dropped,
                old=plan.old_worker,
            )
        )
    return shown.text(
        say("For each, what {to} must know: followup graduate show CODE", to=plan.new_worker), "quiet"
    ).line(
        say("The new worker's entries come with: followup calendar export --worker {to}", to=plan.new_worker), "quiet"
    )


def hand_over_of_all_data(plan: HandOverOfAll, *, dry_run: bool) -> dict[str, JsonValue]:
    """The same for programs."""
    return {
        "from": plan.old_worker or None,
        "to": plan.new_worker,
        "dry_run": dry_run,
        "codes": list(plan.codes),
        "handed_over": [] if dry_run else list(plan.done),
        "drop": plan.dropped,
        "flags_of_old_worker": list(plan.own_flags),
    }
