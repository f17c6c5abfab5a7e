"""What was done with her family or the authorities though she did not agree to it: written down, and said plainly.

It happened, so nothing is refused: what is not written down would be known to nobody.
"""

from followup.case import consents
from followup.case.case import Case
from followup.case.consent_words import Purpose
from followup.case.vocabulary import ContactMethod
from followup.messages import say
from followup.services.consents import missing_sentence
from followup_cli.terminal.page import Page

PURPOSES = {ContactMethod.FAMILY: Purpose.FAMILY, ContactMethod.LOCAL_AUTHORITY: Purpose.AUTHORITIES}
"""What she agrees to or not where others were spoken with instead of her."""


def contact_consent_page(case: Case, purpose: Purpose | None) -> Page:
    """Nothing where she agreed, or where somebody decided so today; else what to do about it."""
    page = Page()
    if purpose is None or consents.allows(case, purpose):
        return page
    words = missing_sentence(case, purpose)
    if consents.forbids(case, purpose):
        command = f"followup consent override {case.code} {purpose.value}"
        more = say("It is written down because it happened. Say who decided it, and why: {command}", command=command)
        return page.pair("", f"{words} {more}", "bad")
    more = say("Ask her before the next time: followup consent ask {code}", code=case.code)
    return page.pair("", f"{words} {more}", "watch")
