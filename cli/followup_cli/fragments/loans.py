"""How a loan stands: for people on one line, and for programs."""

from datetime import date

from followup.case.business.loan import Repayment
from followup.case.business.money import show
from followup.case.fields import Mask
from followup.messages import say, say_count
from followup.monitoring.loans import InstalmentState, LoanStanding
from followup_cli.fragments.amounts import amount_digits
from followup_cli.terminal.days import short_day
from followup_cli.terminal.json import JsonValue


def loan_words(standing: LoanStanding, mask: Mask, today: date) -> str:
    """What was lent, how many instalments are paid and missed, and the next one."""
    loan = standing.loan
    lent = say("{amount} lent on {day}", amount=loan.principal.shown(), day=standing.since)
    if loan.repaid is Repayment.NONE:
        return say("{lent}, not to be paid back", lent=lent)
    counts = {state: len(standing.those(state)) for state in InstalmentState}
    one, more = "{paid} of 1 instalment paid", "{paid} of {n} instalments paid"
    paid = say_count(len(standing.instalments), one, more, paid=counts[InstalmentState.PAID])
    parts = [lent, paid, say("{paid} in all", paid=show(standing.paid, loan.currency))]
    if loan.repaid is Repayment.IN_KIND:
        parts = [lent, say("given back in kind: {what}", what=mask(loan.in_kind))]
    if counts[InstalmentState.MISSED]:
        parts.append(say("{n} missed", n=counts[InstalmentState.MISSED]))
    if counts[InstalmentState.DUE]:
        parts.append(say("{n} due and not asked about", n=counts[InstalmentState.DUE]))
    if standing.next:
        day = short_day(standing.next.due, today)
        late = standing.next.state is not InstalmentState.AHEAD
        parts.append(say("unpaid since {day}", day=day) if late else say("next due {day}", day=day))
    return ", ".join(parts)


def due_words(standing: LoanStanding, mask: Mask, today: date) -> str:
    """The instalments that are due now, for whoever asks about them."""
    due = standing.those(InstalmentState.DUE, InstalmentState.MISSED)
    day = short_day(due[0].due, today)
    if due[0].amount is None:
        return say("To be given back in kind since {day}: {what}", day=day, what=mask(standing.loan.in_kind))
    return say("Loan: {n} of {amount} due, the first on {day}.", n=len(due), amount=due[0].amount.shown(), day=day)


def loan_data(standing: LoanStanding | None, mask: Mask) -> JsonValue:
    """A loan for programs; None without one."""
    if standing is None:
        return None
    loan = standing.loan
    return {
        "principal": loan.principal.written(),
        "since": standing.since,
        "repaid": loan.repaid,
        "in_kind": mask(loan.in_kind),
        "currency": loan.currency,
        "paid": amount_digits(standing.paid, loan.currency),
        "missed": len(standing.those(InstalmentState.MISSED)),
        "instalments": [
            {
                "number": one.number,
                "due": one.due,
                "amount": one.amount.written() if one.amount else None,
                "state": one.state,
            }
            for one in standing.instalments
        ],
    }
