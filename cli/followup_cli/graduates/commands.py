"""Graduates: added, listed, shown, put right, assessed, placed, handed over."""

from typing import Annotated, Any

import typer

from followup.case.vocabulary import AssessmentDecision, AssessmentKind, Placement, RiskLevel
from followup.errors import ExitCode, Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.graduates.review_command import review
from followup_cli.options import naming_option, parse_optional_day
from followup_cli.terminal.asking import Question, agreed, answer, answers, chosen_term, print_note
from followup_cli.terminal.json import print_json
from followup_cli.terminal.progress import Progress
from followup_cli.terminal.words import choice_parser, term_parser, terms_metavar

app = typer.Typer(
    no_args_is_help=True, help=say("Add, list, show, edit, assess, place, review or hand over a graduate.")
)
app.command("review")(review)

Code = Annotated[str, typer.Argument(metavar="CODE", help=say("Her code, or the beginning of it."))]
ReturnDate = Annotated[str | None, typer.Option("--return", metavar="DATE", help=say("The day she went home."))]
ChosenCode = Annotated[
    str | None, typer.Option("--code", metavar="CODE", help=say("A code of your own; never a name. Else one is made."))
]
Trade = Annotated[str | None, typer.Option("--trade", help=say("The trade she learned."))]
Modules = Annotated[str | None, typer.Option("--modules", metavar="A,B", help=say("Training modules she completed."))]
Centre = Annotated[str | None, typer.Option("--centre", help=say("The centre she comes from."))]
PolicyName = Annotated[str | None, typer.Option("--policy", help=say("Her follow-up policy."))]
SafeWeekdays = Annotated[
    str | None, typer.Option("--safe", metavar="MON,TUE", help=say("The only weekdays safe for her."))
]
DaysToAvoid = Annotated[list[str] | None, typer.Option("--avoid", metavar="FROM..UNTIL", help=say("Days not to come."))]
CoverText = Annotated[str | None, typer.Option("--cover", help=say("What calendar entries say of her visits."))]
SourceFile = Annotated[str, typer.Option("--from", metavar="FILE", help=say("JSON or TOML; - reads JSON from stdin."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=say("Show what would be done, and write nothing."))]
Names = Annotated[bool, typer.Option("--names", help=say("Show names as well."))]
Json = Annotated[bool, typer.Option("--json", help=say("For programs."))]
On = Annotated[str, typer.Option("--on", metavar="DATE", help=say("The day it was; today if not said."))]
Province = Annotated[str | None, typer.Option("--province", help=say("Where she lives."))]
District = Annotated[str | None, typer.Option("--district", help=say("Where she lives."))]


@app.command()
def add(
    returned: ReturnDate = None,
    code: ChosenCode = None,
    placement: Annotated[
        str | None, typer.Option("--placement", metavar=terms_metavar(Placement), help=say("With whom she lives."))
    ] = None,
    province: Province = None,
    district: District = None,
    trade: Trade = None,
    modules: Modules = None,
    centre: Centre = None,
    policy: PolicyName = None,
    worker: Annotated[str | None, typer.Option("--worker", help=say("Who follows her; you if not said."))] = None,
    safe: SafeWeekdays = None,
    avoid: DaysToAvoid = None,
    cover: CoverText = None,
    source: SourceFile = "",
    dry_run: DryRun = False,
) -> None:
    """Enrol a graduate, or all those in a file; prints their codes. Asks for what is missing.

    Names are asked for or read from a file, never given on the command line. With a file, options stand in for what
    an entry does not say.

    Example: followup graduate add

    Example: followup graduate add --from graduates.json --dry-run
    """
    from followup.services.graduates import enrol_all
    from followup_cli.graduates import changes_page
    from followup_cli.graduates.ask import ask_graduate, form_from_options

    book = context.open_casebook()
    given = form_from_options(
        book,
        **{"return_date": returned, "code": code, "placement": placement, "province": province, "district": district},
        **{"trade": trade, "modules": modules, "centre": centre, "policy": policy, "worker": worker},
        **{"safe_weekdays": safe, "avoid": avoid, "cover": cover},
    )
    if source:
        forms = [given | one if isinstance(one, dict) else one for one in _read_entries(source)]
    elif context.on_terminal():
        forms = [ask_graduate(given, book)]
        _confirm_enrolment(forms[0], dry_run=dry_run)
    elif returned is None:
        raise context.missing_option(say("{one} or {other}", one="--from", other="--return"))
    else:
        forms = [given]
    with Progress(say("Enrolling")) as progress:
        done = enrol_all(book, forms, progress, dry_run=dry_run)
    changes_page.print_enrolment_result(done, len(forms), dry_run=dry_run)
    if done.problems:
        raise typer.Exit(ExitCode.REFUSED)


def _read_entries(source: str) -> list[Any]:
    from followup_cli.terminal.files import read_entries

    with naming_option("--from"):
        return read_entries(source)


def _confirm_enrolment(form: dict[str, Any], *, dry_run: bool) -> None:
    from followup_cli.graduates.ask import summary_lines

    print_note()
    for line in summary_lines(form):
        print_note(line)
    if not dry_run and not agreed(say("Write this down?")):
        raise typer.Abort


@app.command("list")
def list_(
    worker: Annotated[str, typer.Option("--worker", help=say("Only this worker's."))] = "",
    place: Annotated[str, typer.Option("--place", help=say("Only this district or province."))] = "",
    risk: Annotated[
        str, typer.Option("--risk", metavar=terms_metavar(RiskLevel), help=say("Only this risk level."))
    ] = "",
    trade: Annotated[str, typer.Option("--trade", help=say("Only this trade."))] = "",
    policy: Annotated[str, typer.Option("--policy", help=say("Only this follow-up policy."))] = "",
    state: Annotated[
        str,
        typer.Option(
            "--state", metavar="expected|in-follow-up|completed|ended", help=say("Only those who stand there.")
        ),
    ] = "",
    sort: Annotated[
        str, typer.Option("--sort", metavar="code|return|risk|place|worker|next", help=say("In which order."))
    ] = "code",
    names: Names = False,
    as_json: Json = False,
) -> None:
    """All graduates, one line each: risk, state, place, month, next visit, open flags, worker.

    Example: followup graduate list --risk high --sort next
    """
    from followup.monitoring.case_row import FollowUpState
    from followup.services import caseload
    from followup_cli.graduates import page as changes_page

    with naming_option("--sort"):
        order = choice_parser(caseload.SORT_KEYS)(sort)
    with naming_option("--risk"):
        level = term_parser(RiskLevel)(risk).value if risk else ""
    with naming_option("--state"):
        stands = term_parser(FollowUpState)(state).value if state else ""
    book = context.open_casebook()
    wanted = caseload.CaseloadFilter(worker.strip(), place.strip(), level, trade.strip(), policy.strip(), stands)
    lines = caseload.list_graduates(book, wanted, order, names=names)
    if as_json:
        print_json([changes_page.listed_graduate_data(line, names=names) for line in lines])
    else:
        changes_page.graduates_page(lines, book.today, names=names).show()
    context.report_unreadable_cases(book)


@app.command()
def show(
    code: Code,
    names: Names = False,
    as_of: Annotated[str, typer.Option("--as-of", metavar="DATE", help=say("As she stood on that day."))] = "",
    as_json: Json = False,
) -> None:
    """One graduate on one screen: where she stands, risk and why, plan, open flags, next visits.

    Example: followup graduate show K7M --as-of 2026-06-30
    """
    from followup.services import caseload
    from followup.services.guarded_names import masker
    from followup_cli.graduates import page as changes_page

    book = context.open_casebook()
    sheet = caseload.graduate_sheet(book, code, parse_optional_day("--as-of", as_of, book.today))
    mask = masker(book, names=names)
    if as_json:
        print_json(changes_page.graduate_data(sheet, mask, names=names))
    else:
        changes_page.graduate_page(sheet, mask, names=names).show()
    context.report_unreadable_cases(book)


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
    identity: Annotated[
        bool, typer.Option("--identity", help=say("Ask for name, phone, village and safe contact."))
    ] = False,
    source: SourceFile = "",
    dry_run: DryRun = False,
) -> None:
    """Put right what was written down wrong; an empty value takes it away. The log keeps what stood before.

    Example: followup graduate edit K7M --return 2026-01-31 --safe mon,thu --dry-run
    """
    from followup.services.corrections import corrections_from
    from followup.services.corrections import edit as put_right
    from followup_cli.graduates import changes_page
    from followup_cli.graduates.ask import ask_identity_changes, form_from_options

    book = context.open_casebook()
    book.find(code)
    form = _read_one_entry(source) if source else {}
    form |= form_from_options(
        book,
        **{"return_date": returned, "code": new_code, "trade": trade, "modules": modules, "centre": centre},
        **{"policy": policy, "safe_weekdays": safe, "avoid": avoid, "cover": cover},
    )
    if identity:
        if not context.on_terminal():
            raise Invalid(say("--identity asks, and nobody can be asked here."), say("Use --from FILE instead."))
        form |= ask_identity_changes()
    changes_page.correction_result(
        put_right(book, code, *corrections_from(form), dry_run=dry_run), dry_run=dry_run
    ).show()


def _read_one_entry(source: str) -> dict[str, Any]:
    from followup_cli.terminal.files import read_one_entry

    with naming_option("--from"):
        return dict(read_one_entry(source))


@app.command()
def assess(
    code: Code,
    what: Annotated[
        str, typer.Option("--what", metavar=terms_metavar(AssessmentKind), help=say("What was assessed."))
    ] = "",
    decision: Annotated[
        str, typer.Option("--decision", metavar=terms_metavar(AssessmentDecision), help=say("What it came to."))
    ] = "",
    reasons: Annotated[str, typer.Option("--reasons", help=say("Why; no names."))] = "",
    by: Annotated[str, typer.Option("--by", help=say("Who assessed."))] = "",
    on: On = "",
) -> None:
    """Write down a family, community or readiness assessment, its decision and the reasons.

    Example: followup graduate assess K7M --what family --decision conditional --reasons "An aunt must agree."
    """
    from followup.case.facts import Assessed
    from followup.services import graduates
    from followup_cli.graduates import changes_page

    book = context.open_casebook()
    book.find(code)
    about_what = chosen_term("--what", say("What was assessed"), what, AssessmentKind)
    decided = chosen_term("--decision", say("Decision"), decision, AssessmentDecision)
    why = answer(
        Question("--reasons", say("Reasons, without names"), reasons, needed=decided is not AssessmentDecision.YES)
    )
    assessed = Assessed(about_what, decided, why, by.strip())
    changes_page.assessment_result(
        graduates.assess(book, code, assessed, parse_optional_day("--on", on, book.today)), assessed
    ).show()


@app.command()
def place(
    code: Code,
    how: Annotated[str, typer.Option("--how", metavar=terms_metavar(Placement), help=say("With whom she lives."))] = "",
    province: Province = None,
    district: District = None,
    on: On = "",
) -> None:
    """Write down where she lives from a day on; commune and village are asked for, never given as options.

    A place that is not given stays as it was.

    Example: followup graduate place K7M --how relative --province Kandal --district "Kien Svay"
    """
    from followup.case.facts import Placed
    from followup.services import graduates
    from followup_cli.graduates import changes_page
    from followup_cli.graduates.ask import ask_place

    book = context.open_casebook()
    case = book.case(book.find(code))
    lives = chosen_term("--how", say("With whom she lives"), how, Placement)
    if district and province is None and not context.on_terminal():
        raise context.missing_option("--province")
    where = answers(
        (
            Question("--province", say("Province"), province or "", case.province),
            Question("--district", say("District"), district or "", case.district if province is None else ""),
        )
    )
    form = ask_place(("commune", "village")) if context.on_terminal() else {}
    placed = Placed(lives, where[0].strip(), where[1].strip())
    after = graduates.place(
        book, code, placed, graduates.identity_fact_from_fields(form), parse_optional_day("--on", on, book.today)
    )
    changes_page.placement_result(after, placed).show()


@app.command("hand-over")
def hand_over(
    code: Code,
    to: Annotated[str, typer.Option("--to", metavar="WORKER", help=say("Who follows her from today on."))] = "",
    note: Annotated[str, typer.Option("--note", help=say("What she must know; no names."))] = "",
    names: Names = False,
    as_json: Json = False,
) -> None:
    """Hand a graduate over to another worker, and print what that worker must know on one page.

    Example: followup graduate hand-over K7M --to KB
    """
    from followup.services import handovers
    from followup.services.guarded_names import masker
    from followup_cli.graduates import handover_page as changes_page

    book = context.open_casebook()
    book.find(code)
    worker = answer(Question("--to", say("Who follows her from today on"), to, needed=True))
    done = handovers.hand_over_to(book, code, worker, note)
    mask = masker(book, names=names)
    if as_json:
        print_json(changes_page.handover_data(done, mask, names=names))
    else:
        changes_page.handover_page(done, mask, names=names).show()
