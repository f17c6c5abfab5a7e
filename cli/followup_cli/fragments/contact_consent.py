"""What was done with her, her family or the authorities though she did not agree to it: written down, said plainly.

It happened, so nothing is refused: what is not written down would be known to nobody.
"""

from followup.case import consents
from followup.case.case import Case
from followup.case.consent_words import FOLLOWED, Purpose
from followup.case.visit_words import ContactMethod
from followup.messages import say
from followup.services.consents import missing_sentence, other_ways
from followup_cli.terminal.page import Page

PURPOSES = {
    ContactMethod.FAMILY: Purpose.FAMILY,
    ContactMethod.LOCAL_AUTHORITY: Purpose.AUTHORITIES,
    ContactMethod.HOME_VISIT: Purpose.VISITS_AT_HOME,
    ContactMethod.PHONE: Purpose.CALLS,
    ContactMethod.MET_ELSEWHERE: Purpose.MEETING_ELSEWHERE,
}
"""What she agrees to or not where she is met so, or others are spoken with instead of her."""


def contact_consent_page(case: Case, purpose: Purpose | None) -> Page:
    """Nothing where she agreed, or where somebody decided so today; else what to do about it."""
    page = Page()
    if purpose is None or consents.allows(case, purpose):
        return page
    words = missing_sentence(case, purpose)
    if purpose in FOLLOWED:
        return _against_her_way(case, words) if consents.says_no(case, purpose) else page
    if consents.forbids(case, purpose):
        command = f"followup consent override {case.code} {purpose.value}"
        more = say("It is written down because it happened. Say who decided it, and why: {command}", command=command)
        return page.pair("", f"{words} {more}", "bad")
    more = say("Ask her before the next time: followup consent ask {code}", code=case.code)
    return page.pair("", f"{words} {more}", "watch")


def _against_her_way(case: Case, words: str) -> Page:
    """That she was met in a way that she does not agree to, and in which she may be."""
    if consents.will_not_be_followed(case):
        command = f"followup outcome record {case.code}"
        return Page().pair(
            "", say("{words} Decide with her what comes: {command}", words=words, command=command), "bad"
        )
    return Page().pair("", f"{words} {other_ways(case)}", "bad")
