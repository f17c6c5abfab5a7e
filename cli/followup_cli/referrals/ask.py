"""The guided form of a referral."""

from datetime import date
from functools import partial

from followup.case.case import Case
from followup.case.forms.spoken_days import Meant
from followup.case.referral import purpose_of
from followup.case.referral_words import AwaitedParty, ReferralService, ReferralState, SharedDetail
from followup.case.text_limits import PROMISE_LIMIT, checked_line, checked_note
from followup.casebook import Casebook
from followup.messages import say
from followup.services import referrals
from followup.services.referrals import NewReferral
from followup_cli.fragments.consent_needed import go_on_without_consent
from followup_cli.fragments.form_answers import ask_note, ask_term, ask_terms, ask_usual_day, several_of
from followup_cli.terminal.asking import Question
from followup_cli.terminal.form import Form
from followup_cli.terminal.typed import term_shower, term_words
from followup_cli.terminal.typed_days import read_day


def ask_referral(book: Casebook, case: Case, day: date, form: Form) -> NewReferral:
    """To which service, what it is asked for, what of her it is told, and until when it waits for whom."""
    service = ask_term(form, "service", say("To which service"), ReferralService, say("Service"))
    go_on_without_consent(book, book.case(case.id), purpose_of(service))
    text = say("What are they asked for, without names")
    asked_for = ask_note(form, "why", text, say("Asked for"), needed=True, check=_check_why)
    text, hint = say("Which organisation or office"), say("Enter: not known yet")
    to = form.ask("to", Question("", text, hint=hint, check=_check_to, label=say("To")))
    text, label = say("What may they be told of her, as she agreed"), say("They are told")
    details = several_of(SharedDetail, text, say("Enter: nothing"), label)
    shares = ask_terms(form, "shares", details, SharedDetail)
    waits_for = _offer_whom(form)
    return NewReferral(service, asked_for, to, shares, waits_for, _ask_until(form, day))


def _offer_whom(form: Form) -> AwaitedParty:
    first = term_words([AwaitedParty.SERVICE])[0]
    question = Question(
        "", say("Whom does it wait for"), default=first, words=term_words(AwaitedParty), label=say("Waits for")
    )
    kept = form.offer("waits_for", question, lambda typed: typed.replace("-", "_"), term_shower(AwaitedParty))
    return AwaitedParty(kept.replace("-", "_"))


def _ask_until(form: Form, day: date) -> date:
    """Until when it waits; two weeks where nobody says."""

    def read(typed: str) -> date:
        return referrals.check_until(read_day(typed, day, Meant.COMING), day)

    usual = referrals.usual_day(ReferralState.SENT, day)
    return ask_usual_day(form, "until", say("Until when does it wait"), usual, read, say("Until"))


_check_why = partial(checked_note, what=say("The text"), limit=PROMISE_LIMIT)
_check_to = partial(checked_line, what=say("To whom"), limit=80)
