"""What enrolling, correcting, assessing and placing led to."""

import sys
from collections.abc import Sequence

from followup.case.case import Case
from followup.case.facts import Assessed, Placed
from followup.case.fields import Mask
from followup.case.home_words import AssessmentDecision
from followup.messages import say
from followup.services.corrections import CorrectionResult
from followup.services.graduates import EnrolmentResult
from followup_cli.terminal import person
from followup_cli.terminal.notes import print_note
from followup_cli.terminal.page import Page


def print_enrolment_result(result: EnrolmentResult, forms: int, *, dry_run: bool) -> None:
    """The codes to stdout, one a line, ready for a script; what went wrong, row by row, to stderr."""
    page = Page()
    for code in result.codes:
        page.line(code or say("(a code will be made)"), "strong")
    page.show()
    sys.stdout.flush()
    for known in result.known:
        if forms > 1:
            print_note(say("Row {n} is written down already: {code}", n=known.row, code=known.code))
        else:
            print_note(say("She is in the casebook already: {code}", code=known.code))
    for problem in result.problems:
        row = say("Row {n}, {where}: {what}", n=problem.row, where=problem.where, what=problem.what)
        print_note(row if forms > 1 else f"{problem.where}: {problem.what}")
    if forms == 1 and result.codes and not dry_run and person.on_terminal():
        print_note(say("1 enrolled. Her code is {code}: commands and lists call her so.", code=result.codes[0]))
        return
    print_note(_enrolment_counts(result, forms, dry_run=dry_run))


def _enrolment_counts(result: EnrolmentResult, forms: int, *, dry_run: bool) -> str:
    bad = len({problem.row for problem in result.problems})
    good = say("{n} would be enrolled", n=len(result.codes)) if dry_run else say("{n} enrolled", n=len(result.codes))
    rest = say("; {n} of {all} left out", n=bad, all=forms) if bad else ""
    known = say("; {n} known already", n=len(result.known)) if result.known else ""
    return f"{good}{known}{rest}."


def correction_result(result: CorrectionResult, *, dry_run: bool) -> Page:
    """What was put right, and what that does to her visits."""
    said = ", ".join(result.changed)
    what = say("Would put right: {what}.", what=said) if dry_run else say("Put right: {what}.", what=said)
    page = Page().pair(result.case.code, what, label_style="strong")
    if result.against:
        _add_return_against(page, result.case)
    if result.moved:
        would = say("Visits to come that would be on another day, fall away or be new: {n}.", n=result.moved)
        are = say("Visits to come that are on another day, fell away or are new: {n}.", n=result.moved)
        page.pair("", would if dry_run else are, "watch")
    if result.moved and not dry_run:
        page.pair("", say("See them: followup schedule show {code}", code=result.case.code), "quiet")
    return page


def nothing_changed(case: Case) -> Page:
    """All of it is written down like this already."""
    return Page().pair(case.code, say("Nothing was changed."), label_style="strong")


def assessment_result(case: Case, said: Assessed) -> Page:
    """An assessment was written down."""
    words = say("Assessment of {what}: {decision}.", what=said.what.label, decision=said.decision.label)
    page = Page().pair(case.code, words, label_style="strong")
    if case.returns_against and said.decision is AssessmentDecision.NO:
        _add_return_against(page, case)
    return page


def _add_return_against(page: Page, case: Case) -> None:
    """That her return is planned although an assessment says no."""
    page.pair("", case.returns_against[-1].said.sentence(), "bad")
    page.pair("", say("The reason is kept: followup graduate show {code}", code=case.code), "quiet")


def placement_result(case: Case, said: Placed, label: Mask, others: Sequence[str] = ()) -> Page:
    """Where she lives was written down; ``others`` are the codes of those who are linked with her as of one house."""
    place = ", ".join(part for part in (said.placement.label, label(case.district), label(case.province)) if part)
    page = Page().pair(case.code, say("Lives: {place}.", place=place), label_style="strong")
    if not others:
        return page
    command = f"followup household unlink {case.code}"
    words = say(
        "Linked as of one house: {others}. If she left it: {command}", others=", ".join(others), command=command
    )
    return page.pair("", words, "watch")
