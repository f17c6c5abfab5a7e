"""A business plan written down and put right: ``plan set`` and ``plan edit``, registered under plan."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from followup.case.business.earnings import BusinessKind
from followup.case.business.money import Currency
from followup.messages import say
from followup_cli import context
from followup_cli.fragments.whom import whom_line
from followup_cli.options import Code, DryRun, NamesInNotes, Source, word
from followup_cli.terminal import person
from followup_cli.terminal.notes import print_note

if TYPE_CHECKING:
    from followup.case.case import Case
    from followup.case.rules import Finding
    from followup.casebook import Casebook
    from followup.services.plans import PlanCheck


def set_(
    code: Code,
    source: Source = "",
    kind: Annotated[
        BusinessKind | None, word("--kind", BusinessKind, say("The kind of business, which decides what is asked."))
    ] = None,
    names: NamesInNotes = False,
    dry_run: DryRun = False,
) -> None:
    """Write her business plan down, whole, and check it at once. Asks on a terminal, or reads a file.

    Where a plan is written down already, the questions begin from it, as in plan edit.

    Example: followup plan set K7M --from plan.json
    """
    book = context.open_casebook()
    case = book.case(book.find(code))
    _write_down(book, case, source, kind, {}, names=names, dry_run=dry_run)


def edit(code: Code, source: Source = "", names: NamesInNotes = False, dry_run: DryRun = False) -> None:
    """Change what is written down of her plan: one price, a cost, the loan. Nothing else has to be typed again.

    From a file only its keys are changed; a list in it takes the place of the list before.

    Example: followup plan edit K7M
    """
    from followup.services.plans import plan_of

    book = context.open_casebook()
    case = book.case(book.find(code))
    plan_of(case)
    _write_down(book, case, source, None, _standing(case), names=names, dry_run=dry_run)


def _write_down(
    book: "Casebook",
    case: "Case",
    source: str,
    kind: BusinessKind | None,
    standing: Mapping[str, Any],
    *,
    names: bool,
    dry_run: bool,
) -> None:
    """Write the plan down as a file says it, and as what is ``standing`` where that says nothing; or ask for it."""
    from followup.services.plans import set_plan

    if source:
        check = set_plan(book, case.code, _read_plan(book, case, source, kind, standing), dry_run=dry_run)
    elif person.on_terminal():
        check = _ask(book, case, kind, names=names, dry_run=dry_run)
    else:
        raise person.missing_option("--from")
    _tell(book, check, dry_run=dry_run)


def _read_plan(
    book: "Casebook", case: "Case", source: str, kind: BusinessKind | None, standing: Mapping[str, Any]
) -> dict[str, Any]:
    from followup.case.forms.plan import EARNING_KEYS
    from followup.services.guarded_names import masker
    from followup_cli.plans.data import plan_given_back
    from followup_cli.terminal.files import read_one_entry

    entry = plan_given_back(case, read_one_entry(source), masker(book, names=False))
    kept = {key: said for key, said in standing.items() if not ("kind" in entry and key in EARNING_KEYS)}
    return {**kept, **({"kind": kind.value} if kind else {}), **entry}


def _ask(book: "Casebook", case: "Case", kind: BusinessKind | None, *, names: bool, dry_run: bool) -> "PlanCheck":
    """Ask for the plan, or for what of it is to be changed; and write it down once the person says yes."""
    from followup.services import plans
    from followup.services.guarded_names import labeller
    from followup.services.words_in_use import TRADE, WordsInUse
    from followup_cli.fragments.known_words import word_shape
    from followup_cli.plans.ask import PlanToAsk, ask_plan
    from followup_cli.plans.form_answers import answers_of_plan
    from followup_cli.terminal.form import Form

    about = whom_line(book, case, names=names)
    stands = answers_of_plan(_standing(case)) if case.plan else None
    form = Form(
        book,
        f"plan-{case.id}",
        title=say("The plan of {code}", code=case.code),
        command=f"followup plan {'edit' if stands else 'set'} {case.code}",
        about=about,
        standing=stands,
        mask=labeller(book, names=names),
    )
    if not stands:
        print_note(about)
    form.take_up()
    currency = case.plan.currency if case.plan else Currency(book.office.currency)
    known = PlanToAsk(case.trade, currency, kind, stands, word_shape(WordsInUse(book), TRADE))
    filled = form.fill(
        lambda form: ask_plan(form, known), check=lambda said: plans.plan_fact(said, book), dry_run=dry_run
    )
    check = plans.set_plan(book, case.code, filled, seen=case.plan, dry_run=dry_run)
    if not dry_run:
        form.drop()
    return check


def _standing(case: "Case") -> dict[str, Any]:
    """Her plan as it is written down, in the keys of a file."""
    from followup.case.forms.plan import plan_to_mapping

    return plan_to_mapping(case.plan) | {"assumed": [*case.plan_assumed]} if case.plan else {}


def _tell(book: "Casebook", check: "PlanCheck", *, dry_run: bool) -> None:
    """What the check of the plan found, and the flags it may become; or that nothing was changed."""
    from followup.services.guarded_names import labeller, masker
    from followup_cli.plans import page

    if not check.changed:
        page.nothing_changed(check).show()
        return
    page.plan_check_page(check, masker(book, names=False), labeller(book)).show()
    if dry_run:
        print_note(say("Nothing was written: this is what it would be."))
    else:
        offer_to_raise(book, check)


def offer_to_raise(book: "Casebook", check: "PlanCheck") -> None:
    """On a terminal, raise all warnings, one, or none, by a single key."""
    from followup_cli.flags.ask import ask_which_to_raise
    from followup_cli.plans.page import gravest_first

    listed = enumerate(gravest_first(check.warnings)[:9], 1)
    numbered = {str(number): warning for number, warning in listed if warning in check.unraised}
    if warnings := ask_which_to_raise(check.unraised, numbered):
        raise_warnings(book, check, warnings)


def raise_warnings(book: "Casebook", check: "PlanCheck", warnings: "Sequence[Finding]") -> None:
    """Raise warnings as flags, and show them."""
    from followup.services import plans
    from followup_cli.flags.page import flags_result

    flags_result(book, plans.raise_warnings(book, check.case, warnings)).show()
