"""What in her referrals needs attention: rules that run with those of `attention`."""

from followup.case import consents
from followup.case.referral import purpose_of
from followup.case.rules import Concerns, Rules
from followup.case.vocabulary import Severity
from followup.case.watched_day import days_said
from followup.messages import say, say_count
from followup.monitoring.attention_inputs import AttentionInputs

REFERRAL_RULES: Rules[AttentionInputs, Concerns] = Rules()


@REFERRAL_RULES.rule(
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


@REFERRAL_RULES.rule(
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
