"""Graduates: added, listed, shown, put right, assessed, placed, handed over."""

from functools import partial
from typing import Annotated, Any

import typer

from followup.case.vocabulary import AssessmentDecision, AssessmentKind, Placement, RiskLevel
from followup.casebook import Casebook
from followup.errors import ExitCode, Invalid
from followup.messages import say
from followup.monitoring.case_row import FollowUpState
from followup_cli import context
from followup_cli.graduates.review_command import review
from followup_cli.options import AsJson, AsOf, Code, DryRun, Names, On, Source, Worker, option, word
from followup_cli.response import respond
from followup_cli.terminal import person
from followup_cli.terminal.asking import Question, agreed, answer, answers, chosen_term, print_note
from followup_cli.terminal.progress import Progress
from followup_cli.terminal.typed import choice_parser, terms_hint

app = typer.Typer(
    no_args_is_help=True, help=say("Add, list, show, edit, assess, place, review or hand over a graduate.")
)
app.command("review")(review)

_SORT_KEYS = ("code", "return", "risk", "place", "worker", "next")

ReturnDate = Annotated[str | None, option("--return", say("The day she went home."), "DATE")]
ChosenCode = Annotated[str | None, option("--code", say("A code of your own; never a name. Else one is made."), "CODE")]
Trade = Annotated[str | None, option("--trade", say("The trade she learned."))]
Modules = Annotated[str | None, option("--modules", say("Training modules she completed."), "A,B")]
Centre = Annotated[str | None, option("--centre", say("The centre she comes from."))]
PolicyName = Annotated[str | None, option("--policy", say("Her follow-up policy."))]
SafeWeekdays = Annotated[str | None, option("--safe", say("The only weekdays safe for her."), "MON,TUE")]
DaysToAvoid = Annotated[list[str] | None, option("--avoid", say("Days not to come."), "FROM..UNTIL")]
CoverText = Annotated[str | None, option("--cover", say("What calendar entries say of her visits."))]
Province = Annotated[str | None, option("--province", say("Where she lives."))]
District = Annotated[str | None, option("--district", say("Where she lives."))]


@app.command()
def add(
    returned: ReturnDate = None,
    code: ChosenCode = None,
    placement: Annotated[
        str | None, option("--placement", say("With whom she lives."), terms_hint(Placement, "|"))
    ] = None,
    province: Province = None,
    district: District = None,
    trade: Trade = None,
    modules: Modules = None,
    centre: Centre = None,
    policy: PolicyName = None,
    worker: Annotated[str | None, option("--worker", say("Who follows her; you if not said."))] = None,
    safe: SafeWeekdays = None,
    avoid: DaysToAvoid = None,
    cover: CoverText = None,
    source: Source = "",
    dry_run: DryRun = False,
) -> None:
    """Enrol a graduate, or all those in a file; prints their codes. Asks for what is missing.

    Names are asked for or read from a file, never given on the command line. With a file, options stand in for what
    an entry does not say.

    Example: followup graduate add

    Example: followup graduate add --from graduates.json --dry-run
    """
    from followup.services.graduates import enrol_all
    from followup_cli.graduates.ask import form_from_options
    from followup_cli.graduates.changes_page import print_enrolment_result

    book = context.open_casebook()
    given = form_from_options(
        book,
        **{"return_date": returned, "code": code, "placement": placement, "province": province, "district": district},
        **{"trade": trade, "modules": modules, "centre": centre, "policy": policy, "worker": worker},
        **{"safe_weekdays": safe, "avoid": avoid, "cover": cover},
    )
    forms = _enrolment_forms(book, given, source, dry_run=dry_run)
    with Progress(say("Enrolling")) as progress:
        result = enrol_all(book, forms, progress, dry_run=dry_run)
    print_enrolment_result(result, len(forms), dry_run=dry_run)
    if result.problems:
        raise typer.Exit(ExitCode.REFUSED)


def _enrolment_forms(book: Casebook, given: dict[str, Any], source: str, *, dry_run: bool) -> list[Any]:
    """Who is to be enrolled, in the keys of a file: from the file, from the person, or from the options alone."""
    if source:
        from followup_cli.terminal.files import read_entries

        return [given | entry if isinstance(entry, dict) else entry for entry in read_entries(source)]
    if person.on_terminal():
        from followup_cli.graduates.ask import ask_graduate

        form = ask_graduate(given, book)
        _confirm_enrolment(form, dry_run=dry_run)
        return [form]
    if "return_date" not in given:
        raise person.missing_option("--from", "--return")
    return [given]


def _confirm_enrolment(form: dict[str, Any], *, dry_run: bool) -> None:
    from followup_cli.graduates.ask import summary_lines

    print_note()
    for line in summary_lines(form):
        print_note(line)
    if not dry_run and not agreed(say("Write this down?")):
        raise typer.Abort


@app.command("list")
def list_(
    worker: Worker = "",
    place: Annotated[str, option("--place", say("Only this district or province."))] = "",
    risk: Annotated[RiskLevel | None, word("--risk", RiskLevel, say("Only this risk level."))] = None,
    trade: Annotated[str, option("--trade", say("Only this trade."))] = "",
    policy: Annotated[str, option("--policy", say("Only this follow-up policy."))] = "",
    state: Annotated[FollowUpState | None, word("--state", FollowUpState, say("Only those who stand there."))] = None,
    sort: Annotated[str, option("--sort", say("In which order."), "|".join(_SORT_KEYS), choice_parser(_SORT_KEYS))] = (
        "code"
    ),
    names: Names = False,
    as_json: AsJson = False,
) -> None:
    """All graduates, one line each: risk, state, place, month, next visit, open flags, worker.

    Example: followup graduate list --risk high --sort next
    """
    from followup.services import caseload
    from followup_cli.graduates import data, page

    book = context.open_casebook()
    wanted = caseload.CaseloadFilter(
        worker.strip(), place.strip(), risk or "", trade.strip(), policy.strip(), state or ""
    )
    lines = caseload.list_graduates(book, wanted, sort, names=names)
    shown = partial(page.graduates_page, lines, book.today, names=names)
    respond(book, as_json, shown, partial(data.graduates_data, lines, names=names))


@app.command()
def show(code: Code, names: Names = False, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """One graduate on one screen: where she stands, risk and why, plan, open flags, next visits.

    Example: followup graduate show K7M --as-of 2026-06-30
    """
    from followup.services import caseload
    from followup.services.guarded_names import masker
    from followup_cli.graduates import data, page

    book = context.open_casebook()
    sheet = caseload.graduate_sheet(book, code, as_of)
    mask = masker(book, names=names)
    respond(book, as_json, page.graduate_page, data.graduate_data, sheet, mask, names=names)


@app.command()
def edit(
    code: Code,
    returned: ReturnDate = None,
    new_code: ChosenCode = None,
    trade: Trade = None,
    modules: Modules = None,
    centre: Centre = None,
    policy: PolicyName = None,
    safe: SafeWeekdays = None,
    avoid: DaysToAvoid = None,
    cover: CoverText = None,
    identity: Annotated[bool, option("--identity", say("Ask for name, phone, village and safe contact."))] = False,
    source: Source = "",
    dry_run: DryRun = False,
) -> None:
    """Put right what was written down wrong; an empty value takes it away. The log keeps what stood before.

    Example: followup graduate edit K7M --return 2026-01-31 --safe mon,thu --dry-run
    """
    from followup.services import corrections
    from followup_cli.graduates.ask import ask_identity_changes, form_from_options
    from followup_cli.graduates.changes_page import correction_result
    from followup_cli.terminal.files import read_one_entry

    book = context.open_casebook()
    book.find(code)
    form = read_one_entry(source) if source else {}
    form |= form_from_options(
        book,
        **{"return_date": returned, "code": new_code, "trade": trade, "modules": modules, "centre": centre},
        **{"policy": policy, "safe_weekdays": safe, "avoid": avoid, "cover": cover},
    )
    if identity:
        if not person.on_terminal():
            raise Invalid(say("--identity asks, and nobody can be asked here."), say("Use --from FILE instead."))
        form |= ask_identity_changes()
    result = corrections.edit(book, code, *corrections.corrections_from(form), dry_run=dry_run)
    correction_result(result, dry_run=dry_run).show()


@app.command()
def assess(
    code: Code,
    what: Annotated[AssessmentKind | None, word("--what", AssessmentKind, say("What was assessed."))] = None,
    decision: Annotated[
        AssessmentDecision | None, word("--decision", AssessmentDecision, say("What it came to."))
    ] = None,
    reasons: Annotated[str, option("--reasons", say("Why; no names."))] = "",
    by: Annotated[str, option("--by", say("Who assessed."))] = "",
    on: On = None,
) -> None:
    """Write down a family, community or readiness assessment, its decision and the reasons.

    Example: followup graduate assess K7M --what family --decision conditional --reasons "An aunt must agree."
    """
    from followup.case.facts import Assessed
    from followup.services import graduates
    from followup_cli.graduates.changes_page import assessment_result

    book = context.open_casebook()
    book.find(code)
    what = chosen_term("--what", say("What was assessed"), what, AssessmentKind)
    decision = chosen_term("--decision", say("Decision"), decision, AssessmentDecision)
    needed = decision is not AssessmentDecision.YES
    reasons = answer(Question("--reasons", say("Reasons, without names"), reasons, needed=needed))
    assessed = Assessed(what, decision, reasons, by.strip())
    assessment_result(graduates.assess(book, code, assessed, on), assessed).show()


@app.command()
def place(
    code: Code,
    how: Annotated[Placement | None, word("--how", Placement, say("With whom she lives."))] = None,
    province: Province = None,
    district: District = None,
    on: On = None,
) -> None:
    """Write down where she lives from a day on; commune and village are asked for, never given as options.

    A place that is not given stays as it was.

    Example: followup graduate place K7M --how relative --province Kandal --district "Kien Svay"
    """
    from followup.case.facts import Placed
    from followup.services import graduates
    from followup_cli.graduates.ask import ask_place
    from followup_cli.graduates.changes_page import placement_result

    book = context.open_casebook()
    case = book.case(book.find(code))
    how = chosen_term("--how", say("With whom she lives"), how, Placement)
    if district and province is None and not person.on_terminal():
        raise person.missing_option("--province")
    questions = (
        Question("--province", say("Province"), province or "", case.province),
        Question("--district", say("District"), district or "", case.district if province is None else ""),
    )
    placed = Placed(how, *(text.strip() for text in answers(questions)))
    form = ask_place(("commune", "village")) if person.on_terminal() else {}
    after = graduates.place(book, code, placed, graduates.identity_fact_from_fields(form), on)
    placement_result(after, placed).show()


@app.command("hand-over")
def hand_over(
    code: Code,
    to: Annotated[str, option("--to", say("Who follows her from today on."), "WORKER")] = "",
    note: Annotated[str, option("--note", say("What she must know; no names."))] = "",
    names: Names = False,
    as_json: AsJson = False,
) -> None:
    """Hand a graduate over to another worker, and print what that worker must know on one page.

    Example: followup graduate hand-over K7M --to KB
    """
    from followup.services import handovers
    from followup.services.guarded_names import masker
    from followup_cli.graduates import data, handover_page

    book = context.open_casebook()
    book.find(code)
    worker = answer(Question("--to", say("Who follows her from today on"), to, needed=True))
    result = handovers.hand_over_to(book, code, worker, note)
    mask = masker(book, names=names)
    respond(book, as_json, handover_page.handover_page, data.handover_data, result, mask, names=names)
