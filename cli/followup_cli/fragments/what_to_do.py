"""What is to be done for a graduate, as one sentence and one command: the same on the agenda and on her own screen."""

from datetime import date

from followup.case.referral_words import AwaitedParty
from followup.messages import say
from followup.monitoring.agenda import AgendaItem, AgendaReason
from followup.monitoring.case_row import OpenReferral, OpenSlot
from followup.schedule.standing import Standing
from followup_cli.terminal.days import day_and_month, one_space, short_day

URGENT = (AgendaReason.NOT_MET, AgendaReason.OVERDUE)
_COMMANDS = {
    AgendaReason.UNPLACED: "followup schedule show",
    AgendaReason.PROMISE: "followup promise list",
    AgendaReason.REFERRAL: "followup referral list",
    AgendaReason.FLAG: "followup flag list",
    AgendaReason.PERIOD_OVER: "followup graduate review",
}


def what_to_do(item: AgendaItem, today: date) -> str:
    """Which visit it is, or what else, and what to do now: *visit 32, overdue since 20 Oct: go now*."""
    if item.why is AgendaReason.NOT_MET:
        return say("not met for {n} days; {visit}: go now", n=item.unmet(today), visit=_late_visit(item, today))
    if item.why is AgendaReason.OVERDUE:
        return say("{visit}: go now", visit=_late_visit(item, today))
    if item.slot:
        return _visit_to_make(item.slot, today)
    return _what_else(item, today)


def command_to_do_it(item: AgendaItem) -> str:
    """The command that goes with it."""
    return f"{_COMMANDS.get(item.why, 'followup visit record')} {item.row.code}"


def coming_words(item: AgendaItem, today: date) -> str:
    """What is to be done next, where nothing is yet, and its day."""
    if item.promises:
        return say("a promise is due on {day}", day=one_space(short_day(min(item.promises), today)))
    if item.slot:
        return say("visit {k} on {day}", k=item.slot.k, day=one_space(short_day(item.slot.on, today)))
    if item.flags:
        kind, day = item.flags[0].risk.label, one_space(short_day(item.first, today))
        return say("look again at the flag {risk} on {day}", risk=kind, day=day)
    return _referral_words(item.referrals[0], one_space(short_day(item.referrals[0].until, today)))


def _late_visit(item: AgendaItem, today: date) -> str:
    """The visit to make now, and since when it, or the one before it, is overdue."""
    which = _number(item.slot) if item.slot else say("a visit")
    if item.overdue_from is None:
        return which
    since = day_and_month(item.overdue_from)
    if item.slot is None or item.slot.standing(today) is Standing.OVERDUE:
        return say("{visit}, overdue since {day}", visit=which, day=since)
    return say("{visit}, the one before overdue since {day}", visit=which, day=since)


def _number(slot: OpenSlot) -> str:
    return say("an extra contact") if slot.extra else say("visit {k}", k=slot.k)


def _visit_to_make(slot: OpenSlot, today: date) -> str:
    if slot.day is None:
        return say("visit {k}, due {day}: no working day was found, choose one", k=slot.k, day=day_and_month(slot.due))
    if slot.extra:
        return say("an extra contact, for she is in danger: go on {day}", day=day_and_month(slot.day))
    if slot.opens <= today:
        return say("visit {k}, due now: go by {day}", k=slot.k, day=day_and_month(slot.closes))
    return say("visit {k}: go on {day}", k=slot.k, day=day_and_month(slot.day))


def _what_else(item: AgendaItem, today: date) -> str:
    if item.promises:
        due = min(item.promises)
        day = day_and_month(due)
        past = due < today
        return say("a promise was due {day}: keep it now", day=day) if past else say("a promise is due {day}", day=day)
    if item.flags:
        return say("the flag {risk} is to be looked at again", risk=item.flags[0].risk.label)
    if item.referrals:
        return _referral_to_ask_about(item.referrals[0], today)
    return say("her follow-up period is over: decide how it ended")


def _referral_to_ask_about(one: OpenReferral, today: date) -> str:
    if one.until >= today:
        return _referral_words(one, day_and_month(one.until))
    service, day = one.service.label, day_and_month(one.until)
    if one.waits_for is AwaitedParty.US:
        return say("a referral ({service}) waited for us until {day}: do it now", service=service, day=day)
    who = one.waits_for.label
    return say(
        "a referral ({service}) waited for {who} until {day}: ask what came of it", service=service, who=who, day=day
    )


def _referral_words(one: OpenReferral, day: str) -> str:
    service, who = one.service.label, one.waits_for.label
    return say("a referral ({service}) waits for {who} until {day}", service=service, who=who, day=day)
