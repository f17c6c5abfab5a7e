"""The warnings of a plan's check raised as flags: all, one, or none."""

from collections.abc import Sequence

from followup.case.rules import Finding
from followup.casebook import Casebook
from followup.services import plans
from followup.services.plans import PlanCheck


def offer_to_raise(book: Casebook, check: PlanCheck) -> None:
    """On a terminal, raise all warnings, one, or none, by a single key."""
    from followup_cli.flags.ask import ask_which_to_raise
    from followup_cli.plans.page import gravest_first

    listed = enumerate(gravest_first(check.warnings)[:9], 1)
    numbered = {str(number): warning for number, warning in listed if warning in check.unraised}
    if warnings := ask_which_to_raise(check.unraised, numbered):
        raise_warnings(book, check, warnings)


def raise_warnings(book: Casebook, check: PlanCheck, warnings: Sequence[Finding]) -> None:
    """Raise warnings as flags, and show them."""
    from followup.services.guarded_names import worker_labeller
    from followup_cli.flags import page

    page.flags_raised_result(plans.raise_warnings(book, check.case, warnings), book.today, worker_labeller(book)).show()
