"""Visits and tries: written down, put right, moved to whom they belong."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from followup.case.page_code import PageCode, read_page_code
from followup.case.visit_words import AgreementProgress, AttemptReason, ContactMethod
from followup.case.vocabulary import RiskKind
from followup.errors import ExitCode, Invalid, Missing
from followup.messages import say
from followup_cli import context
from followup_cli.options import AsJson, Code, DryRun, Names, On, Way, argument, day, option, unless_blank, whole, word
from followup_cli.response import tell_problems
from followup_cli.terminal import person
from followup_cli.terminal.json import print_json
from followup_cli.terminal.progress import Progress
from followup_cli.terminal.typed import naming_option, terms_hint, terms_parser

if TYPE_CHECKING:
    from followup.casebook import Casebook
    from followup.services.attention import CaseAttention
    from followup.services.visits import AttemptResult, VisitFileResult, VisitResult
    from followup_cli.terminal.page import Page

VISITS_KEY = "visits"
"""Where a file of many rows holds them: ``[[visits]]`` in TOML."""
Text = str | None
Texts = list[str] | None


class VisitOptions(NamedTuple):
    """What options say of a visit, called as in a file."""

    date: On = None
    contact: Annotated[Text, option("--contact", say("How she was met."), terms_hint(ContactMethod, "|"))] = None
    slot: Annotated[Text, option("--slot", say("Which of her visits it was, if not the nearest."), "K")] = None
    went: Annotated[Text, option("--went", say("Initials of those who went."), "A,B")] = None
    note: Annotated[Text, option("--note", say("What was seen and said; no names."))] = None
    agreed: Annotated[Text, option("--agreed", say("What was agreed with her."))] = None
    scores: Annotated[
        Texts, option("--score", say("Wellbeing 1 to 4: the worker's score and her own."), "DOMAIN=3/2")
    ] = None
    customers: Annotated[Text, option("--customers", say("Customers a day."), "N")] = None
    takings: Annotated[Text, option("--takings", say("Of the month."), "AMOUNT")] = None
    costs: Annotated[Texts, option("--cost", say("A cost of the month, by kind."), "KIND=AMOUNT")] = None
    drawings: Annotated[Text, option("--drawings", say("Taken out to live."), "AMOUNT")] = None
    stock: Annotated[Text, option("--stock", say("Worth of the stock."), "AMOUNT")] = None
    debt: Annotated[Text, option("--debt", say("What she owes."), "AMOUNT")] = None
    savings: Annotated[Text, option("--savings", say("What she has saved."), "AMOUNT")] = None
    repaid: Annotated[Text, option("--repaid", say("Paid back of the loan since the last visit."), "AMOUNT")] = None
    repaid_in_kind: Annotated[bool, option("--repaid-in-kind", say("What was owed in kind was given."))] = False
    closed: Annotated[bool, option("--closed", say("Her business has closed."))] = False
    contact_right: Annotated[
        bool | None, option("--contact-right/--contact-wrong", say("Is the safe contact still right."))
    ] = None
    same: Annotated[bool, option("--same", say("It is the visit already written down of that day, put right."))] = False
    second: Annotated[bool, option("--second", say("There were two visits in the same way that day."))] = False
    agreement: Annotated[
        AgreementProgress | None, word("--agreement", AgreementProgress, say("What became of what was agreed before."))
    ] = None
    not_seen: Annotated[
        Sequence[RiskKind], option("--not-seen", say("Risks nobody could look at."), "A,B", terms_parser(RiskKind))
    ] = ()


def record(
    code: Annotated[str, argument("[CODE]", say("Her code; left out if a file says it."))] = "",
    said: VisitOptions = VisitOptions(),
    sheet: Annotated[
        PageCode | None,
        option("--sheet", say("Code on top of a visit sheet."), "PAGE", unless_blank(read_page_code)),
    ] = None,
    also: Annotated[Texts, option("--also", say("Who else was met there, such as in one house."), "CODE")] = None,
    source: Annotated[str, option("--from", say("Many at once, JSON or TOML; - reads JSON from stdin."), "FILE")] = "",
    dry_run: DryRun = False,
    names: Names = False,
    as_json: AsJson = False,
) -> None:
    """Write a visit down, with everything that came of it; or all those in a file.

    On a terminal it asks, beginning with what was left last time, unless --contact is given; an interrupted form is
    taken up again where it stopped. A late entry fills its own slot and moves nothing else. A danger that was said is
    answered at once: one key raises the flag, and scripts are told the command. With --sheet it asks what is on
    that sheet, and then for the code of the next one. With --also the same visit is written down of others who were
    met there: the day, how and who went; on a terminal each is asked about by herself.

    Example: followup visit record --sheet K7M-14-10-JJ

    Example: followup visit record K7M --contact home-visit --score safety=3/2 --takings 120000 --contact-right

    Example: followup visit record K7M --contact home-visit --also DEMO-2

    Example: followup visit record --from visits.json --dry-run
    """
    from followup.services import visits
    from followup_cli.visits.form_options import form_from_options, in_loan_currency, visit_from_form, which_visit
    from followup_cli.visits.together import check_others, record_others

    book, way = context.open_casebook(), Way(dry_run=dry_run, as_json=as_json)
    if said.repaid is not None and (whose := sheet.code if sheet else code):
        with naming_option("--repaid"):
            said = said._replace(repaid=in_loan_currency(said.repaid, book.case(book.find(whose))))
    form = form_from_options(book, said._asdict())
    if also and (sheet or source or not code):
        raise Invalid(say("--also goes with CODE."), say("Leave out --sheet and --from."))
    if sheet:
        if code or source:
            raise Invalid(say("A sheet says whose visit it was."), say("Leave out CODE and --from, or --sheet."))
        _record_sheets(book, sheet, form, way, names=names)
        return
    if source:
        _record_file(book, source, ({"code": code} if code else {}) | form, way)
        return
    if not code:
        raise person.missing_option("CODE", "--from")
    case_id = book.find(code)
    others = check_others(book, code, also or (), form)
    asked = said.contact is None
    if not asked:
        form |= which_visit(book, code, form)
        result = visits.record(book, code, visit_from_form(form, book), dry_run=dry_run)
    elif person.on_terminal():
        from followup_cli.visits.ask import ask_and_record_visit

        result = ask_and_record_visit(book, case_id, form, names=names, dry_run=dry_run)
    else:
        raise person.missing_option("--contact")
    more = record_others(book, result, others, asked=asked, names=names, dry_run=dry_run)
    _tell(book, [result, *more], way, asked=asked)


def _tell(book: "Casebook", results: "Sequence[VisitResult | AttemptResult]", way: Way, *, asked: bool = True) -> None:
    """What a visit or a try led to, and what must be answered at once; the same for those who were met with her."""
    from followup.services import attention
    from followup.services.visits import AttemptResult
    from followup_cli.flags.offer import offer_flags
    from followup_cli.visits import data

    def needs_of(one: "VisitResult | AttemptResult") -> "list[CaseAttention]":
        unsafe = isinstance(one, AttemptResult) and not one.attempt.safe
        return [] if way.dry_run else [attention.said_now(attention.attention_of(book, one.case.code), unsafe=unsafe)]

    found = [needs_of(one) for one in results]
    if way.as_json:
        print_json(data.results_data(results, found))
    else:
        for one, needs in zip(results, found, strict=True):
            _result_page(book, one, results, dry_run=way.dry_run, asked=asked).show()
            for need in needs:
                offer_flags(book, attention.unraised_of(need))
    tell_problems(book)


def _result_page(
    book: "Casebook", one: "VisitResult | AttemptResult", results: "Sequence[object]", *, dry_run: bool, asked: bool
) -> "Page":
    """One of the ``results``: with a visit, what she did not agree to, and who else lives there or was met."""
    from followup.services.guarded_names import worker_labeller
    from followup.services.visits import AttemptResult
    from followup_cli.visits import page

    if isinstance(one, AttemptResult):
        return page.attempt_result(one, book.today, worker_labeller(book), dry_run=dry_run)
    from followup_cli.fragments.contact_consent import PURPOSES, contact_consent_page
    from followup_cli.visits.together import house_page, own_answers_page

    shown = page.visit_result(one, book.today, dry_run=dry_run)
    shown.add(contact_consent_page(one.case, PURPOSES.get(one.visit.said.contact)))
    if one is not results[0] and not asked:
        return shown.add(own_answers_page(one))
    return shown if dry_run or len(results) > 1 else shown.add(house_page(book, one))


def _record_sheets(book: "Casebook", page: PageCode, form: dict[str, Any], way: Way, *, names: bool) -> None:
    """A sheet as options say it; or on a terminal one after the other, each answered there."""
    from followup.services import visits
    from followup.services.visit_sheets import find_sheet, refuse_if_made
    from followup_cli.visits.form_options import visit_from_form, which_visit
    from followup_cli.visits.sheets import type_in_sheets

    sheet = find_sheet(book, page)
    if "contact" not in form and person.on_terminal():
        for result in type_in_sheets(book, sheet, form, names=names, dry_run=way.dry_run):
            _tell(book, [result], way)
        return
    if "contact" not in form:
        raise person.missing_option("--contact")
    if not (form.get("same") or form.get("second")):
        refuse_if_made(sheet)
    slot = sheet.slot_on(form.get("date", book.today))
    form = ({"slot": slot} if slot else {}) | form
    form |= which_visit(book, sheet.case.code, form)
    _tell(book, [visits.record(book, sheet.case.code, visit_from_form(form, book), dry_run=way.dry_run)], way)


def _record_file(book: "Casebook", source: str, given: dict[str, Any], way: Way) -> None:
    from followup.services import attention, visits
    from followup.services.guarded_names import worker_labeller
    from followup_cli.flags.offer import add_found_now
    from followup_cli.terminal.files import read_entries
    from followup_cli.terminal.page import Page
    from followup_cli.visits import data, page
    from followup_cli.visits.given_back import rows_of

    entries = read_entries(source, VISITS_KEY)
    with naming_option("--from"):
        rows = [given | row if isinstance(row, dict) else row for row in rows_of(book, entries)]
    with Progress(say("Writing visits")) as progress:
        result = visits.record_all(book, rows, progress, dry_run=way.dry_run)
    found = [] if way.dry_run else list(_said_in_file(book, result))
    if way.as_json:
        print_json(data.file_result_data(result, found))
    else:
        for one in found:
            add_found_now(Page(), attention.unraised_of(one)).show()
        page.print_file_result(result, len(rows), book.today, worker_labeller(book), dry_run=way.dry_run)
    if result.problems:
        raise typer.Exit(ExitCode.REFUSED)


def _said_in_file(book: "Casebook", result: "VisitFileResult") -> "Iterator[CaseAttention]":
    """What must be answered at once, of each graduate whom a row of a file says to be in danger."""
    from followup.services import attention

    unsafe = {one.case.code for one in result.attempts if not one.attempt.safe}
    codes = dict.fromkeys([one.case.code for one in result.visits if one.visit.said.says_danger] + sorted(unsafe))
    for code in codes:
        yield attention.said_now(attention.attention_of(book, code), unsafe=code in unsafe)


def edit(
    code: Code,
    on: Annotated[date | None, day("--on", say("The day of the visit; the last one, if not said."))] = None,
    dry_run: DryRun = False,
    names: Names = False,
) -> None:
    """Put a visit right: it shows what is written down, and asks only for what is wrong.

    Example: followup visit edit K7M
    """
    from followup_cli.visits.ask import ask_and_record_visit

    book = context.open_casebook()
    case_id = book.find(code)
    of_day = [visit for visit in book.case(case_id).visits if on is None or visit.on == on]
    if not of_day:
        raise Missing(say("No such visit is written down."), say("See her visits with: followup visit list CODE"))
    if not person.on_terminal():
        raise Missing(
            say("Nobody can be asked here."),
            say("A script puts a visit right with: followup visit record CODE --same"),
        )
    result = ask_and_record_visit(book, case_id, {}, names=names, dry_run=dry_run, visit=of_day[-1])
    _tell(book, [result], Way(dry_run=dry_run))


def attempt(
    code: Code,
    reason: Annotated[AttemptReason | None, word("--reason", AttemptReason, say("Why she was not met."))] = None,
    safe: Annotated[bool | None, option("--safe/--unsafe", say("Was it safe to come."))] = None,
    note: Annotated[str, option("--note", say("What was seen or heard; no names."))] = "",
    on: On = None,
    same: Annotated[bool, option("--same", say("It is the try written down of that day, put right."))] = False,
    second: Annotated[bool, option("--second", say("There were two tries that day."))] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Write down a try to meet her that did not succeed. The third in a row raises a flag for the supervisor.

    On a terminal it asks for what is missing, and keeps the answers like those of a visit.

    Example: followup visit attempt K7M --reason not-at-home --safe --note "A neighbour said: at the market."
    """
    from followup.case.facts import Attempted
    from followup.services import visits
    from followup_cli.visits.attempt_questions import answer_of_options, ask_and_record_attempt, which_attempt

    book = context.open_casebook()
    case = book.case(book.find(code))
    if reason is not None and safe is not None:
        same, second = which_attempt(case, on or book.today, same=same, second=second)
        attempted = Attempted(reason, safe, note)
        result = visits.attempt(book, code, attempted, on, same=same, second=second, dry_run=dry_run)
    elif person.on_terminal():
        again = answer_of_options(case, on or book.today, same=same, second=second)
        given = {"day": on, "reason": reason, "safe": safe, "note": note or None, "again": again or None}
        result = ask_and_record_attempt(book, case, given, dry_run=dry_run)
    else:
        raise person.missing_option(*(("--reason",) if reason is None else ("--safe", "--unsafe")))
    _tell(book, [result], Way(dry_run=dry_run, as_json=as_json))


def move(
    code: Code,
    number: Annotated[int, argument("N", say("The entry's number in log CODE."), whole(1))],
    to: Annotated[str, option("--to", say("The code of the graduate whose visit it was."), "CODE")] = "",
    way: Way = Way(),
) -> None:
    """Move a visit that was written on the wrong graduate to the right one, with the flags and promises of it.

    Example: followup visit move K7M 9 --to DEMO-2 --dry-run
    """
    from followup.services.guarded_names import worker_labeller
    from followup.services.visit_moves import check_visit_entry, move_visit
    from followup_cli.fragments.consequences import GraveStep, run_step
    from followup_cli.terminal.asking import Question, answer
    from followup_cli.visits import move_page

    book = context.open_casebook()
    check_visit_entry(book, code, number)
    check = None if to else partial(move_visit, book, code, number, dry_run=True)
    to = answer(Question("--to", say("Whose visit was it"), to, needed=True, check=check))
    label = worker_labeller(book)
    step = GraveStep(
        look=lambda: move_visit(book, code, number, to, dry_run=True),
        write=lambda shown: move_visit(book, code, number, to, shown.entry.id),
        page=lambda shown: move_page.visit_move_page(shown, label),
        question=say("Move it?"),
    )
    run_step(book, step, way, move_page.visit_move_result, partial(move_page.visit_move_data, label=label))
