"""The office's own follow-up policies: made, changed for who comes home later; and cases whose policy is unknown."""

from datetime import date
from shlex import quote

from followup.case.facts import PolicyMade
from followup.case.known_words import listed
from followup.casebook import Casebook, JournalChange
from followup.errors import Invalid, Missing, Refused
from followup.messages import say
from followup.scheduler import policy_from_fact, shipped_policy_names
from followup.services.office_changes import OfficeChange, office_of

CODES_LISTED = 6
"""So many codes of graduates are told."""


def make_policy(journal: JournalChange, *, made: PolicyMade) -> OfficeChange:
    """A follow-up policy of the office's own, or a new version of it; a shipped one cannot be replaced.

    It is asked about where graduates follow it and it is not for those who come home later: their visits would move.
    """
    if not made.months and made.visits is None:
        raise Invalid(say("Say in which months visits are due, or how many monthly visits there are."))
    notes = (say("Visits: {n}.", n=policy_from_fact(made).visits or say("no end")),)  # refuses what cannot be a policy
    before = office_of(journal).policies
    if made.name in shipped_policy_names() and made.name not in before:
        raise Refused(say("A policy of that name comes with the program."), say("Choose another name."))
    codes = _who_follow(journal.book, made) if made.name in before else []
    if not codes:
        return OfficeChange((made,), notes=notes)
    asked = say("Graduates who follow it already: {n} ({codes}).", n=len(codes), codes=listed(codes, CODES_LISTED))
    return OfficeChange((made,), (asked,), _only_later(made, journal.book.today), notes=notes)


def _who_follow(book: Casebook, made: PolicyMade) -> list[str]:
    on_it = [case for case in book.cases() if case.policy == made.name]
    return [case.code for case in on_it if not made.since or (case.return_date and case.return_date >= made.since)]


def _only_later(made: PolicyMade, today: date) -> str:
    rhythm = f"--months {','.join(map(str, made.months))}" if made.months else f"--monthly {made.visits}"
    return say(
        "To change it only for who comes home from today on: followup office policy {name} {rhythm} --since {day}",
        name=quote(made.name),
        rhythm=rhythm,
        day=today,
    )


def unknown_policies(book: Casebook) -> list[Missing]:
    """A sentence for every graduate on a policy that this office does not have, with the commands that mend it."""
    return [
        Missing(
            say("Graduate {code} follows a policy that this office does not have: {name}.", code=case.code, name=name),
            say(
                "Make it with: followup office policy {name} --months 1,3,6. Or give her another: "
                "followup graduate edit {code} --policy NAME",
                code=case.code,
                name=quote(name),
            ),
        )
        for case in book.cases()
        for name in ([case.policy] if book.scheduler.policy_if_known(case) is None else ())
    ]
