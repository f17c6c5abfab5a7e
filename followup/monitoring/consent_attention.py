"""What in her consent, and in her referrals, needs attention: the last of the rules of `attention`."""

from followup.case import consents
from followup.case.consent_words import Purpose
from followup.case.facts.consents import purpose_list
from followup.case.referral import purpose_of
from followup.case.rules import Concerns, Rules
from followup.case.vocabulary import Severity
from followup.case.watched_day import days_said
from followup.messages import say, say_count
from followup.monitoring.attention_inputs import AttentionInputs

CONSENT_RULES: Rules[AttentionInputs, Concerns] = Rules()


@CONSENT_RULES.rule(
    reason="She may say no to being followed. Then somebody decides with her what comes; nobody is left out of sight.",
)
def follow_up_declined(inputs: AttentionInputs) -> Concerns:
    """She said no to every way of being followed, and follow-up has not ended."""
    if consents.will_not_be_followed(inputs.case):
        yield Severity.CONCERN, say("She does not agree to be followed. Ask why, and decide how her follow-up ends.")


@CONSENT_RULES.rule(
    reason="Her data are hers. As long as she is followed some are needed, so it is decided with her what is kept.",
)
def data_not_to_be_kept(inputs: AttentionInputs) -> Concerns:
    """She said no to her data being kept on this laptop."""
    if consents.says_no(inputs.case, Purpose.DATA_KEPT):
        command = f"followup graduate erase {inputs.case.code}"
        yield (
            Severity.CONCERN,
            say("She does not agree that her data are kept. Once her follow-up has ended: {command}", command=command),
        )


@CONSENT_RULES.rule(
    reason="A yes is given for a time. Who is asked again may say no, and who has come of age speaks for herself.",
)
def consent_to_ask_again(inputs: AttentionInputs) -> Concerns:
    """The day to ask again has come for something she agreed to."""
    if again := consents.to_ask_again(inputs.case):
        what = purpose_list(again) if len(again) < 3 else say_count(len(again), "1 answer", "{n} answers")
        command = f"followup consent ask {inputs.case.code}"
        yield Severity.WATCH, say("Ask her again for her consent ({what}): {command}", what=what, command=command)


@CONSENT_RULES.rule(
    reason="She decides who is told of her. Once she says no, the service is told so, and nothing more of her.",
)
def referral_unwanted(inputs: AttentionInputs) -> Concerns:
    """A referral is open to a service to which she does not agree to be referred any more."""
    for referral in inputs.case.open_referrals:
        if consents.says_no(inputs.case, purpose_of(referral.said.service)):
            service, command = referral.said.service.label, f"followup referral list {inputs.case.code}"
            yield (
                Severity.CONCERN,
                say(
                    "She said no to a referral that is open ({service}). Tell the service, and withdraw it: {command}",
                    service=service,
                    command=command,
                ),
            )


@CONSENT_RULES.rule(
    reason="Sent to a service is not helped by it. Whoever referred her asks what came of it, until somebody knows.",
)
def referral_past(inputs: AttentionInputs) -> Concerns:
    """An open referral waits longer than until its day."""
    for referral in inputs.case.open_referrals:
        if referral.until < inputs.today:
            sentence = say(
                "A referral ({service}) waited for {who} until {day}, {late} ago.",
                service=referral.said.service.label,
                who=referral.waits_for.label,
                day=referral.until,
                late=say_count(days_said(referral.until, inputs.today), "1 day", "{n} days"),
            )
            yield Severity.WATCH, sentence
