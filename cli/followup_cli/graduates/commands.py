"""Graduates: added, listed, shown, put right, assessed, placed, handed over."""

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from followup.case.home_words import AssessmentDecision, AssessmentKind, Placement
from followup.case.vocabulary import FollowUpState, RiskLevel
from followup.messages import say
from followup_cli import context
from followup_cli.fragments.whom import tell_whom
from followup_cli.options import AsJson, AsOf, Code, Names, On, WordsAsWritten, Worker, option, word
from followup_cli.response import respond
from followup_cli.terminal import person
from followup_cli.terminal.typed import choice_parser
from followup_cli.waiting import later

if TYPE_CHECKING:
    from followup_cli.terminal.json import JsonValue
    from followup_cli.terminal.page import Page

app = typer.Typer(
    no_args_is_help=True, help=say("Add, list, show, edit, assess, place, review or hand over a graduate.")
)
_HERE = "followup_cli.graduates"
later(app, f"{_HERE}.review_command", review="review")
later(app, f"{_HERE}.handover_command", hand_over="hand-over")
later(app, f"{_HERE}.merge_command", merge="merge")
later(app, f"{_HERE}.erase_command", erase="erase")

Province = Annotated[str | None, option("--province", say("Where she lives."))]
District = Annotated[str | None, option("--district", say("Where she lives."))]
Against = Annotated[
    str | None, option("--against", say("Why she returns though an assessment says no; no names."), "REASON")
]
SORT_KEYS = ("code", "return", "risk", "place", "worker", "next")
Sort = Annotated[
    str, option("--sort", say("In which order."), "|".join(SORT_KEYS), choice_parser(SORT_KEYS, shortened=True))
]

later(app, f"{_HERE}.form_commands", add="add")


@app.command("list")
def list_(
    worker: Worker = "",
    place: Annotated[str, option("--place", say("Only this district or province."))] = "",
    risk: Annotated[RiskLevel | None, word("--risk", RiskLevel, say("Only this risk level."))] = None,
    trade: Annotated[str, option("--trade", say("Only this trade."))] = "",
    policy: Annotated[str, option("--policy", say("Only this follow-up policy."))] = "",
    state: Annotated[FollowUpState | None, word("--state", FollowUpState, say("Only those in this state."))] = None,
    sort: Sort = "code",
    names: Names = False,
    as_json: AsJson = False,
) -> None:
    """All graduates, one line each: risk, state, place, month, next visit, open flags, worker.

    Example: followup graduate list --risk high --sort next
    """
    from followup.services import caseload
    from followup.services.caseload import CaseloadFilter
    from followup.services.guarded_names import labeller
    from followup_cli.graduates import listing

    book = context.open_casebook()
    wanted = CaseloadFilter(worker.strip(), place.strip(), risk or "", trade.strip(), policy.strip(), state or "")
    lines = caseload.list_graduates(book, wanted, sort, names=names)
    label = labeller(book, names=names)
    shown = partial(listing.graduates_page, lines, book.today, label, names=names)
    respond(book, as_json, shown, partial(listing.graduates_data, lines, label, names=names))


@app.command()
def show(
    code: Code,
    everything: Annotated[bool, option("--all", say("All of it: plan, trends, schedule, training as well."))] = False,
    names: Names = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """One graduate on one screen: what to do, risk and why, the last and the next visit, promises, attention.

    Example: followup graduate show K7M --as-of 2026-06-30
    """
    from followup.services.graduate_sheet import graduate_sheet
    from followup.services.guarded_names import masks_of
    from followup_cli.graduates import one_screen

    book = context.open_casebook()
    sheet = graduate_sheet(book, code, as_of, whole=everything or as_json)
    masks = masks_of(book, names=names)

    def page() -> "Page":
        if not everything:
            return one_screen.graduate_screen(sheet, *masks, today=book.today, names=names)
        from followup_cli.graduates.page import graduate_page

        return graduate_page(sheet, *masks, names=names)

    def data() -> "JsonValue":
        from followup_cli.graduates.data import graduate_data

        return graduate_data(sheet, *masks, names=names)

    respond(book, as_json, page, data)


later(app, f"{_HERE}.form_commands", edit="edit")
later(app, f"{_HERE}.return_command", return_again="return")


@app.command()
def assess(
    code: Code,
    what: Annotated[AssessmentKind | None, word("--what", AssessmentKind, say("What was assessed."))] = None,
    decision: Annotated[
        AssessmentDecision | None, word("--decision", AssessmentDecision, say("What it came to."))
    ] = None,
    reasons: Annotated[str, option("--reasons", say("Why; no names."))] = "",
    by: Annotated[str, option("--by", say("Who assessed."))] = "",
    against: Against = None,
    on: On = None,
) -> None:
    """Write down a family, community or readiness assessment, its decision and the reasons.

    A no needs attention and offers the flag; a return planned against it needs its reason.

    Example: followup graduate assess K7M --what family --decision conditional --reasons "An aunt must agree."
    """
    from followup.case.facts import Assessed
    from followup.services import attention, graduates
    from followup_cli.flags.offer import offer_flags
    from followup_cli.graduates.ask import against_question
    from followup_cli.graduates.changes_page import assessment_result
    from followup_cli.terminal.asking import Question, answer, chosen_term

    book = context.open_casebook()
    tell_whom(book, code)
    what = chosen_term("--what", say("What was assessed"), what, AssessmentKind)
    decision = chosen_term("--decision", say("Decision"), decision, AssessmentDecision)
    needed = decision is not AssessmentDecision.YES
    reasons = answer(Question("--reasons", say("Reasons, without names"), reasons, needed=needed, note=True))
    assessed = Assessed(what, decision, reasons, by.strip())
    why = against or ""
    if not why and person.on_terminal() and graduates.is_return_against(book, code, assessed, on):
        why = answer(against_question())
    case = graduates.assess(book, code, assessed, on, why)
    assessment_result(case, assessed).show()
    if decision is AssessmentDecision.NO:
        offer_flags(book, attention.found_by(attention.attention_of(book, case.code), "assessment_no"))


@app.command()
def place(
    code: Code,
    how: Annotated[Placement | None, word("--how", Placement, say("With whom she lives."))] = None,
    province: Province = None,
    district: District = None,
    as_written: WordsAsWritten = False,
    on: On = None,
) -> None:
    """Write down where she lives from a day on; commune and village are asked for, never given as options.

    A place that is not given stays as it was.

    Example: followup graduate place K7M --how relative --province Kandal --district "Kien Svay"
    """
    from followup.case.facts import Placed
    from followup.services import graduates
    from followup.services.guarded_names import labeller
    from followup.services.households import others_in_house
    from followup_cli.graduates.ask import ask_district, ask_place
    from followup_cli.graduates.changes_page import placement_result
    from followup_cli.terminal.asking import chosen_term

    book = context.open_casebook()
    case = tell_whom(book, code)
    how = chosen_term("--how", say("With whom she lives"), how, Placement)
    if district and province is None and not person.on_terminal():
        raise person.missing_option("--province")
    placed = Placed(how, *ask_district(book, case, province, district, as_written=as_written))
    form = ask_place(("commune", "village")) if person.on_terminal() else {}
    after = graduates.place(book, code, placed, graduates.identity_fact_from_fields(form), on)
    placement_result(after, placed, labeller(book), others_in_house(book, after)).show()
