"""What enrolling, correcting, assessing and placing led to."""

import sys

from followup.case.case import Case
from followup.case.facts import Assessed, Placed
from followup.messages import say
from followup.services.corrections import Corrected
from followup.services.graduates import Enrolled
from followup_cli.terminal.table import Page


def show(done: Enrolled, forms: int, *, rehearsed: bool) -> None:
    """The codes to stdout, one a line, ready for a script; what went wrong, row by row, to stderr."""
    page = Page()
    for code in done.codes:
        page.line(code or say("(a code will be made)"), "strong")
    page.show()
    sys.stdout.flush()
    for problem in done.problems:
        row = say("Row {n}, {where}: {what}", n=problem.row, where=problem.where, what=problem.what)
        _tell(row if forms > 1 else f"{problem.where}: {problem.what}")
    _tell(_counted(done, forms, rehearsed=rehearsed))


def _counted(done: Enrolled, forms: int, *, rehearsed: bool) -> str:
    bad = len({problem.row for problem in done.problems})
    good = say("{n} would be enrolled", n=len(done.codes)) if rehearsed else say("{n} enrolled", n=len(done.codes))
    rest = say("; {n} of {all} left out", n=bad, all=forms) if bad else ""
    return f"{good}{rest}."


def _tell(text: str) -> None:
    print(text, file=sys.stderr)  # noqa: T201


def corrected(done: Corrected, *, rehearsed: bool) -> Page:
    """What was put right, and what that does to her visits."""
    said = ", ".join(done.changed)
    what = say("Would put right: {what}.", what=said) if rehearsed else say("Put right: {what}.", what=said)
    page = Page().pair(done.case.code, what, label_style="strong")
    if done.moved and rehearsed:
        page.pair("", say("{n} visits to come would be on another day, fall away or be new.", n=done.moved), "watch")
    elif done.moved:
        page.pair("", say("{n} visits to come are on another day, fell away or are new.", n=done.moved), "watch")
        page.pair("", say("See them: followup schedule show {code}", code=done.case.code), "quiet")
    return page


def assessed(case: Case, said: Assessed) -> Page:
    """An assessment was written down."""
    words = say("Assessment of {what}: {decision}.", what=said.what.label, decision=said.decision.label)
    return Page().pair(case.code, words, label_style="strong")


def placed(case: Case, said: Placed) -> Page:
    """Where she lives was written down."""
    place = ", ".join(part for part in (said.placement.label, case.district_name) if part)
    return Page().pair(case.code, say("Lives: {place}.", place=place), label_style="strong")
