"""What a hand-over leads to: one page for the new worker, and what the old worker's phone must drop."""

from typing import TYPE_CHECKING

from followup.case.case import Case
from followup.case.fields import Mask, revealed
from followup.case.parts import numbered
from followup.messages import say
from followup_cli.flags.page import flags_table
from followup_cli.fragments.styles import RISK_STYLE
from followup_cli.graduates.lines import residence, safe_days
from followup_cli.graduates.page import next_visits_table
from followup_cli.promises.page import promises_table
from followup_cli.referrals.page import referrals_table
from followup_cli.terminal.days import long_day, short_day
from followup_cli.terminal.page import Page

if TYPE_CHECKING:
    from followup.services.graduate_sheet import GraduateSheet
    from followup.services.handovers import HandOverResult


def handover_consequences(handover: "HandOverResult", label: Mask) -> Page:
    """Who follows her then, what stays with the worker before, and what that worker's phone must drop."""
    case, old = handover.sheet.case, handover.old_worker
    shown = Page().line(_who_follows(handover, dry_run=True), "head")
    shown.pair(say("Risk"), case.risk.label, RISK_STYLE[case.risk])
    mine = [flag.risk.label for flag in case.open_flags if old and flag.owner == old]
    if mine:
        kinds = say("{worker} still looks after: {kinds}", worker=label(old), kinds=", ".join(mine))
        shown.pair(say("Flags"), kinds, "watch")
    return _add_phone_entries(shown, handover)


def _who_follows(handover: "HandOverResult", *, dry_run: bool) -> str:
    code, worker = handover.sheet.case.code, handover.sheet.case.worker
    if not dry_run:
        return say("{code} is handed over to {worker}.", code=code, worker=worker)
    old = handover.old_worker or say("nobody")
    return say("{code} goes from {old} to {worker}.", code=code, old=old, worker=worker)


def handover_page(handover: "HandOverResult", mask: Mask, label: Mask, *, names: bool, dry_run: bool = False) -> Page:
    """What the new worker must know, and what is to be done with the old phone."""
    sheet, case = handover.sheet, handover.sheet.case
    shown = Page().line(_who_follows(handover, dry_run=dry_run), "head").line()
    _add_status(shown, sheet, label)
    if handover.note:
        shown.pair(say("Note"), mask(handover.note))
    shown.pair(say("Safe days"), safe_days(case))
    if case.avoid:
        shown.pair(say("Not to come"), ", ".join(f"{span.first} – {span.last}" for span in case.avoid), "watch")
    _add_contact(shown, case, names=names)
    _add_flags(shown.line(), sheet, mask, label)
    promises = [one for one in numbered(case.promises) if one[1].is_open]
    shown.line().table(promises_table(promises, sheet.as_of, mask, say("Open promises"), say("None.")))
    referrals = [one for one in numbered(case.referrals) if one[1].is_open]
    shown.line().table(referrals_table(referrals, sheet.as_of, mask, say("Open referrals"), say("None.")))
    shown.line().table(next_visits_table(sheet, short=True))
    _add_phone_entries(shown.line(), handover)
    return shown.line(say("Nothing was written."), "quiet") if dry_run else shown


def _add_status(page: Page, sheet: "GraduateSheet", label: Mask) -> None:
    case = sheet.case
    month = say("month {n} of {all}", n=sheet.month, all=sheet.months) if sheet.months else str(sheet.month)
    returned = long_day(case.return_date) if case.return_date else "–"
    page.pair(say("Now"), say("{month}; returned {day}", month=month, day=returned))
    page.pair(say("Risk"), case.risk.label, RISK_STYLE[case.risk])
    page.pair(say("Lives"), residence(case, label) or say("not written down"))
    met = (long_day(case.last_met), "") if case.last_met else (say("never"), "bad")
    page.pair(say("Last met"), *met)


def _add_contact(page: Page, case: Case, *, names: bool) -> None:
    if not names:
        page.line(
            say("Name and safe contact: kept sealed; followup graduate show {code} --names", code=case.code), "quiet"
        )
        return
    who = case.identity
    pairs = (
        (say("Name"), (who.name,)),
        (say("Phone"), (who.phone,)),
        (say("Village"), (who.village, who.commune)),
        (say("Contact"), (who.contact_name, who.contact_phone, who.contact_hours)),
        (say("Say"), (who.contact_say,)),
    )
    page.pairs((label, ", ".join(filter(None, map(revealed, texts)))) for label, texts in pairs)


def _add_flags(page: Page, sheet: "GraduateSheet", mask: Mask, label: Mask) -> None:
    flags = [one for one in numbered(sheet.case.flags) if one[1] in sheet.case.open_flags]
    page.table(flags_table(flags, sheet.as_of, label, say("Open flags"), say("None.")))
    for number, flag in flags:
        page.pair(f"{number:>2}", mask(flag.found or flag.note), "quiet", indent=4)
    others = sum(flag.owner != sheet.case.worker for _, flag in flags)
    if others:
        page.line(say("Flags with another owner: {n}. followup flag review can change it.", n=others), "watch")


def _add_phone_entries(page: Page, handover: "HandOverResult") -> Page:
    """The entries that lie on the old worker's phone, and how they come off."""
    if not handover.dropped:
        return page.line(say("No coming calendar entry of hers is on a phone."), "quiet")
    old = handover.old_worker or say("the worker before")
    page.line(say("On the phone of {worker}, to be dropped", worker=old), "head")
    page.line(", ".join(short_day(entry.day, handover.sheet.as_of) for entry in handover.dropped))
    if handover.old_worker:
        cancelled = say(
            "followup calendar export --worker {worker} marks them as cancelled, in a file of its own; "
            "read that file on the phone, or delete these entries there by hand.",
            worker=handover.old_worker,
        )
        page.text(cancelled, "")
    else:
        page.line(say("Delete these entries there by hand."))
    return page.line(
        say(
            "The new worker's entries come with: followup calendar export --worker {to}", to=handover.sheet.case.worker
        ),
        "quiet",
    )
