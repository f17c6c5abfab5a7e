"""Referrals to services: how many were sent, answered and done in the quarter, and how many wait at its end.

Over all services together this is what the organisation did. To which service somebody was sent tells what troubles
her, and with exact counts beside it whose it is: that is for staff only.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from followup.case.referral_words import ReferralService, ReferralState
from followup.messages import say
from followup.statistics.case_card import ReferralEvent
from followup.statistics.release import TableKind
from followup.statistics.report_model import ReportColumn, ReportRow, ReportSection, ReportTable
from followup.statistics.sections.frame import Frame, word_row

_OPEN_START, _OPEN_END = "open_start", "open_end"
_TITLES: Mapping[str, str] = {
    _OPEN_START: say("open at start"),
    ReferralState.SENT: say("sent"),
    ReferralState.ACCEPTED: say("accepted"),
    ReferralState.REFUSED: say("refused"),
    ReferralState.DONE: say("done"),
    ReferralState.NOT_DONE: say("not done"),
    ReferralState.WITHDRAWN: say("withdrawn"),
    _OPEN_END: say("open at end"),
}
"""What is counted, in the order of a referral's way."""


def section(frame: Frame) -> ReportSection:
    """What became of referrals in the quarter; for staff by service too."""
    return ReportSection(
        id="referrals",
        title=say("Referrals"),
        about=say(
            "She was sent to a service, such as a clinic or legal aid. It is open from that day until the service"
            " refuses, it is done or not done, or it is withdrawn."
        ),
        tables=(_all_services(frame), *([_by_service(frame)] if frame.internal else ())),
    )


def _all_services(frame: Frame) -> ReportTable:
    ever = any(event.on < frame.cutoff for event in _events(frame))
    counts = _counts(frame, _events(frame))
    rows = (ReportRow(name, title.capitalize(), {"referrals": counts[name]}) for name, title in _TITLES.items())
    return ReportTable(
        id="referrals",
        title=say("Referrals to services"),
        kind=TableKind.PROCESS,
        columns=(ReportColumn("referrals", say("referrals")),),
        rows=tuple(rows) if ever else (),
        note="" if ever else say("No referral was ever written down."),
    )


def _by_service(frame: Frame) -> ReportTable:
    counts = {
        service: _counts(frame, (event for event in _events(frame) if event.service is service))
        for service in ReferralService
    }
    rows = [service for service in ReferralService if any(counts[service].values())]
    return ReportTable(
        id="referrals_by_service",
        title=say("Referrals by service"),
        kind=TableKind.CROSSED,
        columns=tuple(ReportColumn(name, title) for name, title in _TITLES.items()),
        rows=tuple(word_row(one, {name: counts[one][name] for name in _TITLES}) for one in rows),
        note="" if rows else say("No referral was open in the quarter."),
    )


def _events(frame: Frame) -> Iterable[ReferralEvent]:
    return (event for summary in frame.summaries for event in summary.referral_events)


def _counts(frame: Frame, events: Iterable[ReferralEvent]) -> Counter[str]:
    """How many referrals came to each state in the quarter, and how many were open at its start and end."""
    alike = Counter((event.state, event.on < frame.start, event.on < frame.cutoff) for event in events)
    counts = Counter[str]()
    for (state, before, by_end), times in alike.items():
        change = times if state is ReferralState.SENT else 0 if state.is_open else -times
        counts[_OPEN_START] += change * before
        counts[_OPEN_END] += change * by_end
        counts[state.value] += times * (by_end and not before)
    return counts
