"""Graduates enrolled and put right: ``graduate add`` and ``graduate edit``, registered under graduate."""

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from followup.case.home_words import Placement
from followup.errors import ExitCode, Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.fragments.cover_question import confirm_covers, parse_cover
from followup_cli.graduates.commands import Against, District, Province
from followup_cli.options import Code, DryRun, OwnCover, Source, WordsAsWritten, option
from followup_cli.terminal import person
from followup_cli.terminal.notes import print_note
from followup_cli.terminal.progress import Progress
from followup_cli.terminal.typed import terms_hint

if TYPE_CHECKING:
    from followup.case.case import Case
    from followup.casebook import Casebook

ReturnDate = Annotated[str | None, option("--return", say("The day she went home."), "DATE")]
ChosenCode = Annotated[str | None, option("--code", say("A code of your own; never a name. Else one is made."), "CODE")]
Trade = Annotated[str | None, option("--trade", say("The trade she learned."))]
Modules = Annotated[str | None, option("--modules", say("Training modules she completed."), "A,B")]
Centre = Annotated[str | None, option("--centre", say("The centre she comes from."))]
PolicyName = Annotated[str | None, option("--policy", say("Her follow-up policy."))]
SafeWeekdays = Annotated[str | None, option("--safe", say("The only weekdays safe for her."), "MON,TUE")]
DaysToAvoid = Annotated[list[str] | None, option("--avoid", say("Days not to come."), "FROM..UNTIL")]
CoverText = Annotated[str | None, option("--cover", say("What calendar entries say of her visits."), None, parse_cover)]


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

    Names are asked for or read from a file, never given on the command line. With a file, options say what
    an entry leaves out. A return still to come against an assessment that says no needs its reason.

    Example: followup graduate add

    Example: followup graduate add --from graduates.json --dry-run
    """
    from followup_cli.graduates.ask import form_from_options

    book = context.open_casebook()
    given = form_from_options(
        book,
        **{"return_date": returned, "code": code, "placement": placement, "province": province, "district": district},
        **{"trade": trade, "modules": modules, "centre": centre, "policy": policy, "worker": worker},
        **{"safe_weekdays": safe, "avoid": avoid, "cover": cover, "against": against},
    )
    from followup_cli.fragments.known_words import WordSettler

    settler = WordSettler(book, as_written=as_written)
    given = settler.settle(given)
    if source or not person.on_terminal():
        forms = _enrolment_forms(given, source)
        if person.on_terminal():
            forms = [settler.settle(one, row) if isinstance(one, dict) else one for row, one in enumerate(forms, 1)]
        confirm_covers(book, (form.get("cover") for form in forms if isinstance(form, dict)), yes=yes or dry_run)
        as_new = as_new or _may_be_new(book, forms, by_hand=not source)
        _enrol(book, forms, as_new=as_new, as_written=as_written or person.on_terminal(), dry_run=dry_run)
    else:
        _ask_and_enrol(book, given, as_new=as_new, yes=yes, dry_run=dry_run)


def _ask_and_enrol(book: "Casebook", given: dict[str, Any], *, as_new: bool, yes: bool, dry_run: bool) -> None:
    """Enrol whom the person tells of; what was typed is kept until she is written down."""
    from followup_cli.graduates.ask import check_given
    from followup_cli.graduates.guided import ask_new_graduate

    check_given(book, given)
    form, said, is_new = ask_new_graduate(book, given, dry_run=dry_run)
    confirm_covers(book, [said.get("cover")], yes=yes or dry_run)
    as_new = as_new or is_new or _may_be_new(book, [said], by_hand=True)
    _enrol(book, [said], as_new=as_new, as_written=True, dry_run=dry_run)
    if not dry_run:
        form.drop()


def _enrol(book: "Casebook", forms: list[Any], *, as_new: bool, as_written: bool, dry_run: bool) -> None:
    from followup.services.graduates import enrol_all
    from followup_cli.graduates.changes_page import print_enrolment_result

    with Progress(say("Enrolling")) as progress:
        result = enrol_all(book, forms, progress, as_new=as_new, as_written=as_written, dry_run=dry_run)
    print_enrolment_result(result, len(forms), dry_run=dry_run)
    if result.problems:
        raise typer.Exit(ExitCode.REFUSED)


def _may_be_new(book: "Casebook", forms: list[Any], *, by_hand: bool) -> bool:
    """Whether those who look like somebody in the casebook are enrolled all the same: asked for on a terminal.

    Whoever is written down by hand without anything that says who she is looks like nobody.
    """
    from followup.services.graduates import look_alikes, names_nobody
    from followup_cli.terminal.asking import agreed

    if by_hand and not person.on_terminal() and all(map(names_nobody, forms)):
        return True
    if not person.on_terminal():
        return False
    found = look_alikes(book, forms)
    for one in found:
        print_note(one.what if by_hand else say("Row {n}: {what}", n=one.row, what=one.what))
    return bool(found) and agreed(say("Somebody else, to be enrolled as new?"), default=False)


def _enrolment_forms(given: dict[str, Any], source: str) -> list[Any]:
    """Who is to be enrolled, in the keys of a file: from the file, or from the options alone."""
    if source:
        from followup_cli.terminal.files import read_entries

        return [given | entry if isinstance(entry, dict) else entry for entry in read_entries(source)]
    if "return_date" not in given:
        raise person.missing_option("--from", "--return")
    return [given]


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
    identity: Annotated[
        bool, option("--identity", say("Ask for name, phone, village and safe contact first."))
    ] = False,
    names: Annotated[bool, option("--names", say("Show in the form who she is."))] = False,
    source: Source = "",
    yes: OwnCover = False,
    as_written: WordsAsWritten = False,
    dry_run: DryRun = False,
) -> None:
    """Put right what was written down wrong; an empty value takes it away. The log keeps what was there before.

    Without options, on a terminal, it shows what is written down and asks only for what you choose. A return still to
    come is asked about where an assessment says no.

    Example: followup graduate edit K7M

    Example: followup graduate edit K7M --return 2026-01-31 --safe mon,thu --dry-run
    """
    from followup_cli.graduates.ask import form_from_options

    book = context.open_casebook()
    case = book.case(book.find(code))
    given = form_from_options(
        book,
        **{"return_date": returned, "code": new_code, "trade": trade, "modules": modules, "centre": centre},
        **{"policy": policy, "safe_weekdays": safe, "avoid": avoid, "cover": cover, "against": against},
    )
    from followup_cli.fragments.known_words import WordSettler

    given = WordSettler(book, as_written=as_written).settle(given)
    if identity and not person.on_terminal():
        raise Invalid(say("--identity asks, and nobody can be asked here."), say("Use --from FILE instead."))
    if person.on_terminal() and not source and (identity or not given):
        _ask_and_correct(book, case, given, identity=identity, names=names, yes=yes, dry_run=dry_run)
    else:
        _correct(book, case, given, source, yes=yes, dry_run=dry_run)


def _ask_and_correct(
    book: "Casebook", case: "Case", given: dict[str, Any], *, identity: bool, names: bool, yes: bool, dry_run: bool
) -> None:
    """Put right what the person says of what is written down of her."""
    from followup_cli.graduates.changes_page import correction_result, nothing_changed
    from followup_cli.graduates.guided import ask_and_correct

    confirm = partial(confirm_covers, book, yes=yes or dry_run)
    result = ask_and_correct(book, case, given, confirm, identity=identity, names=names, dry_run=dry_run)
    (correction_result(result, dry_run=dry_run) if result else nothing_changed(case)).show()


def _correct(book: "Casebook", case: "Case", given: dict[str, Any], source: str, *, yes: bool, dry_run: bool) -> None:
    """Put right what options and a file say."""
    from followup.services import corrections
    from followup_cli.graduates.ask import against_question
    from followup_cli.graduates.changes_page import correction_result, nothing_changed
    from followup_cli.graduates.given_back import corrections_given_back, is_shown
    from followup_cli.terminal.asking import answer
    from followup_cli.terminal.files import read_one_entry

    form = read_one_entry(source) if source else {}
    if is_shown(form):
        form = corrections_given_back(book, case.code, form)
        if not form and not given:
            nothing_changed(case).show()
            return
    form |= given
    confirm_covers(book, [form.get("cover")], yes=yes or dry_run)
    bodies, why = corrections.corrections_from(form), form.get("against") or ""
    if not why and person.on_terminal() and corrections.is_return_against(book, case.code, bodies):
        why = answer(against_question())
    result = corrections.edit(book, case.code, *bodies, against=why, dry_run=dry_run)
    correction_result(result, dry_run=dry_run).show()
