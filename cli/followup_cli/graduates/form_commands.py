"""Graduates enrolled and put right: ``graduate add`` and ``graduate edit``, registered under graduate."""

from typing import Annotated, Any

import typer

from followup.case.vocabulary import Placement
from followup.casebook import Casebook
from followup.errors import ExitCode, Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.fragments.cover_question import confirm_covers, parse_cover
from followup_cli.fragments.known_words import WordSettler
from followup_cli.options import Code, DryRun, OwnCover, Source, WordsAsWritten, option
from followup_cli.terminal import person
from followup_cli.terminal.asking import agreed, answer, print_note
from followup_cli.terminal.progress import Progress
from followup_cli.terminal.typed import terms_hint

ReturnDate = Annotated[str | None, option("--return", say("The day she went home."), "DATE")]
ChosenCode = Annotated[str | None, option("--code", say("A code of your own; never a name. Else one is made."), "CODE")]
Trade = Annotated[str | None, option("--trade", say("The trade she learned."))]
Modules = Annotated[str | None, option("--modules", say("Training modules she completed."), "A,B")]
Centre = Annotated[str | None, option("--centre", say("The centre she comes from."))]
PolicyName = Annotated[str | None, option("--policy", say("Her follow-up policy."))]
SafeWeekdays = Annotated[str | None, option("--safe", say("The only weekdays safe for her."), "MON,TUE")]
DaysToAvoid = Annotated[list[str] | None, option("--avoid", say("Days not to come."), "FROM..UNTIL")]
CoverText = Annotated[str | None, option("--cover", say("What calendar entries say of her visits."), None, parse_cover)]
Province = Annotated[str | None, option("--province", say("Where she lives."))]
District = Annotated[str | None, option("--district", say("Where she lives."))]
Against = Annotated[
    str | None, option("--against", say("Why she returns though an assessment says no; no names."), "REASON")
]


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
    against: Against = None,
    source: Source = "",
    yes: OwnCover = False,
    as_new: Annotated[
        bool, option("--as-new", say("Enrol her though she looks like somebody in the casebook."))
    ] = False,
    as_written: WordsAsWritten = False,
    dry_run: DryRun = False,
) -> None:
    """Enrol a graduate, or all those in a file; prints their codes. Asks for what is missing.

    Names are asked for or read from a file, never given on the command line. With a file, options stand in for what
    an entry does not say. A return still to come against an assessment that says no needs its reason.

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
        **{"safe_weekdays": safe, "avoid": avoid, "cover": cover, "against": against},
    )
    settler = WordSettler(book, as_written=as_written)
    forms = _enrolment_forms(book, settler.settle(given), source, dry_run=dry_run)
    if person.on_terminal() and source:
        forms = [settler.settle(one, row) if isinstance(one, dict) else one for row, one in enumerate(forms, 1)]
    confirm_covers(book, (form.get("cover") for form in forms if isinstance(form, dict)), yes=yes or dry_run)
    as_new = as_new or _may_be_new(book, forms, by_hand=not source)
    with Progress(say("Enrolling")) as progress:
        result = enrol_all(
            book,
            forms,
            progress,
            as_new=as_new,
            as_written=as_written or person.on_terminal(),
            dry_run=dry_run,
        )
    print_enrolment_result(result, len(forms), dry_run=dry_run)
    if result.problems:
        raise typer.Exit(ExitCode.REFUSED)


def _may_be_new(book: Casebook, forms: list[Any], *, by_hand: bool) -> bool:
    """Whether those who look like somebody who stands are enrolled all the same: asked for on a terminal.

    Whoever is written down by hand without anything that says who she is looks like nobody.
    """
    from followup.services.graduates import look_alikes, names_nobody

    if by_hand and all(map(names_nobody, forms)):
        return True
    if not person.on_terminal():
        return False
    found = look_alikes(book, forms)
    for one in found:
        print_note(one.what if by_hand else say("Row {n}: {what}", n=one.row, what=one.what))
    return bool(found) and agreed(say("Somebody else, to be enrolled as new?"), default=False)


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
    against: Against = None,
    identity: Annotated[bool, option("--identity", say("Ask for name, phone, village and safe contact."))] = False,
    source: Source = "",
    yes: OwnCover = False,
    as_written: WordsAsWritten = False,
    dry_run: DryRun = False,
) -> None:
    """Put right what was written down wrong; an empty value takes it away. The log keeps what stood before.

    A return still to come is asked about where an assessment says no.

    Example: followup graduate edit K7M --return 2026-01-31 --safe mon,thu --dry-run
    """
    from followup.services import corrections
    from followup_cli.graduates.ask import against_question, ask_identity_changes, form_from_options
    from followup_cli.graduates.changes_page import correction_result
    from followup_cli.terminal.files import read_one_entry

    book = context.open_casebook()
    book.find(code)
    form = read_one_entry(source) if source else {}
    form |= form_from_options(
        book,
        **{"return_date": returned, "code": new_code, "trade": trade, "modules": modules, "centre": centre},
        **{"policy": policy, "safe_weekdays": safe, "avoid": avoid, "cover": cover, "against": against},
    )
    form = WordSettler(book, as_written=as_written).settle(form)
    if identity:
        if not person.on_terminal():
            raise Invalid(say("--identity asks, and nobody can be asked here."), say("Use --from FILE instead."))
        form |= ask_identity_changes()
    confirm_covers(book, [form.get("cover")], yes=yes or dry_run)
    bodies, why = corrections.corrections_from(form), form.get("against") or ""
    if not why and person.on_terminal() and corrections.is_return_against(book, code, bodies):
        why = answer(against_question())
    result = corrections.edit(book, code, *bodies, against=why, dry_run=dry_run)
    correction_result(result, dry_run=dry_run).show()
